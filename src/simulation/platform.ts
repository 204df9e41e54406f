import type { Activity } from 'botbuilder';
import type { Update } from 'telegraf/types';
import {
  toActivity as fromTelegram,
  telegramAbilities,
  fromOutgoing as toTelegram,
} from '../channels/telegram/telegram-activity.ts';
import {
  toActivity as fromZalo,
  readUpdate as readZalo,
  fromOutgoing as toZalo,
  zaloBotAbilities,
} from '../channels/zalo-bot/zalo-bot-activity.ts';
import type { Address, Channel, ChannelAbilities, Delivered } from '../core/channel.ts';
import type { MovableClock } from '../core/clock.ts';
import type { Outgoing } from '../core/outgoing.ts';
import { SendFailed, type SendFailure } from '../core/send-failure.ts';

/** What a made-up messenger does besides delivering. */
export interface PlatformFaults {
  /** What happens to this send: nothing, a failure, or a failure although it arrives. */
  ofSend(): SendFailure | 'arrives-unanswered' | null;
  hasBlocked(chat: string): boolean;
}

export interface Arrived {
  chat: string;
  texts: string[];
  choices: number;
  at: number;
}

/** Limits of a platform over all chats: Telegram's own; Zalo names none for bots, so twice what we use. */
export const limitPerSecond: Readonly<Record<string, number>> = { telegram: 30, 'zalo-bot': 10 };

/** A messenger as the platform's servers see it: takes updates in the platform's form, counts, refuses, delivers. */
export class Platform {
  readonly name: 'telegram' | 'zalo-bot';
  readonly abilities: ChannelAbilities;
  /** What has arrived since it was last looked at. */
  readonly inbox = new Map<string, Arrived[]>();
  /** All that ever arrived: times by chat and text. */
  readonly arrived = new Map<string, number[]>();
  readonly counts = {
    sent: 0,
    throttled: 0,
    mostInASecond: 0,
    overLimit: 0,
    whileHeld: 0,
    unreachable: 0,
    unanswered: 0,
    lostUnanswered: 0,
  };
  readonly #clock: MovableClock;
  readonly #faults: PlatformFaults;
  #recent: number[] = [];
  #heldUntil = 0;
  #messages = 0;
  #busiest = 0;

  constructor(name: 'telegram' | 'zalo-bot', clock: MovableClock, faults: PlatformFaults) {
    this.name = name;
    this.abilities = name === 'telegram' ? telegramAbilities : zaloBotAbilities;
    this.#clock = clock;
    this.#faults = faults;
  }

  /** What she wrote, as the platform tells it and the channel's translator reads it. The same each time it is delivered. */
  update(chat: string, text: string): Partial<Activity> {
    const id = ++this.#messages;
    const seconds = Math.floor(this.#clock.now().getTime() / 1000);
    if (this.name === 'telegram') {
      const update: unknown = {
        update_id: id,
        message: {
          message_id: id,
          date: seconds,
          text,
          from: { id: Number(chat), is_bot: false, first_name: '' },
          chat: { id: Number(chat), type: 'private', first_name: '' },
        },
      };
      const self = { id: 1, username: 'to_am_bot', commands: new Map<string, string>(), load: async () => null };
      return taken(fromTelegram(update as Update, self));
    }
    const update = readZalo({
      event_name: 'message.text.received',
      message: {
        ...{
          message_id: String(id),
          from: { id: chat },
          chat: { id: chat, chat_type: 'PRIVATE' },
          date: seconds * 1000,
          text,
        },
      },
    });
    return taken(update && fromZalo(update, { id: 'bot', names: [], load: async () => null }));
  }

  /** The channel of one process; `alive` says whether that process still runs. */
  channel(alive: () => boolean, onOperation: () => boolean): Channel {
    return {
      name: this.name,
      abilities: this.abilities,
      open: async () => {},
      close: async () => {},
      health: () => ({ state: 'well' }),
      deliver: async (message, to) => {
        if (!alive() || !onOperation()) return never<Delivered>();
        const delivered = await this.#deliver(message, to);
        return alive() ? delivered : never<Delivered>();
      },
    };
  }

  async #deliver(message: Outgoing, to: Address): Promise<Delivered> {
    const chat = to.conversation?.id ?? '';
    const calls = this.name === 'telegram' ? toTelegram(message, to) : toZalo(message, to, null);
    const texts = calls.map(({ payload }) => String(('text' in payload ? payload.text : payload.caption) ?? ''));
    const now = this.#clock.now().getTime();
    if (now < this.#heldUntil) {
      this.counts.whileHeld++;
      throw new SendFailed({ kind: 'throttled', waitMs: this.#heldUntil - now });
    }
    if (this.#faults.hasBlocked(`${this.name}/${chat}`)) throw new SendFailed({ kind: 'blocked' });
    this.#count(now, calls.length);
    const fault = this.#faults.ofSend();
    if (fault === 'arrives-unanswered') this.counts.unanswered++;
    else if (fault) {
      if (fault.kind === 'throttled') {
        this.counts.throttled++;
        this.#heldUntil = now + fault.waitMs;
      }
      if (fault.kind === 'unreachable') this.counts.unreachable++;
      if (fault.kind === 'ambiguous') this.counts.lostUnanswered++;
      throw new SendFailed(fault);
    }
    this.#arrive(chat, texts, message.choices?.length ?? 0, now);
    if (fault) throw new SendFailed({ kind: 'ambiguous' });
    this.counts.sent++;
    return { messageIds: texts.map((_, n) => `${this.counts.sent}.${n}`) };
  }

  #count(now: number, messages: number): void {
    this.#recent = this.#recent.filter((at) => at > now - 1_000 && at <= now);
    for (let n = 0; n < messages; n++) this.#recent.push(now);
    this.counts.mostInASecond = Math.max(this.counts.mostInASecond, this.#recent.length);
    this.#busiest = Math.max(this.#busiest, this.#recent.length);
    if (this.#recent.length > (limitPerSecond[this.name] ?? 1_000)) this.counts.overLimit++;
  }

  #arrive(chat: string, texts: string[], choices: number, at: number): void {
    this.inbox.set(chat, [...(this.inbox.get(chat) ?? []), { chat, texts, choices, at }]);
    for (const text of texts) {
      const key = `${this.name}/${chat} ${text}`;
      this.arrived.set(key, [...(this.arrived.get(key) ?? []), at]);
    }
  }

  /** The most messages in one second since this was last asked. */
  busiestSecond(): number {
    const busiest = this.#busiest;
    this.#busiest = 0;
    return busiest;
  }

  /** What has arrived in a chat since it was last read. */
  read(chat: string): Arrived[] {
    const fresh = this.inbox.get(chat) ?? [];
    this.inbox.delete(chat);
    return fresh;
  }
}

/** What a process that was killed never gets an answer to. */
export function never<T>(): Promise<T> {
  return new Promise<T>(() => {});
}

function taken(activity: Partial<Activity> | null): Partial<Activity> {
  if (!activity) throw new RangeError('the translator took no activity from what a person wrote');
  return activity;
}
