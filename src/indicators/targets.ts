import { type Change, insert } from '../core/change.ts';
import { newId } from '../core/ids.ts';
import type { UnitRow } from '../core/records.ts';
import type { Store } from '../core/store.ts';

/** A target that an official settled for a unit, or took back. None of these rows is ever changed: the latest holds. */
export interface SettledTarget {
  unitId: string;
  indicator: string;
  /** Null: taken back, the plan's own holds again. */
  n: number | null;
  before: number | null;
  /** Who settled it, and the unit whose official she was. */
  by: string;
  byUnit: string;
  /** An instant as text. */
  at: string;
}

const prefix = 'target/';

export type TargetOf = (unit: UnitRow, indicator: string) => number | null;

/** All that was settled, the oldest first. Ids of rows grow with time. */
export async function settledTargets(store: Store, unitId?: string, indicator?: string): Promise<SettledTarget[]> {
  const begins = `${prefix}${unitId === undefined ? '' : `${unitId}/${indicator === undefined ? '' : `${indicator}/`}`}`;
  const rows = await store.find(
    'Setting',
    { id: { gte: begins, lt: `${begins.slice(0, -1)}0` } },
    { orderBy: [{ id: 'asc' }] },
  );
  return rows.map(({ value }) => value as SettledTarget);
}

/** The target that holds for a unit alone: the latest settled, else the one among its marks (`target/ND-3`). */
export async function targetsOf(store: Store): Promise<TargetOf> {
  const settled = new Map<string, number | null>();
  for (const { unitId, indicator, n } of await settledTargets(store)) settled.set(`${unitId}/${indicator}`, n);
  return (unit, indicator) => {
    const n = settled.get(`${unit.id}/${indicator}`) ?? unit.marks.settings?.[`target/${indicator}`];
    return typeof n === 'number' && n > 0 ? n : null;
  };
}

export function settleTarget(target: SettledTarget, now: Date): Change {
  return insert('Setting', { id: `${prefix}${target.unitId}/${target.indicator}/${newId(now)}`, value: target });
}
