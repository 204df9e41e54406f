import type { Day } from '../core/day.ts';
import type { UnitKind, UnitRow } from '../core/records.ts';
import type { Store } from '../core/store.ts';
import { type Level, levels } from './formula.ts';
import { inPieces, sortedInPieces } from './in-pieces.ts';

/** A unit and what stood below it on a day, in the order of the import. */
export interface UnitsBelow {
  unit: UnitRow;
  day: Day;
  /** Itself included where it is of that level; affiliates count as communes. */
  byLevel: Readonly<Record<Level, readonly UnitRow[]>>;
  /** Those directly below it. */
  children: readonly UnitRow[];
}

const kindsOf: Readonly<Record<Level, readonly UnitKind[]>> = {
  branch: ['branch'],
  commune: ['commune', 'affiliate'],
  province: ['province'],
};

export async function unitsBelow(store: Store, unit: UnitRow, day: Day): Promise<UnitsBelow> {
  const below = await sortedInPieces(await store.unitsBelow(unit.id, day), (a, b) => byImport(a.unit, b.unit));
  const byLevel: Record<Level, UnitRow[]> = { branch: [], commune: [], province: [] };
  const children: UnitRow[] = [];
  const place = (one: UnitRow) => {
    for (const level of levels) if (kindsOf[level].includes(one.kind)) byLevel[level].push(one);
  };
  place(unit);
  for await (const piece of inPieces(below))
    for (const one of piece) {
      if (one.unit.id === unit.id) continue;
      place(one.unit);
      if (one.depth === 1) children.push(one.unit);
    }
  return { unit, day, byLevel, children };
}

function byImport(a: UnitRow, b: UnitRow): number {
  return a.position - b.position || (a.code < b.code ? -1 : a.code > b.code ? 1 : 0);
}
