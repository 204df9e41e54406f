import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Facts, insertsOf, noFacts } from '../../src/check-ins/facts.ts';
import { rebuildFigures } from '../../src/check-ins/rebuild-figures.ts';
import { type Content, loadContent } from '../../src/content/load-content.ts';
import type { Change } from '../../src/core/change.ts';
import { MovableClock } from '../../src/core/clock.ts';
import { instantOf } from '../../src/core/day.ts';
import type { UnitRow } from '../../src/core/records.ts';
import type { Store } from '../../src/core/store.ts';
import { openDemonstration } from '../../src/demonstration/demonstration.ts';
import { formChanges } from '../../src/indicators/form-changes.ts';
import { enteredMeasures } from '../../src/indicators/measures.ts';
import { type Result, resultsFor } from '../../src/indicators/results.ts';
import { keepSentReport } from '../../src/indicators/sent-reports.ts';
import { unitsBelow } from '../../src/indicators/units-below.ts';
import { promptsFolder } from '../../src/paths.ts';
import { readDatabaseUrl } from '../../src/storage/database-url.ts';
import { openStore } from '../../src/storage/open-store.ts';
import { connectPrisma } from '../../src/storage/prisma-database.ts';
import { freshPostgres, postgresServer, type TestDatabase, whyNoPostgres } from '../support/postgres.ts';
import { fullRows } from '../support/rows.ts';
import { freshSqlite } from '../support/sqlite.ts';
import { turningSealing } from '../support/test-outbox.ts';
import { type Days, type IndicatorQuery, type Measured, ofPlanND, ofPlanTY, queryFor } from './indicator-queries.ts';

const today = '2026-11-30';

recomputed('SQLite', freshSqlite);
if (postgresServer) recomputed('PostgreSQL', freshPostgres);
else
  describe('Indicators on PostgreSQL', () => it('say why they are not recomputed', () => console.log(whyNoPostgres)));

/** A year of the demonstration, and beside it what officials enter, send and correct; each indicator of each unit against SQL. */
function recomputed(name: string, fresh: () => Promise<TestDatabase>): void {
  describe(`Every indicator of both plans on ${name}`, () => {
    let store: Store;
    let database: TestDatabase;
    let content: Content;
    let units: UnitRow[];
    let ask: <Row>(sql: string) => Promise<Row[]>;
    let leave: () => Promise<void>;

    beforeAll(async () => {
      database = await fresh();
      const clock = new MovableClock(`${today}T09:00:00+07:00`);
      store = await openStore(database.url, { clock });
      content = loadContent(promptsFolder);
      const opened = await openDemonstration({ content: content.demonstration, store, sealing: turningSealing, clock });
      await opened?.figuresReady;
      units = await store.find('Unit', {}, { orderBy: [{ position: 'asc' }] });
      await addWhatOfficialsTell(store, units);
      const { client } = await connectPrisma(readDatabaseUrl(database.url));
      ask = (sql) => client.$queryRawUnsafe(sql);
      leave = () => client.$disconnect();
    }, 240_000);
    afterAll(async () => {
      await leave();
      await store.close();
      await database.drop();
    });

    it.each([
      { code: 'TY', queries: ofPlanTY },
      { code: 'NDM', queries: ofPlanND(undefined, undefined) },
      { code: 'ND', queries: ofPlanND({ first: '2021-01-01', last: '2026-12-31' }, { first: '2023-07-01' }) },
    ])(
      'of plan $code is what plain SQL counts from the facts, against the number the plan asks',
      async ({ code, queries }) => {
        const plan = content.plans.find((one) => one.code === code);
        if (!plan) throw new Error(`no plan ${code}`);
        const results = new Map<string, Result>();
        for (const unit of units) {
          const found = await resultsFor(store, [plan], await unitsBelow(store, unit, today), today);
          for (const result of found) results.set(`${unit.id} ${result.id}`, result);
        }
        let known = 0;
        for (const query of queries) {
          const days = daysOf(query, plan);
          const besides = query.beside ? await shareOfEach(query.beside, units, days) : new Map();
          for (const { unit, of, to, target } of await counted(query, days)) {
            const result = results.get(`${unit.id} ${query.id}`);
            const what = `${query.id} of ${unit.code}`;
            if (!result) throw new Error(`${what} is missing`);
            const n = to === undefined ? of : percentOf(of, to);
            expect(result.n, what).toBe(n);
            if (n !== null && to !== undefined) expect(result.parts, what).toEqual({ of, to });
            expect(result.beside?.n ?? null, `what stands beside ${what}`).toBe(besides.get(unit.id) ?? null);
            expect(result.target, `the target of ${what}`).toBe(target);
            if (n !== null && target !== null && result.average === undefined)
              expect(result.state === 'reached', `whether ${what} is reached`).toBe(
                query.id === 'TY-2' ? n < target : n >= target,
              );
            if (n !== null) known++;
            results.delete(`${unit.id} ${query.id}`);
          }
        }
        expect([...results.keys()]).toEqual([]);
        // Most of them have a value: nothing was compared with nothing throughout.
        expect(known).toBeGreaterThan(queries.length * 2);
      },
      120_000,
    );

    async function shareOfEach(is: Measured, of: readonly UnitRow[], days: Days): Promise<Map<string, number | null>> {
      const kinds = [...new Set(of.map(({ kind }) => kind))];
      const rows = await ask<{ root: string; of: number | null; to: number | null }>(
        queryFor(store.kind, is, kinds, days),
      );
      return new Map(rows.map((row) => [row.root, 'n' in is ? row.of : percentOf(row.of, row.to)]));
    }

    async function counted(query: IndicatorQuery, days: Days) {
      const { own, above } = query;
      const levels = ['branch', 'commune', 'province'];
      const lowest = Math.min(...own.kinds.map((kind) => levels.indexOf(kind)).filter((at) => at >= 0));
      const kindsAbove = levels.slice(lowest).filter((kind) => !own.kinds.includes(kind));
      const groups = [
        { is: own.is, kinds: own.kinds, target: own.target },
        { is: (above ?? own).is, kinds: kindsAbove, target: (above ?? own).target },
      ];
      const all = [];
      for (const { is, kinds, target } of groups) {
        if (kinds.length === 0) continue;
        const rows = await ask<{ root: string; of: number | null; to: number | null }>(
          queryFor(store.kind, is, kinds, days),
        );
        for (const { root, of, to } of rows) {
          const unit = units.find(({ id }) => id === root);
          if (!unit) continue;
          const communes = units.filter(({ kind, parentId }) => kind === 'commune' && parentId === root).length;
          all.push({
            ...{ unit, of },
            to: 'n' in is ? undefined : to,
            target: target === 'five-a-commune' ? 5 * communes : target,
          });
        }
      }
      return all;
    }
  });
}

function percentOf(of: number | null, to: number | null): number | null {
  return of === null || to === null || to === 0 ? null : (100 * of) / to;
}

function daysOf({ span, plan }: IndicatorQuery, of: { validFrom: string; validUntil: string }): Days {
  const validUntil = plan?.last ?? of.validUntil;
  const day = today < validUntil ? today : validUntil;
  const year = Number(day.slice(0, 4));
  const [first, end] = {
    'plan-year': [`${year - 1}-12-01`, `${year}-11-30`],
    year: [`${year}-01-01`, `${year}-12-31`],
    'half-year': [`${year}-07-01`, `${year}-12-31`],
    plan: [plan?.first ?? of.validFrom, validUntil],
  }[span] as [string, string];
  return { first, end, upTo: today < end ? today : end };
}

/** What a demonstration lacks: yearly forms (one corrected), meetings of communes, counts of a month, good examples, reports sent. */
async function addWhatOfficialsTell(store: Store, units: readonly UnitRow[]): Promise<void> {
  const communes = units.filter(({ kind }) => kind === 'commune');
  const commit = (changes: readonly Change[]) => store.commit(changes);
  for (const [i, { id }] of communes.entries())
    for (const [year, times] of [
      [2025, 1],
      [2026, i === 0 ? 2 : 1],
    ] as const)
      for (let time = 0; time < times && !(i === 2 && year === 2026); time++) {
        const day = `${year}-11-${10 + time}`;
        const values = Object.fromEntries(
          enteredMeasures.map((measure, m) => [
            measure,
            measure === 'plan-issued' ? i % 2 : 40 + 17 * m + 3 * i + time + (year - 2025),
          ]),
        );
        const statement = { unitId: id, year, values, reporterId: 'official', now: instantOf(day), today: day };
        await commit((await formChanges(store, statement)).changes);
      }
  const facts: Facts = noFacts();
  const fact = (
    unitId: string,
    day: string,
    of: { waiting?: boolean; replacedById?: string; withdrawn?: boolean } = {},
  ) => {
    const id = `${unitId}-told-${facts.checkIns.length}`;
    facts.checkIns.push({
      ...{ ...fullRows.CheckIn, id, unitId, period: '2026-W01', late: false, nothing: false },
      ...{ withdrawn: of.withdrawn ?? false, createdAt: instantOf(day) },
    });
    return {
      ...{ id: `${id}-fact`, checkInId: id, unitId, day, version: 1, createdAt: instantOf(day) },
      ...{ waiting: of.waiting ?? false, replacedById: of.replacedById ?? null },
    };
  };
  const activity = (of: ReturnType<typeof fact>, type: string, topics: string[] = [], campaign: string | null = null) =>
    facts.activities.push({ ...fullRows.Activity, ...of, type, topics, campaign });
  const branches = units.filter(({ kind }) => kind === 'branch');
  for (const [i, { id }] of communes.entries()) {
    if (i < 2) activity(fact(id, '2026-05-20'), 'inspection');
    if (i === 1) activity(fact(id, '2026-06-28'), 'commendation', ['an_toan'], '28-6');
    // None of these counts: it waits, was replaced, or belongs to a check-in that was withdrawn.
    activity(fact(id, '2026-11-25', { waiting: true }), 'commendation', ['conduct_code'], '25-11');
    activity(fact(id, '2026-11-25', { replacedById: 'another' }), 'commendation', [], '25-11');
    activity(fact(id, '2026-11-25', { withdrawn: true }), 'inspection', ['trach_nhiem'], '25-11');
  }
  for (const [i, { id }] of branches.entries()) {
    if (i < 4) activity(fact(id, '2026-11-25'), 'communication', ['dv_prevention'], '25-11');
    if (i % 2 === 0)
      for (const [day, found, supported] of [
        ['2024-03-31', 4 + i, 3 + i],
        ['2026-08-31', 2 + i, 1],
      ] as const)
        facts.monthly.push({ ...fact(id, day), month: day.slice(0, 7), found, supported });
    if (i % 3 === 0)
      for (const day of ['2025-11-20', '2026-09-09'])
        facts.nominations.push({
          ...fullRows.Nomination,
          ...fact(id, day),
          ...(i === 3 ? {} : { decidedBy: null, decidedAt: null }),
        });
    if (i === 5)
      facts.models.push({
        ...fullRows.ModelChange,
        ...fact(id, '2026-07-07'),
        model: 'dia_chi_tin_cay',
        change: 'founded',
      });
  }
  await commit(insertsOf(facts));
  const at = instantOf('2026-11-20').toISOString();
  for (const [i, { id }] of communes.entries()) {
    const state = i === 2 ? ('draft' as const) : ('sent' as const);
    const row = { unitId: id, state, sentAt: state === 'draft' ? null : at, receivedAt: null };
    for (const period of ['TY-2026', '2026-09', ...(i === 0 ? ['2026-10', '2025-12', '2025-06'] : [])])
      await commit([keepSentReport({ ...row, period })]);
  }
  await rebuildFigures(store);
}
