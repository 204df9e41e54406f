import type { Day } from '../core/day.ts';
import { bareName, foldedName } from '../language/household-names.ts';
import { chosenPlace } from '../scripts/heard-words.ts';
import { readWholeNumber } from '../scripts/readers.ts';
import { type Draft, type Item, withItem } from './draft.ts';
import { heardDay, heardMoney } from './heard-values.ts';
import type { Frames, Understand } from './settle-doubt.ts';
import type { ReportWords } from './tells-of-the-week.ts';
import type { Reading } from './understanding/reading.ts';

/** What editing needs to know from outside: how sentences are understood, and the words for taking an item away. */
export interface EditTools {
  understand: Understand;
  removeWords: readonly string[];
  /** "à nhầm", "sửa lại": what follows corrects. */
  mistakenWords: readonly string[];
  /** "thôi" behind a number: no more than that. */
  onlyWords: readonly string[];
  yes: readonly string[];
  report: ReportWords;
  frames: Frames;
}

/** The item a person means by its number or by the name of the household. */
export function itemNamed(draft: Draft, text: string): Item | null {
  const place = chosenPlace(text, draft.items.length);
  if (place !== null) return draft.items[place] ?? null;
  const folded = foldedName(text);
  if (!folded) return null;
  const named = draft.items.filter((item) => item.is === 'household' && foldedName(item.name) === folded);
  const bare = draft.items.filter((item) => item.is === 'household' && bareName(item.name) === bareName(text));
  const found = named.length > 0 ? named : bare;
  return found.length === 1 ? (found[0] ?? null) : null;
}

/** "35 thành 45", "40 chứ không phải 35": of two values named, the one that stands in the draft gives way to the other. */
export function swapValue(draft: Draft, reading: Reading): Draft | null {
  const amounts = [
    ...reading.money,
    ...reading.numbers.filter((one) => !reading.money.some((sum) => overlaps(sum, one))),
  ];
  const [one, other, ...more] = amounts.map(({ value }) => value);
  if (one === undefined || other === undefined || more.length > 0 || one === other) return null;
  const places = draft.items.flatMap((item) =>
    numberFields.flatMap((field) => {
      const value = (item as Record<string, unknown>)[field];
      return value === one || value === other ? [{ item, field, to: value === one ? other : one }] : [];
    }),
  );
  const [place, ...others] = places;
  return place && others.length === 0 ? withItem(draft, { ...place.item, [place.field]: place.to } as Item) : null;
}

const numberFields = ['count', 'participants', 'valueVnd', 'householdsInformed', 'householdsCommitted'] as const;

function overlaps(a: { span: { from: number; to: number } }, b: { span: { from: number; to: number } }): boolean {
  return a.span.from < b.span.to && b.span.from < a.span.to;
}

/** A sum, a day or a number alone goes to the one item that can take it. */
export function setBareValue(
  draft: Draft,
  among: readonly Item[],
  text: string,
  today: Day,
  { understand }: EditTools,
): Draft | null {
  const money = heardMoney(text);
  if (money !== null && money >= 1_000) return setIn(draft, among, (item) => 'valueVnd' in item, 'valueVnd', money);
  const day = heardDay(text, today, understand);
  if (day !== null) return setDay(draft, among, day);
  const number = readWholeNumber(text);
  if (number === null) return null;
  const people = setIn(draft, among, (item) => item.is === 'activity', 'participants', number);
  return people ?? setIn(draft, among, (item) => item.is === 'counted', 'count', number);
}

/** A day alone is that of everything that has none; where all have one, of the only one there is. */
function setDay(draft: Draft, among: readonly Item[], day: Day): Draft | null {
  const able = among.filter((item) => 'day' in item);
  const undated = able.filter((item) => 'day' in item && item.day === null);
  const meant = undated.length > 0 ? undated : able.length === 1 ? able : [];
  if (meant.length === 0) return null;
  return {
    ...draft,
    items: draft.items.map((item) => (meant.some(({ id }) => id === item.id) ? ({ ...item, day } as Item) : item)),
  };
}

function setIn(
  draft: Draft,
  among: readonly Item[],
  takes: (item: Item) => boolean,
  field: string,
  value: number | string,
): Draft | null {
  const able = among.filter(takes);
  // Of several that could take it, the one that has a value now.
  const holding = able.filter((item) => (item as Record<string, unknown>)[field] !== null);
  const [only, ...more] = able.length > 1 && holding.length > 0 ? holding : able;
  return only && more.length === 0 ? withItem(draft, { ...only, [field]: value } as Item) : null;
}
