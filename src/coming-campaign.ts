import { idsBelow } from './campaigns/audiences.ts';
import { dayAt, type Occurrence, occurrences } from './campaigns/calendar.ts';
import type { Campaign } from './campaigns/campaign-schema.ts';
import { heldIn } from './campaigns/results.ts';
import type { Day } from './core/day.ts';
import type { Store } from './core/store.ts';
import type { ComingCampaign } from './digests/digest-text.ts';

/**
 * The campaign a digest of this unit tells of: while activities count for one, what was held of it below the unit; else the one
 * that is held on this day or comes next. Null when none is known for this year or the next.
 */
export async function campaignOfDigest(
  campaigns: readonly Campaign[],
  day: Day,
  { store, unitId }: { store: Store; unitId: string },
): Promise<ComingCampaign | null> {
  const year = Number(day.slice(0, 4));
  const all = campaigns
    .flatMap((campaign) =>
      [year - 1, year, year + 1].flatMap((y) =>
        occurrences(campaign, y).map((occurrence) => ({ campaign, occurrence })),
      ),
    )
    .sort((a, b) => (a.occurrence.first < b.occurrence.first ? -1 : 1));
  const counting = all.find((one) => one.occurrence.first <= day && day <= lastCounted(one));
  const shown = counting ?? all.find(({ occurrence }) => occurrence.last >= day);
  if (!shown) return null;
  const { campaign, occurrence } = shown;
  const coming = { title: campaign.title, first: occurrence.first };
  if (!counting) return coming;
  return { ...coming, held: await heldIn(store, campaign, occurrence, await idsBelow(store, unitId, day)) };
}

function lastCounted({ campaign, occurrence }: { campaign: Campaign; occurrence: Occurrence }): Day {
  const counted = dayAt(campaign.counts.until, occurrence);
  return counted > occurrence.last ? counted : occurrence.last;
}
