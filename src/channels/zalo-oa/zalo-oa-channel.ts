import type { Address, Channel, ChannelHealth, Delivered, ReadNotice, Receive, Received } from '../../core/channel.ts';
import type { Clock } from '../../core/clock.ts';
import { describeForeign } from '../../core/errors.ts';
import type { Log } from '../../core/log.ts';
import type { Outgoing } from '../../core/outgoing.ts';
import { SendFailed, type SendFailure } from '../../core/send-failure.ts';
import type { WebRoute } from '../../core/web.ts';
import { HookIntake } from '../hook-intake.ts';
import { fileAddress, loadFile } from '../load-file.ts';
import { sendParts } from '../send-parts.ts';
import { fromOutgoing, messageAnswered, toActivity, type ZaloOaEvent, zaloOaAbilities } from './zalo-oa-activity.ts';
import { callZalo, ZaloOaRefused } from './zalo-oa-client.ts';
import { toSendFailure } from './zalo-oa-failure.ts';
import { FreeMessages } from './zalo-oa-free-messages.ts';
import { hookRoute } from './zalo-oa-hook.ts';
import { OaTokenKeeper, type OaTokens } from './zalo-oa-tokens.ts';

export interface ZaloOaOptions {
  appId: string;
  /** The app's secret: for tokens. */
  appSecret: string;
  /** The Official Account's secret: for signatures. */
  oaSecret: string;
  /** The first refresh token, from the permission page. */
  refreshToken: string;
  /** Another server than https://openapi.zalo.me. */
  apiRoot?: string;
  /** Another server than https://oauth.zaloapp.com. */
  oauthRoot?: string;
  loadTokens(): Promise<OaTokens | null>;
  saveTokens(tokens: OaTokens): Promise<void>;
  clock: Clock;
  log: Log;
}

/** Zalo waits two seconds, then calls again, and after hours in vain switches the webhook off. */
const answerWithinMs = 1_800;
const lookAtTokenMs = 10 * 60_000;
const outOfFreeMessages = 'out-of-window: free messages used up';
const largestPicture = 1 << 20;

/** The Official Account API: https://docs.zaloplatforms.com/docs/OA. Its webhook's address is set on developers.zalo.me. */
export class ZaloOaChannel implements Channel {
  readonly name = 'zalo-oa';
  readonly abilities = zaloOaAbilities;
  readonly routes: readonly WebRoute[];
  readonly #options: ZaloOaOptions;
  readonly #root: string;
  readonly #tokens: OaTokenKeeper;
  readonly #intake: HookIntake;
  readonly #free = new FreeMessages();
  readonly #closing = new AbortController();
  #running: Promise<void> = Promise.resolve();
  #receive: Receive | null = null;
  #tellRead: (notice: ReadNotice) => void = () => {};
  #health: ChannelHealth = { state: 'starting' };

  constructor(options: ZaloOaOptions) {
    const { appId, appSecret, oaSecret, refreshToken, loadTokens, saveTokens, clock, log } = options;
    this.#options = options;
    this.#root = (options.apiRoot ?? 'https://openapi.zalo.me').replace(/\/+$/, '');
    const oauthRoot = (options.oauthRoot ?? 'https://oauth.zaloapp.com').replace(/\/+$/, '');
    this.#tokens = new OaTokenKeeper({
      ...{ appId, appSecret, oauthRoot, loadTokens, saveTokens, clock, log },
      firstRefreshToken: refreshToken,
    });
    this.#intake = new HookIntake({ name: this.name, answerWithinMs, clock, log });
    this.routes = [
      hookRoute({
        ...{ appId, oaSecret, intake: this.#intake },
        onRead: (notice) => this.#tellRead(notice),
        handle: (event, onKept) => this.#handle(event, onKept),
      }),
    ];
  }

  async open(receive: Receive): Promise<void> {
    this.#receive = receive;
    await this.#lookAtToken();
    this.#running = this.#keepToken();
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.all([this.#intake.close(), this.#running]);
    this.#receive = null;
    this.#health = { state: 'off', because: 'closed' };
  }

  onRead(tell: (notice: ReadNotice) => void): void {
    this.#tellRead = tell;
  }

  health(): ChannelHealth {
    return this.#health;
  }

  forgedCalls(): number {
    return this.#intake.forged;
  }

  async deliver(message: Outgoing, to: Address): Promise<Delivered> {
    const { clock } = this.#options;
    const person = to.conversation?.id ?? '';
    const isAnswer = messageAnswered(to, clock.now()) !== null;
    const n = fromOutgoing(message, to, clock.now(), null).length;
    if (!isAnswer && !this.#free.allows(person, n, clock.now().getTime()))
      throw new SendFailed({ kind: 'rejected', code: outOfFreeMessages });
    const steps = { toFailure: toSendFailure, clock, closing: this.#closing.signal };
    const onFailure = (failure: SendFailure) => this.#settleHealth(failure);
    const photo = message.photo && message.photo.png.byteLength <= largestPicture ? message.photo : null;
    const [attachmentId = null] = photo
      ? await sendParts([photo.png], { ...steps, onFailure, send: (png) => this.#upload(png) })
      : [];
    const messageIds = await sendParts(fromOutgoing(message, to, clock.now(), attachmentId), {
      ...{ ...steps, onFailure },
      send: async (body) => {
        const request = { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
        const sent = await this.#call('/v3.0/oa/message/cs', request);
        this.#free.noteSent(person);
        return String(sent.message_id ?? '');
      },
    });
    this.#settleHealth(null);
    return { messageIds };
  }

  async #upload(png: Uint8Array): Promise<string> {
    const form = new FormData();
    form.append('file', new Blob([new Uint8Array(png)], { type: 'image/png' }), 'hinh.png');
    return String((await this.#call('/v2.0/oa/upload/image', { body: form })).attachment_id ?? '');
  }

  /** The `data` of the answer. A refused access token is replaced once. */
  async #call(path: string, request: RequestInit): Promise<Record<string, unknown>> {
    const call = async (access: string) => {
      const headers = { ...(request.headers as Record<string, string> | undefined), access_token: access };
      const { data } = await callZalo(this.#root + path, { ...request, headers });
      return (data ?? {}) as Record<string, unknown>;
    };
    const access = await this.#tokens.access();
    try {
      return await call(access);
    } catch (error) {
      if (!(error instanceof ZaloOaRefused && error.tokenRefused)) throw error;
      return call(await this.#tokens.insteadOf(access));
    }
  }

  async #handle(event: ZaloOaEvent, onKept: () => void): Promise<Received> {
    if (event.sender && event.message) this.#free.noteWritten(event.sender.id, Number(event.timestamp));
    const activity = toActivity(event, (named, maxBytes) => this.#load(named, maxBytes));
    if (!activity) return { outcome: 'done' };
    if (!this.#receive) return { outcome: 'refused', because: 'closing' };
    return this.#receive(activity, onKept);
  }

  async #load(named: string, maxBytes: number): Promise<Uint8Array | null> {
    const address = fileAddress(named, this.#root);
    return address ? loadFile(address, maxBytes) : null;
  }

  /** Renews the token in time also while nothing is sent, so that it does not die in a quiet month. */
  async #keepToken(): Promise<void> {
    const { signal } = this.#closing;
    while (!signal.aborted) {
      await this.#options.clock.sleep(lookAtTokenMs, signal);
      if (!signal.aborted) await this.#lookAtToken();
    }
  }

  async #lookAtToken(): Promise<void> {
    try {
      await this.#tokens.access();
      this.#settleHealth(null);
    } catch (error) {
      const failure = toSendFailure(error);
      this.#settleHealth(failure);
      this.#options.log.warn('zalo-oa.token-not-renewed', { kind: failure.kind, ...describeForeign(error) });
    }
  }

  #settleHealth(failure: SendFailure | null): void {
    if (this.#closing.signal.aborted) return;
    if (failure === null) this.#health = { state: 'well' };
    if (failure?.kind === 'unreachable') this.#health = { state: 'ill', because: 'Zalo cannot be reached' };
    if (failure?.kind !== 'misconfigured') return;
    this.#health = {
      state: 'ill',
      because: `TA-CHANNEL-001: Zalo refuses the Official Account's settings (${failure.code})`,
    };
    this.#options.log.error('zalo-oa.refused', {
      code: 'TA-CHANNEL-001',
      number: failure.code,
      cure: 'with -14020, -216 or -124 authorise the app again and put the new refresh token into ZALO_OA_REFRESH_TOKEN; with -224 the account needs a larger package',
    });
  }
}
