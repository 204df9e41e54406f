import type { Day } from '../core/day.ts';
import { daysOf, type Period, periodBefore, weekOf } from '../core/period.ts';
import type { RoleRow, UnitRow } from '../core/records.ts';
import type { Store } from '../core/store.ts';
import { reportingOf } from '../indicators/reporting.ts';
import { unitsBelow } from '../indicators/units-below.ts';

/** The week that has ended last: that of yesterday when today is Monday. */
export function lastWeekOf(today: Day): Period {
  return periodBefore(weekOf(today));
}

/** The branches below a unit without a report for the week that has ended last. */
export async function silentBranches(store: Store, unit: UnitRow, today: Day): Promise<readonly UnitRow[]> {
  const span = daysOf(lastWeekOf(today));
  return (await reportingOf(store, await unitsBelow(store, unit, span.last), span)).silent;
}

/** Who reports for these units today. */
export async function reportersOf(store: Store, units: readonly UnitRow[], today: Day): Promise<RoleRow[]> {
  const roles: RoleRow[] = [];
  for (let i = 0; i < units.length; i += 1_000) {
    const unitId = { in: units.slice(i, i + 1_000).map(({ id }) => id) };
    roles.push(...(await store.find('Role', { unitId, role: 'reporter', fromDay: { lte: today } })));
  }
  return roles.filter(({ untilDay }) => untilDay === null || untilDay >= today);
}

export async function hasReported(store: Store, unitId: string, week: Period): Promise<boolean> {
  return ((await store.sumFigures({ measure: 'check-ins', unitId, day: daysOf(week).last })) ?? 0) > 0;
}
