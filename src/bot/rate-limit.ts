import type { Clock } from '../core/clock.ts';

export type Allowance = 'let-in' | 'say-slower' | 'ignore';

/** Messages a person may send at once, and how many come back a minute. A hurried report of a village is far below it. */
const burst = 20;
const perMinute = 20;
const keptConversations = 20_000;

/** A bucket per conversation. The first message over the limit gets one friendly word, the others nothing. */
export class RateLimit {
  readonly #buckets = new Map<string, { left: number; at: number; told: boolean }>();
  readonly #clock: Clock;
  constructor(clock: Clock) {
    this.#clock = clock;
  }

  ask(conversationId: string): Allowance {
    const now = this.#clock.now().getTime();
    const bucket = this.#buckets.get(conversationId) ?? { left: burst, at: now, told: false };
    const refilled = Math.min(burst, bucket.left + Math.max(0, ((now - bucket.at) * perMinute) / 60_000));
    this.#buckets.delete(conversationId);
    if (this.#buckets.size >= keptConversations) this.#buckets.delete(this.#buckets.keys().next().value as string);
    if (refilled >= 1) {
      this.#buckets.set(conversationId, { left: refilled - 1, at: now, told: false });
      return 'let-in';
    }
    this.#buckets.set(conversationId, { left: refilled, at: now, told: true });
    return bucket.told ? 'ignore' : 'say-slower';
  }
}
