import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Facts, insertsOf, joinFacts, noFacts } from '../../src/check-ins/facts.ts';
import { figureChanges, loadTouched, touchedBy } from '../../src/check-ins/figure-changes.ts';
import { figuresOf } from '../../src/check-ins/figures-of.ts';
import { rebuildFigures, rebuildUnit } from '../../src/check-ins/rebuild-figures.ts';
import { addToFigure, insert } from '../../src/core/change.ts';
import { addDays } from '../../src/core/day.ts';
import { monthOf, weekOf, yearOf } from '../../src/core/period.ts';
import type { FactRow } from '../../src/core/records.ts';
import { type Country, figuresOfUnit, openCountry } from './branch.ts';

let made = 0;

/** One check-in with its facts, of few households and days so that they meet. */
const checkIn = (unitId: string) =>
  fc
    .record({
      day: fc.integer({ min: 0, max: 420 }).map((n) => addDays('2025-10-20', n)),
      households: fc.array(
        fc.record({
          hash: fc.constantFrom('a', 'b', 'c', null),
          supports: fc.subarray(['gift', 'cash', 'loan']),
          valueVnd: fc.option(fc.integer({ min: 0, max: 9_000_000 })),
          n: fc.integer({ min: 1, max: 4 }),
          set: fc.constantFrom(null, '5k3s', '5c3s'),
          criteria: fc.subarray(['sach_bep', 'sach_ngo']),
        }),
        { maxLength: 3 },
      ),
      participants: fc.option(fc.integer({ min: 0, max: 90 })),
      found: fc.option(fc.integer({ min: 0, max: 3 })),
      total: fc.option(fc.integer({ min: 0, max: 300 })),
      waiting: fc.boolean(),
      withdrawn: fc.boolean(),
    })
    .map((told): Facts => {
      const id = `check-in-${++made}`;
      let part = 0;
      const row = (): FactRow => ({
        id: `${id}/${++part}`,
        checkInId: id,
        unitId,
        day: told.day,
        version: 1,
        replacedById: null,
        waiting: told.waiting,
        createdAt: new Date(Date.UTC(2026, 0, 1) + made * 1000),
      });
      const facts = noFacts();
      facts.checkIns.push({
        id,
        unitId,
        reporterId: 'reporter',
        period: weekOf(told.day),
        late: false,
        nothing: told.households.length === 0,
        createdAt: new Date(Date.UTC(2026, 0, 1) + made * 1000),
        version: 1,
        withdrawn: told.withdrawn,
      });
      for (const { hash, supports, valueVnd, n, set, criteria } of told.households) {
        facts.helps.push({
          ...row(),
          householdHash: hash,
          nameHash: hash,
          sealedName: hash,
          supports,
          valueVnd,
          households: hash === null ? n : 1,
        });
        if (hash !== null && (set !== null || criteria.length > 0)) {
          facts.reached.push({ ...row(), householdHash: hash, sealedName: hash, criteria, wholeSet: set });
        }
      }
      if (told.participants !== null) {
        facts.activities.push({
          ...row(),
          type: 'meeting',
          topics: ['an_toan'],
          participants: told.participants,
          campaign: null,
          householdsInformed: null,
          householdsCommitted: null,
        });
      }
      if (told.found !== null) {
        facts.monthly.push({ ...row(), waiting: false, month: monthOf(told.day), found: told.found, supported: null });
      }
      if (told.total !== null) {
        const year = Number(yearOf(told.day));
        facts.yearly.push({ ...row(), waiting: false, year, measure: 'households', value: told.total, text: null });
      }
      return facts;
    });

const whole = (all: readonly Facts[]) => all.reduce(joinFacts, noFacts());
const asObject = (figures: ReadonlyMap<string, number>) =>
  Object.fromEntries([...figures].filter(([, n]) => n !== 0).map(([key, n]) => [key.replace('|', ' '), n]));

describe('Figures of a unit', () => {
  it('are the same in whatever order its facts are read', () => {
    fc.assert(
      fc.property(fc.array(checkIn('unit'), { maxLength: 12 }), fc.infiniteStream(fc.nat()), (all, noise) => {
        const shuffled = [...all].sort(() => (noise.next().value % 2 === 0 ? 1 : -1));
        expect(asObject(figuresOf(whole(shuffled)))).toEqual(asObject(figuresOf(whole(all))));
      }),
    );
  });

  it('count a household once a year, on its first day', () => {
    fc.assert(
      fc.property(fc.array(checkIn('unit'), { maxLength: 12 }), (all) => {
        const facts = whole(all);
        const withdrawn = new Set(facts.checkIns.filter((one) => one.withdrawn).map(({ id }) => id));
        const named = facts.helps.filter(
          (one) =>
            one.householdHash !== null && !one.waiting && !withdrawn.has(one.checkInId) && one.day < '2026-01-01',
        );
        const unnamed = facts.helps.filter(
          (one) =>
            one.householdHash === null && !one.waiting && !withdrawn.has(one.checkInId) && one.day < '2026-01-01',
        );
        const counted = [...figuresOf(facts)]
          .filter(([key]) => key.startsWith('households/distinct-year|2025'))
          .reduce((sum, [, n]) => sum + n, 0);
        const distinct = new Set(named.map(({ householdHash }) => householdHash)).size;
        expect(counted).toBe(distinct + unnamed.reduce((sum, { households }) => sum + households, 0));
      }),
    );
  });

  it.each([
    { reachedOn: '2026-03-01', helpedOn: '2025-05-01', counts: 1, because: 'helped before' },
    { reachedOn: '2026-03-01', helpedOn: '2026-09-01', counts: 1, because: 'helped at any time, also after' },
    { reachedOn: '2026-03-01', helpedOn: null, counts: 0, because: 'never helped by the branch' },
  ])('ND-3: reached on $reachedOn, helped on $helpedOn counts $counts: $because', ({ reachedOn, helpedOn, counts }) => {
    const row = (id: string, day: string): FactRow => ({
      id,
      checkInId: 'check-in',
      unitId: 'unit',
      day,
      version: 1,
      replacedById: null,
      waiting: false,
      createdAt: new Date(0),
    });
    const facts = noFacts();
    facts.reached.push({
      ...row('r', reachedOn),
      householdHash: 'h',
      sealedName: null,
      criteria: [],
      wholeSet: '5k3s',
    });
    facts.reached.push({
      ...row('r2', '2026-06-01'),
      householdHash: 'h',
      sealedName: null,
      criteria: [],
      wholeSet: '5c3s',
    });
    if (helpedOn) {
      const help = { householdHash: 'h', nameHash: 'n', sealedName: null, supports: [], valueVnd: null, households: 1 };
      facts.helps.push({ ...row('h', helpedOn), ...help });
    }
    expect(figuresOf(facts).get(`reached/whole-helped|${reachedOn}`) ?? 0).toBe(counts);
    expect(figuresOf(facts).get(`reached/whole|${reachedOn}`)).toBe(1);
  });
});

describe('Figures kept check-in by check-in', () => {
  let country: Country;
  beforeAll(async () => {
    country = await openCountry();
  });
  afterAll(() => country.close());

  it('are those that a rebuild makes from the facts, and those of all facts at once', async () => {
    const { store } = country;
    let units = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(checkIn('unit'), { minLength: 1, maxLength: 8 }), async (told) => {
        const unitId = `unit-${++units}`;
        const all = told.map((facts) => moved(facts, unitId));
        await store.commit([
          insert('Unit', {
            id: unitId,
            code: unitId,
            name: unitId,
            kind: 'branch',
            parentId: null,
            fromDay: '2020-01-01',
            untilDay: null,
            position: 0,
            oldNames: [],
            marks: {},
          }),
        ]);
        for (const facts of all) {
          const before = await loadTouched(store, unitId, touchedBy(facts));
          await store.commit([...insertsOf(facts), ...figureChanges(unitId, before, joinFacts(before, facts))]);
        }
        expect(await figuresOfUnit(store, unitId)).toEqual(asObject(figuresOf(whole(all))));
        expect(await rebuildUnit(store, unitId)).toBe(0);
      }),
      { numRuns: 10 },
    );
  });

  it('are mended by a rebuild: wrong, missing and left-over rows', async () => {
    const branch = await country.newBranch();
    const talk = branch.talk();
    await talk.begin('weekly', { text: 'hôm qua giúp bà Lan sửa nhà 5tr. hôm qua họp chi hội 35 người' });
    await talk.says('1');
    const unitId = branch.units.branch;
    const right = await figuresOfUnit(country.store, unitId);
    const [row] = await country.store.find('Figure', { unitId, measure: 'households' });
    await country.store.commit([
      { do: 'remove', table: 'Figure', where: { id: row?.id ?? '' } },
      addToFigure('participants', unitId, '2026-11-21', 5),
      addToFigure('models/founded', unitId, '2026-11-21', 1),
    ]);
    expect(await figuresOfUnit(country.store, unitId)).not.toEqual(right);
    expect((await rebuildFigures(country.store)).mended).toBe(3);
    expect(await figuresOfUnit(country.store, unitId)).toEqual(right);
  });
});

/** The same facts as those of another unit, with ids of its own. */
function moved(facts: Facts, unitId: string): Facts {
  const move = <Row extends { id: string; unitId: string }>(rows: Row[]): Row[] =>
    rows.map((row) => ({
      ...row,
      id: `${unitId}/${row.id}`,
      unitId,
      ...('checkInId' in row ? { checkInId: `${unitId}/${row.checkInId}` } : {}),
    }));
  return {
    checkIns: move(facts.checkIns),
    helps: move(facts.helps),
    reached: move(facts.reached),
    activities: move(facts.activities),
    models: move(facts.models),
    nominations: move(facts.nominations),
    yearly: move(facts.yearly),
    monthly: move(facts.monthly),
  };
}
