import type { Day } from '../core/day.ts';
import { type DaySpan, daysOf, type Period, periodAfter, weekOf } from '../core/period.ts';
import type { UnitRow } from '../core/records.ts';
import type { Store } from '../core/store.ts';
import { inPieces } from './in-pieces.ts';
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
 * Reports of the branches for the weeks that ended in the span. A branch is asked for the weeks at whose end it stood below
 * the unit. "Nothing this week" is a report. Late ones count as reported, not as on time.
 */
export async function reportingOf(store: Store, { unit, byLevel }: UnitsBelow, span: DaySpan): Promise<Reporting> {
  const ends = weeksEndingIn(span).map((week) => daysOf(week).last);
  const lastEnd = ends.at(-1);
  if (lastEnd === undefined) return { weeks: 0, expected: 0, reported: 0, onTime: 0, silent: [], lastWeek: null };
  const { branches, reported, late } = await store.reportsBelow({ unitId: unit.id, ...span });
  const silent: UnitRow[] = [];
  for await (const piece of inPieces(byLevel.branch)) {
    const asked = piece.filter((branch) => holdsOn(branch, lastEnd));
    const told = await reportedOn(store, asked, lastEnd);
    for (const branch of asked) if (!told.has(branch.id)) silent.push(branch);
  }
  return {
    ...{ weeks: ends.length, lastWeek: weekOf(lastEnd) },
    expected: branches.reduce((sum, one) => sum + one.branches * ends.filter((end) => holdsOn(one, end)).length, 0),
    ...{ reported, onTime: Math.max(0, reported - late) },
    silent,
  };
}

/** Those of the units that have reported for the week that ends on this day. */
export async function reportedOn(store: Store, units: readonly UnitRow[], day: Day): Promise<ReadonlySet<string>> {
  const sums = await store.sumFiguresBelow({
    ...{ unitIds: units.map(({ id }) => id), measures: ['check-ins'] },
    ...{ first: day, last: day, firstYear: day.slice(0, 4) },
  });
  return new Set(sums.filter(({ n }) => n > 0).map(({ unitId }) => unitId));
}

export function weeksEndingIn({ first, last }: DaySpan): Period[] {
  const weeks: Period[] = [];
  for (let week = weekOf(first); daysOf(week).last <= last; week = periodAfter(week))
    if (daysOf(week).last >= first) weeks.push(week);
  return weeks;
}

function holdsOn({ fromDay, untilDay }: { fromDay: Day; untilDay: Day | null }, day: Day): boolean {
  return fromDay <= day && (untilDay === null || untilDay >= day);
}
