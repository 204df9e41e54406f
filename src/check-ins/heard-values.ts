import type { Day } from '../core/day.ts';
import { readMoney } from '../language/money.ts';
import { tokenise } from '../language/tokenise.ts';
import { readWholeNumber } from '../scripts/readers.ts';
import type { Understand } from './settle-doubt.ts';

/** The one day a message names, when it is clear. */
export function heardDay(text: string, today: Day, understand: Understand): Day | null {
  const [when, ...more] = understand(text, today).whens;
  if (!when || more.length > 0) return null;
  if (when.kind === 'day') return when.clear ? when.day : null;
  return when.to < today ? when.to : today;
}

/** The one sum of a message, when it is clear; a bare number only where it is one of the readings or has thousands. */
export function heardMoney(text: string, readings: readonly (number | string)[] = []): number | null {
  const sums = readMoney(tokenise(text));
  const [sum] = sums;
  if (sum && sums.length === 1 && sum.clear) return sum.value;
  const number = readWholeNumber(text);
  return number !== null && (readings.includes(number) || number >= 10_000 || number === 0) ? number : null;
}
