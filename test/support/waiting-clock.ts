import type { Clock } from '../../src/core/clock.ts';

/** So often the event loop goes round before everybody is taken to be asleep. */
const rounds = 4;

/** A clock that stands while anybody works, and then goes on to the next who wakes: many may sleep at once, in no real time. */
export class WaitingClock implements Clock {
  #now: number;
  #sleepers: { at: number; wake: () => void }[] = [];
  #turning = false;

  constructor(start: Date | string) {
    this.#now = new Date(start).getTime();
  }

  now(): Date {
    return new Date(this.#now);
  }

  sleep(ms: number): Promise<void> {
    return new Promise((wake) => {
      this.#sleepers.push({ at: this.#now + Math.max(0, ms), wake });
      if (!this.#turning) void this.#turn();
    });
  }

  async #turn(): Promise<void> {
    this.#turning = true;
    while (this.#sleepers.length > 0) {
      for (let n = 0; n < rounds; n++) await new Promise((resolve) => setImmediate(resolve));
      this.#sleepers.sort((a, b) => a.at - b.at);
      const next = this.#sleepers.shift();
      if (!next) break;
      this.#now = Math.max(this.#now, next.at);
      next.wake();
    }
    this.#turning = false;
  }
}
