import type { Clock } from '../core/clock.ts';

export type Allowance = 'let-in' | 'say-slower' | 'ignore';

/** Messages a person may send at once, and how many come back a minute. A hurried report of a village is far below it. */
const burst = 20;
const perMinute = 20;
const keptConversations = 20_000;

/**
 * A bucket per conversation. The first message over the limit gets one friendly word, the others nothing. A message that comes
 * again because its turn failed costs nothing: a database that is away for minutes must not turn a report into a flood.
 */
export class RateLimit {
  readonly #buckets = new Map<string, { left: number; at: number; told: boolean; letIn: string[] }>();
  readonly #clock: Clock;
  constructor(clock: Clock) {
    this.#clock = clock;
  }

  ask(conversationId: string, messageId = ''): Allowance {
    const now = this.#clock.now().getTime();
    const bucket = this.#buckets.get(conversationId) ?? { left: burst, at: now, told: false, letIn: [] };
    if (messageId !== '' && bucket.letIn.includes(messageId)) return 'let-in';
    const refilled = Math.min(burst, bucket.left + Math.max(0, ((now - bucket.at) * perMinute) / 60_000));
    this.#buckets.delete(conversationId);
    if (this.#buckets.size >= keptConversations) this.#buckets.delete(this.#buckets.keys().next().value as string);
    if (refilled >= 1) {
      this.#buckets.set(conversationId, {
        ...{ left: refilled - 1, at: now, told: false },
        letIn: [...bucket.letIn, messageId].slice(-burst * 2),
      });
      return 'let-in';
    }
    this.#buckets.set(conversationId, { ...bucket, left: refilled, at: now, told: true });
    return bucket.told ? 'ignore' : 'say-slower';
  }
}
