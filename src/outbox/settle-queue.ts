import { type Change, remove } from '../core/change.ts';
import { type Clock, seconds } from '../core/clock.ts';
import { describeForeign } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import type { Store } from '../core/store.ts';

const tries = 6;

/**
 * Writes what became of messages. While one commit is under way the next ones gather, so that many conversations share a
 * commit. A commit that fails is tried again; if it fails for good the rows keep their lease and are recovered when it ends.
 */
export class SettleQueue {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #log: Log;
  #sentReplies: string[] = [];
  #changes: Change[] = [];
  #changesSoon: Change[] = [];
  #running: Promise<void> | null = null;

  constructor(parts: { store: Store; clock: Clock; log: Log }) {
    this.#store = parts.store;
    this.#clock = parts.clock;
    this.#log = parts.log;
  }

  /** The reply has arrived: nothing more is to be known of it, so its row goes, and with it the text. */
  replySent(rowId: string): void {
    this.#sentReplies.push(rowId);
    this.#running ??= this.#run();
  }

  /** Nobody waits for these to be written: they join the next commit. */
  writeSoon(changes: readonly Change[]): void {
    this.#changesSoon.push(...changes);
    this.#running ??= this.#run();
  }

  /** Resolves when the changes are written, or were given up. */
  async write(changes: readonly Change[]): Promise<void> {
    this.#changes.push(...changes);
    if (this.#running) void this.#hurry();
    this.#running ??= this.#run();
    await this.#running;
  }

  /** Resolves when nothing is waiting to be written. */
  async drained(): Promise<void> {
    while (this.#running) {
      const running = this.#running;
      await this.#hurry();
      await running;
    }
  }

  /** An empty commit takes along what waits for the next one. */
  async #hurry(): Promise<void> {
    try {
      await this.#store.commit([]);
    } catch (error) {
      this.#log.warn('outbox.settle-not-hurried', describeForeign(error));
    }
  }

  async #run(): Promise<void> {
    await Promise.resolve(); // what is settled in the same moment joins
    while (this.#sentReplies.length + this.#changes.length + this.#changesSoon.length > 0) {
      const sent = this.#sentReplies.splice(0);
      const urgent = this.#changes.splice(0);
      const changes = [...urgent, ...this.#changesSoon.splice(0)];
      if (sent.length > 0) changes.push(remove('OutboxRow', { id: { in: sent } }));
      await this.#commit(changes, urgent.length > 0 ? 'now' : 'soon');
    }
    this.#running = null;
  }

  async #commit(changes: readonly Change[], when: 'now' | 'soon'): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        await this.#store.commit(changes, undefined, when);
        return;
      } catch (error) {
        if (attempt === tries) {
          this.#log.error('outbox.settle-failed', { changes: changes.length, ...describeForeign(error) });
          return;
        }
        await this.#clock.sleep(seconds(0.2) * 2 ** attempt);
      }
    }
  }
}
