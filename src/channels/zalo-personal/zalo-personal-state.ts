import { z } from 'zod';

const state = z.object({
  /** Messages from before this instant (milliseconds since 1970) are old talk of the account's owner. */
  since: z.number(),
  /** The newest message below which everything was handled. */
  lastPrivate: z.string().nullable(),
  lastGroup: z.string().nullable(),
  /** The day (Vietnam) of the counts, how many messages of our own accord went out on it, and how many requests were accepted. */
  day: z.string(),
  sent: z.number(),
  accepted: z.number(),
  /** The breaker: why the channel was switched off, and under which session. */
  broken: z.object({ because: z.string(), session: z.string() }).nullable(),
});

export type PersonalState = z.infer<typeof state>;

export function readState(kept: unknown, now: Date): PersonalState {
  const read = state.safeParse(kept);
  if (read.success) return read.data;
  // Zalo's clock and ours may differ by a little.
  return {
    since: now.getTime() - 60_000,
    lastPrivate: null,
    lastGroup: null,
    day: '',
    sent: 0,
    accepted: 0,
    broken: null,
  };
}

/** Ids of Zalo's messages are numbers that grow. */
export function isLater(id: string, than: string | null): boolean {
  if (than === null) return true;
  const digits = /^\d+$/;
  return digits.test(id) && digits.test(than) ? BigInt(id) > BigInt(than) : id > than;
}

/** Which messages of one kind were taken and which are handled; what may be asked for again after a gap. */
export class Reading {
  #last: string | null;
  /** Taken and not all before them handled, in the order they came. */
  readonly #open: { id: string; done: boolean }[] = [];
  readonly #seen = new Set<string>();

  constructor(last: string | null) {
    this.#last = last;
  }

  /** Everything up to this one was handled. */
  get last(): string | null {
    return this.#last;
  }

  /** Whether it is new; then it counts as taken. */
  take(id: string): boolean {
    if (this.#seen.has(id) || !isLater(id, this.#last)) return false;
    this.#seen.add(id);
    this.#open.push({ id, done: false });
    return true;
  }

  /** It was handled. True when the position moved. */
  done(id: string): boolean {
    const one = this.#open.find((open) => open.id === id);
    if (one) one.done = true;
    let moved = false;
    while (this.#open[0]?.done) {
      const { id: first } = this.#open.shift() as { id: string };
      if (isLater(first, this.#last)) this.#last = first;
      this.#forget();
      moved = true;
    }
    return moved;
  }

  #forget(): void {
    if (this.#seen.size <= 10_000) return;
    const [oldest] = this.#seen;
    if (oldest !== undefined) this.#seen.delete(oldest);
  }
}
