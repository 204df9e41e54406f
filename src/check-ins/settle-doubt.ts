import type { Day } from '../core/day.ts';
import { chosenPlace, isOneOf } from '../scripts/heard-words.ts';
import { readWholeNumber } from '../scripts/readers.ts';
import type { Heard } from '../scripts/script.ts';
import { type Doubt, type Draft, type Item, nextItemId, withItem, withoutItem } from './draft.ts';
import { heardDay, heardMoney } from './heard-values.ts';
import { itemsOfReading } from './items-of-reading.ts';
import { withNames } from './name-the-counted.ts';
import { sureKey } from './open-doubt.ts';
import type { Reading } from './understanding/reading.ts';

export type Understand = (text: string, today: Day) => Reading;

/** Whole sentences from half of one: what she answers to "which criterion?" is understood as part of such a sentence. */
export interface Frames {
  helped(name: string, what: string): string;
  helpedSome(what: string): string;
  reached(name: string, what: string): string;
}

/** What a loose number may be taken for. */
export type LooseUse = { use: 'count' } | { use: 'participants' | 'valueVnd'; itemId: number } | { use: 'nothing' };

/**
 * The readings that are offered by number. None where a value she might type is also the place of another value:
 * "2 3 hộ" answered by "2" must be two households and not the second choice.
 */
export function offeredReadings(doubt: Doubt): (number | string)[] {
  if (doubt.kind !== 'reading') return [];
  const { readings } = doubt;
  const mistakable = readings.some((one, i) => typeof one === 'number' && one <= readings.length && one !== i + 1);
  return mistakable ? [] : readings.filter((one) => typeof one === 'string' || Number.isFinite(one));
}

/** What the loose number may be, in the order it is offered. */
export function looseUses(doubt: Doubt, draft: Draft): LooseUse[] {
  const value = doubt.readings[0];
  const uses: LooseUse[] = [];
  const number = typeof value === 'number' ? value : null;
  for (const item of draft.items) {
    if (item.is === 'activity' && item.participants === null) uses.push({ use: 'participants', itemId: item.id });
    const canCost = (item.is === 'household' || item.is === 'counted') && item.valueVnd === null;
    if (canCost && (number === null || number >= 1_000)) uses.push({ use: 'valueVnd', itemId: item.id });
  }
  return [...uses, { use: 'count' }, { use: 'nothing' }];
}

/** The draft after her answer to an open doubt, or that it was none. Pure. */
export function settleDoubt(
  draft: Draft,
  doubt: Doubt,
  text: string,
  today: Day,
  understand: Understand,
  words: { yes: readonly string[]; remove: readonly string[] },
  frames: Frames,
): Heard<Draft> {
  const confirmable = doubt.kind === 'many' || doubt.kind === 'long-ago';
  if (confirmable && (chosenPlace(text, 1) === 0 || isOneOf(text, words.yes))) return settled(makeSure(draft, doubt));
  if (doubt.itemId !== null && isOneOf(text, words.remove)) return settled(withoutItem(draft, doubt.itemId));
  if (doubt.kind === 'loose') return settleLoose(draft, doubt, text);
  if (doubt.field === 'what') return settleWhat(draft, doubt, text, today, understand, frames);
  if (doubt.kind === 'names') return settleNames(draft, doubt, text, today, understand, frames);
  const offered = offeredReadings(doubt);
  const place = chosenPlace(text, offered.length);
  const value = place === null ? heardValue(doubt, draft, text, today, understand, frames) : (offered[place] ?? null);
  if (value === null) return { ok: false, retry: `check-ins.weekly.retry.${doubt.field}` };
  return settled(withValue(dropFirst(draft, doubt), doubt, value));
}

/** What "bỏ qua" leaves of an open doubt: the value stays unknown; a day that cannot be, or households without a number, drop the item. */
export function skipDoubt(draft: Draft, doubt: Doubt): Draft {
  const rest = dropFirst(draft, doubt);
  if (doubt.itemId === null) return rest;
  const item = draft.items.find(({ id }) => id === doubt.itemId);
  if (doubt.kind === 'names') return makeSure(rest, doubt);
  const isEssential =
    doubt.field === 'what' ||
    doubt.kind === 'future' ||
    doubt.kind === 'too-old' ||
    (doubt.field === 'count' && item?.is === 'counted');
  if (isEssential) return withoutItem(rest, doubt.itemId);
  if (doubt.kind === 'long-ago') return withoutItem(rest, doubt.itemId);
  return item && doubt.field !== 'name' && doubt.field !== 'criteria' && doubt.field !== 'number'
    ? withItem(rest, { ...item, [doubt.field]: null } as Item)
    : rest;
}

function settled(value: Draft): Heard<Draft> {
  return { ok: true, value };
}

function dropFirst(draft: Draft, doubt: Doubt): Draft {
  const at = draft.doubts.findIndex(
    (one) => one.itemId === doubt.itemId && one.field === doubt.field && one.said === doubt.said,
  );
  return at < 0 ? draft : { ...draft, doubts: draft.doubts.filter((_one, i) => i !== at) };
}

function makeSure(draft: Draft, doubt: Doubt): Draft {
  if (doubt.itemId === null) return draft;
  return { ...draft, sure: [...draft.sure, sureKey(doubt.itemId, doubt.kind, doubt.field)] };
}

function heardValue(
  doubt: Doubt,
  draft: Draft,
  text: string,
  today: Day,
  understand: Understand,
  frames: Frames,
): number | string | string[] | null {
  switch (doubt.field) {
    case 'day':
      return heardDay(text, today, understand);
    case 'valueVnd':
      return heardMoney(text, doubt.readings);
    case 'name':
      return text.trim().length > 0 && text.length <= 60 ? text.trim() : null;
    case 'criteria': {
      const item = draft.items.find(({ id }) => id === doubt.itemId);
      const name = item?.is === 'household' ? item.name : '';
      const [read] = itemsOfReading(understand(frames.reached(name, text), today), 1).items;
      const reached = read && 'criteria' in read ? [...read.wholeSets, ...read.criteria] : [];
      return reached.length > 0 ? reached : null;
    }
    default:
      return readWholeNumber(text);
  }
}

function withValue(draft: Draft, doubt: Doubt, value: number | string | string[]): Draft {
  const item = draft.items.find(({ id }) => id === doubt.itemId);
  if (!item) return draft;
  switch (doubt.field) {
    case 'name':
      return item.is === 'household'
        ? withItem(draft, { ...item, name: String(value), likely: null, same: null })
        : draft;
    case 'criteria': {
      if (!('criteria' in item)) return draft;
      const ids = (Array.isArray(value) ? value : [String(value)]) as string[];
      const sets = ids.filter((id) => /^\d/u.test(id));
      return withItem(draft, { ...item, criteria: ids.filter((id) => !sets.includes(id)), wholeSets: sets });
    }
    case 'day':
    case 'valueVnd':
    case 'count':
      return doubt.field in item ? withItem(draft, { ...item, [doubt.field]: value } as Item) : draft;
    default:
      return item.is === 'activity' ? withItem(draft, { ...item, [doubt.field]: value } as Item) : draft;
  }
}

function settleLoose(draft: Draft, doubt: Doubt, text: string): Heard<Draft> {
  const uses = looseUses(doubt, draft);
  const place = chosenPlace(text, uses.length);
  const use = place === null ? null : uses[place];
  if (!use) return { ok: false, retry: 'scripts.retry.choice' };
  const rest = dropFirst(draft, doubt);
  if (use.use === 'nothing') return settled(rest);
  const [only] = doubt.readings;
  const isClear = doubt.readings.length === 1 && typeof only === 'number' && Number.isFinite(only);
  const itemId = use.use === 'count' ? nextItemId(rest.items) : use.itemId;
  const grown: Draft = use.use === 'count' ? { ...rest, items: [...rest.items, countedOf(itemId)] } : rest;
  const asField: Doubt = { ...doubt, kind: 'reading', field: use.use, itemId };
  return settled(isClear ? withValue(grown, asField, only) : { ...grown, doubts: [asField, ...grown.doubts] });
}

function countedOf(id: number): Item {
  const empty = { day: null, supports: [], valueVnd: null, criteria: [], wholeSets: [] };
  return { is: 'counted', id, count: null, because: 'number', ...empty };
}

/** What was done for a household of which only the name was said. */
function settleWhat(
  draft: Draft,
  doubt: Doubt,
  text: string,
  today: Day,
  understand: Understand,
  frames: Frames,
): Heard<Draft> {
  const item = draft.items.find(({ id }) => id === doubt.itemId);
  if (item?.is !== 'household') return settled(dropFirst(draft, doubt));
  const [read] = itemsOfReading(understand(frames.helped(item.name, text), today), 1).items;
  const tells = read && 'supports' in read && read.supports.length + read.criteria.length + read.wholeSets.length > 0;
  if (!tells) return { ok: false, retry: 'check-ins.weekly.retry.what' };
  const { supports, criteria, wholeSets, valueVnd } = read;
  const told: Item =
    read.is === 'counted'
      ? { ...read, id: item.id, day: item.day }
      : { ...item, supports, criteria, wholeSets, valueVnd: valueVnd ?? item.valueVnd };
  return settled(withItem(dropFirst(draft, doubt), told));
}

/** The names of households that were told as a number: each becomes a household of its own with what was said of all. */
function settleNames(
  draft: Draft,
  doubt: Doubt,
  text: string,
  today: Day,
  understand: Understand,
  frames: Frames,
): Heard<Draft> {
  const counted = draft.items.find(({ id }) => id === doubt.itemId);
  if (counted?.is !== 'counted') return settled(draft);
  const named = understand(frames.helped('', text), today).households;
  const count = counted.count ?? 0;
  if (named.length === 0 || named.length > count) return { ok: false, retry: 'check-ins.weekly.retry.name' };
  return settled(withNames(draft, counted, named));
}
