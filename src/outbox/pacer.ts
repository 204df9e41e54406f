import type { Clock } from '../core/clock.ts';
import type { ChannelLimits } from './channel-limits.ts';

/** Share of a platform's rate at which messages are spaced evenly. */
const share = 0.985;
/** What was lost to timers that woke late is caught up, up to this much. */
const catchUpMs = 200;
/** Replies step in front of bulk, but never wait longer than this for a place in the rate. */
export const longestReplyWaitMs = 250;
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
 * Even spacing is not enough: what is held up on its way arrives closer together than it left. So a message also waits until
 * the one as many places before as the platform takes in a second has surely arrived a second ago.
 */
export class Pacer {
  readonly #limits: ChannelLimits;
  readonly #spacing: number;
  readonly #random: () => number;
  #next = 0;
  /** Per chat the time at which it would be free again if every message had cost `everyMs`. */
  readonly #chats = new Map<string, number>();
  readonly #groups = new Map<string, number[]>();
  #departed: Departed[] = [];
  /** The shortest time from leaving to the answer: at least half of it is the way back. */
  #shortestWay = Number.POSITIVE_INFINITY;

  constructor(limits: ChannelLimits, random: () => number = Math.random) {
    this.#limits = limits;
    this.#spacing = limits.perSecond ? secondMs / usedPerSecond(limits) : 0;
    this.#random = random;
  }

  /** Reserves the next place for a push to this chat and returns its time, not before `now`. */
  push(chat: string, now: number): number {
    const pause = this.#limits.pauseMs;
    const gap = pause ? pause.least + this.#random() * (pause.most - pause.least) : this.#spacing;
    const at = Math.max(now - (pause ? 0 : catchUpMs), this.#next, this.#chatFree(chat, 1));
    this.#next = at + gap;
    this.#useChat(chat, Math.max(at, now));
    return Math.max(at, now);
  }

  /** The same for a reply: it takes the next place before every push still to come. */
  reply(chat: string, now: number, group: boolean): number {
    const atOnce = this.#limits.perChat?.atOnce ?? 1;
    const room = this.roomAt(now) ?? now + longestReplyWaitMs;
    const inRate = Math.min(Math.max(this.#next - this.#spacing, room), now + longestReplyWaitMs);
    const at = Math.max(inRate, this.#chatFree(chat, atOnce), group ? this.#groupFree(chat, now) : 0);
    if (this.#spacing) this.#next = Math.max(this.#next, now - catchUpMs) + this.#spacing;
    this.#useChat(chat, Math.max(at, now));
    if (group) this.#useGroup(chat, Math.max(at, now));
    return Math.max(at, now);
  }

  /** When the rate has room for one more; null while that hangs on an answer that is still out. */
  roomAt(now: number): number | null {
    const { perSecond } = this.#limits;
    if (!perSecond) return now;
    const before = this.#departed.at(-perSecond);
    if (!before || before.at < now - 60 * secondMs) return now;
    if (before.answeredAt === null) return null;
    const arrivedBy = Math.max(before.at, before.answeredAt - this.#shortestWay);
    return Math.max(now, arrivedBy + secondMs + 1);
  }

  /** To be called when a message leaves, and {@link answered} when the platform has answered it. */
  left(now: number): Departed {
    const departed: Departed = { at: now, answeredAt: null };
    const { perSecond } = this.#limits;
    if (!perSecond) return departed;
    this.#departed.push(departed);
    if (this.#departed.length > perSecond * 4) this.#departed = this.#departed.slice(-perSecond * 2);
    return departed;
  }

  answered(departed: Departed, now: number): void {
    departed.answeredAt = now;
    this.#shortestWay = Math.min(this.#shortestWay, Math.max(0, now - departed.at));
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

/** Resolves when the platform has surely seen few enough messages in the last second, or after `atMostMs`. */
export async function waitForRoom(pacer: Pacer, clock: Clock, atMostMs: number): Promise<void> {
  const giveUpAt = clock.now().getTime() + atMostMs;
  for (;;) {
    const now = clock.now().getTime();
    const at = pacer.roomAt(now);
    if ((at !== null && at <= now) || now >= giveUpAt) return;
    await clock.sleep(Math.min(at === null ? 5 : at - now, giveUpAt - now));
  }
}
