import { type Change, put } from '../core/change.ts';
import type { Day } from '../core/day.ts';
import type { UnitRow } from '../core/records.ts';
import type { Store } from '../core/store.ts';
import type { State } from './pace.ts';
import type { UnitsBelow } from './units-below.ts';

/** A rate is kept in hundredths of a percent, because figures are whole numbers. */
const inHundredths = 100;

export function averageMeasure(rate: string): string {
  return `${rate}-hundredths`;
}

export function asHundredths(percent: number): number {
  return Math.round(percent * inHundredths);
}

/** The average that the nearest unit above has stated for the year, in percent; null where none has. */
export async function averageAbove(
  store: Store,
  unit: UnitRow,
  rate: string,
  { year, day }: { year: string; day: Day },
): Promise<number | null> {
  const above = (
    await store.find(
      'UnitAncestor',
      { unitId: unit.id, depth: { gt: 0 }, fromDay: { lte: day } },
      { orderBy: [{ depth: 'asc' }] },
    )
  ).filter(({ untilDay }) => untilDay === null || untilDay >= day);
  const unitId = { in: above.map(({ ancestorId }) => ancestorId) };
  const stated = await store.find('Figure', {
    measure: `yearly/${averageMeasure(rate)}`,
    unitId,
    day: year,
    n: { gt: 0 },
  });
  const nearest = above.flatMap((held) => stated.filter((one) => one.unitId === held.ancestorId))[0];
  return nearest ? nearest.n / inHundredths : null;
}

/** How a share stands that must also be below an average: while the average is unknown nobody can say that it is reached. */
export function stateBesideAverage(state: State, n: number | null, average: number | null, isOver: boolean): State {
  if (state !== 'reached' || n === null) return state;
  if (average === null) return 'open';
  return n < average ? 'reached' : isOver ? 'missed' : 'open';
}

/** The pilots of a plan below a unit, and those of them that were launched before a day. */
export interface Launches {
  pilots: number;
  launched: number;
  before: Day;
}

const prefix = 'launch/';

export function keepLaunch(plan: string, unitId: string, launch: { day: Day; by: string; at: string }): Change {
  return put('Setting', { id: `${prefix}${plan}/${unitId}`, value: launch });
}

export async function launchesOf(store: Store, plan: string, before: Day, below: UnitsBelow): Promise<Launches> {
  const all = [below.unit, ...below.byLevel.commune, ...below.byLevel.branch];
  const pilots = new Map(
    all.filter(({ marks }) => marks.pilotOf?.includes(plan)).map(({ id }) => [`${prefix}${plan}/${id}`, id]),
  );
  const launched = await store.find('Setting', { id: { in: [...pilots.keys()] } });
  const early = launched.filter(({ value }) => (value as { day: Day }).day < before);
  return { pilots: pilots.size, launched: early.length, before };
}
