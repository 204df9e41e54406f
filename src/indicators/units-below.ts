import type { Day } from '../core/day.ts';
import type { UnitKind, UnitRow } from '../core/records.ts';
import type { Store } from '../core/store.ts';
import type { Level } from './formula.ts';

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
  const below = (await store.unitsBelow(unit.id, day)).filter((one) => one.unit.id !== unit.id);
  below.sort((a, b) => byImport(a.unit, b.unit));
  const level = (name: Level) =>
    [unit, ...below.map((one) => one.unit)].filter(({ kind }) => kindsOf[name].includes(kind));
  return {
    unit,
    day,
    byLevel: { branch: level('branch'), commune: level('commune'), province: level('province') },
    children: below.filter(({ depth }) => depth === 1).map((one) => one.unit),
  };
}

function byImport(a: UnitRow, b: UnitRow): number {
  return a.position - b.position || (a.code < b.code ? -1 : a.code > b.code ? 1 : 0);
}
