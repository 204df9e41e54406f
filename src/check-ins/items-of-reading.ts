import type { Day } from '../core/day.ts';
import { monthOf } from '../core/period.ts';
import {
  type ActivityItem,
  type CountedItem,
  type Doubt,
  type HouseholdItem,
  type Item,
  storedCriteria,
} from './draft.ts';
import type {
  ActivityRead,
  CountedHouseholds,
  NamedHousehold,
  Place,
  Reading,
  Unclear,
  UnclearField,
  When,
} from './understanding/reading.ts';

export interface ReadItems {
  items: Item[];
  doubts: Doubt[];
}

/** A proposal is two sentences; more is cut. */
export const longestProposal = 600;

const fieldOf: Record<UnclearField, Doubt['field']> = {
  householdsCount: 'count',
  name: 'name',
  support: 'what',
  date: 'day',
  valueVnd: 'valueVnd',
  participants: 'participants',
  householdsInformed: 'householdsInformed',
  householdsCommitted: 'householdsCommitted',
  criteriaReached: 'criteria',
  number: 'number',
};

/**
 * The items of a check-in that a message tells of, numbered from `firstId` on, and what has to be asked about them. Names beside
 * counselling are dropped here, criteria that may not be stored for a household as well; a value that is unclear is left out of its item.
 */
export function itemsOfReading(reading: Reading, firstId: number): ReadItems {
  let id = firstId;
  const places = new Map<string, number>();
  const items: Item[] = [];
  const add = (place: string, made: Item) => {
    places.set(place, made.id);
    items.push(made);
  };
  for (const [i, one] of reading.households.entries()) add(`household/${i}`, householdOf(one, id++, reading.today));
  for (const [i, one] of reading.counted.entries()) add(`counted/${i}`, countedOf(one, id++, reading.today));
  for (const [i, one] of reading.activities.entries()) add(`activity/${i}`, activityOf(one, id++, reading.today));
  // A message that only proposes a good example is kept whole: the reason stands behind the name, in her words.
  const onlyProposes = items.length === 0 && reading.nominations.length === 1;
  for (const { whom, text } of reading.nominations) {
    const inHerWords = onlyProposes ? reading.text.trim().slice(0, longestProposal) : text;
    items.push({ is: 'nomination', id: id++, whom, text: inHerWords });
  }
  const doubts: Doubt[] = [];
  for (const unclear of reading.unclear) {
    if (onlyProposes && unclear.field === 'number') continue;
    let itemId = places.get(placeKey(unclear.place)) ?? null;
    if (unclear.field === 'householdsCount' && unclear.place.kind !== 'counted') {
      const told = items.find((one) => one.id === itemId);
      itemId = id++;
      items.push({ ...unknownNumber(itemId), supports: told?.is === 'household' ? told.supports : [] });
    }
    doubts.push(doubtOf(unclear, itemId));
  }
  const cleared = items.map((one) => doubts.reduce(withoutUnclear, one));
  return { items: cleared, doubts: [...doubts, ...spreadOverMonths(reading, places)] };
}

function placeKey(place: Place): string {
  return place.kind === 'sentence' ? 'sentence' : `${place.kind}/${place.index}`;
}

function householdOf(one: NamedHousehold, id: number, today: Day): HouseholdItem | CountedItem {
  const supports = unique(one.supports.map(({ value }) => value));
  const shared = {
    id,
    day: dayOfWhen(one.when, today),
    supports,
    valueVnd: one.valueVnd?.value ?? null,
    criteria: storable(one.criteria.map(({ value }) => value)),
    wholeSets: unique(one.wholeSets.map(({ value }) => value)),
  };
  if (supports.includes('counselling')) {
    return { is: 'counted', count: 1, because: 'private', ...shared, criteria: [], wholeSets: [] };
  }
  return {
    is: 'household',
    name: one.name.value,
    hamlet: one.hamlet?.value ?? null,
    ...shared,
    likely: null,
    same: null,
  };
}

function countedOf(one: CountedHouseholds, id: number, today: Day): CountedItem {
  const supports = unique(one.supports.map(({ value }) => value));
  const isPrivate = one.withoutName === 'violence' || supports.includes('counselling');
  return {
    is: 'counted',
    id,
    count: one.count.value,
    because: isPrivate ? 'private' : 'number',
    day: dayOfWhen(one.when, today),
    supports,
    valueVnd: one.valueVnd?.value ?? null,
    criteria: isPrivate ? [] : storable(one.criteria.map(({ value }) => value)),
    wholeSets: isPrivate ? [] : unique(one.wholeSets.map(({ value }) => value)),
  };
}

function activityOf(one: ActivityRead, id: number, today: Day): ActivityItem {
  return {
    is: 'activity',
    id,
    type: one.type.value,
    topics: unique(one.topics.map(({ value }) => value)),
    day: dayOfWhen(one.when, today),
    participants: one.participants?.value ?? null,
    campaign: one.campaign?.value ?? null,
    model: one.model?.value ?? null,
    householdsInformed: one.householdsInformed?.value ?? null,
    householdsCommitted: one.householdsCommitted?.value ?? null,
    photos: [],
  };
}

function unknownNumber(id: number): CountedItem {
  return {
    is: 'counted',
    id,
    count: null,
    because: 'number',
    day: null,
    supports: [],
    valueVnd: null,
    criteria: [],
    wholeSets: [],
  };
}

/** A stretch of days is kept as its last day, not after today: "tuần này" said on a Saturday. */
function dayOfWhen(when: When | null, today: Day): Day | null {
  if (!when) return null;
  return when.kind === 'day' ? when.day : when.to < today ? when.to : today;
}

function storable(criteria: readonly string[]): string[] {
  return unique(criteria.filter((one) => (storedCriteria as readonly string[]).includes(one)));
}

function doubtOf(unclear: Unclear, itemId: number | null): Doubt {
  const loose = unclear.field === 'number' || itemId === null;
  return {
    kind: loose ? 'loose' : 'reading',
    field: loose ? 'number' : fieldOf[unclear.field],
    itemId: loose ? null : itemId,
    said: unclear.text,
    readings: unclear.readings,
  };
}

/** An item without the value that has to be asked, so that a guess is never stored. */
function withoutUnclear(one: Item, doubt: Doubt): Item {
  if (doubt.itemId !== one.id) return one;
  switch (doubt.field) {
    case 'day':
      return 'day' in one ? { ...one, day: null } : one;
    case 'valueVnd':
      return 'valueVnd' in one ? { ...one, valueVnd: null } : one;
    case 'count':
      return one.is === 'counted' ? { ...one, count: null } : one;
    case 'criteria':
      return 'criteria' in one ? { ...one, criteria: [], wholeSets: [] } : one;
    case 'participants':
    case 'householdsInformed':
    case 'householdsCommitted':
      return one.is === 'activity' ? { ...one, [doubt.field]: null } : one;
    default:
      return one;
  }
}

/** "cuối tuần trước" over the turn of a month: which month it counts for has to be asked. */
function spreadOverMonths(reading: Reading, places: ReadonlyMap<string, number>): Doubt[] {
  const doubts: Doubt[] = [];
  const look = (when: When | null, place: string) => {
    if (when?.kind !== 'stretch') return;
    const last = when.to < reading.today ? when.to : reading.today;
    if (monthOf(when.from) === monthOf(last)) return;
    const said = reading.text.slice(when.span.from, when.span.to);
    doubts.push({
      kind: 'reading',
      field: 'day',
      itemId: places.get(place) ?? null,
      said,
      readings: [when.from, last],
    });
  };
  for (const [i, { when }] of reading.households.entries()) look(when, `household/${i}`);
  for (const [i, { when }] of reading.counted.entries()) look(when, `counted/${i}`);
  for (const [i, { when }] of reading.activities.entries()) look(when, `activity/${i}`);
  return doubts;
}

function unique<Value>(values: readonly Value[]): Value[] {
  return [...new Set(values)];
}
