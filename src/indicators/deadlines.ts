import { addDays, type Day } from '../core/day.ts';
import { daysOf, type Period, type PeriodKind, periodAfter, periodBefore, periodOf } from '../core/period.ts';
import type { Plan } from './plan-schema.ts';
import type { SentReport } from './sent-reports.ts';

/** A report that a unit owes the level above. */
export interface Deadline {
  plan: string;
  kind: PeriodKind;
  period: Period;
  /** The last day on which it is in time. */
  due: Day;
}

/** The reports of the plans in force that fall due on or after `day`, the next of each kind, soonest first. */
export function nextDeadlines(plans: readonly Plan[], day: Day): Deadline[] {
  return plans
    .filter(({ validFrom, validUntil }) => validFrom <= day && day <= validUntil)
    .flatMap((plan) =>
      plan.reports.flatMap(({ kind, dueDay }): Deadline[] => {
        const now = periodOf(kind, day);
        const period = [periodBefore(now), now, periodAfter(now)].find((one) => dueOf(kind, one, dueDay) >= day);
        return period === undefined ? [] : [{ plan: plan.code, kind, period, due: dueOf(kind, period, dueDay) }];
      }),
    )
    .sort((a, b) => (a.due < b.due ? -1 : a.due > b.due ? 1 : 0));
}

/** A month is due on a day of the next month, a half-year at its end, the plan year before its day, a year on its day. */
function dueOf(kind: PeriodKind, period: Period, dueDay: string): Day {
  const { last } = daysOf(period);
  switch (kind) {
    case 'month':
      return `${addDays(last, 1).slice(0, 7)}-${dueDay}`;
    case 'year':
      return `${last.slice(0, 4)}-${dueDay}`;
    case 'plan-year':
      return addDays(`${last.slice(0, 4)}-${dueDay}`, -1);
    case 'half-year':
    case 'week':
      return last;
  }
}

export function isSent(deadline: Pick<Deadline, 'period'>, unitId: string, sent: readonly SentReport[]): boolean {
  return sent.some((one) => one.unitId === unitId && one.period === deadline.period);
}
