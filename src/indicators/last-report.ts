import { addDays, type Day } from '../core/day.ts';
import type { Plan } from './plan-schema.ts';

/** A plan's last monthly report is due some days after its end; two months leave room for a late one. */
const daysForTheLastReport = 62;

/** The day after which no report of the plan is made any more: until then the names of households that count for it are kept. */
export function lastReportOf({ validUntil, reviews }: Pick<Plan, 'validUntil' | 'reviews'>): Day {
  const lastReview = Math.max(0, ...reviews.map(({ year }) => year));
  const afterItsEnd = addDays(validUntil, daysForTheLastReport);
  const endOfReview = `${lastReview}-12-31`;
  return lastReview > 0 && endOfReview > afterItsEnd ? endOfReview : afterItsEnd;
}
