import type {
  Address,
  Channel,
  ChannelAbilities,
  ChannelHealth,
  Delivered,
  Receive,
  Received,
} from '../../core/channel.ts';
import type { Clock } from '../../core/clock.ts';
import { describeForeign } from '../../core/errors.ts';
import type { Log } from '../../core/log.ts';
import type { Outgoing } from '../../core/outgoing.ts';
import type { SendFailure } from '../../core/send-failure.ts';
import type { WebRoute } from '../../core/web.ts';
import { tryUntilItWorks } from '../growing-pause.ts';
import { HookIntake } from '../hook-intake.ts';
import { fileAddress, loadFile } from '../load-file.ts';
import { PhotoShelf } from '../photo-shelf.ts';
import { sendParts } from '../send-parts.ts';
import {
  fromOutgoing,
  toActivity,
  type ZaloBotSelf,
  type ZaloBotUpdate,
  zaloBotAbilities,
} from './zalo-bot-activity.ts';
import { defaultRoot, ZaloBotClient, ZaloBotRefused } from './zalo-bot-client.ts';
import { toSendFailure } from './zalo-bot-failure.ts';
import { hookAddress, hookRoute, secretFrom } from './zalo-bot-hook.ts';
import { ZaloBotPoll } from './zalo-bot-poll.ts';

export interface ZaloBotOptions {
  token: string;
  /** Another server than https://bot-api.zaloplatforms.com. */
  apiRoot?: string;
  /** With it the platform calls us; without it we ask. The secret comes from the token when none is chosen. */
  webhook?: { publicUrl: string; secret?: string };
  clock: Clock;
  log: Log;
}

/** How long the platform waits for our answer is not published; other platforms wait at least this long. */
const answerWithinMs = 8_000;

/** The official Zalo Bot Platform: https://docs.zaloplatforms.com/docs/BOT. No buttons, no editing, no deleting. */
export class ZaloBotChannel implements Channel {
  readonly name = 'zalo-bot';
  readonly abilities: ChannelAbilities;
  readonly routes: readonly WebRoute[];
  readonly #options: ZaloBotOptions;
  readonly #client: ZaloBotClient;
  readonly #secret: string;
  readonly #intake: HookIntake;
  readonly #shelf: PhotoShelf | null;
  readonly #closing = new AbortController();
  #poll: ZaloBotPoll | null = null;
  #running: Promise<void> = Promise.resolve();
  #receive: Receive | null = null;
  #self: ZaloBotSelf = { id: '', names: [], load: (address, maxBytes) => this.#load(address, maxBytes) };
  #health: ChannelHealth = { state: 'starting' };

  constructor(options: ZaloBotOptions) {
    const { token, apiRoot, webhook, clock, log } = options;
    this.#options = options;
    this.#client = new ZaloBotClient(token, apiRoot);
    this.#secret = webhook?.secret ?? secretFrom(token);
    this.#intake = new HookIntake({ name: this.name, answerWithinMs, clock, log });
    this.#shelf = webhook ? new PhotoShelf(webhook.publicUrl, '/hooks/zalo-bot/picture', clock) : null;
    this.abilities = { ...zaloBotAbilities, photos: Boolean(webhook) };
    this.routes = this.#shelf
      ? [hookRoute(this.#secret, this.#intake, (update, onKept) => this.#handle(update, onKept)), this.#shelf.route]
      : [];
  }

  async open(receive: Receive): Promise<void> {
    this.#receive = receive;
    if (await this.#begin()) this.#listen();
    else this.#running = this.#beginLater();
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.all([this.#poll?.stop(), this.#intake.close(), this.#running]);
    this.#receive = null;
    this.#health = { state: 'off', because: 'closed' };
  }

  health(): ChannelHealth {
    return this.#health;
  }

  forgedCalls(): number {
    return this.#intake.forged;
  }

  async deliver(message: Outgoing, to: Address): Promise<Delivered> {
    const photo = message.photo && this.#shelf ? this.#shelf.put(message.photo.png) : null;
    const messageIds = await sendParts(fromOutgoing(message, to, photo), {
      send: async ({ method, payload }) => {
        const sent = (await this.#client.call(method, payload)) as { message_id?: unknown } | null;
        return String(sent?.message_id ?? '');
      },
      toFailure: toSendFailure,
      onFailure: (failure) => {
        if (failure.kind === 'misconfigured') this.#beIll(failure);
      },
      clock: this.#options.clock,
      closing: this.#closing.signal,
    });
    return { messageIds };
  }

  /** Says hello to the platform and sets what is to be set; false when that must be tried again. */
  async #begin(): Promise<boolean> {
    const { webhook, log } = this.#options;
    try {
      const me = (await this.#client.call('getMe', {})) as Record<string, unknown> | null;
      const names = [me?.account_name, me?.display_name].filter((name) => typeof name === 'string');
      this.#self = { ...this.#self, id: String(me?.id ?? ''), names };
      if (webhook) {
        await this.#client.call('setWebhook', { url: hookAddress(webhook.publicUrl), secret_token: this.#secret });
      } else if (await this.#webhookElsewhere()) return false;
      this.#health = { state: 'well' };
      return true;
    } catch (error) {
      const failure = toSendFailure(error);
      this.#beIll(failure);
      log.warn('zalo-bot.start-failed', { kind: failure.kind, ...describeForeign(error) });
      return false;
    }
  }

  /** With a webhook set, polling gets silence for ever and no error. We do not take it away: another installation may live by it. */
  async #webhookElsewhere(): Promise<boolean> {
    if (!(await this.#webhookSet())) {
      this.#options.log.info('zalo-bot.polling', {
        hint: 'for trying out; set PUBLIC_URL for the webhook in real use',
      });
      return false;
    }
    this.#health = { state: 'ill', because: 'TA-CHANNEL-002: a webhook is set for this bot' };
    this.#options.log.error('zalo-bot.webhook-is-set', {
      code: 'TA-CHANNEL-002',
      cure: 'set PUBLIC_URL here, stop the other installation, or call deleteWebhook for this bot',
    });
    return true;
  }

  /** Whether there is one; a bot that never had one may be answered with "not found". */
  async #webhookSet(): Promise<boolean> {
    try {
      const info = (await this.#client.call('getWebhookInfo', {})) as { url?: unknown } | null;
      return Boolean(info?.url);
    } catch (error) {
      if (error instanceof ZaloBotRefused && (error.code === 400 || error.code === 404)) return false;
      throw error;
    }
  }

  async #beginLater(): Promise<void> {
    if (await tryUntilItWorks(() => this.#begin(), this.#options.clock, this.#closing.signal)) this.#listen();
  }

  #listen(): void {
    const { webhook, clock, log } = this.#options;
    if (webhook || this.#closing.signal.aborted) return;
    this.#poll = new ZaloBotPoll({
      getUpdates: (waitSeconds, signal) =>
        this.#client.call(
          'getUpdates',
          { timeout: String(waitSeconds) },
          AbortSignal.any([signal, AbortSignal.timeout(waitSeconds * 1_000 + 15_000)]),
        ),
      handle: (update) => this.#handle(update),
      onTrouble: (error) => {
        const failure = toSendFailure(error);
        log.warn('zalo-bot.asking-failed', { kind: failure.kind, ...describeForeign(error) });
        if (failure.kind === 'throttled') return { waitMs: failure.waitMs };
        this.#beIll(failure);
        return {};
      },
      onAnswer: () => {
        this.#health = { state: 'well' };
      },
      clock,
      log,
    });
    void this.#poll.run();
  }

  async #handle(update: ZaloBotUpdate, onKept?: () => void): Promise<Received> {
    const activity = toActivity(update, this.#self);
    if (!activity) return { outcome: 'done' };
    if (!this.#receive) return { outcome: 'refused', because: 'closing' };
    return this.#receive(activity, onKept);
  }

  async #load(named: string, maxBytes: number): Promise<Uint8Array | null> {
    const address = fileAddress(named, this.#options.apiRoot ?? defaultRoot);
    return address ? loadFile(address, maxBytes) : null;
  }

  #beIll(failure: SendFailure): void {
    const because =
      failure.kind === 'misconfigured'
        ? `TA-CHANNEL-001: Zalo refuses ZALO_BOT_TOKEN (${failure.code})`
        : 'Zalo cannot be reached';
    this.#health = { state: 'ill', because };
    if (failure.kind !== 'misconfigured') return;
    this.#options.log.error('zalo-bot.refused', {
      code: 'TA-CHANNEL-001',
      cure: 'paste the token from Zalo Bot Manager into ZALO_BOT_TOKEN; a token that was reset is dead',
    });
  }
}
