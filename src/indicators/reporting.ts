import type { Day } from '../core/day.ts';
import { type DaySpan, daysOf, type Period, periodAfter, weekOf } from '../core/period.ts';
import type { UnitRow } from '../core/records.ts';
import type { Store } from '../core/store.ts';
import type { UnitsBelow } from './units-below.ts';

/** Who reported, over the weeks that ended within a span. */
export interface Reporting {
  /** Weeks that ended, and how many reports of branches they ask for. */
  weeks: number;
  expected: number;
  reported: number;
  onTime: number;
  /** Branches without a report for the last of these weeks, in the order of the import. */
  silent: readonly UnitRow[];
  lastWeek: Period | null;
}

/**
 * Reports of the branches for the weeks that ended in the span. A branch is asked for the weeks at whose end it existed.
 * "Nothing this week" is a report. Late ones count as reported, not as on time.
 */
export async function reportingOf(store: Store, { byLevel }: UnitsBelow, span: DaySpan): Promise<Reporting> {
  const branches = byLevel.branch;
  const weeks = weeksEndingIn(span);
  const ends = weeks.map((week) => daysOf(week).last);
  const expected = ends.reduce((sum, end) => sum + branches.filter((branch) => existsOn(branch, end)).length, 0);
  const lastWeek = weeks.at(-1) ?? null;
  if (lastWeek === null || branches.length === 0)
    return { weeks: weeks.length, expected, reported: 0, onTime: 0, silent: [], lastWeek };
  const [reported, late, now] = await Promise.all([
    countOf(store, branches, 'check-ins', span),
    countOf(store, branches, 'check-ins/late', span),
    store.find('Figure', { measure: 'check-ins', day: daysOf(lastWeek).last }),
  ]);
  const told = new Set(now.filter(({ n }) => n > 0).map(({ unitId }) => unitId));
  return {
    ...{ weeks: weeks.length, expected, reported, onTime: Math.max(0, reported - late), lastWeek },
    silent: branches.filter((branch) => existsOn(branch, daysOf(lastWeek).last) && !told.has(branch.id)),
  };
}

export function weeksEndingIn({ first, last }: DaySpan): Period[] {
  const weeks: Period[] = [];
  for (let week = weekOf(first); daysOf(week).last <= last; week = periodAfter(week))
    if (daysOf(week).last >= first) weeks.push(week);
  return weeks;
}

function existsOn({ fromDay, untilDay }: UnitRow, day: Day): boolean {
  return fromDay <= day && (untilDay === null || untilDay >= day);
}

const idsAtOnce = 5_000;

async function countOf(
  store: Store,
  units: readonly UnitRow[],
  measure: string,
  { first, last }: DaySpan,
): Promise<number> {
  let sum = 0;
  for (let i = 0; i < units.length; i += idsAtOnce) {
    const unitId = { in: units.slice(i, i + idsAtOnce).map(({ id }) => id) };
    sum += (await store.sumFigures({ measure, unitId, day: { gte: first, lte: last } })) ?? 0;
  }
  return sum;
}
