import type { Day } from '../core/day.ts';
import { isOneOf } from '../scripts/heard-words.ts';
import { readWholeNumber } from '../scripts/readers.ts';
import { correctInWords } from './correct-in-words.ts';
import { type Draft, type Item, nextItemId, withItem, withoutItem } from './draft.ts';
import { heardDay, heardMoney } from './heard-values.ts';
import { itemsOfReading } from './items-of-reading.ts';
import { type EditTools, setBareValue, swapValue } from './mend-values.ts';
import { mergeReading } from './merge-reading.ts';
import { nameTheCounted } from './name-the-counted.ts';
import { holdsItems, tellsOfFacts } from './tells-of-the-week.ts';

export const editableFields = [
  'name',
  'hamlet',
  'what',
  'count',
  'participants',
  'valueVnd',
  'day',
  'householdsInformed',
  'householdsCommitted',
  'text',
  'remove',
] as const;
export type EditableField = (typeof editableFields)[number];

const fieldsOf: Record<Item['is'], readonly EditableField[]> = {
  household: ['name', 'hamlet', 'what', 'valueVnd', 'day', 'remove'],
  counted: ['count', 'what', 'valueVnd', 'day', 'remove'],
  activity: ['participants', 'what', 'day', 'householdsInformed', 'householdsCommitted', 'remove'],
  nomination: ['text', 'remove'],
};

/** What of an item can be mended by number, in the order it is offered. */
export function fieldsToEdit(item: Item): readonly EditableField[] {
  return fieldsOf[item.is];
}

/**
 * The draft mended in words: "35 thành 45", "bà Lan 6tr", "bỏ bà Lan", "40 người". Null where it cannot be told what is meant. Pure.
 */
export function editInWords(draft: Draft, text: string, today: Day, tools: EditTools): Draft | null {
  const correction = correctInWords(draft, text, today, tools);
  if (correction.is !== 'not-meant') return correction.is === 'draft' ? correction.draft : null;
  const reading = tools.understand(text, today);
  const named = nameTheCounted(draft, reading, text, tools);
  if (named) return named;
  const swapped = swapValue(draft, reading);
  if (swapped) return swapped;
  if (holdsItems(reading)) {
    const merged = mergeReading(draft, reading);
    // A name alone mends nothing and adds nothing; beside something done, or of a household in the draft, it does.
    return merged.items.length === draft.items.length || tellsOfFacts(reading, tools.report) ? merged : null;
  }
  const place = /^\s*(\d{1,2})\s*[:.)\s]\s*(\S.*)$/u.exec(text);
  const item = place ? draft.items[Number(place[1]) - 1] : undefined;
  if (place?.[2] && item) return setBareValue(draft, [item], place[2], today, tools);
  return setBareValue(draft, draft.items, text, today, tools);
}

/** One field of one item with a new value in her words; null where it is no value for it. */
export function editField(
  draft: Draft,
  itemId: number,
  field: EditableField,
  text: string,
  today: Day,
  tools: EditTools,
): Draft | null {
  const item = draft.items.find(({ id }) => id === itemId);
  if (!item) return null;
  const set = (changes: object): Draft => withItem(draft, { ...item, ...changes } as Item);
  switch (field) {
    case 'remove':
      return withoutItem(draft, itemId);
    case 'name': {
      if (isOneOf(text, tools.yes)) return null;
      // With a number in it, it is more than a name.
      const [read, ...more] = /\d/u.test(text) ? itemsOfReading(tools.understand(text, today), 1).items : [];
      if (read?.is === 'household' && more.length === 0) {
        return set({
          name: read.name,
          likely: null,
          same: null,
          ...(read.valueVnd === null ? {} : { valueVnd: read.valueVnd }),
        });
      }
      const name = text.trim();
      return name.length > 0 && name.length <= 60 ? set({ name, likely: null, same: null }) : null;
    }
    case 'hamlet': {
      const hamlet = text.trim();
      return hamlet.length > 0 && hamlet.length <= 60 ? set({ hamlet, likely: null, same: null }) : null;
    }
    case 'text': {
      const words = text.trim();
      return words.length > 0 && words.length <= 500 ? set({ text: words }) : null;
    }
    case 'valueVnd': {
      const value = heardMoney(text);
      return value === null ? null : set({ valueVnd: value === 0 ? null : value });
    }
    case 'day': {
      const day = heardDay(text, today, tools.understand);
      return day === null ? null : set({ day });
    }
    case 'what': {
      const sum = heardMoney(text);
      if (sum !== null && 'valueVnd' in item) return set({ valueVnd: sum });
      return editWhat(draft, item, text, today, tools);
    }
    default: {
      const value = readWholeNumber(text);
      return value === null ? null : set({ [field]: value });
    }
  }
}

/** What was done, said anew: it takes the place of what was read before. */
function editWhat(draft: Draft, item: Item, text: string, today: Day, tools: EditTools): Draft | null {
  const { understand, frames } = tools;
  if (item.is === 'activity') {
    const [read] = itemsOfReading(understand(text, today), 1).items.filter((one) => one.is === 'activity');
    return read?.is === 'activity' ? withItem(draft, { ...item, type: read.type, topics: read.topics }) : null;
  }
  if (item.is === 'nomination') return null;
  const about = item.is === 'household' ? frames.helped(item.name, text) : frames.helpedSome(text);
  const [read] = itemsOfReading(understand(about, today), nextItemId(draft.items)).items;
  if (!read || !('supports' in read)) return null;
  // A household told of beside counselling loses its name, here as in the first sentence.
  if (read.is === 'counted' && item.is === 'household') {
    return withItem(draft, { ...read, id: item.id, day: item.day, valueVnd: read.valueVnd ?? item.valueVnd });
  }
  const { supports, criteria, wholeSets } = read;
  return withItem(draft, { ...item, supports, criteria, wholeSets } as Item);
}

/** The draft with one item in another's place, and with the doubts about it that stand in `mended`. */
export function inPlaceOf(id: number, instead: Item, draft: Draft, mended: Draft): Draft {
  const others = draft.doubts.filter(({ itemId }) => itemId !== id);
  const its = mended.doubts.filter((doubt) => doubt.itemId === instead.id && !draft.doubts.includes(doubt));
  return {
    ...withItem(draft, { ...instead, id }),
    doubts: [...others, ...its.map((doubt) => ({ ...doubt, itemId: id }))],
  };
}

/** Items added while only one was in sight may have an id that another has. */
export function renumbered(items: Draft['items']): Draft['items'] {
  const used = new Set<number>();
  return items.map((item) => {
    const id = used.has(item.id) ? Math.max(...items.map((one) => one.id), ...used) + 1 : item.id;
    used.add(id);
    return { ...item, id };
  });
}
