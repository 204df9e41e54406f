import type { Day } from '../core/day.ts';
import type { UnitRow } from '../core/records.ts';
import { isReview, type ReportKind } from '../indicators/deadlines.ts';
import type { Plan } from '../indicators/plan-schema.ts';
import { reviewMeant } from '../indicators/reviews.ts';
import { plansOf } from '../indicators/unit-facts.ts';
import { type Report, type ReportParts, reportOf } from './report.ts';
import { reviewOf } from './review.ts';

export interface ReportMeant {
  unit: UnitRow;
  kind: ReportKind;
  /** A day of its period; of a review the day up to which it looks. */
  at: Day;
  plans: readonly Plan[];
}

/** The report or the review that is meant; null for a review that no plan of the unit orders. */
export async function reportMeant(parts: ReportParts, meant: ReportMeant, signedOn: Day): Promise<Report | null> {
  const { unit, kind, at, plans } = meant;
  if (!isReview(kind)) return reportOf(parts, { unit, kind, at, plans }, signedOn);
  const review = reviewMeant(plansOf(unit, plans), kind, at);
  return review && reviewOf(parts, { unit, review, at }, signedOn);
}
