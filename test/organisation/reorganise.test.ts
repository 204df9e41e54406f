import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '../../src/core/day.ts';
import type { UnitKind, UnitRow } from '../../src/core/records.ts';
import { mergeUnits, moveUnit, type Reorganised, renameUnit, splitUnit } from '../../src/organisation/reorganise.ts';
import { changesBetween } from '../../src/organisation/tree-changes.ts';
import { ancestorRows, holdsOn, type UnitTree, unitsBelow, unitsTree } from '../../src/organisation/unit-tree.ts';

const now = new Date('2026-11-22T01:00:00Z');
const start = '2020-01-01';

function treeOf(...entries: [id: string, kind: UnitKind, parentId: string | null][]): UnitTree {
  const units = entries.map(
    ([id, kind, parentId], position): UnitRow => ({
      id,
      code: id,
      name: `Đơn vị ${id}`,
      kind,
      parentId,
      fromDay: start,
      untilDay: null,
      position,
      oldNames: [],
      marks: {},
    }),
  );
  return {
    units: new Map(units.map((unit) => [unit.id, unit])),
    links: [],
    parents: entries.flatMap(([unitId, , parentId]) =>
      parentId ? [{ unitId, parentId, fromDay: start, untilDay: null }] : [],
    ),
  };
}

const north = treeOf(
  ['T', 'province', null],
  ['A', 'commune', 'T'],
  ['B', 'commune', 'T'],
  ['a1', 'branch', 'A'],
  ['a2', 'branch', 'A'],
  ['b1', 'branch', 'B'],
);

function done(result: Reorganised): UnitTree {
  if (!result.ok) throw new Error(result.because);
  return result.tree;
}

interface ToyFigure {
  unitId: string;
  day: string;
  n: number;
}

function totalOf(tree: UnitTree, ancestorId: string, figures: readonly ToyFigure[]): number {
  const rows = ancestorRows(tree).filter((row) => row.ancestorId === ancestorId);
  let total = 0;
  for (const row of rows)
    for (const one of figures) if (one.unitId === row.unitId && holdsOn(row, one.day)) total += one.n;
  return total;
}

describe('A branch that moves to another commune', () => {
  const moved = done(moveUnit(north, 'a2', 'B', '2025-07-01', now));
  const figures = [
    { unitId: 'a2', day: '2025-06-30', n: 3 },
    { unitId: 'a2', day: '2025-07-01', n: 4 },
  ];

  it('leaves its old figures with the old commune and brings the new ones to the new', () => {
    expect([totalOf(moved, 'A', figures), totalOf(moved, 'B', figures), totalOf(moved, 'T', figures)]).toEqual([
      3, 4, 7,
    ]);
  });

  it('stands below the commune of the day', () => {
    const rows = ancestorRows(moved);
    expect(unitsBelow(rows, 'A', '2025-06-30')).toEqual(new Set(['A', 'a1', 'a2']));
    expect(unitsBelow(rows, 'B', '2025-07-01')).toEqual(new Set(['B', 'b1', 'a2']));
    expect(
      unitsTree(moved, '2025-07-01')[0]?.children.map(({ children }) => children.map(({ unit }) => unit.id)),
    ).toEqual([['a1'], ['a2', 'b1']]);
  });

  it('can move back', () => {
    const back = done(moveUnit(moved, 'a2', 'A', '2026-01-01', now));
    const later = [...figures, { unitId: 'a2', day: '2026-02-01', n: 10 }];
    expect([totalOf(back, 'A', later), totalOf(back, 'B', later), totalOf(back, 'T', later)]).toEqual([13, 4, 17]);
  });
});

describe('A commune that is merged into another', () => {
  const merged = done(mergeUnits(north, ['A'], 'B', '2025-07-01', now));
  const figures = [
    { unitId: 'A', day: '2025-01-01', n: 1 },
    { unitId: 'a1', day: '2025-01-01', n: 2 },
    { unitId: 'a1', day: '2025-08-01', n: 5 },
    { unitId: 'b1', day: '2025-01-01', n: 8 },
  ];

  it('keeps its figures and rolls them up to the one it went into', () => {
    expect(totalOf(merged, 'A', figures)).toBe(3);
    expect(totalOf(merged, 'B', figures)).toBe(16);
    expect(totalOf(merged, 'T', figures)).toBe(16);
  });

  it('is not there any more, and its branches stand below the other', () => {
    expect(unitsTree(merged, '2025-07-01')[0]?.children.map(({ unit }) => unit.id)).toEqual(['B']);
    expect(unitsBelow(ancestorRows(merged), 'B', '2025-07-01')).toEqual(new Set(['B', 'b1', 'a1', 'a2']));
  });
});

describe('A commune that is split', () => {
  const parts = [
    { code: 'A1', name: 'Xã Một' },
    { code: 'A2', name: 'Xã Hai' },
  ];
  const split = done(
    splitUnit(
      north,
      'A',
      parts,
      '2025-07-01',
      now,
      new Map([
        ['a1', 'A1'],
        ['a2', 'A2'],
      ]),
    ),
  );
  const figures = [
    { unitId: 'a1', day: '2025-01-01', n: 2 },
    { unitId: 'a1', day: '2025-08-01', n: 5 },
  ];

  it('keeps the figures of before; the parts begin anew; the province loses nothing', () => {
    const first = [...split.units.values()].find(({ code }) => code === 'A1')?.id ?? '';
    expect([totalOf(split, 'A', figures), totalOf(split, first, figures), totalOf(split, 'T', figures)]).toEqual([
      2, 5, 7,
    ]);
  });
});

describe('A unit with a new name', () => {
  it('keeps the old one and every figure', () => {
    const renamed = done(renameUnit(north, 'A', 'Xã Mới', '2025-07-01', now));
    expect(renamed.units.get('A')).toMatchObject({ name: 'Xã Mới', oldNames: ['Đơn vị A'] });
    expect(renamed.links).toMatchObject([{ fromUnitId: 'A', toUnitId: 'A', kind: 'renamed', day: '2025-07-01' }]);
    expect(totalOf(renamed, 'T', [{ unitId: 'a1', day: '2025-01-01', n: 2 }])).toBe(2);
  });
});

describe('A change that cannot be', () => {
  it.each([
    { change: () => moveUnit(north, 'a1', 'nowhere', '2025-07-01', now), because: 'unknown-unit' },
    { change: () => moveUnit(north, 'T', 'A', '2025-07-01', now), because: 'circle' },
    { change: () => moveUnit(north, 'A', 'b1', '2025-07-01', now), because: 'wrong-level' },
    { change: () => moveUnit(north, 'a1', 'B', '2019-12-31', now), because: 'not-there-that-day' },
    { change: () => mergeUnits(north, ['A'], 'A', '2025-07-01', now), because: 'same-unit' },
    { change: () => mergeUnits(north, ['a1'], 'B', '2025-07-01', now), because: 'wrong-level' },
    { change: () => mergeUnits(north, ['A'], 'B', start, now), because: 'not-there-that-day' },
  ])('is refused: $because', ({ change, because }) => {
    expect(change()).toEqual({ ok: false, because });
  });
});

describe('Any number of reorganisations', () => {
  const branches = Array.from({ length: 8 }, (_, i) => `x${i}`);
  const communes = ['C0', 'C1', 'C2', 'C3'];
  const wide = treeOf(
    ['Z', 'central', null],
    ['P', 'province', 'Z'],
    ['Q', 'province', 'Z'],
    ...communes.map((id, i): [string, UnitKind, string] => [id, 'commune', i < 2 ? 'P' : 'Q']),
    ...branches.map((id, i): [string, UnitKind, string] => [id, 'branch', communes[i % 4] ?? 'C0']),
  );
  const ids = [...wide.units.keys()];
  const step = fc.record({
    kind: fc.constantFrom('move', 'merge', 'split', 'rename'),
    from: fc.constantFrom(...ids),
    to: fc.constantFrom(...ids),
    after: fc.integer({ min: 1, max: 60 }),
  });
  const figure = fc.record({
    unitId: fc.constantFrom(...ids),
    day: fc.integer({ min: 0, max: 400 }).map((n) => addDays(start, n)),
    n: fc.integer({ min: 1, max: 100 }),
  });

  it('change no total of the top, and none that was told before the day of the change by a unit that stayed', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 8 }), fc.array(figure, { maxLength: 30 }), (steps, figures) => {
        let tree = wide;
        let day = start;
        steps.forEach(({ kind, from, to, after }, i) => {
          day = addDays(day, after);
          const before = tree;
          const result =
            kind === 'move'
              ? moveUnit(tree, from, to, day, now)
              : kind === 'merge'
                ? mergeUnits(tree, [from], to, day, now)
                : kind === 'split'
                  ? splitUnit(tree, from, [{ code: `s${i}`, name: 'phần' }], day, now)
                  : renameUnit(tree, from, `tên ${i}`, day, now);
          if (!result.ok) return;
          tree = result.tree;
          const told = figures.filter((one) => one.day < day && holdsOn(before.units.get(one.unitId)!, one.day));
          const others = ids.filter((id) => kind !== 'merge' || id !== to);
          for (const id of others) expect(totalOf(tree, id, told)).toBe(totalOf(before, id, told));
        });
        const living = figures.filter((one) => holdsOn(tree.units.get(one.unitId)!, one.day));
        const sum = living.reduce((total, { n }) => total + n, 0);
        const tops = [
          'Z',
          ...[...tree.units.values()].filter((unit) => unit.kind === 'central' && unit.id !== 'Z').map(({ id }) => id),
        ];
        expect(tops.reduce((total, id) => total + totalOf(tree, id, living), 0)).toBe(sum);
        const rows = ancestorRows(tree);
        expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
        expect(changesBetween(tree, tree)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});
