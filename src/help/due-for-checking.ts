import { addDays, type Day } from '../core/day.ts';
import type { ServiceRow } from '../core/records.ts';

/** After so many days without a call a number is marked, and its official is reminded. */
export const checkedForDays = 183;

/** Whether a number in use has not been called for six months, or never. */
export function needsChecking({ calledOn, retiredAt }: ServiceRow, today: Day): boolean {
  return retiredAt === null && (calledOn === null || calledOn < addDays(today, -checkedForDays));
}

/** The numbers to call again, the longest unchecked first, by the unit that keeps them. */
export function dueForChecking(services: readonly ServiceRow[], today: Day): Map<string, ServiceRow[]> {
  const due = services
    .filter((service) => needsChecking(service, today))
    .sort((a, b) => (a.calledOn ?? '').localeCompare(b.calledOn ?? ''));
  const byUnit = new Map<string, ServiceRow[]>();
  for (const service of due) byUnit.set(service.unitId, [...(byUnit.get(service.unitId) ?? []), service]);
  return byUnit;
}
