import type { MovableClock } from '../core/clock.ts';
import { hours } from '../core/clock.ts';
import type { SendFailure } from '../core/send-failure.ts';
import type { Store } from '../core/store.ts';
import { StorageFailed } from '../storage/store-failure.ts';
import { never } from './platform.ts';
import type { Seeded } from './seeded.ts';

/** What goes wrong in a run, drawn from the seed. Without faults only blocking stays. */
export class Faults {
  readonly counts = { duplicates: 0, reordered: 0, busy: 0, diskFull: 0, clockJumps: 0, kills: 0 };
  readonly #seeded: Seeded;
  readonly #on: boolean;
  readonly #clock: MovableClock;
  /** From this time on the disk is full for whoever writes first, and half a minute longer; null: it has room. */
  #diskFullFrom: number | null = null;
  #diskFullUntil: number | null = null;
  #operationsToKill: number;

  constructor(seeded: Seeded, on: boolean, clock: MovableClock) {
    this.#seeded = seeded;
    this.#on = on;
    this.#clock = clock;
    this.#operationsToKill = seeded.between(100, 400);
  }

  ofSend(): SendFailure | 'arrives-unanswered' | null {
    if (!this.#on) return null;
    const drawn = this.#seeded.next();
    if (drawn < 0.004) return { kind: 'throttled', waitMs: this.#seeded.between(1, 40) * 1_000 };
    if (drawn < 0.01) return { kind: 'unreachable' };
    if (drawn < 0.013) return { kind: 'ambiguous' };
    return drawn < 0.016 ? 'arrives-unanswered' : null;
  }

  duplicates(): boolean {
    return this.#draw(0.03, 'duplicates');
  }

  reorders(): boolean {
    return this.#draw(0.2, 'reordered');
  }

  /** How far the clock jumps back today, in milliseconds; 0 on most days. */
  clockJump(): number {
    return this.#draw(0.05, 'clockJumps') ? this.#seeded.between(10, 300) * 60_000 : 0;
  }

  /** Every tenth day the disk is full for half a minute, some time between 7:00 and 21:00. */
  startDay(): void {
    if (!this.#on || !this.#seeded.chance(0.1)) return;
    this.#diskFullFrom = this.#clock.now().getTime() + this.#seeded.between(hours(7), hours(21));
  }

  /** Whether the process dies at this operation; false: it is dead from now on. */
  survives(): boolean {
    if (!this.#on || --this.#operationsToKill > 0) return true;
    this.#operationsToKill = this.#seeded.between(300, 3_000);
    this.counts.kills++;
    return false;
  }

  #draw(share: number, name: keyof Faults['counts']): boolean {
    if (!this.#on || !this.#seeded.chance(share)) return false;
    this.counts[name]++;
    return true;
  }

  /** The store of one process: sometimes busy, sometimes out of disk, and silent once the process is dead. */
  storeOf(store: Store, alive: () => boolean, die: () => void): Store {
    const guarded =
      <A extends unknown[], R>(run: (...args: A) => Promise<R>) =>
      async (...args: A): Promise<R> => {
        if (!alive()) return never();
        const result = await run(...args);
        return alive() ? result : never();
      };
    const writing =
      <A extends unknown[], R>(run: (...args: A) => Promise<R>) =>
      async (...args: A): Promise<R> => {
        if (!alive()) return never();
        this.#refuse();
        const dies = !this.survives();
        const before = dies && this.#seeded.chance(0.5);
        if (before) {
          die();
          return never();
        }
        const result = await run(...args);
        if (dies) die();
        return alive() ? result : never();
      };
    return {
      kind: store.kind,
      find: guarded(store.find.bind(store)) as Store['find'],
      first: guarded(store.first.bind(store)) as Store['first'],
      count: guarded(store.count.bind(store)) as Store['count'],
      openingOf: guarded(store.openingOf.bind(store)),
      sumFigures: guarded(store.sumFigures.bind(store)),
      sumFiguresBelow: guarded(store.sumFiguresBelow.bind(store)),
      unitsBelow: guarded(store.unitsBelow.bind(store)),
      reportsBelow: guarded(store.reportsBelow.bind(store)),
      recountBelow: guarded(store.recountBelow.bind(store)),
      // Never 'soon': how much real time passes between two commits is not the seed's.
      commit: writing((changes, inboundId) => store.commit(changes, inboundId)),
      enqueueAudience: writing(store.enqueueAudience.bind(store)),
      close: async () => {},
    };
  }

  #refuse(): void {
    if (!this.#on) return;
    if (this.#diskIsFull(this.#clock.now().getTime())) throw new StorageFailed('SQLITE_FULL');
    if (this.#draw(0.003, 'busy')) throw new StorageFailed('busy');
  }

  /** It counts from the first write that meets it: the clock moves from one person to the next, over minutes in which nobody writes. */
  #diskIsFull(now: number): boolean {
    if (this.#diskFullFrom === null || now < this.#diskFullFrom) return false;
    if (this.#diskFullUntil === null) {
      this.#diskFullUntil = now + 30_000;
      this.counts.diskFull++;
    }
    if (now < this.#diskFullUntil) return true;
    this.#diskFullFrom = null;
    this.#diskFullUntil = null;
    return false;
  }
}
