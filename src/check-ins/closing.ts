import { addDays, type Day } from '../core/day.ts';
import { daysOf, type Period, weekOf } from '../core/period.ts';
import type { PeriodClosingRow, UnitRow } from '../core/records.ts';
import type { Store } from '../core/store.ts';

/** A week closes by itself on this day after its end (domain section 3). */
export const closesAfterDays = 10;

/**
 * Whether the days of a week are closed today. What the commune's official did last holds; without that a week closes by itself on
 * day 10 after its end. `closings` are those of the unit that closes, in any order.
 */
export function isClosed(week: Period, today: Day, closings: readonly PeriodClosingRow[]): boolean {
  const latest = closings
    .filter((one) => one.period === week)
    .sort((a, b) => b.closedAt.getTime() - a.closedAt.getTime())[0];
  if (latest) return latest.reopenedAt === null;
  return today >= addDays(daysOf(week).last, closesAfterDays);
}

export function isDayClosed(day: Day, today: Day, closings: readonly PeriodClosingRow[]): boolean {
  return isClosed(weekOf(day), today, closings);
}

/** Who closes a unit's weeks: the nearest commune or affiliate above it, itself included; a province or higher closes its own. */
export async function closingUnit(store: Store, unitId: string, today: Day): Promise<UnitRow | null> {
  const rows = await store.find('UnitAncestor', { unitId }, { orderBy: [{ depth: 'asc' }] });
  const valid = rows.filter((row) => row.fromDay <= today && (row.untilDay === null || row.untilDay >= today));
  const ids = valid.length > 0 ? valid.map(({ ancestorId }) => ancestorId) : [unitId];
  const units = await store.find('Unit', { id: { in: ids } });
  const inOrder = ids.flatMap((id) => units.filter((unit) => unit.id === id));
  return inOrder.find(({ kind }) => kind === 'commune' || kind === 'affiliate') ?? inOrder[0] ?? null;
}

export async function closingsFor(
  store: Store,
  unitId: string,
  days: readonly Day[],
  today: Day,
): Promise<PeriodClosingRow[]> {
  const unit = await closingUnit(store, unitId, today);
  if (!unit || days.length === 0) return [];
  return store.find('PeriodClosing', { unitId: unit.id, period: { in: [...new Set(days.map(weekOf))] } });
}
