import type { Day } from '../core/day.ts';
import { daysOf, type Period, weekOf } from '../core/period.ts';
import type { FactRow, HouseholdReachedRow, PhotoRow } from '../core/records.ts';
import type { Sealing } from '../core/sealing.ts';
import { derivedId } from './derived-id.ts';
import { type Draft, dayOfItem, type HouseholdItem, type Item } from './draft.ts';
import { type Facts, noFacts } from './facts.ts';
import { hashOfItem } from './look-up-households.ts';
import { nameHashOf, sealName } from './same-household.ts';

export interface StoredAs {
  unitId: string;
  reporterId: string;
  checkInId: string;
  now: Date;
  today: Day;
  sealing: Sealing;
  /** Whether a day lies in a closed week. */
  isClosed: (day: Day) => boolean;
}

/** The week a draft reports for: that of its latest fact, but never an earlier one than its other facts; without facts her own. */
export function periodOf(draft: Draft): Period {
  const days = draft.items.map((item) => dayOfItem(item, draft)).sort();
  const latest = days.at(-1);
  return latest === undefined ? draft.week : weekOf(latest);
}

/** The rows of a confirmed draft. Pure but for the sealing; the same draft gives the same ids. */
export function factsOfDraft(draft: Draft, as: StoredAs): Facts & { photos: PhotoRow[] } {
  const period = periodOf(draft);
  const facts = {
    ...noFacts(),
    photos: [] as PhotoRow[],
    checkIns: [
      {
        id: as.checkInId,
        unitId: as.unitId,
        reporterId: as.reporterId,
        period,
        late: daysOf(period).last < as.today,
        nothing: draft.nothing && draft.items.length === 0,
        createdAt: as.now,
        version: 1,
        withdrawn: false,
      },
    ],
  };
  for (const item of draft.items) addItem(facts, item, draft, as);
  return facts;
}

type Growing = Facts & { photos: PhotoRow[] };

function addItem(facts: Growing, item: Item, draft: Draft, as: StoredAs): void {
  const day = dayOfItem(item, draft);
  const row = (kind: string): FactRow => ({
    id: derivedId(draft.checkInId, item.id, kind),
    checkInId: as.checkInId,
    unitId: as.unitId,
    day,
    version: 1,
    replacedById: null,
    waiting: as.isClosed(day),
    createdAt: as.now,
  });
  switch (item.is) {
    case 'household':
      addHousehold(facts, item, row, as);
      return;
    case 'counted':
      facts.helps.push({
        ...row('help'),
        householdHash: null,
        nameHash: null,
        sealedName: null,
        supports: item.supports,
        valueVnd: item.valueVnd,
        households: item.count ?? 0,
      });
      return;
    case 'activity': {
      const activity = row('activity');
      facts.activities.push({
        ...activity,
        type: item.type,
        topics: item.topics,
        participants: item.participants,
        campaign: item.campaign,
        householdsInformed: item.householdsInformed,
        householdsCommitted: item.householdsCommitted,
      });
      if (item.model) {
        const { id: model, change } = item.model;
        facts.models.push({ ...row('model'), model, change, activityId: activity.id });
      }
      for (const photo of item.photos) facts.photos.push({ ...photo, activityId: activity.id, createdAt: as.now });
      return;
    }
    case 'nomination':
      facts.nominations.push({
        ...row('nomination'),
        sealedText: as.sealing.seal(item.text),
        personOrFamily: item.whom,
        proposedBy: as.reporterId,
        decidedBy: null,
        decidedAt: null,
      });
  }
}

function addHousehold(facts: Growing, item: HouseholdItem, row: (kind: string) => FactRow, as: StoredAs): void {
  const householdHash = hashOfItem(item, as.sealing, as.unitId);
  const sealedName = sealName(as.sealing, item);
  const states = item.criteria.length > 0 || item.wholeSets.length > 0;
  if (item.supports.length > 0 || item.valueVnd !== null || !states) {
    facts.helps.push({
      ...row('help'),
      householdHash,
      nameHash: nameHashOf(as.sealing, as.unitId, item.name),
      sealedName,
      supports: item.supports,
      valueVnd: item.valueVnd,
      households: 1,
    });
  }
  if (!states) return;
  const sets: (string | null)[] = item.wholeSets.length > 0 ? item.wholeSets : [null];
  for (const [i, wholeSet] of sets.entries()) {
    const reached: HouseholdReachedRow = {
      ...row(`reached/${wholeSet ?? ''}`),
      householdHash,
      sealedName,
      criteria: i === 0 ? item.criteria : [],
      wholeSet,
    };
    facts.reached.push(reached);
  }
}
