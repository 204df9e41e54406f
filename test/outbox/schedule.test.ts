import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { days, hours, MovableClock, minutes } from '../../src/core/clock.ts';
import { silentLog } from '../../src/core/log.ts';
import type { Store } from '../../src/core/store.ts';
import { type Job, Schedule } from '../../src/outbox/schedule.ts';
import { openStore } from '../../src/storage/open-store.ts';
import { freshPostgres, postgresServer, type TestDatabase } from '../support/postgres.ts';
import { freshSqlite } from '../support/sqlite.ts';

let database: TestDatabase;
let store: Store;
let clock: MovableClock;
const ran: string[] = [];
beforeEach(async () => {
  ran.length = 0;
  clock = new MovableClock('2026-11-23T07:59:00+07:00');
  database = await freshSqlite();
  store = await openStore(database.url, { clock });
});
afterEach(async () => {
  await store.close();
  await database.drop();
});

/** Every day at 08:00, of use for six hours. */
const daily = (run = async (key: string) => void ran.push(key)): Job => ({
  name: 'daily',
  due: (from, to) => {
    const slots = [];
    const start = new Date('2026-11-01T08:00:00+07:00').getTime();
    for (let at = start; at <= to.getTime(); at += days(1)) {
      if (at <= from.getTime()) continue;
      const key = `daily/${new Date(at).toISOString().slice(0, 10)}`;
      slots.push({ key, at: new Date(at), until: new Date(at + hours(6)), run: () => run(key) });
    }
    return slots;
  },
});
const started = (job: Job = daily()) => {
  const schedule = new Schedule({ store, clock, log: silentLog });
  schedule.add(job);
  return schedule;
};

describe('A schedule', () => {
  it('runs a slot once when its time has come, however often it ticks', async () => {
    const schedule = started();
    await schedule.tick();
    expect(ran).toEqual([]);
    clock.advance(minutes(1));
    for (let n = 0; n < 3; n++) await schedule.tick();
    expect(ran).toEqual(['daily/2026-11-23']);
  });

  it('repeats no slot when the clock jumps back, nor after a restart', async () => {
    clock.advance(minutes(5));
    await started().tick();
    clock.advance(-hours(3));
    await started().tick();
    clock.advance(hours(3));
    await started().tick();
    expect(ran).toEqual(['daily/2026-11-23']);
  });

  it.each([
    { off: hours(1), at: '1 hour', runs: ['daily/2026-11-23'] },
    { off: hours(7), at: '7 hours', runs: [] },
    { off: days(3) + hours(2), at: '3 days and 2 hours', runs: ['daily/2026-11-26'] },
    { off: days(8) + hours(1), at: '8 days, over the end of a month', runs: ['daily/2026-12-01'] },
    { off: days(39) + hours(1), at: '39 days, over New Year', runs: ['daily/2027-01-01'] },
  ])('that was off for $at catches up what is still of use and skips the rest for good', async ({ off, runs }) => {
    clock.advance(minutes(-30));
    await started().tick();
    ran.length = 0;
    clock.advance(minutes(31) + off);
    await started().tick();
    expect(ran).toEqual(runs);
    clock.advance(-hours(5));
    await started().tick();
    expect(ran).toEqual(runs);
  });

  it('runs a slot again whose process died in the middle, after its claim has ended', async () => {
    clock.advance(minutes(1));
    const dying = started(daily(() => new Promise(() => {})));
    void dying.tick();
    for (let n = 0; n < 50; n++) await new Promise((resolve) => setImmediate(resolve));
    await started().tick();
    expect(ran).toEqual([]);
    clock.advance(minutes(11));
    await started().tick();
    expect(ran).toEqual(['daily/2026-11-23']);
  });

  it('goes on with the other jobs when one fails, and tries that one again', async () => {
    clock.advance(minutes(1));
    let failures = 1;
    const schedule = started({
      ...daily(async (key) => {
        if (failures-- > 0) throw new Error('database busy');
        ran.push(key);
      }),
      name: 'failing',
    });
    await schedule.tick();
    expect(ran).toEqual([]);
    clock.advance(minutes(11));
    await schedule.tick();
    expect(ran).toEqual(['daily/2026-11-23']);
  });
});

describe('Two machines with one schedule', () => {
  it.runIf(postgresServer)('run each slot once between them', async () => {
    const shared = await freshPostgres();
    const stores = await Promise.all([0, 1, 2].map(() => openStore(shared.url, { clock })));
    clock.advance(minutes(1));
    await Promise.all(
      stores.map(async (one) => {
        const schedule = new Schedule({ store: one, clock, log: silentLog });
        schedule.add(daily());
        await schedule.tick();
      }),
    );
    expect(ran).toEqual(['daily/2026-11-23']);
    await Promise.all(stores.map((one) => one.close()));
    await shared.drop();
  });
});
