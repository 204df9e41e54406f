/** Free of charge: this many messages within so long after she last wrote (docs.zaloplatforms.com/docs/OA, consulting messages). */
const freeMessages = 8;
const freeMs = 48 * 3_600_000;
const rememberedPeople = 20_000;

/**
 * Counts in memory what went to a person since she last wrote: answers count as well. Zalo would bill what comes after, so
 * what is said of our own accord stops there. After a start it knows nobody; then the outbox's own count of pushes holds.
 */
export class FreeMessages {
  readonly #people = new Map<string, { wroteAt: number; sent: number }>();

  noteWritten(person: string, at: number): void {
    const known = this.#people.get(person);
    if (known && known.wroteAt >= at) return; // called again with an older message
    this.#people.delete(person);
    this.#people.set(person, { wroteAt: at, sent: 0 });
    const [oldest] = this.#people.keys();
    if (this.#people.size > rememberedPeople && oldest !== undefined) this.#people.delete(oldest);
  }

  /** Whether `n` more are free now. */
  allows(person: string, n: number, now: number): boolean {
    const known = this.#people.get(person);
    return !known || (now - known.wroteAt < freeMs && known.sent + n <= freeMessages);
  }

  noteSent(person: string): void {
    const known = this.#people.get(person);
    if (known) known.sent += 1;
  }
}
