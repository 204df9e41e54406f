import { kindOfPeriod } from '../core/period.ts';
import type { Draft, Item } from './draft.ts';
import { nextItemId } from './draft.ts';
import { factsOfCheckIn, itemsOfFacts } from './draft-of-check-in.ts';
import type { CheckInParts } from './parts.ts';

/**
 * The draft with what the unit told last time ("như tuần trước"): households helped and activities, without days, so that they
 * fall into this week; what a household reached, models and nominations happen once and are not repeated.
 */
export async function itemsOfLastCheckIn(draft: Draft, { store, sealing }: CheckInParts): Promise<Draft> {
  const checkIns = await store.find(
    'CheckIn',
    { unitId: draft.unitId ?? '', withdrawn: false },
    { orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], limit: 10 },
  );
  const last = checkIns.find(({ period }) => kindOfPeriod(period) === 'week');
  const rest = { ...draft, sameAsLast: false };
  if (!last) return { ...rest, asked: [], nothingBefore: true };
  let id = nextItemId(draft.items);
  const { items } = itemsOfFacts(await factsOfCheckIn(store, last.id), sealing);
  const repeated = items.flatMap((item): Item[] => {
    if (item.is === 'nomination') return [];
    if (item.is === 'activity') return [{ ...item, id: id++, day: null, model: null, campaign: null }];
    const states = item.criteria.length > 0 || item.wholeSets.length > 0;
    if (states && item.supports.length === 0 && item.valueVnd === null) return [];
    return [{ ...item, id: id++, day: null, criteria: [], wholeSets: [] }];
  });
  return { ...rest, nothing: last.nothing && repeated.length === 0, items: [...draft.items, ...repeated] };
}
