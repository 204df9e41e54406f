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
const idsAtOnce = 5_000;

export async function unitsBelow(store: Store, unit: UnitRow, day: Day): Promise<UnitsBelow> {
  const held = (await store.find('UnitAncestor', { ancestorId: unit.id, fromDay: { lte: day } })).filter(
    ({ untilDay }) => untilDay === null || untilDay >= day,
  );
  const ids = [...new Set([unit.id, ...held.map(({ unitId }) => unitId)])];
  const units: UnitRow[] = [];
  for (let i = 0; i < ids.length; i += idsAtOnce)
    units.push(...(await store.find('Unit', { id: { in: ids.slice(i, i + idsAtOnce) } })));
  units.sort((a, b) => a.position - b.position || (a.code < b.code ? -1 : 1));
  const direct = new Set(held.filter(({ depth }) => depth === 1).map(({ unitId }) => unitId));
  const level = (name: Level) => units.filter(({ kind }) => kindsOf[name].includes(kind));
  return {
    unit,
    day,
    byLevel: { branch: level('branch'), commune: level('commune'), province: level('province') },
    children: units.filter(({ id }) => direct.has(id)),
  };
}
