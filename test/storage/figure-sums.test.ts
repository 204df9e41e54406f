import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addToFigure, amend, type Change, insert, put, remove } from '../../src/core/change.ts';
import { addDays, type Day } from '../../src/core/day.ts';
import type { UnitAncestorRow } from '../../src/core/records.ts';
import type { Store, SumBelow } from '../../src/core/store.ts';
import { readDatabaseUrl } from '../../src/storage/database-url.ts';
import { openStore } from '../../src/storage/open-store.ts';
import { connectPrisma } from '../../src/storage/prisma-database.ts';
import { freshPostgres, postgresServer, type TestDatabase, whyNoPostgres } from '../support/postgres.ts';
import { fullRows } from '../support/rows.ts';
import { freshSqlite } from '../support/sqlite.ts';

sumsContract('SQLite', freshSqlite);
if (postgresServer) sumsContract('PostgreSQL', freshPostgres);
else describe('Sums on PostgreSQL', () => it('say why they are not tried', () => console.log(whyNoPostgres)));

const start = '2026-01-01';
const dayIn = fc.nat(300).map((n) => addDays(start, n));
const measures = ['households', 'activities', 'yearly/households', 'violence/found'];
const periods = ['2026-01', '2026-04', '2026-07', '2026-09'];

/** What may happen to a figure or to the tree, in any order. */
const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('add' as const),
      unit: fc.nat(3),
      measure: fc.nat(3),
      day: dayIn,
      n: fc.integer({ min: -5, max: 50 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('unit ends' as const), unit: fc.nat(3), day: fc.option(dayIn) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('unit goes' as const), unit: fc.nat(3) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('drop figures' as const), unit: fc.nat(3), day: dayIn }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('set figures' as const), unit: fc.nat(3), n: fc.nat(9) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('hold' as const),
      unit: fc.nat(3),
      above: fc.nat(2),
      from: dayIn,
      until: fc.option(dayIn),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('let go' as const), unit: fc.nat(3), above: fc.nat(2) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('end' as const), unit: fc.nat(3), day: dayIn }) },
);
const dayFor = (measure: number, day: Day) =>
  measure === 2 ? '2026' : measure === 3 ? (periods[Number(day.slice(-1)) % 4] as string) : day;
const steps = fc.array(step, { minLength: 3, maxLength: 25 });

function sumsContract(name: string, fresh: () => Promise<TestDatabase>): void {
  describe(`Sums of figures on ${name}`, () => {
    let store: Store;
    let database: TestDatabase;
    let world = 0;
    beforeAll(async () => {
      database = await fresh();
      store = await openStore(database.url);
    }, 60_000);
    afterAll(async () => {
      await store.close();
      await database.drop();
    });

    const changesOf = (
      one: typeof step extends fc.Arbitrary<infer T> ? T : never,
      unitId: (n: number) => string,
    ): Change[] => {
      const unit = unitId(one.unit);
      const held = (above: number) => `${unit}/a${above}`;
      switch (one.do) {
        case 'add':
          return [addToFigure(measures[one.measure] as string, unit, dayFor(one.measure, one.day), one.n)];
        case 'drop figures':
          return [remove('Figure', { unitId: unit, day: { lte: one.day } })];
        case 'set figures':
          return [amend('Figure', { unitId: unit }, { n: one.n })];
        case 'hold': {
          const row: UnitAncestorRow = {
            ...{ id: held(one.above), unitId: unit, ancestorId: `${unitId(9)}-${one.above}`, depth: 1 },
            ...{ fromDay: one.from, untilDay: one.until },
          };
          return [put('UnitAncestor', row)];
        }
        case 'unit ends':
          return [put('Unit', { ...fullRows.Unit, id: unit, code: unit, untilDay: one.day })];
        case 'unit goes':
          return [remove('Unit', { id: unit })];
        case 'let go':
          return [remove('UnitAncestor', { id: held(one.above) })];
        case 'end':
          return [amend('UnitAncestor', { unitId: unit }, { untilDay: one.day })];
      }
    };

    /** The same sums by plain loops over the rows. */
    const byHand = async (unitIds: string[], first: Day, last: Day): Promise<SumBelow[]> => {
      const rows = await store.find('UnitAncestor', { ancestorId: { in: unitIds } });
      const figures = await store.find('Figure', { unitId: { in: rows.map(({ unitId }) => unitId) } });
      const units = await store.find('Unit', { id: { in: rows.map(({ unitId }) => unitId) } });
      const ends = new Map(units.map(({ id, untilDay }) => [id, untilDay]));
      const sums = new Map<string, SumBelow>();
      for (const row of rows)
        for (const one of figures) {
          const until = ends.get(one.unitId) ?? null;
          const end = one.day.length === 4 ? `${one.day}-12-31` : `${one.day}-31`;
          const decisive = one.day.length === 10 ? one.day : until !== null && until < end ? until : end;
          const holds = decisive >= row.fromDay && (row.untilDay === null || decisive <= row.untilDay);
          const asked = [first, last].map((day) => day.slice(0, one.day.length)) as [string, string];
          if (one.unitId !== row.unitId || !holds || one.day < asked[0] || one.day > asked[1]) continue;
          const key = `${row.ancestorId} ${one.measure}`;
          sums.set(key, { unitId: row.ancestorId, measure: one.measure, n: one.n + (sums.get(key)?.n ?? 0) });
        }
      return inOrder([...sums.values()]);
    };
    const inOrder = (sums: SumBelow[]) =>
      sums.sort((a, b) => (`${a.unitId} ${a.measure}` < `${b.unitId} ${b.measure}` ? -1 : 1));

    it('are those of the figures and the tree, whatever was written in which order, in one commit or in many', async () => {
      await fc.assert(
        fc.asyncProperty(steps, fc.boolean(), dayIn, dayIn, async (happened, together, one, other) => {
          const prefix = `w${++world}`;
          const lists = happened.map((each) => changesOf(each, (n) => `${prefix}u${n}`));
          for (const changes of together ? [lists.flat()] : lists) await store.commit(changes);
          const unitIds = [0, 1, 2].map((n) => `${prefix}u9-${n}`);
          const [first, last] = one < other ? [one, other] : [other, one];
          const found = await store.sumFiguresBelow({ unitIds, measures, first, last, firstYear: '2026' });
          expect(inOrder(found)).toEqual(await byHand(unitIds, first, last));
          expect(await store.recountBelow(unitIds[0] as string)).toBe(0);
        }),
        { numRuns: 100 },
      );
    }, 120_000);

    it('of a branch that reports while its commune moves are counted once, above the old or the new province', async () => {
      await store.commit([
        insert('UnitAncestor', {
          ...fullRows.UnitAncestor,
          id: 'race/0',
          unitId: 'race',
          ancestorId: 'old',
          depth: 1,
          fromDay: start,
          untilDay: null,
        }),
      ]);
      await Promise.all([
        ...Array.from({ length: 30 }, () => store.commit([addToFigure('households', 'race', addDays(start, 200), 1)])),
        store.commit([
          amend('UnitAncestor', { id: 'race/0' }, { untilDay: addDays(start, 99) }),
          insert('UnitAncestor', {
            ...fullRows.UnitAncestor,
            id: 'race/1',
            unitId: 'race',
            ancestorId: 'new',
            depth: 1,
            fromDay: addDays(start, 100),
            untilDay: null,
          }),
        ]),
      ]);
      const found = await store.sumFiguresBelow({
        unitIds: ['old', 'new'],
        measures,
        first: start,
        last: '2026-12-31',
        firstYear: '2026',
      });
      expect(found).toEqual([{ unitId: 'new', measure: 'households', n: 30 }]);
    });

    it('that are wrong are counted and mended by a recount', async () => {
      await store.commit([
        insert('UnitAncestor', {
          ...fullRows.UnitAncestor,
          id: 'hurt/0',
          unitId: 'hurt',
          ancestorId: 'above-hurt',
          depth: 1,
          fromDay: start,
          untilDay: null,
        }),
        ...[1, 2, 3].map((n) => addToFigure('households', 'hurt', addDays(start, n), n)),
      ]);
      const { client } = await connectPrisma(readDatabaseUrl(database.url));
      await client.$executeRawUnsafe(
        `UPDATE "FigureSum" SET "n" = 99 WHERE "unitId" = 'above-hurt' AND "day" = '2026-01-03'`,
      );
      await client.$executeRawUnsafe(`DELETE FROM "FigureSum" WHERE "unitId" = 'above-hurt' AND "day" = '2026-01-04'`);
      await client.$disconnect();
      expect(await store.recountBelow('above-hurt')).toBe(2);
      expect(await store.recountBelow('above-hurt')).toBe(0);
      const query = { unitIds: ['above-hurt'], measures, first: start, last: '2026-12-31', firstYear: '2026' };
      expect(await store.sumFiguresBelow(query)).toEqual([{ unitId: 'above-hurt', measure: 'households', n: 6 }]);
    });

    it("of years count each unit's latest statement, above whoever stood over it at the end of the year or of its own", async () => {
      const unit = (id: string, untilDay: Day | null) =>
        insert('Unit', { ...fullRows.Unit, id, code: id, parentId: null, fromDay: '2024-01-01', untilDay });
      const under = (unitId: string, ancestorId: string, fromDay: Day, untilDay: Day | null) =>
        insert('UnitAncestor', {
          id: `${unitId}/${ancestorId}/${fromDay}`,
          unitId,
          ancestorId,
          depth: 1,
          fromDay,
          untilDay,
        });
      await store.commit([
        unit('stays', null),
        unit('ended', '2025-06-30'),
        under('stays', 'before', '2024-01-01', '2025-06-30'),
        under('stays', 'after', '2025-07-01', null),
        under('ended', 'before', '2024-01-01', '2025-06-30'),
        ...(['stays', 'ended'] as const).flatMap((id) => [
          addToFigure('yearly/households', id, '2024', 10),
          addToFigure('yearly/households', id, '2025', 7),
          addToFigure('violence/found', id, '2025-03', 6),
        ]),
      ]);
      const ask = async (first: Day, last: Day, firstYear: string) =>
        inOrder(
          await store.sumFiguresBelow({
            ...{ unitIds: ['before', 'after'], measures: ['yearly/households', 'violence/found'] },
            ...{ first, last, firstYear },
          }),
        );
      expect(await ask('2024-01-01', '2024-12-31', '2024')).toEqual([
        { unitId: 'before', measure: 'yearly/households', n: 20 },
      ]);
      expect(await ask('2024-01-01', '2025-12-31', '2024')).toEqual([
        { unitId: 'after', measure: 'yearly/households', n: 7 },
        { unitId: 'before', measure: 'violence/found', n: 12 },
        { unitId: 'before', measure: 'yearly/households', n: 7 },
      ]);
    });
  });
}
