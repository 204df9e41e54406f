import { bareName, foldedHamlet, foldedName, titleOf } from '../language/household-names.ts';
import {
  type ActivityItem,
  type CountedItem,
  type Doubt,
  type Draft,
  type HouseholdItem,
  type Item,
  nextItemId,
} from './draft.ts';
import { itemsOfReading, type ReadItems } from './items-of-reading.ts';
import type { Reading } from './understanding/reading.ts';

/**
 * The draft with what a further message tells. A household of the same name (and no other hamlet) and the one activity of the same
 * type are mended, field by field, with what is said now; everything else is added. Pure.
 */
export function mergeReading(draft: Draft, reading: Reading): Draft {
  return mergeItems(draft, itemsOfReading(reading, nextItemId(draft.items)));
}

function mergeItems(draft: Draft, read: ReadItems): Draft {
  const items = [...draft.items];
  const became = new Map<number, number>();
  for (const item of read.items) {
    // Of one message only what is named alike is one; a likely repeat is asked about.
    const at = items.findIndex((one, i) =>
      i < draft.items.length ? isSameItem(one, item, draft.items) : isToldTwice(one, item),
    );
    const before = items[at];
    if (!before) {
      items.push(item);
      continue;
    }
    items[at] = mendItem(before, item);
    became.set(item.id, before.id);
  }
  const doubts = read.doubts
    // What was done for her was said before.
    .filter(({ field, itemId }) => field !== 'what' || !became.has(itemId ?? -1))
    .map((doubt) => ({ ...doubt, itemId: became.get(doubt.itemId ?? -1) ?? doubt.itemId }));
  return {
    ...draft,
    nothing: draft.nothing && items.length === 0,
    items,
    doubts: [...withoutAnswered(draft, items, became), ...doubts],
  };
}

/** Doubts about fields that the message has filled are gone. */
function withoutAnswered(draft: Draft, items: readonly Item[], became: ReadonlyMap<number, number>): Doubt[] {
  const mended = new Set(became.values());
  return draft.doubts.filter((doubt) => {
    if (doubt.itemId === null || !mended.has(doubt.itemId)) return true;
    const item = items.find(({ id }) => id === doubt.itemId) as Record<string, unknown> | undefined;
    const value = item?.[doubt.field];
    return value === null || value === undefined;
  });
}

export function isSameItem(before: Item, now: Item, all: readonly Item[]): boolean {
  if (before.is !== now.is) return false;
  if (before.is === 'household' && now.is === 'household') {
    if (bareName(before.name) !== bareName(now.name)) return false;
    if (titleOf(now.name) !== '' && titleOf(before.name) !== titleOf(now.name)) return false;
    return before.hamlet === null || now.hamlet === null || foldedHamlet(before.hamlet) === foldedHamlet(now.hamlet);
  }
  if (before.is === 'activity' && now.is === 'activity') {
    const alike = all.filter((one) => one.is === 'activity' && one.type === now.type);
    return before.type === now.type && alike.length === 1 && (now.day === null || now.day === before.day);
  }
  return false;
}

/** "giúp bà Lan sửa nhà. bà Lan đạt sạch bếp": the same words for a household, and nothing that contradicts. */
function isToldTwice(one: Item, other: Item): boolean {
  if (one.is !== 'household' || other.is !== 'household') return false;
  if (foldedName(one.name) !== foldedName(other.name) || one.hamlet !== other.hamlet) return false;
  return one.day === other.day && (one.valueVnd === null || other.valueVnd === null);
}

/** An item with the fields that are said now in place of the old ones. */
export function mendItem(before: Item, now: Item): Item {
  if (before.is === 'household' && now.is === 'household') return mendHousehold(before, now);
  if (before.is === 'counted' && now.is === 'counted') {
    return { ...before, ...told(now, ['count', 'day', 'valueVnd']), supports: filled(now.supports, before.supports) };
  }
  if (before.is === 'activity' && now.is === 'activity') return mendActivity(before, now);
  return { ...now, id: before.id };
}

function mendHousehold(before: HouseholdItem, now: HouseholdItem): HouseholdItem {
  const named = now.hamlet !== null && now.hamlet !== before.hamlet;
  return {
    ...before,
    ...told(now, ['day', 'valueVnd', 'hamlet']),
    supports: onlyWorth(now) && before.supports.length > 0 ? before.supports : union(before.supports, now.supports),
    criteria: union(before.criteria, now.criteria),
    wholeSets: union(before.wholeSets, now.wholeSets),
    ...(named ? { likely: null, same: null } : {}),
  };
}

/** "bà Lan 6tr" of one whose help is known says what it was worth and no further gift of money. */
function onlyWorth({ supports, valueVnd }: HouseholdItem): boolean {
  return valueVnd !== null && supports.every((kind) => kind === 'cash');
}

function mendActivity(before: ActivityItem, now: ActivityItem): ActivityItem {
  const fields = ['day', 'participants', 'campaign', 'model', 'householdsInformed', 'householdsCommitted'] as const;
  return { ...before, ...told(now, fields), type: now.type, topics: union(before.topics, now.topics) };
}

/** Those of the fields that hold a value. */
function told<One extends HouseholdItem | CountedItem | ActivityItem, Field extends keyof One>(
  item: One,
  fields: readonly Field[],
): Partial<One> {
  const said: Partial<One> = {};
  for (const field of fields) if (item[field] !== null) said[field] = item[field];
  return said;
}

function filled<Value>(now: readonly Value[], before: readonly Value[]): Value[] {
  return now.length > 0 ? [...now] : [...before];
}

function union<Value>(before: readonly Value[], now: readonly Value[]): Value[] {
  return [...new Set([...before, ...now])];
}
