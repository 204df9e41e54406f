import { addDays, type Day } from '../core/day.ts';
import { newId } from '../core/ids.ts';
import type { RoleRow, UnitKind, UnitLinkRow, UnitRow } from '../core/records.ts';
import { holdsOn, type ParentSpan, type UnitTree } from './unit-tree.ts';

export type Refusal =
  | 'unknown-unit'
  | 'same-unit'
  /** The unit would stand below itself. */
  | 'circle'
  /** One of the units does not exist on that day. */
  | 'not-there-that-day'
  /** A branch over a commune, a commune under a branch. */
  | 'wrong-level';

/** A tree after the change, or why it cannot be. Nothing is written here; see tree-changes.ts. */
export type Reorganised = { ok: true; tree: UnitTree } | { ok: false; because: Refusal };

const rankOf: Record<UnitKind, number> = {
  central: 0,
  province: 1,
  district: 2,
  commune: 3,
  affiliate: 3,
  branch: 4,
  group: 5,
};

/** Whether a unit of one kind may stand directly under one of the other. The depth is free; the order is not. */
export function mayStandUnder(child: UnitKind, parent: UnitKind): boolean {
  if (child === 'affiliate') return rankOf[parent] <= rankOf.district;
  return rankOf[parent] < rankOf[child];
}

/** From `day` on the unit stands under another parent. Figures of the days before stay with the parent of that time. */
export function moveUnit(tree: UnitTree, unitId: string, parentId: string, day: Day, now: Date): Reorganised {
  const refusal = refusalOfMove(tree, unitId, parentId, day);
  if (refusal) return { ok: false, because: refusal };
  return { ok: true, tree: withLink(underParent(tree, unitId, parentId, day), unitId, parentId, 'moved', day, now) };
}

/** From `day` on the unit has another name; the old one stays findable. */
export function renameUnit(tree: UnitTree, unitId: string, name: string, day: Day, now: Date): Reorganised {
  const unit = tree.units.get(unitId);
  if (!unit) return { ok: false, because: 'unknown-unit' };
  if (unit.name === name) return { ok: true, tree };
  const oldNames = [...new Set([...unit.oldNames, unit.name])].filter((old) => old !== name);
  return { ok: true, tree: withLink(withUnit(tree, { ...unit, name, oldNames }), unitId, unitId, 'renamed', day, now) };
}

/** The units end the day before `day`; what stands below them goes to `intoId`, and their figures roll up to it. */
export function mergeUnits(
  tree: UnitTree,
  fromIds: readonly string[],
  intoId: string,
  day: Day,
  now: Date,
): Reorganised {
  let merged = tree;
  for (const fromId of fromIds) {
    const step = mergeOne(merged, fromId, intoId, day, now);
    if (!step.ok) return step;
    merged = step.tree;
  }
  return { ok: true, tree: merged };
}

function mergeOne(tree: UnitTree, fromId: string, intoId: string, day: Day, now: Date): Reorganised {
  const [from, into] = [tree.units.get(fromId), tree.units.get(intoId)];
  if (!from || !into) return { ok: false, because: 'unknown-unit' };
  if (fromId === intoId) return { ok: false, because: 'same-unit' };
  if (!holdsOn(from, addDays(day, -1)) || !holdsOn(into, day)) return { ok: false, because: 'not-there-that-day' };
  if (rankOf[from.kind] !== rankOf[into.kind]) return { ok: false, because: 'wrong-level' };
  let next = tree;
  for (const unitId of childrenOn(tree, fromId, day)) {
    const moved = moveUnit(next, unitId, intoId, day, now);
    if (!moved.ok) return moved;
    next = moved.tree;
  }
  return { ok: true, tree: withLink(endUnit(next, from, day), fromId, intoId, 'merged', day, now) };
}

/**
 * The unit ends the day before `day` and the new ones stand in its place, under its parent. Its figures stay with it and
 * roll up through it; units below it go to the part that `children` names, or stay until somebody moves them.
 */
export function splitUnit(
  tree: UnitTree,
  unitId: string,
  parts: readonly Pick<UnitRow, 'code' | 'name'>[],
  day: Day,
  now: Date,
  children: ReadonlyMap<string, string> = new Map(),
): Reorganised {
  const unit = tree.units.get(unitId);
  if (!unit) return { ok: false, because: 'unknown-unit' };
  if (!holdsOn(unit, addDays(day, -1))) return { ok: false, because: 'not-there-that-day' };
  let next = tree;
  const idOfCode = new Map<string, string>();
  for (const { code, name } of parts) {
    const part = { ...unit, id: newId(now), code, name, fromDay: day, untilDay: null, oldNames: [] };
    idOfCode.set(code, part.id);
    next = withUnit(next, part);
    if (unit.parentId) next = underParent(next, part.id, unit.parentId, day);
    next = withLink(next, unitId, part.id, 'split', day, now);
  }
  for (const [childId, code] of children) {
    const moved = moveUnit(next, childId, idOfCode.get(code) ?? '', day, now);
    if (!moved.ok) return moved;
    next = moved.tree;
  }
  return { ok: true, tree: endUnit(next, unit, day) };
}

/** Roles at a unit that was merged go on at the unit it went into, from that day. */
export function rolesAfterMerge(
  roles: readonly RoleRow[],
  intoId: string,
  day: Day,
  now: Date,
): { end: RoleRow[]; begin: RoleRow[] } {
  const end = roles.filter(({ untilDay }) => untilDay === null || untilDay >= day);
  return {
    end: end.map((role) => ({ ...role, untilDay: addDays(day, -1) })),
    begin: end.map((role) => ({ ...role, id: newId(now), unitId: intoId, fromDay: day })),
  };
}

/** The tree with the unit under that parent from `day` on, without a link: for units that are new. */
export function underParent(tree: UnitTree, unitId: string, parentId: string, day: Day): UnitTree {
  const unit = tree.units.get(unitId);
  if (!unit) return tree;
  const kept = tree.parents.flatMap((span): ParentSpan[] => {
    if (span.unitId !== unitId) return [span];
    if (span.fromDay >= day) return [];
    return [isOpenAfter(span, day) ? { ...span, untilDay: addDays(day, -1) } : span];
  });
  const parents = [...kept, { unitId, parentId, fromDay: day, untilDay: null }];
  return { ...withUnit(tree, { ...unit, parentId }), parents };
}

export function withUnit(tree: UnitTree, unit: UnitRow): UnitTree {
  return { ...tree, units: new Map(tree.units).set(unit.id, unit) };
}

function refusalOfMove(tree: UnitTree, unitId: string, parentId: string, day: Day): Refusal | null {
  const [unit, parent] = [tree.units.get(unitId), tree.units.get(parentId)];
  if (!unit || !parent) return 'unknown-unit';
  if (unitId === parentId) return 'same-unit';
  for (let at: UnitRow | undefined = parent, steps = 0; at && steps < 20; steps++) {
    if (at.id === unitId) return 'circle';
    at = at.parentId === null ? undefined : tree.units.get(at.parentId);
  }
  if (!holdsOn(unit, day) || !holdsOn(parent, day)) return 'not-there-that-day';
  return mayStandUnder(unit.kind, parent.kind) ? null : 'wrong-level';
}

function endUnit(tree: UnitTree, unit: UnitRow, day: Day): UnitTree {
  return withUnit(tree, { ...unit, untilDay: addDays(day, -1) });
}

function childrenOn(tree: UnitTree, parentId: string, day: Day): string[] {
  return tree.parents
    .filter((span) => span.parentId === parentId && isOpenAfter(span, day))
    .map(({ unitId }) => unitId)
    .filter((id) => isThere(tree.units.get(id), day));
}

function isThere(unit: UnitRow | undefined, day: Day): boolean {
  return unit !== undefined && holdsOn(unit, day);
}

function isOpenAfter({ untilDay }: ParentSpan, day: Day): boolean {
  return untilDay === null || untilDay >= day;
}

function withLink(
  tree: UnitTree,
  fromUnitId: string,
  toUnitId: string,
  kind: UnitLinkRow['kind'],
  day: Day,
  now: Date,
): UnitTree {
  return { ...tree, links: [...tree.links, { id: newId(now), fromUnitId, toUnitId, kind, day }] };
}
