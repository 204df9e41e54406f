import { createHash } from 'node:crypto';
import { hours, minutes } from '../core/clock.ts';

/** RapidPro stops at 20 equal texts in 5 minutes; no person can be answered 120 times in a minute. */
export interface LoopLimits {
  sameText: number;
  sameTextMs: number;
  replies: number;
  repliesMs: number;
}

export const loopLimits: LoopLimits = {
  sameText: 20,
  sameTextMs: minutes(5),
  replies: 120,
  repliesMs: minutes(1),
};

const samePushMs = hours(24);
const remembered = 5_000;

interface Heard {
  texts: Map<string, number[]>;
  replies: number[];
}

/** Notices that we talk to another bot, or say the same again and again. Remembers hashes and times in memory only. */
export class LoopGuard {
  readonly #limits: LoopLimits;
  readonly #conversations = new Map<string, Heard>();
  readonly #pushes = new Map<string, { rowId: string; at: number }>();

  constructor(limits: LoopLimits = loopLimits) {
    this.#limits = limits;
  }

  /** Whether one more reply with this text would be a loop; counts it when not. */
  replyLoops(conversationId: string, text: string, now: number): boolean {
    const heard = this.#conversations.get(conversationId) ?? { texts: new Map<string, number[]>(), replies: [] };
    heard.replies = heard.replies.filter((at) => at > now - this.#limits.repliesMs);
    for (const [hash, times] of heard.texts) {
      const recent = times.filter((at) => at > now - this.#limits.sameTextMs);
      if (recent.length > 0) heard.texts.set(hash, recent);
      else heard.texts.delete(hash);
    }
    const hash = hashOf(text);
    const same = heard.texts.get(hash) ?? [];
    if (same.length >= this.#limits.sameText || heard.replies.length >= this.#limits.replies) return true;
    heard.texts.set(hash, [...same, now]);
    heard.replies.push(now);
    this.#conversations.delete(conversationId);
    this.#conversations.set(conversationId, heard);
    if (this.#conversations.size > remembered) forgetOldest(this.#conversations);
    return false;
  }

  /** Whether this person was pushed the same text by another row within a day; remembers it when not. */
  pushLoops(personId: string, text: string, rowId: string, now: number): boolean {
    const key = hashOf(`${personId} ${text}`);
    const last = this.#pushes.get(key);
    if (last && last.rowId !== rowId && last.at > now - samePushMs) return true;
    this.#pushes.set(key, { rowId, at: now });
    if (this.#pushes.size > remembered * 10) forgetOldest(this.#pushes);
    return false;
  }
}

function forgetOldest(map: Map<string, unknown>): void {
  map.delete(map.keys().next().value as string);
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 16);
}
