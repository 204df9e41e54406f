import { occurrences } from './campaigns/calendar.ts';
import type { Campaign } from './campaigns/campaign-schema.ts';
import type { Day } from './core/day.ts';

/** The campaign that is held on this day or comes next; null when none is known for this year or the next. */
export function comingCampaign(campaigns: readonly Campaign[], day: Day): { title: string; first: Day } | null {
  const year = Number(day.slice(0, 4));
  const [next] = campaigns
    .flatMap(({ title, ...campaign }) =>
      [year, year + 1].flatMap((y) => occurrences(campaign, y).map(({ first, last }) => ({ title, first, last }))),
    )
    .filter(({ last }) => last >= day)
    .sort((a, b) => (a.first < b.first ? -1 : 1));
  return next ? { title: next.title, first: next.first } : null;
}
