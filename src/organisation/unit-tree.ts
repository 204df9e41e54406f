import { addDays, type Day } from '../core/day.ts';
import type { UnitAncestorRow, UnitLinkRow, UnitRow } from '../core/records.ts';

/** The days on which a unit stands under a parent: until it moves, whether or not it ends before, for what still hangs below it. */
export interface ParentSpan {
  unitId: string;
  parentId: string;
  fromDay: Day;
  untilDay: Day | null;
}

/** All units of all times, what became of them, and who stood under whom when. */
export interface UnitTree {
  units: ReadonlyMap<string, UnitRow>;
  links: readonly UnitLinkRow[];
  parents: readonly ParentSpan[];
}

interface Span {
  fromDay: Day;
  untilDay: Day | null;
}

/**
 * Every unit with every ancestor and the days on which that holds (itself at depth 0, its parent at depth 1). A unit that
 * was merged into another counts for it with all its days, as do the units that stood below it: those rows have a depth of
 * at least 2 and never overlap a row of the same two units. So what an ancestor sums up is, for each of its rows, the
 * figures of that unit on those days, each exactly once; no reorganisation changes what the ancestors of that time sum up.
 */
export function ancestorRows(tree: UnitTree): UnitAncestorRow[] {
  const parentsOf = groupBy(tree.parents, ({ unitId }) => unitId);
  const successorsOf = successors(tree.links);
  return [...tree.units.values()].flatMap((unit) => {
    const byTime = [row(unit, unit.id, 0, unit), ...above(unit, unit.id, unit, 1, parentsOf)];
    const inherited = byTime.flatMap((held) =>
      (successorsOf.get(held.ancestorId) ?? []).map((id) => row(unit, id, Math.max(2, held.depth + 1), held)),
    );
    return [...byTime, ...withoutOverlaps(inherited, byTime)];
  });
}

/** The parent spans that ancestor rows hold: those of depth 1. The last one of a unit that ended goes on. */
export function parentSpans(units: ReadonlyMap<string, UnitRow>, ancestors: readonly UnitAncestorRow[]): ParentSpan[] {
  return ancestors
    .filter(({ depth }) => depth === 1)
    .map(({ unitId, ancestorId, fromDay, untilDay }) => {
      const isLast = untilDay === (units.get(unitId)?.untilDay ?? null);
      return { unitId, parentId: ancestorId, fromDay, untilDay: isLast ? null : untilDay };
    });
}

/** Ids of the unit and of everything below it on that day. */
export function unitsBelow(ancestors: readonly UnitAncestorRow[], unitId: string, day: Day): Set<string> {
  return new Set(
    ancestors.filter((held) => held.ancestorId === unitId && holdsOn(held, day)).map((held) => held.unitId),
  );
}

export interface TreeNode {
  unit: UnitRow;
  children: TreeNode[];
}

/** The units that exist on that day as trees, siblings in the order of the import. */
export function unitsTree(tree: UnitTree, day: Day): TreeNode[] {
  const parentOf = new Map(
    tree.parents.filter((span) => holdsOn(span, day)).map((span) => [span.unitId, span.parentId]),
  );
  const nodes = new Map(
    [...tree.units.values()]
      .filter((unit) => holdsOn(unit, day))
      .map((unit) => [unit.id, { unit, children: [] as TreeNode[] }]),
  );
  const roots: TreeNode[] = [];
  for (const node of [...nodes.values()].sort(
    (a, b) => a.unit.position - b.unit.position || (a.unit.code < b.unit.code ? -1 : 1),
  )) {
    const parent = nodes.get(parentOf.get(node.unit.id) ?? '');
    (parent?.children ?? roots).push(node);
  }
  return roots;
}

export function holdsOn({ fromDay, untilDay }: Span, day: Day): boolean {
  return fromDay <= day && (untilDay === null || day <= untilDay);
}

export function groupBy<T>(items: Iterable<T>, keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

function above(
  unit: UnitRow,
  belowId: string,
  during: Span,
  depth: number,
  parentsOf: ReadonlyMap<string, ParentSpan[]>,
): UnitAncestorRow[] {
  // Deeper than any real tree: only a circle gets there, and the import refuses circles.
  if (depth > 20) return [];
  return (parentsOf.get(belowId) ?? []).flatMap((parent) => {
    const both = overlap(during, parent);
    if (!both) return [];
    return [row(unit, parent.parentId, depth, both), ...above(unit, parent.parentId, both, depth + 1, parentsOf)];
  });
}

/** For each unit that was merged into another (or got a new row with its new name): all that came after it. */
function successors(links: readonly UnitLinkRow[]): Map<string, string[]> {
  const next = groupBy(
    links.filter(
      ({ kind, fromUnitId, toUnitId }) => (kind === 'merged' || kind === 'renamed') && fromUnitId !== toUnitId,
    ),
    ({ fromUnitId }) => fromUnitId,
  );
  const all = new Map<string, string[]>();
  for (const start of next.keys()) {
    const found = new Set<string>();
    const visit = (id: string) => {
      for (const { toUnitId } of next.get(id) ?? []) {
        if (toUnitId === start || found.has(toUnitId)) continue;
        found.add(toUnitId);
        visit(toUnitId);
      }
    };
    visit(start);
    all.set(start, [...found]);
  }
  return all;
}

/** The rows cut so that none shares a day with another row of the same ancestor, among them or in `taken`. */
function withoutOverlaps(rows: readonly UnitAncestorRow[], taken: readonly UnitAncestorRow[]): UnitAncestorRow[] {
  const kept: UnitAncestorRow[] = [];
  for (const candidate of rows) {
    let pieces: Span[] = [candidate];
    for (const other of [...taken, ...kept]) {
      if (other.ancestorId === candidate.ancestorId) pieces = pieces.flatMap((piece) => subtract(piece, other));
    }
    kept.push(
      ...pieces.map(({ fromDay, untilDay }) => ({ ...candidate, fromDay, untilDay, id: idOf(candidate, fromDay) })),
    );
  }
  return kept;
}

function overlap(a: Span, b: Span): Span | null {
  const fromDay = a.fromDay > b.fromDay ? a.fromDay : b.fromDay;
  const untilDay =
    a.untilDay === null ? b.untilDay : b.untilDay === null || a.untilDay < b.untilDay ? a.untilDay : b.untilDay;
  return untilDay === null || fromDay <= untilDay ? { fromDay, untilDay } : null;
}

function subtract(span: Span, taken: Span): Span[] {
  if (!overlap(span, taken)) return [span];
  const left: Span[] = [];
  if (span.fromDay < taken.fromDay) left.push({ fromDay: span.fromDay, untilDay: addDays(taken.fromDay, -1) });
  if (taken.untilDay !== null && (span.untilDay === null || taken.untilDay < span.untilDay)) {
    left.push({ fromDay: addDays(taken.untilDay, 1), untilDay: span.untilDay });
  }
  return left;
}

function row(unit: UnitRow, ancestorId: string, depth: number, { fromDay, untilDay }: Span): UnitAncestorRow {
  const held = { unitId: unit.id, ancestorId, depth, fromDay, untilDay };
  return { id: idOf(held, fromDay), ...held };
}

/** Says what the row holds, so that deriving the rows again gives the same ids. */
function idOf({ unitId, ancestorId }: { unitId: string; ancestorId: string }, fromDay: Day): string {
  return `${unitId}/${ancestorId}/${fromDay}`;
}
