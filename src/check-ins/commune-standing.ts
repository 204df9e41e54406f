import type { Day } from '../core/day.ts';
import { daysOf, planYearOf, yearOf } from '../core/period.ts';
import type { UnitRow } from '../core/records.ts';
import type { Store } from '../core/store.ts';
import type { Facts } from './facts.ts';
import { figuresOf, measureAndDay } from './figures-of.ts';

/** The four campaigns that each branch holds in a plan year (TY-7). */
export const yearlyCampaigns = ['20-3', 'thang-6', '28-6', '25-11'] as const;

/** Households of a commune that were helped to a whole set in the year of `today` (ND-3); null where nothing was ever counted. */
export async function householdsReached(store: Store, commune: UnitRow, today: Day): Promise<number | null> {
  const { first, last } = daysOf(yearOf(today));
  const below = await store.find('UnitAncestor', { ancestorId: commune.id });
  const units = below.length > 0 ? [...new Set(below.map(({ unitId }) => unitId))] : [commune.id];
  return store.sumFigures({
    measure: 'reached/whole-helped',
    unitId: { in: units },
    day: { gte: first, lte: last },
  });
}

/** Which of the four campaigns a unit has held in the plan year of `today`, those just told included, in the order of the year. */
export async function campaignsHeld(store: Store, unitId: string, today: Day, justTold: Facts): Promise<string[]> {
  const { first, last } = daysOf(planYearOf(today));
  const measures = yearlyCampaigns.map((id) => `activities/campaign/${id}`);
  const rows = await store.find('Figure', { unitId, measure: { in: measures }, day: { gte: first, lte: last } });
  const told = [...figuresOf(justTold).keys()]
    .map(measureAndDay)
    .filter(({ day }) => first <= day && day <= last)
    .map(({ measure }) => measure);
  const held = new Set([...rows.filter(({ n }) => n > 0).map(({ measure }) => measure), ...told]);
  return yearlyCampaigns.filter((id) => held.has(`activities/campaign/${id}`));
}

/** By how much facts change the households reached in the year of `today`. */
export function reachedDifference(before: Facts, now: Facts, today: Day): number {
  const year = yearOf(today);
  const sum = (facts: Facts) =>
    [...figuresOf(facts)]
      .filter(([key]) => key.startsWith('reached/whole-helped') && measureAndDay(key).day.startsWith(year))
      .reduce((total, [, n]) => total + n, 0);
  return sum(now) - sum(before);
}
