import type { Update } from 'telegraf/types';
import type { Clock } from '../../core/clock.ts';
import { describeForeign } from '../../core/errors.ts';
import type { Log } from '../../core/log.ts';
import { growingPause } from '../growing-pause.ts';

export interface PollOptions {
  /** Asks Telegram. An offset confirms every update below it. */
  getUpdates(offset: number, waitSeconds: number, signal: AbortSignal): Promise<Update[]>;
  /** Handles one update; rejects when it must come again. */
  handle(update: Update): Promise<void>;
  /** Updates with the same lane are handled one after the other. */
  laneOf(update: Update): string;
  /** Asking failed. Says how long to wait, when the platform said so. */
  onTrouble(error: unknown): { waitMs?: number };
  onAnswer(): void;
  clock: Clock;
  log: Log;
}

/** So many people's updates are handled at the same time. */
const atOnce = 32;
const longPollSeconds = 25;
const askAgainBelow = 50;
/** An update that still fails after so many tries, while others succeed, is confirmed unhandled: it would bar the way for everybody. */
const triesBeforeSettingAside = 12;

/**
 * Long polling that confirms only what was handled: it asks from the lowest update that is not, and skips those it has.
 * While one person's update fails, up to a hundred later ones of others go on. Written because telegraf's `launch()`
 * confirms a batch whatever became of it, and goes deaf when a handler throws.
 */
export class TelegramPoll {
  readonly #options: PollOptions;
  readonly #stopping = new AbortController();
  /** Admitted and not yet handled. */
  readonly #open = new Set<number>();
  /** Handled, but above one that is not, so Telegram still shows them. */
  readonly #handled = new Set<number>();
  readonly #lanes = new Map<string, Update[]>();
  readonly #working = new Set<Promise<void>>();
  readonly #waitingForRoom: (() => void)[] = [];
  #busy = 0;
  #next = 0;
  #handledCount = 0;
  #wake: () => void = () => {};

  constructor(options: PollOptions) {
    this.#options = options;
  }

  /** Asks and hands over until `stop`. Never rejects. */
  async run(): Promise<void> {
    const { clock, getUpdates, onTrouble, onAnswer } = this.#options;
    const { signal } = this.#stopping;
    let troubles = 0;
    while (!signal.aborted) {
      const waiting = this.#open.size > 0;
      try {
        const updates = await getUpdates(this.#offset(), waiting ? 0 : longPollSeconds, signal);
        troubles = 0;
        onAnswer();
        const fresh = this.#admit(updates);
        if (this.#open.size > 0) await this.#roomForMore(fresh > 0 ? 20 : 500);
      } catch (error) {
        if (signal.aborted) break;
        const { waitMs } = onTrouble(error);
        await clock.sleep(waitMs ?? growingPause(troubles), signal);
        troubles += 1;
      }
    }
  }

  /** Finishes what is being handled, confirms what was, and leaves the rest to come again. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#wake();
    for (const goOn of this.#waitingForRoom.splice(0)) goOn();
    await Promise.allSettled(this.#working);
    if (this.#next === 0) return;
    try {
      await this.#options.getUpdates(this.#offset(), 0, AbortSignal.timeout(2_000));
    } catch (error) {
      // Then they come again after the start, and are recognised as seen.
      this.#options.log.info('telegram.last-confirmation-failed', describeForeign(error));
    }
  }

  /** The lowest update not handled, or the one after all. */
  #offset(): number {
    const lowest = this.#open.size > 0 ? Math.min(...this.#open) : this.#next;
    for (const id of this.#handled) if (id < lowest) this.#handled.delete(id);
    return lowest;
  }

  /** Queues those that are new; how many were. */
  #admit(updates: readonly Update[]): number {
    const inOrder = updates.toSorted((a, b) => a.update_id - b.update_id);
    const fresh = inOrder.filter(({ update_id: id }) => !this.#open.has(id) && !this.#handled.has(id));
    // Not the highest of all times: after a quiet week Telegram goes on at a random, perhaps lower, number.
    this.#next = (inOrder.at(-1)?.update_id ?? this.#next - 1) + 1;
    for (const update of fresh) {
      this.#open.add(update.update_id);
      const lane = this.#options.laneOf(update);
      const queue = this.#lanes.get(lane);
      if (queue) queue.push(update);
      else {
        this.#lanes.set(lane, [update]);
        const work = this.#workOn(lane).finally(() => this.#working.delete(work));
        this.#working.add(work);
      }
    }
    return fresh.length;
  }

  async #workOn(lane: string): Promise<void> {
    const { signal } = this.#stopping;
    const queue = this.#lanes.get(lane) ?? [];
    for (let update = queue[0]; update && !signal.aborted; update = queue[0]) {
      if (!(await this.#handle(update))) return;
      queue.shift();
      this.#open.delete(update.update_id);
      this.#handled.add(update.update_id);
      if (this.#open.size <= askAgainBelow) this.#wake();
    }
    this.#lanes.delete(lane);
  }

  /** Tries until it is handled or set aside; false when the poll stops before. */
  async #handle(update: Update): Promise<boolean> {
    const { clock, handle, log } = this.#options;
    const { signal } = this.#stopping;
    const countBefore = this.#handledCount;
    for (let tries = 0; !signal.aborted; tries += 1) {
      if (!(await this.#takeRoom())) break;
      try {
        await handle(update);
        this.#handledCount += 1;
        return true;
      } catch (error) {
        const othersGoOn = this.#handledCount > countBefore;
        log.warn('telegram.update-failed', { tries: tries + 1, ...describeForeign(error) });
        if (tries + 1 >= triesBeforeSettingAside && othersGoOn) {
          log.error('telegram.update-set-aside', { tries: tries + 1 });
          return true;
        }
      } finally {
        this.#busy -= 1;
        this.#waitingForRoom.shift()?.();
      }
      await clock.sleep(growingPause(tries), signal);
    }
    return false;
  }

  /** Waits until fewer than {@link atOnce} are being handled, and counts this one; false when the poll stops. */
  async #takeRoom(): Promise<boolean> {
    while (this.#busy >= atOnce && !this.#stopping.signal.aborted) {
      await new Promise<void>((resolve) => this.#waitingForRoom.push(resolve));
    }
    if (this.#stopping.signal.aborted) return false;
    this.#busy += 1;
    return true;
  }

  /** Until few are open, or for so long: every asking brings the open ones along once more. */
  async #roomForMore(atMostMs: number): Promise<void> {
    const passed = new AbortController();
    await Promise.race([
      new Promise<void>((resolve) => {
        this.#wake = resolve;
      }),
      this.#options.clock.sleep(atMostMs, passed.signal),
    ]);
    passed.abort();
  }
}

/** The bot could not take the update now; it must come again. */
export class NotTaken extends Error {
  override name = 'NotTaken';
}
