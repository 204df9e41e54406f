import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays } from '../../src/core/day.ts';
import type { Store } from '../../src/core/store.ts';
import { newCleanUp } from '../../src/privacy/clean-up.ts';
import {
  keptFor,
  nameKeptUntil,
  type PlanSpan,
  retentionChanges,
  spansWithoutNames,
} from '../../src/privacy/retention.ts';
import { openStore } from '../../src/storage/open-store.ts';
import { fullRows } from '../support/rows.ts';
import { freshSqlite } from '../support/sqlite.ts';

const now = new Date('2026-11-22T02:00:00Z');
const plans: PlanSpan[] = [
  { from: '2021-01-01', until: '2030-12-31', lastReport: '2031-12-01' },
  { from: '2021-01-01', until: '2025-12-31', lastReport: '2026-06-30' },
];

describe('The name of a household', () => {
  it.each([
    { day: '2024-05-01', until: '2031-12-01', because: 'the longer plan has still to report' },
    { day: '2026-05-01', until: '2031-12-01', because: 'only the longer plan counts it' },
    { day: '2019-05-01', until: '2020-05-01', because: 'no plan counts it, a year is enough' },
  ])('of $day is kept until $until: $because', ({ day, until }) => {
    expect(nameKeptUntil(day, plans)).toBe(until);
  });

  it('goes exactly when its day says so', () => {
    const day = fc.integer({ min: 0, max: 4_000 }).map((n) => addDays('2018-01-01', n));
    const plan = fc.tuple(day, day, day).map(([a, b, c]) => {
      const [from = a, until = b, lastReport = c] = [a, b, c].sort();
      return { from, until, lastReport };
    });
    fc.assert(
      fc.property(fc.array(plan, { maxLength: 4 }), day, day, (some, fact, on) => {
        fc.pre(fact <= on);
        const dropped = spansWithoutNames(some, on).some(({ from, until }) => from <= fact && fact <= until);
        expect(dropped).toBe(nameKeptUntil(fact, some) < on);
      }),
      { numRuns: 500 },
    );
  });
});

describe('The daily clean-up', () => {
  let store: Store;
  let drop: () => Promise<void>;
  beforeAll(async () => {
    const database = await freshSqlite();
    drop = database.drop;
    store = await openStore(database.url);
  });
  afterAll(async () => {
    await store.close();
    await drop();
  });

  const old = (ms: number) => new Date(now.getTime() - ms - 1);
  const young = (ms: number) => new Date(now.getTime() - ms + 1);

  it('removes what is older than its time, and nothing younger', async () => {
    const rows = [
      ['Inbound', 'at'],
      ['InvitationTry', 'at'],
      ['OutboxRow', 'settledAt'],
      ['Conversation', 'updatedAt'],
      ['ScheduleSlot', 'at'],
    ] as const;
    for (const [table, field] of rows) {
      const other = table === 'OutboxRow' || table === 'ScheduleSlot' ? { key: `${table}-old` } : {};
      await store.commit([
        {
          do: 'insert',
          table,
          row: { ...fullRows[table], ...other, id: 'old', [field]: old(keptFor[table]) },
        } as never,
        { do: 'insert', table, row: { ...fullRows[table], id: 'young', [field]: young(keptFor[table]) } } as never,
      ]);
    }
    await store.commit(retentionChanges(now, plans));
    for (const [table] of rows) expect((await store.find(table, {})).map(({ id }) => id)).toEqual(['young']);
  });

  it('keeps messages that are still to be sent, and invitations that somebody took up', async () => {
    const long = old(keptFor.Invitation);
    await store.commit([
      {
        do: 'insert',
        table: 'OutboxRow',
        row: { ...fullRows.OutboxRow, id: 'pending', key: 'p', settledAt: null, createdAt: old(keptFor.OutboxRow) },
      },
      {
        do: 'insert',
        table: 'Invitation',
        row: { ...fullRows.Invitation, id: 'used', expiresAt: long, codeHash: 'a', linkHash: 'a' },
      },
      {
        do: 'insert',
        table: 'Invitation',
        row: { ...fullRows.Invitation, id: 'unused', used: 0, expiresAt: long, codeHash: 'b', linkHash: 'b' },
      },
    ]);
    await store.commit(retentionChanges(now, plans));
    expect(await store.count('OutboxRow', { id: 'pending' })).toBe(1);
    expect((await store.find('Invitation', {})).map(({ id }) => id)).toEqual(['used']);
  });

  it('drops names whose plans have all reported, and counts the household still', async () => {
    const help = { ...fullRows.HouseholdHelp, replacedById: null };
    await store.commit([
      { do: 'insert', table: 'HouseholdHelp', row: { ...help, id: 'kept', day: '2025-03-01' } },
      { do: 'insert', table: 'HouseholdHelp', row: { ...help, id: 'dropped', day: '2019-03-01' } },
    ]);
    await store.commit(retentionChanges(now, plans));
    expect(await store.first('HouseholdHelp', { id: 'kept' })).toMatchObject({
      sealedName: 'sealed',
      nameHash: 'name-hash',
    });
    expect(await store.first('HouseholdHelp', { id: 'dropped' })).toMatchObject({
      sealedName: null,
      nameHash: null,
      householdHash: 'household-hash',
    });
    expect(
      spansWithoutNames(plans, '2032-01-01').some(({ from, until }) => from <= '2025-03-01' && '2025-03-01' <= until),
    ).toBe(true);
  });

  it('is due once a day, also when the machine was off at its time', async () => {
    let others = 0;
    const countOne = async () => {
      others++;
      return [];
    };
    const cleanUp = newCleanUp({ store, plans, others: [countOne] });
    const monthAgo = new Date(now.getTime() - 30 * 86_400_000);
    const slots = cleanUp.due(monthAgo, now);
    expect(slots.map(({ key }) => key)).toEqual(['clean-up/2026-11-22', 'clean-up/2026-11-21']);
    expect(cleanUp.due(monthAgo, new Date('2026-11-21T19:00:00Z')).map(({ key }) => key)).toEqual([
      'clean-up/2026-11-21',
    ]);
    await slots[0]?.run(now);
    expect(others).toBe(1);
  });
});
