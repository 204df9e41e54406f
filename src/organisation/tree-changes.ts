import { amend, type Change, insert, remove } from '../core/change.ts';
import type { UnitRow } from '../core/records.ts';
import type { Store } from '../core/store.ts';
import { ancestorRows, parentSpans, type UnitTree } from './unit-tree.ts';

/** The units, links and parents as they stand in the database. */
export async function readUnitTree(store: Store): Promise<UnitTree> {
  const [units, links, parents] = [
    await store.find('Unit', {}, { orderBy: [{ position: 'asc' }, { id: 'asc' }] }),
    await store.find('UnitLink', {}),
    await store.find('UnitAncestor', { depth: 1 }),
  ];
  const byId = new Map(units.map((unit) => [unit.id, unit]));
  return { units: byId, links, parents: parentSpans(byId, parents) };
}

/** What must be written to come from one tree to the other, ancestors included; nothing when they are the same. */
export function changesBetween(before: UnitTree, after: UnitTree): Change[] {
  const changes: Change[] = [];
  for (const unit of after.units.values()) {
    const old = before.units.get(unit.id);
    if (!old) changes.push(insert('Unit', unit));
    else if (!isSame(old, unit)) {
      const { id, ...fields } = unit;
      changes.push(amend('Unit', { id }, fields));
    }
  }
  const knownLinks = new Set(before.links.map(({ id }) => id));
  changes.push(...after.links.filter(({ id }) => !knownLinks.has(id)).map((link) => insert('UnitLink', link)));
  return [...changes, ...ancestorChanges(before, after)];
}

function ancestorChanges(before: UnitTree, after: UnitTree): Change[] {
  const [old, wanted] = [before, after].map((tree) => new Map(ancestorRows(tree).map((row) => [row.id, row])));
  if (!old || !wanted) return [];
  const gone = [...old.values()].filter((row) => !isSame(row, wanted.get(row.id)));
  const fresh = [...wanted.values()].filter((row) => !isSame(row, old.get(row.id)));
  const removals: Change[] = [];
  const atOnce = 200; // well under the number of parameters that any database takes
  for (let start = 0; start < gone.length; start += atOnce) {
    removals.push(remove('UnitAncestor', { id: { in: gone.slice(start, start + atOnce).map(({ id }) => id) } }));
  }
  return [...removals, ...fresh.map((row) => insert('UnitAncestor', row))];
}

/** Rows are plain values made by the same code or read from the database: equal when they say the same. */
function isSame(a: object, b: object | undefined): boolean {
  return b !== undefined && inOrder(a) === inOrder(b);
}

function inOrder(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([x], [y]) => (x < y ? -1 : 1)))
      : inner,
  );
}

/** The unit with that code, compared without regard to case. */
export function unitByCode(tree: UnitTree, code: string): UnitRow | undefined {
  const wanted = code.trim().toUpperCase();
  return [...tree.units.values()].find((unit) => unit.code.toUpperCase() === wanted);
}
