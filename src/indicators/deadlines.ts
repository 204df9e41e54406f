import { addDays, type Day } from '../core/day.ts';
import { daysOf, type Period, type PeriodKind, periodAfter, periodBefore, periodOf } from '../core/period.ts';
import type { Plan } from './plan-schema.ts';
import type { SentReport } from './sent-reports.ts';

/** The review of a plan after its first half, and the one at its end. */
export type ReviewKind = 'interim-review' | 'final-review';
export const reviewKinds = ['interim-review', 'final-review'] as const satisfies readonly ReviewKind[];
export type ReportKind = PeriodKind | ReviewKind;

/** A report that a unit owes the level above. */
export interface Deadline {
  plan: string;
  kind: ReportKind;
  /** Of a review `TY-review-2026`. */
  period: Period;
  /** The last day on which it is in time. */
  due: Day;
}

/** The reports of the plans in force that fall due on or after `day`, the next of each kind, soonest first. */
export function nextDeadlines(plans: readonly Plan[], day: Day): Deadline[] {
  return plans
    .flatMap((plan) =>
      plan.reports.flatMap(({ kind, dueDay }): Deadline[] => {
        const now = periodOf(kind, day);
        // The last report of a plan falls due after its end.
        const period = [periodBefore(now), now, periodAfter(now)].find(
          (one) => isOfPlan(one, plan) && dueOf(kind, one, dueDay) >= day,
        );
        return period === undefined ? [] : [{ plan: plan.code, kind, period, due: dueOf(kind, period, dueDay) }];
      }),
    )
    .sort(bySoonest);
}

export function bySoonest(a: Deadline, b: Deadline): number {
  return a.due < b.due ? -1 : a.due > b.due ? 1 : 0;
}

/** A period belongs to the plan in whose time it ends, and to the one that ends in it. */
function isOfPlan(period: Period, { validFrom, validUntil }: Plan): boolean {
  const { first, last } = daysOf(period);
  return first <= validUntil && last >= validFrom;
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

export function isReview(kind: ReportKind): kind is ReviewKind {
  return kind === 'interim-review' || kind === 'final-review';
}

export function isSent(deadline: Pick<Deadline, 'period'>, unitId: string, sent: readonly SentReport[]): boolean {
  return sent.some((one) => one.unitId === unitId && one.period === deadline.period && one.state !== 'draft');
}
