import { amend, insert } from '../core/change.ts';
import { after, type Clock, seconds } from '../core/clock.ts';
import { Conflict, type Store } from '../core/store.ts';

const leadMs = seconds(30);
/** A leader stops early, so that a clock a little behind does not make two. */
const marginMs = seconds(10);

/**
 * Which process sends the pushes of a channel: one at a time, so that a platform's limits and a person's cap hold over all of
 * them. Replies need no leader. On SQLite there is one process.
 */
export class Leadership {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #until = new Map<string, Date>();

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** Whether this process leads the channel now, without asking the database. */
  holds(channel: string): boolean {
    if (this.#store.kind === 'sqlite') return true;
    const until = this.#until.get(channel);
    return until !== undefined && after(this.#clock.now(), marginMs) < until;
  }

  /** Claims or prolongs the lead; resolves to whether this process has it. */
  async claim(channel: string): Promise<boolean> {
    if (this.#store.kind === 'sqlite') return true;
    const now = this.#clock.now();
    const mine = this.#until.get(channel);
    if (mine && after(now, leadMs / 2) < mine) return true;
    const key = `dispatcher/${channel}`;
    const until = after(now, leadMs);
    const slot = await this.#store.first('ScheduleSlot', { key });
    const isMine = slot?.leaseUntil && mine && slot.leaseUntil.getTime() === mine.getTime();
    if (slot?.leaseUntil && slot.leaseUntil > now && !isMine) {
      this.#until.delete(channel);
      return false;
    }
    try {
      await this.#store.commit([
        slot
          ? amend('ScheduleSlot', { key, leaseUntil: slot.leaseUntil }, { leaseUntil: until, at: now }, 1)
          : insert('ScheduleSlot', { id: key, key, state: 'claimed', leaseUntil: until, at: now }),
      ]);
    } catch (error) {
      if (!(error instanceof Conflict)) throw error;
      this.#until.delete(channel);
      return false;
    }
    this.#until.set(channel, until);
    return true;
  }

  /** Lets the others take over at once. */
  async resign(): Promise<void> {
    const now = this.#clock.now();
    const held = [...this.#until].map(([channel, until]) =>
      amend('ScheduleSlot', { key: `dispatcher/${channel}`, leaseUntil: until }, { leaseUntil: now }),
    );
    this.#until.clear();
    if (held.length > 0) await this.#store.commit(held);
  }
}
