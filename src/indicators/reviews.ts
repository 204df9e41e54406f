import { type Change, put } from '../core/change.ts';
import { type Day, isDay } from '../core/day.ts';
import type { Period } from '../core/period.ts';
import type { Store } from '../core/store.ts';
import { bySoonest, type Deadline, type ReviewKind } from './deadlines.ts';
import type { Plan } from './plan-schema.ts';

/** A review that a plan orders (TY: after five years and after ten), whether or not a day is settled for it. */
export interface Review {
  plan: Plan;
  kind: ReviewKind;
  year: number;
  period: Period;
}

/** The day by which the units at and below one send their review. The plans name a year only; without a day nobody is reminded. */
export interface ReviewDay {
  period: Period;
  unitId: string;
  due: Day;
}

const prefix = 'review-due/';
const form = /^[A-Z]{2,6}-review-\d{4}$/;

export function isReviewPeriod(period: string): boolean {
  return form.test(period);
}

/** The reviews of the plans that are not examples. */
export function reviewsOf(plans: readonly Plan[]): Review[] {
  return plans
    .filter(({ example }) => !example)
    .flatMap((plan) =>
      plan.reviews.map(({ year, kind }) => ({
        ...{ plan, year, kind: `${kind}-review` as const, period: `${plan.code}-review-${year}` },
      })),
    );
}

/** The review of a kind that people speak of on a day: that of this year, else the next, else the last. */
export function reviewMeant(plans: readonly Plan[], kind: ReviewKind, day: Day): Review | null {
  const all = reviewsOf(plans)
    .filter((one) => one.kind === kind)
    .sort((a, b) => a.year - b.year);
  return all.find(({ year }) => year >= Number(day.slice(0, 4))) ?? all.at(-1) ?? null;
}

export async function reviewDays(store: Store): Promise<ReviewDay[]> {
  const rows = await store.find('Setting', { id: { gte: prefix, lt: 'review-due0' } });
  return rows.flatMap(({ id, value }) => {
    const [, period = '', unitId = ''] = id.split('/');
    return typeof value === 'string' && isDay(value) && isReviewPeriod(period) ? [{ period, unitId, due: value }] : [];
  });
}

export function keepReviewDay({ period, unitId, due }: ReviewDay): Change {
  return put('Setting', { id: `${prefix}${period}/${unitId}`, value: due });
}

/** The day that counts for a unit: its own, else that of the nearest unit above. `upward`: the unit, then those above it. */
export function reviewDay(days: readonly ReviewDay[], period: Period, upward: readonly string[]): Day | null {
  for (const unitId of upward) {
    const found = days.find((one) => one.period === period && one.unitId === unitId);
    if (found) return found.due;
  }
  return null;
}

/** The reviews a unit owes on or after `day`, soonest first. */
export function reviewDeadlines(
  plans: readonly Plan[],
  days: readonly ReviewDay[],
  upward: readonly string[],
  day: Day,
): Deadline[] {
  return reviewsOf(plans)
    .flatMap(({ plan, kind, period }): Deadline[] => {
      const due = reviewDay(days, period, upward);
      return due === null || due < day ? [] : [{ plan: plan.code, kind, period, due }];
    })
    .sort(bySoonest);
}

/** For each unit: itself, then what stands above it on a day, the nearest first. */
export async function upwardOf(store: Store, unitIds: readonly string[], day: Day): Promise<Map<string, string[]>> {
  const rows = await store.find('UnitAncestor', { unitId: { in: [...unitIds] }, fromDay: { lte: day } });
  const upward = new Map<string, { id: string; depth: number }[]>(unitIds.map((id) => [id, []]));
  for (const { unitId, ancestorId, depth, untilDay } of rows)
    if (untilDay === null || untilDay >= day) upward.get(unitId)?.push({ id: ancestorId, depth });
  return new Map(
    [...upward].map(([id, above]) => [
      id,
      [...new Set([id, ...above.sort((a, b) => a.depth - b.depth).map((one) => one.id)])],
    ]),
  );
}
