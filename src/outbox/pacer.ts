import type { ChannelLimits } from './channel-limits.ts';

/**
 * Share of a platform's rate that is used. Evenly spaced at 29 of 30, so that what arrives closer together than it left
 * (up to 35 ms) still never makes 31 in a second.
 */
const share = 0.967;
/** Timers wake a little late; so much is caught up instead of being lost with every message. */
const catchUpMs = 5;
/** Replies step in front of bulk, but never wait longer than this for a place in the rate. */
const longestReplyWaitMs = 250;
const rememberedChats = 10_000;

/** How many messages a second leave in bulk; 200 where a platform names no limit. */
export function usedPerSecond({ perSecond }: ChannelLimits): number {
  return (perSecond ?? 200) * share;
}

/** When the next message may leave by one channel. Pure but for what it remembers; times in milliseconds of the clock. */
export class Pacer {
  readonly #limits: ChannelLimits;
  readonly #spacing: number;
  readonly #random: () => number;
  #next = 0;
  /** Per chat the time at which it would be free again if every message had cost `everyMs`. */
  readonly #chats = new Map<string, number>();
  readonly #groups = new Map<string, number[]>();

  constructor(limits: ChannelLimits, random: () => number = Math.random) {
    this.#limits = limits;
    this.#spacing = limits.perSecond ? 1000 / (limits.perSecond * share) : 0;
    this.#random = random;
  }

  /** Reserves the next place for a push to this chat and returns its time, not before `now`. */
  push(chat: string, now: number): number {
    const pause = this.#limits.pauseMs;
    const gap = pause ? pause.least + this.#random() * (pause.most - pause.least) : this.#spacing;
    const at = Math.max(now - catchUpMs, this.#next, this.#chatFree(chat, 1));
    this.#next = at + gap;
    this.#useChat(chat, at);
    return Math.max(at, now);
  }

  /** The same for a reply: it takes the next place before every push still to come. */
  reply(chat: string, now: number, group: boolean): number {
    const atOnce = this.#limits.perChat?.atOnce ?? 1;
    const inRate = Math.min(Math.max(now - catchUpMs, this.#next), now + longestReplyWaitMs);
    const at = Math.max(inRate, this.#chatFree(chat, atOnce), group ? this.#groupFree(chat, now) : 0);
    if (this.#spacing) this.#next = Math.max(this.#next, now - catchUpMs) + this.#spacing;
    this.#useChat(chat, at);
    if (group) this.#useGroup(chat, at);
    return Math.max(at, now);
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
    return (sent[sent.length - limit] as number) + 60_000;
  }

  #useGroup(group: string, at: number): void {
    const limit = this.#limits.perGroupMinute;
    if (!limit) return;
    const sent = this.#groups.get(group) ?? [];
    sent.push(at);
    this.#groups.set(group, sent.slice(-limit));
  }
}
