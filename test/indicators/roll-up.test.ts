import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addToFigure, type Change, insert } from '../../src/core/change.ts';
import { MovableClock } from '../../src/core/clock.ts';
import { addDays, type Day } from '../../src/core/day.ts';
import type { UnitKind, UnitLinkRow, UnitRow } from '../../src/core/records.ts';
import type { Store } from '../../src/core/store.ts';
import { recordsBehind } from '../../src/indicators/records-behind.ts';
import { ancestorRows, type ParentSpan } from '../../src/organisation/unit-tree.ts';
import { openStore } from '../../src/storage/open-store.ts';
import { freshSqlite } from '../support/sqlite.ts';

const cases = 1_000;
const start = '2024-01-01';
const dayIn = fc.integer({ min: 0, max: 1_000 }).map((n) => addDays(start, n));

interface Case {
  branchesOf: number[];
  counted: { unit: number; day: Day; n: number }[];
  change: { kind: 'none' | 'move' | 'merge' | 'split' | 'rename'; day: Day; unit: number };
  cut: Day;
  /** In which order the figures arrive. */
  order: number[];
}

const anyCase: fc.Arbitrary<Case> = fc.record({
  branchesOf: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 2, maxLength: 3 }),
  counted: fc.array(fc.record({ unit: fc.nat(20), day: dayIn, n: fc.integer({ min: 1, max: 50 }) }), {
    minLength: 1,
    maxLength: 8,
  }),
  change: fc.record({
    kind: fc.constantFrom('none', 'move', 'merge', 'split', 'rename'),
    day: dayIn,
    unit: fc.nat(20),
  }),
  cut: dayIn,
  order: fc.array(fc.nat(1_000), { minLength: 8, maxLength: 8 }),
});

interface World extends Case {
  root: string;
  communes: UnitRow[];
  units: UnitRow[];
  figures: { unitId: string; day: Day; n: number }[];
}

/** One province of its own, with a reorganisation on some day. */
function worldOf(given: Case, id: number): { world: World; tree: Change[]; figures: Change[] } {
  const unit = (code: string, kind: UnitKind, fromDay = start, untilDay: Day | null = null): UnitRow => ({
    ...{ id: `${id}-${code}`, code: `${id}-${code}`, name: code, kind, parentId: null },
    ...{ fromDay, untilDay, position: 0, oldNames: [], marks: {} },
  });
  const root = unit('P', 'province');
  const communes = given.branchesOf.map((_, i) => unit(`C${i}`, 'commune'));
  const branches = given.branchesOf.flatMap((n, i) =>
    Array.from({ length: n }, (_, j) => unit(`C${i}B${j}`, 'branch')),
  );
  const under = (child: UnitRow, parent: UnitRow, fromDay = start, untilDay: Day | null = null): ParentSpan => ({
    ...{ unitId: child.id, parentId: parent.id, fromDay, untilDay },
  });
  const communeOf = (branch: UnitRow) => communes.find(({ id: c }) => branch.id.startsWith(`${c}B`)) as UnitRow;
  let parents = [...communes.map((one) => under(one, root)), ...branches.map((one) => under(one, communeOf(one)))];
  const links: UnitLinkRow[] = [];
  const all = [root, ...communes, ...branches];
  const { kind, day } = given.change;
  const dayBefore = addDays(day, -1);
  const branch = branches[given.change.unit % branches.length] as UnitRow;
  const [first, second] = communes as [UnitRow, UnitRow];
  if (day > start && kind === 'move') {
    const goal = communes.find(({ id: c }) => c !== communeOf(branch).id) as UnitRow;
    parents = parents.map((span) => (span.unitId === branch.id ? { ...span, untilDay: dayBefore } : span));
    parents.push(under(branch, goal, day));
  } else if (day > start && kind === 'merge') {
    first.untilDay = dayBefore;
    links.push({ id: `${id}-link`, fromUnitId: first.id, toUnitId: second.id, kind: 'merged', day });
    for (const one of branches.filter((b) => communeOf(b) === first)) {
      parents = parents.map((span) => (span.unitId === one.id ? { ...span, untilDay: dayBefore } : span));
      parents.push(under(one, second, day));
    }
  } else if (day > start && kind === 'split') {
    const part = unit('C9', 'commune', day);
    communes.push(part);
    all.push(part);
    parents.push(under(part, root, day));
    links.push({ id: `${id}-link`, fromUnitId: first.id, toUnitId: part.id, kind: 'split', day });
    for (const one of branches.filter((b) => communeOf(b) === first).slice(1)) {
      parents = parents.map((span) => (span.unitId === one.id ? { ...span, untilDay: dayBefore } : span));
      parents.push(under(one, part, day));
    }
  } else if (day > start && kind === 'rename') {
    links.push({ id: `${id}-link`, fromUnitId: branch.id, toUnitId: branch.id, kind: 'renamed', day });
  }
  const tree = { units: new Map(all.map((one) => [one.id, one])), links, parents };
  const figures = given.counted.flatMap(({ unit: at, day: on, n }) => {
    const one = all[at % all.length] as UnitRow;
    const isThere = one.fromDay <= on && (one.untilDay === null || on <= one.untilDay);
    return isThere ? [{ unitId: one.id, day: on, n }] : [];
  });
  return {
    world: { ...given, root: root.id, communes, units: all, figures },
    tree: [...all.map((one) => insert('Unit', one)), ...ancestorRows(tree).map((row) => insert('UnitAncestor', row))],
    figures: figures.map(({ unitId, day: on, n }) => addToFigure('households', unitId, on, n)),
  };
}

describe(`What a province sums up, in ${cases} made-up provinces with a reorganisation`, () => {
  let store: Store;
  let drop: () => Promise<void>;
  const made = fc.sample(anyCase, { numRuns: cases, seed: 20_261_124 }).map(worldOf);
  const worlds = made.map(({ world }) => world);
  const last = addDays(start, 1_000);

  beforeAll(async () => {
    const database = await freshSqlite();
    store = await openStore(database.url, { clock: new MovableClock('2026-11-24T00:00:00Z') });
    drop = async () => {
      await store.close();
      await database.drop();
    };
    for (let i = 0; i < made.length; i += 100)
      await store.commit(made.slice(i, i + 100).flatMap(({ tree, figures }) => [...tree, ...figures]));
  }, 120_000);
  afterAll(() => drop());

  const sums = async (unitIds: string[], first: Day, until: Day) => {
    const rows = await store.sumFiguresBelow({
      unitIds,
      measures: ['households'],
      first,
      last: until,
      firstYear: '2024',
    });
    return new Map(rows.map(({ unitId, n }) => [unitId, n]));
  };
  const total = (world: World, first: Day, until: Day) => {
    const counted = world.figures.filter(({ day }) => first <= day && day <= until);
    return counted.length === 0 ? undefined : counted.reduce((sum, { n }) => sum + n, 0);
  };

  it('is what a plain loop over its figures gives: no reorganisation changes the total', async () => {
    const found = await sums(
      worlds.map(({ root }) => root),
      start,
      last,
    );
    for (const world of worlds) expect(found.get(world.root)).toBe(total(world, start, last));
  });

  it('is the sum of its communes of all times and its own; who was merged counts for its successor too', async () => {
    const found = await sums(
      worlds.flatMap(({ communes }) => communes.map(({ id }) => id)),
      start,
      last,
    );
    for (const world of worlds) {
      const own = world.figures.filter(({ unitId }) => unitId === world.root).reduce((sum, { n }) => sum + n, 0);
      const today = world.communes.filter(({ untilDay }) => untilDay === null);
      const below = today.reduce((sum, { id }) => sum + (found.get(id) ?? 0), 0);
      expect(below + own).toBe(total(world, start, last) ?? 0);
    }
  });

  it('adds up over time, wherever the time is cut', async () => {
    for (const { root, cut, ...world } of worlds) {
      const [before, after] = [await sums([root], start, cut), await sums([root], addDays(cut, 1), last)];
      const whole = total({ root, cut, ...world }, start, last) ?? 0;
      expect((before.get(root) ?? 0) + (after.get(root) ?? 0)).toBe(whole);
    }
  }, 120_000);

  it('is what the records behind it add up to, for whoever stood above them when they were told', async () => {
    for (const { root, communes } of worlds.slice(0, 150))
      for (const unitId of [root, ...communes.map(({ id }) => id)]) {
        const query = { unitId, measures: ['households'], span: { first: start, last }, skip: 0, limit: 1_000 };
        const { records } = await recordsBehind(store, query);
        const behind = records.flatMap(({ figures }) => figures).reduce((sum, { n }) => sum + n, 0);
        expect(behind, unitId).toBe((await sums([unitId], start, last)).get(unitId) ?? 0);
      }
  }, 120_000);

  it('does not depend on the order in which check-ins arrive, nor on whether they come before a reorganisation is entered', async () => {
    const again = worlds.map((world, i) => ({ ...worldOf(world, cases + i), order: world.order }));
    const early: Change[] = [];
    const late: Change[] = [];
    for (const { figures, order } of again) {
      const shuffled = figures
        .map((figure, i) => ({ figure, at: order[i] ?? 0 }))
        .sort((a, b) => a.at - b.at)
        .map(({ figure }) => figure);
      const half = Math.ceil(shuffled.length / 2);
      early.push(...shuffled.slice(0, half));
      late.unshift(...shuffled.slice(half));
    }
    const trees = again.flatMap(({ tree }) => tree);
    for (const changes of [early, trees, late])
      for (let i = 0; i < changes.length; i += 2_000) await store.commit(changes.slice(i, i + 2_000));
    const idsOf = (world: World) => [world.root, ...world.communes.map(({ id }) => id)];
    const expected = await sums(worlds.flatMap(idsOf), start, last);
    const found = await sums(
      again.flatMap(({ world }) => idsOf(world)),
      start,
      last,
    );
    for (const [i, { world }] of again.entries()) {
      const before = idsOf(worlds[i] as World).map((id) => expected.get(id));
      expect(idsOf(world).map((id) => found.get(id))).toEqual(before);
      expect(found.get(world.root)).toBe(total(world, start, last));
    }
  }, 120_000);
});
