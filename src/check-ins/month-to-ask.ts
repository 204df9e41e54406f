import type { Day } from '../core/day.ts';
import { monthOf, type Period, periodBefore } from '../core/period.ts';

/** From this day of a month on, the month at hand is asked for; before it the month that has ended. */
const fromDayOfMonth = 24;

/**
 * The month whose counts are asked for at the end of a check-in, or null when it was stated (or skipped) already. A branch that has
 * never stated any is not asked for a month before this one's first days.
 */
export function monthToAsk(today: Day, stated: readonly Period[]): Period | null {
  const thisMonth = monthOf(today);
  const month = Number(today.slice(8)) >= fromDayOfMonth ? thisMonth : periodBefore(thisMonth);
  return stated.includes(month) ? null : month;
}
