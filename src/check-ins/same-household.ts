import type { Day } from '../core/day.ts';
import type { Sealing } from '../core/sealing.ts';
import { bareName, foldedHamlet, foldedName, titleOf } from '../language/household-names.ts';

/** A household the branch has on record, as its latest row names it. */
export interface KnownHousehold {
  hash: string;
  name: string;
  hamlet: string | null;
  /** The last day something was recorded for it. */
  lastDay: Day;
  /** Where it was told of in the report at hand and is not stored yet: that item. */
  itemId?: number | undefined;
}

/** `ask`: it may be one of these. */
export type Sameness = { is: 'same'; hash: string } | { is: 'other' } | { is: 'ask'; likely: KnownHousehold[] };

/**
 * Whether a household told of now is one on record: same name without title (the caller gives only those), then hamlet.
 * Same title and same hamlet named both times: the same. Two different hamlets: another. Everything else is asked, so that
 * 'bà Lan' beside 'chị Lan', or a name without a hamlet, never becomes one or two by a guess.
 */
export function compareHousehold(
  told: { name: string; hamlet: string | null },
  known: readonly KnownHousehold[],
): Sameness {
  const likely: KnownHousehold[] = [];
  for (const one of known) {
    const hamlets = compareHamlets(told.hamlet, one.hamlet);
    if (hamlets === 'different') continue;
    if (hamlets === 'same' && titleOf(told.name) === titleOf(one.name)) return { is: 'same', hash: one.hash };
    likely.push(one);
  }
  return likely.length === 0 ? { is: 'other' } : { is: 'ask', likely };
}

function compareHamlets(told: string | null, known: string | null): 'same' | 'different' | 'unknown' {
  if (told === null || known === null) return 'unknown';
  return foldedHamlet(told) === foldedHamlet(known) ? 'same' : 'different';
}

/** Keyed hash of the name without title, per unit: finds likely repeats without opening a name. */
export function nameHashOf(sealing: Sealing, unitId: string, name: string): string {
  return sealing.hash('name', `${unitId}/${bareName(name)}`);
}

/**
 * Keyed hash that stands for one household of a unit. `nth` tells households apart that have name and hamlet in common
 * (1 for the first of them).
 */
export function householdHashOf(
  sealing: Sealing,
  unitId: string,
  told: { name: string; hamlet: string | null },
  nth = 1,
): string {
  const key = `${unitId}/${foldedName(told.name)}/${told.hamlet === null ? '' : foldedHamlet(told.hamlet)}`;
  return sealing.hash('household', nth === 1 ? key : `${key}/${nth}`);
}

/** The sealed form of a name: hamlet and name in one text, so that both can be shown again. */
export function sealName(sealing: Sealing, told: { name: string; hamlet: string | null }): string {
  return sealing.seal(JSON.stringify([told.name, told.hamlet]));
}

export function openName(sealing: Sealing, sealed: string): { name: string; hamlet: string | null } {
  const [name = '', hamlet = null] = JSON.parse(sealing.open(sealed)) as [string?, (string | null)?];
  return { name, hamlet };
}
