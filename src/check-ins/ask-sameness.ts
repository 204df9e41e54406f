import { writeDay } from '../core/day.ts';
import { type Outgoing, plain } from '../core/outgoing.ts';
import { chosenPlace, isOneOf } from '../scripts/heard-words.ts';
import { numbered } from '../scripts/numbered.ts';
import type { Heard, Speak } from '../scripts/script.ts';
import { type Draft, type HouseholdItem, withItem, withoutItem } from './draft.ts';

/** The households that may be ones on record, undecided yet: the first of them, or all that have one likely match. */
export function openSameness(
  draft: Draft,
): { is: 'one'; item: HouseholdItem } | { is: 'several'; items: HouseholdItem[] } | null {
  const open = draft.items.filter(
    (item): item is HouseholdItem => item.is === 'household' && item.same === null && (item.likely?.length ?? 0) > 0,
  );
  const [first] = open;
  if (!first) return null;
  const simple = open.filter(({ likely }) => likely?.length === 1 && likely[0]?.itemId === undefined);
  if (!draft.oneByOne && open.length > 1 && simple.length === open.length) return { is: 'several', items: simple };
  return { is: 'one', item: first };
}

export function saySameness(draft: Draft, speak: Speak): Outgoing {
  const open = openSameness(draft);
  if (!open) return plain('');
  const written = ({ name, hamlet }: { name: string; hamlet: string | null }) =>
    hamlet === null ? name : speak('item.in-hamlet', { name, hamlet });
  if (open.is === 'several') {
    const list = open.items
      .map(({ likely }) => likely?.[0])
      .filter((one) => one !== undefined)
      .map((one) => `• ${speak('same.known', { name: written(one), day: writeDay(one.lastDay, draft.today) })}`)
      .join('\n');
    return plain(
      `${speak('same.several')}\n${list}`,
      numbered([speak('choice.all-the-same'), speak('choice.one-by-one')]),
    );
  }
  const { item } = open;
  const [only, ...more] = item.likely ?? [];
  if (only && more.length === 0) {
    const known = { name: written(only), day: writeDay(only.lastDay, draft.today) };
    return plain(
      speak(only.itemId === undefined ? 'same.one' : 'same.here', { ...known, told: written(item) }),
      numbered([speak('choice.the-same'), speak('choice.another')]),
    );
  }
  const known = (item.likely ?? []).map((one) =>
    speak(one.itemId === undefined ? 'same.known' : 'same.told', {
      name: written(one),
      day: writeDay(one.lastDay, draft.today),
    }),
  );
  return plain(speak('same.which', { told: written(item) }), numbered([...known, speak('choice.another')]));
}

/** Her answer: the same, another, or which of several. */
export function hearSameness(
  draft: Draft,
  text: string,
  words: { yes: readonly string[]; no: readonly string[]; polite: readonly string[] },
): Heard<Draft> {
  const open = openSameness(draft);
  if (!open) return { ok: true, value: draft };
  const yes = isOneOf(text, words.yes, words.polite);
  const no = isOneOf(text, words.no, words.polite);
  const place = chosenPlace(text, 9);
  if (open.is === 'several') {
    if (yes || place === 0) return { ok: true, value: open.items.reduce((now, item) => settle(now, item, 0), draft) };
    return no || place === 1
      ? { ok: true, value: { ...draft, oneByOne: true } }
      : { ok: false, retry: 'scripts.retry.choice' };
  }
  const likely = open.item.likely ?? [];
  if (likely.length === 1 && yes) return { ok: true, value: settle(draft, open.item, 0) };
  if (no || place === likely.length) return { ok: true, value: settle(draft, open.item, null) };
  return place !== null && place < likely.length
    ? { ok: true, value: settle(draft, open.item, place) }
    : { ok: false, retry: 'scripts.retry.choice' };
}

function joined(before: HouseholdItem, item: HouseholdItem): HouseholdItem {
  const all = <Value>(one: readonly Value[], other: readonly Value[]) => [...new Set([...one, ...other])];
  const sums = [before.valueVnd, item.valueVnd].filter((sum) => sum !== null);
  return {
    ...before,
    hamlet: before.hamlet ?? item.hamlet,
    day: before.day ?? item.day,
    supports: all(before.supports, item.supports),
    criteria: all(before.criteria, item.criteria),
    wholeSets: all(before.wholeSets, item.wholeSets),
    valueVnd: sums.length === 0 ? null : sums.reduce((total, sum) => total + sum, 0),
  };
}

function settle(draft: Draft, item: HouseholdItem, place: number | null): Draft {
  const match = place === null ? undefined : item.likely?.[place];
  const before = draft.items.find(({ id }) => id === match?.itemId);
  // Told twice in this report: one household, one line.
  if (before?.is === 'household') return withoutItem(withItem(draft, joined(before, item)), item.id);
  return withItem(draft, { ...item, same: match ? { hash: match.hash } : 'new' });
}
