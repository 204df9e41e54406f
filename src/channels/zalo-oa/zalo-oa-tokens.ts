import { z } from 'zod';
import type { Clock } from '../../core/clock.ts';
import { describeForeign } from '../../core/errors.ts';
import type { Log } from '../../core/log.ts';
import { callZalo, ZaloOaRefused } from './zalo-oa-client.ts';

const oaTokens = z.object({
  accessToken: z.string(),
  /** Until when it opens anything, in milliseconds since 1970. */
  accessUntil: z.number(),
  /** How long it lived when it was new, in milliseconds. */
  lifeMs: z.number(),
  /** Works once. */
  refreshToken: z.string(),
  /** ZALO_OA_REFRESH_TOKEN with which this chain of tokens began; another one there begins a new chain. */
  begunWith: z.string(),
  /** Set before the refresh token is shown to Zalo, taken away with the new one: whether a crash came between. */
  renewing: z.boolean(),
});

/** What is kept of the authorisation, sealed at rest. */
export type OaTokens = z.infer<typeof oaTokens>;

/** The tokens as they were kept; null when none were. */
export function readTokens(kept: unknown): OaTokens | null {
  const read = oaTokens.safeParse(kept);
  return read.success ? read.data : null;
}

export interface OaTokenOptions {
  appId: string;
  appSecret: string;
  /** ZALO_OA_REFRESH_TOKEN: the first one, from the permission page. */
  firstRefreshToken: string;
  oauthRoot: string;
  loadTokens(): Promise<OaTokens | null>;
  /** Resolves when they are safely stored. */
  saveTokens(tokens: OaTokens): Promise<void>;
  clock: Clock;
  log: Log;
}

/** Renewed when less than this part of its life is left: then hours remain in which somebody can mend a failure. */
const renewBelow = 1 / 4;

/**
 * Keeps an access token that works. The refresh token works once, so: it is stored before it is shown to Zalo, its
 * successor is stored before anything uses it, two renewals never run at once, and what another process has renewed is
 * taken over. Between Zalo's answer and our storing it the successor cannot be saved by anybody; a crash there leaves
 * the access token working for hours, an alarm, and a new ZALO_OA_REFRESH_TOKEN as the cure.
 */
export class OaTokenKeeper {
  readonly #options: OaTokenOptions;
  #tokens: OaTokens | null = null;
  #renewal: Promise<OaTokens> | null = null;

  constructor(options: OaTokenOptions) {
    this.#options = options;
  }

  /** An access token for the next call. Throws ZaloOaRefused or a network error when there is none. */
  async access(): Promise<string> {
    const { clock, log } = this.#options;
    this.#tokens ??= await this.#stored();
    const left = this.#tokens.accessUntil - clock.now().getTime();
    if (left > this.#tokens.lifeMs * renewBelow && this.#isOfOurChain(this.#tokens)) return this.#tokens.accessToken;
    try {
      return (await this.#renew(this.#tokens.accessToken)).accessToken;
    } catch (error) {
      // A renewal that failed in good time harms nobody yet.
      if (left <= 0) throw error;
      log.error('zalo-oa.renewal-failed', {
        ...describeForeign(error),
        number: error instanceof ZaloOaRefused ? error.code : undefined,
        code: 'TA-CHANNEL-001',
        hoursLeft: Math.floor(left / 3_600_000),
        cure: 'authorise the app again and put the new refresh token into ZALO_OA_REFRESH_TOKEN',
      });
      return this.#tokens.accessToken;
    }
  }

  /** Another access token than the one Zalo has just refused. */
  async insteadOf(refused: string): Promise<string> {
    return (await this.#renew(refused)).accessToken;
  }

  #renew(old: string): Promise<OaTokens> {
    this.#renewal ??= this.#renewOnce(old).finally(() => {
      this.#renewal = null;
    });
    return this.#renewal;
  }

  async #renewOnce(old: string): Promise<OaTokens> {
    const { saveTokens, clock, log, firstRefreshToken } = this.#options;
    const stored = await this.#stored();
    const ours = this.#isOfOurChain(stored);
    if (ours && stored.accessToken !== old && stored.accessUntil > clock.now().getTime()) {
      // Another process was faster.
      this.#tokens = stored;
      return stored;
    }
    if (stored.renewing) log.warn('zalo-oa.renewal-was-interrupted', {});
    const refreshToken = ours ? stored.refreshToken : firstRefreshToken;
    await saveTokens({ ...stored, renewing: true });
    const renewed = await this.#ask(refreshToken);
    await saveTokens(renewed);
    this.#tokens = renewed;
    return renewed;
  }

  async #ask(refreshToken: string): Promise<OaTokens> {
    const { appId, appSecret, oauthRoot, clock, firstRefreshToken } = this.#options;
    const body = await callZalo(`${oauthRoot}/v4/oa/access_token`, {
      headers: { 'content-type': 'application/x-www-form-urlencoded', secret_key: appSecret },
      body: new URLSearchParams({ refresh_token: refreshToken, app_id: appId, grant_type: 'refresh_token' }),
    });
    const { access_token: accessToken, refresh_token: next, expires_in: seconds } = body;
    if (typeof accessToken !== 'string' || typeof next !== 'string') throw new ZaloOaRefused(-14020);
    const lifeMs = (Number(seconds) || 3_600) * 1_000;
    return {
      accessToken,
      accessUntil: clock.now().getTime() + lifeMs,
      lifeMs,
      refreshToken: next,
      begunWith: firstRefreshToken,
      renewing: false,
    };
  }

  async #stored(): Promise<OaTokens> {
    const { loadTokens, firstRefreshToken } = this.#options;
    const kept = await loadTokens();
    if (kept) return kept;
    return {
      accessToken: '',
      accessUntil: 0,
      lifeMs: 0,
      refreshToken: firstRefreshToken,
      begunWith: firstRefreshToken,
      renewing: false,
    };
  }

  #isOfOurChain(tokens: OaTokens): boolean {
    return tokens.begunWith === this.#options.firstRefreshToken;
  }
}
