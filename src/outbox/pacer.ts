import type { ChannelLimits } from './channel-limits.ts';

/** Share of a platform's rate at which messages are spaced evenly. */
const share = 0.985;
/** What was lost to timers that woke late is caught up, up to this much. */
const catchUpMs = 200;
/** Replies step in front of bulk, but never wait longer than this for a place in the rate. */
export const longestReplyWaitMs = 250;
/** A message that is out so long without an answer is not waited for: it has arrived long ago, or never will. */
const lostAfterMs = 5_000;
/** A clock that is set a little is no jump. */
const jumpMs = 2_000;
const waysRemembered = 10;
const rememberedChats = 10_000;
const secondMs = 1_000;

/** How many messages a second leave in bulk; 200 where a platform names no limit. */
export function usedPerSecond({ perSecond }: ChannelLimits): number {
  return (perSecond ?? 200) * share;
}

/** A message on its way: when it left, and when the platform answered. */
export interface Departed {
  at: number;
  answeredAt: number | null;
}

/**
 * When the next message may leave by one channel. Pure but for what it remembers; times in milliseconds of the clock.
 * Even spacing is not enough: what is held up on its way arrives closer together than it left, and replies leave between.
 * So each message also waits until so many of those before it have surely arrived a second ago that with it no second holds
 * more than the platform takes ({@link leave}).
 */
export class Pacer {
  readonly #limits: ChannelLimits;
  readonly #spacing: number;
  readonly #random: () => number;
  #next = 0;
  /** Per chat the time at which it would be free again if every message had cost `everyMs`. */
  readonly #chats = new Map<string, number>();
  readonly #groups = new Map<string, number[]>();
  /** What left and may still count; a message of several calls stands in it as often. */
  #departed: Departed[] = [];
  #latest = 0;
  /** Replies that wait for room: bulk does not leave before them. */
  repliesWaiting = 0;
  /** The shortest times from leaving to the answer. */
  #shortestWays: number[] = [];

  constructor(limits: ChannelLimits, random: () => number = Math.random) {
    this.#limits = limits;
    this.#spacing = limits.perSecond ? secondMs / usedPerSecond(limits) : 0;
    this.#random = random;
  }

  /** Reserves the next place for a push to this chat and returns its time, not before `now`. */
  push(chat: string, now: number): number {
    this.#noticeJump(now);
    const pause = this.#limits.pauseMs;
    const gap = pause ? pause.least + this.#random() * (pause.most - pause.least) : this.#spacing;
    const at = Math.max(now - (pause ? 0 : catchUpMs), this.#next, this.#chatFree(chat, 1));
    this.#next = at + gap;
    this.#useChat(chat, Math.max(at, now));
    return Math.max(at, now);
  }

  /** The same for a reply: it takes the next place before every push still to come. */
  reply(chat: string, now: number, group: boolean): number {
    this.#noticeJump(now);
    const atOnce = this.#limits.perChat?.atOnce ?? 1;
    const inRate = this.#replyInRate(now);
    const at = Math.max(inRate, this.#chatFree(chat, atOnce), group ? this.#groupFree(chat, now) : 0);
    if (this.#spacing) this.#next = Math.max(this.#next, now - catchUpMs) + this.#spacing;
    this.#useChat(chat, Math.max(at, now));
    if (group) this.#useGroup(chat, Math.max(at, now));
    return Math.max(at, now);
  }

  #replyInRate(now: number): number {
    if (this.#limits.repliesGoAtOnce) return now;
    const room = this.roomAt(now) ?? now + longestReplyWaitMs;
    return Math.min(Math.max(this.#next - this.#spacing, room), now + longestReplyWaitMs);
  }

  /** When so many calls may leave; null while that hangs on an answer that is still out, or on replies that go first. */
  mayLeaveAt(now: number, { calls, reply }: { calls: number; reply: boolean }): number | null {
    if (reply) return this.#limits.repliesGoAtOnce ? now : this.roomAt(now, calls);
    return this.repliesWaiting > 0 ? null : this.roomAt(now, calls);
  }

  /**
   * When the rate has room for so many calls more: as soon as all but few enough of those that left have surely arrived a second
   * ago. Null while that hangs on an answer that is still out.
   */
  roomAt(now: number, calls = 1): number | null {
    const { perSecond } = this.#limits;
    this.#noticeJump(now);
    if (!perSecond) return now;
    const clear = this.#departed.map((one) => this.#clearAt(one, now)).sort((a, b) => a - b);
    const at = clear[clear.length - 1 - Math.max(0, perSecond - calls)] ?? now;
    return at === Number.POSITIVE_INFINITY ? null : Math.max(now, at);
  }

  /** To be called when a message leaves with so many calls, and {@link answered} when the platform has answered it. */
  left(now: number, calls = 1): Departed {
    const departed: Departed = { at: now, answeredAt: null };
    const { perSecond } = this.#limits;
    if (!perSecond) return departed;
    this.#departed = this.#departed.filter((one) => this.#clearAt(one, now) > now);
    for (let n = 0; n < Math.min(calls, perSecond); n++) this.#departed.push(departed);
    return departed;
  }

  answered(departed: Departed, now: number): void {
    departed.answeredAt = now;
    const way = Math.max(0, now - departed.at);
    this.#shortestWays = [...this.#shortestWays, way].sort((a, b) => a - b).slice(0, waysRemembered);
  }

  /**
   * The time that is spent on the way there and back together, at the least. The shortest ever seen may still have been a
   * longer one: by at most twice as much, it is taken, as the next ones are longer than it.
   */
  #surelyOnTheWay(): number {
    const shortest = this.#shortestWays[0] ?? 0;
    const next = this.#shortestWays[waysRemembered - 1];
    return next === undefined ? 0 : Math.max(0, 3 * shortest - 2 * next);
  }

  /** From when on it no longer counts among the messages of the last second, wherever on its way the second is counted. */
  #clearAt({ at, answeredAt }: Departed, now: number): number {
    if (answeredAt === null) return now - at < lostAfterMs ? Number.POSITIVE_INFINITY : now;
    return Math.max(at, answeredAt - this.#surelyOnTheWay()) + secondMs + 1;
  }

  /** After a jump of the clock back, what was reserved would be hours away: it is forgotten. */
  #noticeJump(now: number): void {
    if (now < this.#latest - jumpMs) {
      this.#next = 0;
      this.#chats.clear();
      this.#groups.clear();
      this.#departed = [];
      this.#latest = now;
    }
    this.#latest = Math.max(this.#latest, now);
  }

  #chatFree(chat: string, atOnce: number): number {
    const { everyMs } = this.#limits.perChat ?? { everyMs: 0 };
    return (this.#chats.get(chat) ?? 0) - (atOnce - 1) * everyMs;
  }

  #useChat(chat: string, at: number): void {
    if (!this.#limits.perChat) return;
    const free = Math.max(this.#chats.get(chat) ?? 0, at) + this.#limits.perChat.everyMs;
    this.#chats.delete(chat);
    this.#chats.set(chat, free);
    if (this.#chats.size > rememberedChats) this.#chats.delete(this.#chats.keys().next().value as string);
  }

  #groupFree(group: string, now: number): number {
    const limit = this.#limits.perGroupMinute;
    const sent = this.#groups.get(group) ?? [];
    if (!limit || sent.length < limit) return now;
    return (sent[sent.length - limit] as number) + 60 * secondMs;
  }

  #useGroup(group: string, at: number): void {
    const limit = this.#limits.perGroupMinute;
    if (!limit) return;
    const sent = this.#groups.get(group) ?? [];
    sent.push(at);
    this.#groups.set(group, sent.slice(-limit));
  }
}
