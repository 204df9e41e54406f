import { amend, insert } from '../core/change.ts';
import { after, type Clock, days, minutes } from '../core/clock.ts';
import { describeForeign } from '../core/errors.ts';
import { newId } from '../core/ids.ts';
import type { Log } from '../core/log.ts';
import type { ScheduleSlotRow } from '../core/records.ts';
import { Conflict, type Store } from '../core/store.ts';

/** One time at which a job is due, named by a key that is used once. */
export interface Slot {
  key: string;
  at: Date;
  /** Caught up until then when it was missed; skipped after it. */
  until: Date;
  /** Must be able to run again after a kill: what it writes has keys of its own. */
  run(now: Date): Promise<void>;
}

export interface Job {
  name: string;
  /** The slots whose time lies after `from` and not after `to`; some that are done already do no harm. */
  due(from: Date, to: Date): Promise<readonly Slot[]> | readonly Slot[];
}

/** How long a slot belongs to the process that runs it. */
const leaseMs = minutes(10);
/** Missed slots are looked for so far back; every job's slots are of use for less. */
const lookBackMs = days(35);

/**
 * Runs what is due. The slots stand in the database: each is claimed once over all processes, by whoever comes first; a clock that
 * jumps back meets slots that are done; a process that died while running one leaves a claim that ends.
 */
export class Schedule {
  readonly #jobs: Job[] = [];
  readonly #parts: { store: Store; clock: Clock; log: Log };
  /** Keys known to be settled, so that a tick asks the database only for new ones. */
  readonly #settled = new Set<string>();
  #running: Promise<number> | null = null;

  constructor(parts: { store: Store; clock: Clock; log: Log }) {
    this.#parts = parts;
  }

  add(...jobs: readonly Job[]): void {
    this.#jobs.push(...jobs);
  }

  /** Runs the slots that are due and resolves to how many ran here. A tick while another runs waits for that one. */
  async tick(): Promise<number> {
    this.#running ??= this.#tick().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  async #tick(): Promise<number> {
    const { clock, log } = this.#parts;
    let ran = 0;
    for (const job of this.#jobs) {
      const now = clock.now();
      try {
        const slots = await job.due(new Date(now.getTime() - lookBackMs), now);
        for (const slot of await this.#unsettled(slots)) if (await this.#runOnce(slot, job.name)) ran++;
      } catch (error) {
        log.error('schedule.job-failed', { job: job.name, ...describeForeign(error) });
      }
    }
    return ran;
  }

  async #unsettled(slots: readonly Slot[]): Promise<Slot[]> {
    const { store } = this.#parts;
    const open = slots.filter(({ key }) => !this.#settled.has(key));
    if (open.length === 0) return [];
    const known = await store.find('ScheduleSlot', { key: { in: open.map(({ key }) => key) } });
    for (const { key, state } of known) if (state !== 'claimed') this.#settled.add(key);
    return open.filter(({ key }) => !this.#settled.has(key)).sort((a, b) => a.at.getTime() - b.at.getTime());
  }

  async #runOnce(slot: Slot, job: string): Promise<boolean> {
    const { store, clock, log } = this.#parts;
    const now = clock.now();
    const kept = await store.first('ScheduleSlot', { key: slot.key });
    const missed = slot.until <= now;
    if (kept?.state === 'claimed' && kept.leaseUntil && kept.leaseUntil > now) return false;
    if (kept && kept.state !== 'claimed') return false;
    const state = missed ? ('skipped' as const) : ('claimed' as const);
    if (!(await this.#claim(slot, kept, state, now))) return false;
    if (missed) {
      this.#settled.add(slot.key);
      log.warn('schedule.slot-skipped', { job, slot: slot.key });
      return false;
    }
    await slot.run(now);
    await store.commit([amend('ScheduleSlot', { key: slot.key }, { state: 'done', leaseUntil: null })]);
    this.#settled.add(slot.key);
    log.info('schedule.slot-done', { job, slot: slot.key });
    return true;
  }

  /** False: another process was faster. */
  async #claim(
    { key, at }: Slot,
    kept: ScheduleSlotRow | null,
    state: ScheduleSlotRow['state'],
    now: Date,
  ): Promise<boolean> {
    const leaseUntil = state === 'claimed' ? after(now, leaseMs) : null;
    const change = kept
      ? amend('ScheduleSlot', { key, state: 'claimed', leaseUntil: kept.leaseUntil }, { state, leaseUntil }, 1)
      : insert('ScheduleSlot', { id: newId(now), key, state, leaseUntil, at });
    try {
      await this.#parts.store.commit([change]);
      return true;
    } catch (error) {
      if (error instanceof Conflict) return false;
      throw error;
    }
  }
}
