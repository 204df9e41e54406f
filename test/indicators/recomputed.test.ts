import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Content, loadContent } from '../../src/content/load-content.ts';
import { MovableClock } from '../../src/core/clock.ts';
import { daysOf } from '../../src/core/period.ts';
import type { FactRow, UnitRow } from '../../src/core/records.ts';
import type { Store } from '../../src/core/store.ts';
import { openDemonstration } from '../../src/demonstration/demonstration.ts';
import { reportingOf } from '../../src/indicators/reporting.ts';
import { resultsFor } from '../../src/indicators/results.ts';
import { headOf } from '../../src/indicators/unit-facts.ts';
import { unitsBelow } from '../../src/indicators/units-below.ts';
import { promptsFolder } from '../../src/paths.ts';
import { openStore } from '../../src/storage/open-store.ts';
import { freshSqlite } from '../support/sqlite.ts';
import { turningSealing } from '../support/test-outbox.ts';

/**
 * A year of the demonstration, counted again from the facts by plain loops that share nothing with the figures, the ancestor
 * table or the formulas: a unit's branches are those whose code begins with its own.
 */
describe('A year of made-up data, counted again from the facts', () => {
  let store: Store;
  let drop: () => Promise<void>;
  let content: Content;
  let units: UnitRow[];
  const today = '2026-11-30';

  beforeAll(async () => {
    const database = await freshSqlite();
    const clock = new MovableClock('2026-11-30T09:00:00+07:00');
    store = await openStore(database.url, { clock });
    content = loadContent(promptsFolder);
    const opened = await openDemonstration({ content: content.demonstration, store, sealing: turningSealing, clock });
    await opened?.figuresReady;
    units = await store.find('Unit', {}, { orderBy: [{ position: 'asc' }] });
    drop = async () => {
      await store.close();
      await database.drop();
    };
  }, 120_000);
  afterAll(() => drop());

  const codeOf = (id: string) => units.find((unit) => unit.id === id)?.code ?? '?';
  const within = <Row extends FactRow>(rows: readonly Row[], unit: UnitRow, first: string, last: string): Row[] =>
    rows.filter((row) => codeOf(row.unitId).startsWith(unit.code) && first <= row.day && row.day <= last);
  const sum = (values: readonly (number | null)[]) => values.reduce<number>((total, n) => total + (n ?? 0), 0);

  it('gives every head figure of every unit and month', async () => {
    const [helps, activities, models] = [
      await store.find('HouseholdHelp', {}),
      await store.find('Activity', {}),
      await store.find('ModelChange', {}),
    ];
    let compared = 0;
    for (let month = 1; month <= 11; month++) {
      const { first, last } = daysOf(`2026-${String(month).padStart(2, '0')}`);
      const heads = await headOf(store, units, { first, last });
      for (const [i, unit] of units.entries()) {
        const head = heads[i];
        const [own, held] = [within(helps, unit, first, last), within(activities, unit, first, last)];
        expect(head?.households ?? 0).toBe(sum(own.map(({ households }) => households)));
        expect(head?.['value-vnd'] ?? 0).toBe(sum(own.map(({ valueVnd }) => valueVnd)));
        expect(head?.activities ?? 0).toBe(held.length);
        expect(head?.participants ?? 0).toBe(sum(held.map(({ participants }) => participants)));
        const strengthened = within(models, unit, first, last).filter(({ change }) => change === 'strengthened');
        expect(head?.['models/strengthened'] ?? 0).toBe(strengthened.length);
        compared += 5;
      }
    }
    expect(compared).toBeGreaterThan(600);
  });

  it('gives the targets of both plans, to the last unit', async () => {
    const [activities, reached, helps, yearly] = [
      await store.find('Activity', {}),
      await store.find('HouseholdReached', {}),
      await store.find('HouseholdHelp', {}),
      await store.find('YearlyFigure', { year: 2026 }),
    ];
    const branches = units.filter(({ kind }) => kind === 'branch');
    for (const unit of units) {
      const results = await resultsFor(store, content.plans, await unitsBelow(store, unit, today), today);
      const n = (id: string, plan: string) => results.find((one) => one.id === id && one.plan === plan)?.n ?? null;
      const inPlanYear = within(activities, unit, '2025-12-01', '2026-11-30');
      const campaigns = (rows: typeof activities) => new Set(rows.flatMap(({ campaign }) => campaign ?? [])).size;
      if (unit.kind !== 'province') expect(n('TY-7', 'TY')).toBe(campaigns(inPlanYear) || null);
      const own = yearly.filter((row) => codeOf(row.unitId).startsWith(unit.code));
      const of = (measure: string) => sum(own.filter((row) => row.measure === measure).map(({ value }) => value));
      expect(n('TY-3', 'TY')).toBeCloseTo((100 * of('households-committed')) / of('households'), 9);
      if (unit.kind === 'branch') continue;
      const below = branches.filter(({ code }) => code.startsWith(unit.code));
      const told = below.filter((branch) =>
        within(inPlanYear, branch, '0', '9').some(({ topics }) => topics.includes('conduct_code')),
      );
      expect(n('TY-12', 'TY')).toBeCloseTo((100 * told.length) / below.length, 9);
      // ND-3: households helped at any time whose whole set is first stated this year.
      const whole = reached.filter(({ wholeSet, unitId }) => wholeSet !== null && codeOf(unitId).startsWith(unit.code));
      const firstDays = new Map<string, string>();
      for (const row of whole) {
        const known = firstDays.get(row.householdHash);
        if (known === undefined || row.day < known) firstDays.set(row.householdHash, row.day);
      }
      const helped = new Set(helps.map(({ householdHash }) => householdHash));
      const counted = [...firstDays].filter(([hash, day]) => helped.has(hash) && day >= '2026-01-01' && day <= today);
      expect(n('ND-3', 'NDM') ?? 0).toBe(counted.length);
    }
  });

  it('gives who reported, and who was on time', async () => {
    const checkIns = (await store.find('CheckIn', {})).filter(({ period }) => period.includes('-W'));
    for (const unit of units) {
      const span = { first: '2026-01-01', last: '2026-11-29' };
      const reporting = await reportingOf(store, await unitsBelow(store, unit, today), span);
      const own = checkIns.filter(({ unitId, period }) => {
        const end = daysOf(period).last;
        return codeOf(unitId).startsWith(unit.code) && span.first <= end && end <= span.last;
      });
      expect(reporting.reported).toBe(own.length);
      expect(reporting.onTime).toBe(own.filter(({ late }) => !late).length);
    }
  });
});
