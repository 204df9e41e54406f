import type { EnteredMeasure } from './measures.ts';

/** What cannot be more than what it is a part of. */
const partOf: Readonly<Partial<Record<EnteredMeasure, EnteredMeasure>>> = {
  'cultural-families': 'commune-households',
  'poor-households': 'commune-households',
  'near-poor-households': 'commune-households',
  'commune-households-informed': 'commune-households',
  'commune-households-committed': 'commune-households-informed',
  'schools-teaching': 'schools',
  'households-welfare-informed': 'commune-households',
  'union-staff-trained': 'union-staff',
  'speakers-trained': 'speakers',
  'communicators-trained': 'communicators',
  'family-staff-trained': 'family-staff',
};
/** A number that is more than so many times last year's, or less than the like part of it, is asked about. */
const unlikelyTimes = 2;
/** Numbers of last year below this say little about this year's. */
const smallBefore = 10;
export const mostEntered = 1_000_000;

export type Numbers = Readonly<Record<string, number | null | undefined>>;

/** Why a number can hardly be. */
export type Doubt = { kind: 'part'; whole: EnteredMeasure; of: number } | { kind: 'year'; before: number };

/** A number that exceeds its whole, or is far from last year's; null for one that can well be. */
export function doubtAbout(
  name: EnteredMeasure,
  value: number,
  { values, before }: { values: Numbers; before: Numbers },
): Doubt | null {
  const whole = partOf[name];
  const of = whole === undefined ? undefined : values[whole];
  if (whole && typeof of === 'number' && value > of) return { kind: 'part', whole, of };
  const last = before[name];
  if (typeof last !== 'number' || last < smallBefore || name.endsWith('-trained')) return null;
  if (value <= last * unlikelyTimes && value >= last / unlikelyTimes) return null;
  return { kind: 'year', before: last };
}
