import type { Day } from '../core/day.ts';
import { fold } from '../language/fold.ts';
import { restAfter, restBefore } from '../scripts/heard-words.ts';
import { type CountedItem, type Draft, type HouseholdItem, withItem, withoutItem } from './draft.ts';
import { itemsOfReading } from './items-of-reading.ts';
import { type EditTools, itemNamed, setBareValue, swapValue } from './mend-values.ts';
import { isSameItem, mendItem, mergeReading } from './merge-reading.ts';
import type { NamedHousehold, Reading } from './understanding/reading.ts';

/** `not-meant`: the message corrects nothing; `unclear`: it does, and it cannot be told what. */
export type Correction = { is: 'draft'; draft: Draft } | { is: 'not-meant' } | { is: 'unclear' };

const unclear = { is: 'unclear' } as const;

/**
 * "a nhầm, 2 hộ thôi, bỏ ông Ới": a message that says of itself that it corrects takes away or mends what the draft holds and never
 * adds to it. Pure.
 */
export function correctInWords(draft: Draft, text: string, today: Day, tools: EditTools): Correction {
  const parts = partsOf(text);
  const replaced = replaceNamed(draft, withoutMistaken(text, tools), today, tools);
  if (replaced) return replaced;
  const isMeant = parts.some(
    (part) =>
      restAfter(part, tools.mistakenWords) !== null ||
      restAfter(part, tools.removeWords) !== null ||
      restBefore(part, tools.onlyWords) !== null,
  );
  if (!isMeant) return { is: 'not-meant' };
  let now = draft;
  for (const part of parts) {
    const said = withoutMistaken(part, tools);
    if (said === '') continue;
    const mended = correctPart(now, said, today, tools);
    if (!mended) return unclear;
    now = mended;
  }
  return now === draft ? unclear : { is: 'draft', draft: now };
}

/** Divided where she drew breath; "1,5 triệu" stays whole. */
function partsOf(text: string): string[] {
  return text
    .split(/(?<!\d)[,;.\n]+|[,;.\n]+(?!\d)/u)
    .map((part) => part.trim())
    .filter(Boolean);
}

/** Without "à nhầm", "em xin lỗi" and the like at its beginning. */
function withoutMistaken(text: string, { mistakenWords }: EditTools): string {
  let rest = text.trim();
  for (let next = restAfter(rest, mistakenWords); next !== null; next = restAfter(rest, mistakenWords)) rest = next;
  return rest;
}

function correctPart(draft: Draft, text: string, today: Day, tools: EditTools): Draft | null {
  const removed = restAfter(text, tools.removeWords);
  if (removed !== null) {
    const item = itemNamed(draft, removed) ?? activityMeant(draft, removed, today, tools);
    return item && withoutItem(draft, item.id);
  }
  const only = restBefore(text, tools.onlyWords) ?? text;
  const reading = tools.understand(only, today);
  const total = totalSaid(reading, only, today, tools);
  if (total !== null) return withTotal(draft, total);
  const replaced = replaceNamed(draft, only, today, tools);
  if (replaced) return replaced.is === 'draft' ? replaced.draft : null;
  return mendOnly(draft, reading) ?? swapValue(draft, reading) ?? setBareValue(draft, draft.items, only, today, tools);
}

function activityMeant(draft: Draft, text: string, today: Day, tools: EditTools): { id: number } | null {
  const [read, ...more] = tools.understand(text, today).activities;
  const alike = draft.items.filter((item) => item.is === 'activity' && item.type === read?.type.value);
  return alike.length === 1 && more.length === 0 ? (alike[0] ?? null) : null;
}

/** "2 hộ": how many households in all, nothing else said. */
function totalSaid(reading: Reading, text: string, today: Day, tools: EditTools): number | null {
  const { households, counted, activities, numbers } = reading;
  const told = counted.length === 1 ? counted : tools.understand(tools.frames.helped('', text), today).counted;
  const [only] = told;
  if (!only || households.length + activities.length > 0 || numbers.length !== 1 || reading.unclear.length > 0)
    return null;
  return only.count.value > 0 && only.supports.length === 0 && only.valueVnd === null ? only.count.value : null;
}

/** Named ones stay; the number of unnamed ones is what is left. Null where more are named than she says. */
function withTotal(draft: Draft, total: number): Draft | null {
  const named = draft.items.filter(({ is }) => is === 'household').length;
  const counted = draft.items.filter((item): item is CountedItem => item.is === 'counted');
  const [only, ...more] = counted;
  if (!only) return named === total ? { ...draft } : keptForRemoval(draft, named, total);
  if (more.length > 0 || total < named) return null;
  return total === named ? withoutItem(draft, only.id) : withItem(draft, { ...only, count: total - named });
}

/** "2 hộ thôi, bỏ ông Ới": who goes is said in the next part, so a number below that of the named ones only stands. */
function keptForRemoval(draft: Draft, named: number, total: number): Draft | null {
  return total < named ? { ...draft } : null;
}

/** "không phải bà Lan mà là bà Hoa", "bà Lan thành bà Hoa", "bà Hoa chứ không phải bà Lan". */
function replaceNamed(draft: Draft, text: string, today: Day, tools: EditTools): Correction | null {
  const pair = wrongAndRight(text);
  if (!pair) return null;
  const item = itemNamed(draft, pair.wrong);
  if (item?.is !== 'household') {
    const swapped = swapValue(draft, tools.understand(text, today)) ?? swapDay(draft, pair, today, tools);
    return swapped ? { is: 'draft', draft: swapped } : null;
  }
  const [right] = tools.understand(tools.frames.helped('', pair.right), today).households;
  if (!right) {
    const mended = setBareValue(draft, [item], pair.right, today, tools);
    return mended ? { is: 'draft', draft: mended } : unclear;
  }
  return { is: 'draft', draft: withItem(draft, renamed(item, right)) };
}

function renamed(item: HouseholdItem, { name, hamlet, valueVnd }: NamedHousehold): HouseholdItem {
  return {
    ...item,
    name: name.value,
    hamlet: hamlet?.value ?? item.hamlet,
    valueVnd: valueVnd?.value ?? item.valueVnd,
    likely: null,
    same: null,
  };
}

function wrongAndRight(text: string): { wrong: string; right: string } | null {
  const said = text.normalize('NFC').trim();
  const folded = fold(said);
  // Places in the folded text are places in hers only where both are as long.
  if (folded.length !== said.length) return null;
  const cut = (at: number, length: number) => said.slice(at, at + length).trim();
  const notThis = /^(?:khong phai|ko phai|k phai)(?: la)? (.+?),? (?:ma la|ma|phai la) (.+)$/u.exec(folded);
  const becomes = /^(.+?),? (?:(?:sua|doi|chuyen) )?thanh (.+)$/u.exec(folded);
  const ratherThan = /^(?:la )?(.+?),? (?:chu )?(?:khong phai|ko phai|k phai)(?: la)? (.+)$/u.exec(folded);
  const found = notThis ?? becomes ?? ratherThan;
  const [whole, first, second] = found ?? [];
  if (whole === undefined || first === undefined || second === undefined) return null;
  const one = cut(folded.indexOf(first), first.length);
  const other = cut(folded.length - second.length, second.length);
  return found === ratherThan ? { wrong: other, right: one } : { wrong: one, right: other };
}

/** "hôm qua chứ không phải hôm kia": items of the one day go to the other. */
function swapDay(draft: Draft, pair: { wrong: string; right: string }, today: Day, tools: EditTools): Draft | null {
  const dayOf = (text: string) => {
    const [when] = tools.understand(text, today).whens;
    return when?.kind === 'day' && when.clear ? when.day : null;
  };
  const [wrong, right] = [dayOf(pair.wrong), dayOf(pair.right)];
  if (!wrong || !right || !draft.items.some((item) => 'day' in item && item.day === wrong)) return null;
  const items = draft.items.map((item) => ('day' in item && item.day === wrong ? { ...item, day: right } : item));
  return { ...draft, items };
}

/** Mends what is in the draft; of a household that is not, takes the place of the only one that is. Never adds. */
function mendOnly(draft: Draft, reading: Reading): Draft | null {
  const { items } = itemsOfReading(reading, 1_000_000);
  if (items.length === 0) return null;
  const merged = mergeReading(draft, reading);
  if (merged.items.length === draft.items.length) return merged;
  const [now, ...more] = items;
  const alike = draft.items.filter(({ is }) => is === now?.is);
  const [before, ...others] = alike;
  if (!now || !before || more.length + others.length > 0) return null;
  if (now.is === 'household' && before.is === 'household' && !isSameItem(before, now, draft.items))
    return withItem(draft, { ...mendItem(before, now), name: now.name, likely: null, same: null } as HouseholdItem);
  return withItem(draft, mendItem(before, now));
}
