import { Agent } from 'node:https';
import { Telegram } from 'telegraf';
import type { Update } from 'telegraf/types';
import type { Address, Channel, ChannelHealth, Delivered, Receive, Received } from '../../core/channel.ts';
import type { Clock } from '../../core/clock.ts';
import { describeForeign } from '../../core/errors.ts';
import type { Log } from '../../core/log.ts';
import type { Outgoing } from '../../core/outgoing.ts';
import type { SendFailure } from '../../core/send-failure.ts';
import type { WebRoute } from '../../core/web.ts';
import { tryUntilItWorks } from '../growing-pause.ts';
import { HookIntake } from '../hook-intake.ts';
import { loadFile } from '../load-file.ts';
import { sendParts } from '../send-parts.ts';
import {
  fromOutgoing,
  personOf,
  type TelegramSelf,
  telegramAbilities,
  toActivity,
  updatesWeTake,
} from './telegram-activity.ts';
import { toSendFailure } from './telegram-failure.ts';
import { hookAddress, hookRoute, secretFrom } from './telegram-hook.ts';
import { NotTaken, TelegramPoll } from './telegram-poll.ts';

/** An entry of Telegram's command menu. Names and descriptions are neutral: they are seen by whoever holds the phone. */
export interface MenuCommand {
  /** `a-z 0-9 _`, at most 32. */
  command: string;
  description: string;
  /** What the bot receives. */
  says: string;
}

export interface TelegramOptions {
  token: string;
  /** Another Bot API server than https://api.telegram.org. */
  apiRoot?: string;
  /** With it Telegram calls us; without it we ask Telegram. The secret comes from the token when none is chosen. */
  webhook?: { publicUrl: string; secret?: string };
  menu?: readonly MenuCommand[];
  clock: Clock;
  log: Log;
}

const callTimeoutMs = 30_000;
/** Telegram waits a minute; a message that is not safe by then is better sent again. */
const answerWithinMs = 10_000;
/** A connection left idle is closed by us first: one that Telegram closes under a new message makes that message ambiguous. */
const idleConnectionMs = 15_000;
const defaultRoot = 'https://api.telegram.org';

/** Telegram over telegraf's client, without its `launch()`: see TelegramPoll. Telegram's reference: https://core.telegram.org/bots/api */
export class TelegramChannel implements Channel {
  readonly name = 'telegram';
  readonly abilities = telegramAbilities;
  readonly routes: readonly WebRoute[];
  readonly #options: TelegramOptions;
  readonly #telegram: Telegram;
  readonly #secret: string;
  readonly #intake: HookIntake;
  readonly #closing = new AbortController();
  readonly #taken = new Set<Promise<unknown>>();
  #poll: TelegramPoll | null = null;
  #running: Promise<void> = Promise.resolve();
  #receive: Receive | null = null;
  #self: TelegramSelf | null = null;
  #health: ChannelHealth = { state: 'starting' };

  constructor(options: TelegramOptions) {
    this.#options = options;
    this.#telegram = new Telegram(options.token, {
      agent: new Agent({ keepAlive: true, timeout: idleConnectionMs }),
      ...(options.apiRoot ? { apiRoot: options.apiRoot } : {}),
    });
    this.#secret = options.webhook?.secret ?? secretFrom(options.token);
    this.#intake = new HookIntake({ name: this.name, answerWithinMs, clock: options.clock, log: options.log });
    this.routes = options.webhook
      ? [hookRoute(this.#secret, this.#intake, (update, onKept) => this.#handle(update, onKept))]
      : [];
  }

  async open(receive: Receive): Promise<void> {
    this.#receive = receive;
    if (await this.#begin()) this.#listen();
    else this.#running = this.#beginLater();
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#poll?.stop();
    await Promise.allSettled([this.#intake.close(), this.#running, ...this.#taken]);
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
    const messageIds = await sendParts(fromOutgoing(message, to), {
      send: async ({ method, payload }) =>
        String(((await this.#call(method, payload)) as { message_id: number }).message_id),
      toFailure: toSendFailure,
      onFailure: (failure) => {
        if (failure.kind === 'misconfigured') this.#beIll(failure);
      },
      clock: this.#options.clock,
      closing: this.#closing.signal,
    });
    return { messageIds };
  }

  startLink(word: string): string | null {
    return this.#self?.username ? `https://t.me/${this.#self.username}?start=${encodeURIComponent(word)}` : null;
  }

  async erase(messageIds: readonly string[], in_: Address): Promise<number> {
    const chat_id = in_.conversation?.id ?? '';
    let gone = 0;
    for (let at = 0; at < messageIds.length; at += 100) {
      const ids = messageIds
        .slice(at, at + 100)
        .map(Number)
        .filter(Number.isSafeInteger);
      try {
        await this.#call('deleteMessages', { chat_id, message_ids: ids });
        gone += ids.length;
      } catch (error) {
        if (toSendFailure(error).kind !== 'rejected') break;
        // One that may not be deleted (older than 48 hours) refuses the whole list: then each for itself.
        for (const id of ids) gone += await this.#eraseOne(chat_id, id);
      }
    }
    return gone;
  }

  async #eraseOne(chat_id: string, message_id: number): Promise<0 | 1> {
    try {
      await this.#call('deleteMessage', { chat_id, message_id });
      return 1;
    } catch (error) {
      this.#options.log.info('telegram.not-deleted', describeForeign(error));
      return 0;
    }
  }

  /** Raw, because telegraf's own methods end at Bot API 7.1. */
  #call(method: string, payload: object, signal = AbortSignal.timeout(callTimeoutMs)): Promise<unknown> {
    const call = this.#telegram.callApi.bind(this.#telegram) as unknown as (
      name: string,
      body: object,
      options: { signal: AbortSignal },
    ) => Promise<unknown>;
    return call(method, payload, { signal });
  }

  /** Says hello to Telegram and sets what is to be set; false when that must be tried again. */
  async #begin(): Promise<boolean> {
    const { menu = [], webhook, log } = this.#options;
    try {
      const { id, username } = await this.#whoWeAre();
      this.#self = {
        id,
        username,
        commands: new Map(menu.map(({ command, says }) => [command, says])),
        load: (fileId, maxBytes) => this.#load(fileId, maxBytes),
      };
      if (menu.length > 0) {
        const commands = menu.map(({ command, description }) => ({ command, description }));
        await this.#call('setMyCommands', { commands });
      }
      if (webhook) {
        await this.#call('setWebhook', {
          url: hookAddress(webhook.publicUrl),
          secret_token: this.#secret,
          allowed_updates: updatesWeTake,
        });
      } else if (await this.#webhookElsewhere()) return false;
      this.#health = { state: 'well' };
      return true;
    } catch (error) {
      const failure = toSendFailure(error);
      this.#beIll(failure);
      log.warn('telegram.start-failed', { kind: failure.kind, ...describeForeign(error) });
      return false;
    }
  }

  async #whoWeAre(): Promise<{ id: number; username: string }> {
    const { id, username } = (await this.#call('getMe', {})) as { id: number; username?: string };
    return { id, username: username ?? '' };
  }

  /** With a webhook set, asking answers 409 for ever. We do not take it away: another installation may live by it. */
  async #webhookElsewhere(): Promise<boolean> {
    const { url } = (await this.#call('getWebhookInfo', {})) as { url: string };
    if (!url) return false;
    this.#health = { state: 'ill', because: 'TA-CHANNEL-002: a webhook is set for this bot' };
    this.#options.log.error('telegram.webhook-is-set', {
      code: 'TA-CHANNEL-002',
      cure: 'set PUBLIC_URL here, stop the other installation, or call deleteWebhook for this bot',
    });
    return true;
  }

  async #beginLater(): Promise<void> {
    if (await tryUntilItWorks(() => this.#begin(), this.#options.clock, this.#closing.signal)) this.#listen();
  }

  #listen(): void {
    if (this.#options.webhook || this.#closing.signal.aborted) return;
    const { clock, log } = this.#options;
    this.#poll = new TelegramPoll({
      getUpdates: async (offset, timeout, signal) => {
        const both = AbortSignal.any([signal, AbortSignal.timeout(timeout * 1_000 + 15_000)]);
        return (await this.#call('getUpdates', { offset, timeout, allowed_updates: updatesWeTake }, both)) as Update[];
      },
      handle: async (update) => {
        const received = await this.#handle(update);
        if (received.outcome === 'refused') throw new NotTaken(received.because);
      },
      laneOf: personOf,
      onTrouble: (error) => {
        const failure = toSendFailure(error);
        log.warn('telegram.asking-failed', { kind: failure.kind, ...describeForeign(error) });
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

  async #handle(update: Update, onKept?: () => void): Promise<Received> {
    const self = this.#self;
    const receive = this.#receive;
    if (!self || !receive || this.#closing.signal.aborted) return { outcome: 'refused', because: 'closing' };
    const activity = toActivity(update, self);
    if ('callback_query' in update) this.#stopSpinner(update.callback_query.id);
    return activity ? receive(activity, onKept) : { outcome: 'done' };
  }

  /** The pressed button shows a clock until this is said. Nothing depends on it. */
  #stopSpinner(id: string): void {
    const said = this.#call('answerCallbackQuery', { callback_query_id: id }).catch((error: unknown) =>
      this.#options.log.info('telegram.press-not-answered', describeForeign(error)),
    );
    this.#taken.add(said);
    void said.finally(() => this.#taken.delete(said));
  }

  async #load(fileId: string, maxBytes: number): Promise<Uint8Array | null> {
    const { token, apiRoot = defaultRoot } = this.#options;
    const file = await this.#fileOf(fileId);
    if (!file?.file_path || (file.file_size ?? 0) > maxBytes) return null;
    return loadFile(new URL(`/file/bot${token}/${file.file_path}`, apiRoot), maxBytes);
  }

  /** Null for a file that bots may not have: Telegram refuses those over 20 MB. */
  async #fileOf(fileId: string): Promise<{ file_path?: string; file_size?: number } | null> {
    try {
      return (await this.#call('getFile', { file_id: fileId })) as { file_path?: string; file_size?: number };
    } catch (error) {
      if (toSendFailure(error).kind === 'rejected') return null;
      throw error;
    }
  }

  #beIll(failure: SendFailure): void {
    const because =
      failure.kind === 'misconfigured'
        ? `TA-CHANNEL-001: Telegram refuses TELEGRAM_TOKEN (${failure.code})`
        : 'Telegram cannot be reached';
    this.#health = { state: 'ill', because };
    if (failure.kind !== 'misconfigured') return;
    this.#options.log.error('telegram.refused', {
      code: 'TA-CHANNEL-001',
      cure: 'paste the token from BotFather into TELEGRAM_TOKEN; with 409, stop the other program that uses it',
    });
  }
}
