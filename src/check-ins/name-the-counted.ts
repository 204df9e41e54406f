import { isOneOf } from '../scripts/heard-words.ts';
import type { CountedItem, Draft, HouseholdItem } from './draft.ts';
import { type EditTools, itemNamed } from './mend-values.ts';
import type { NamedHousehold, Reading } from './understanding/reading.ts';

/**
 * "bà Mận, chị Đào, ông Ới" where three households were told as a number: their names. Null where the message does more than name, or
 * nobody waits for a name.
 */
export function nameTheCounted(draft: Draft, reading: Reading, text: string, tools: EditTools): Draft | null {
  const counted = draft.items.filter((item): item is CountedItem => item.is === 'counted' && item.because === 'number');
  const [only, ...more] = counted;
  if (!only || more.length > 0 || only.count === null || isOneOf(text, tools.yes)) return null;
  const told = reading.activities.length + reading.counted.length + reading.money.length + reading.numbers.length > 0;
  const bare = reading.households.every(
    ({ supports, criteria, valueVnd }) => supports.length + criteria.length === 0 && valueVnd === null,
  );
  const names = reading.households.filter(({ name }) => !itemNamed(draft, name.value));
  if (told || !bare || names.length === 0 || names.length > only.count || names.length < reading.households.length)
    return null;
  return withNames(draft, only, names);
}

/** Each named household with what was said of all; a sum goes with them where all are named and it divides. */
export function withNames(draft: Draft, counted: CountedItem, named: readonly NamedHousehold[]): Draft {
  const count = counted.count ?? 0;
  const left = count - named.length;
  const share = left === 0 && counted.valueVnd !== null ? counted.valueVnd / count : null;
  const each = share !== null && Number.isInteger(share) ? share : null;
  let id = Math.max(0, ...draft.items.map((one) => one.id)) + 1;
  const households: HouseholdItem[] = named.map((one) => ({
    is: 'household',
    id: id++,
    name: one.name.value,
    hamlet: one.hamlet?.value ?? null,
    day: counted.day,
    supports: counted.supports,
    valueVnd: each,
    criteria: counted.criteria,
    wholeSets: counted.wholeSets,
    likely: null,
    same: null,
  }));
  const stays = left > 0 || (counted.valueVnd !== null && each === null);
  const remainder = stays ? [{ ...counted, count: left, criteria: [], wholeSets: [] }] : [];
  return {
    ...draft,
    items: draft.items.flatMap((one) => (one.id === counted.id ? [...households, ...remainder] : [one])),
  };
}
