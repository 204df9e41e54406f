import { fold } from '../language/fold.ts';
import { readNumbers } from '../language/numbers.ts';
import { tokenise } from '../language/tokenise.ts';
import { chosenPlace, isOneOf } from './heard-words.ts';
import type { Reader } from './script.ts';

/** One of several values, chosen by its number or by one of its words. `of` gives them in the order they are shown. */
export function oneOf<Value, Answers = unknown>(
  of: (answers: Answers) => readonly { value: Value; words: readonly string[] }[],
  retry = 'scripts.retry.choice',
): Reader<Value, Answers> {
  return (text, _today, answers) => {
    const options = of(answers);
    const place = chosenPlace(text, options.length);
    const chosen = place === null ? options.find(({ words }) => isOneOf(text, words)) : options[place];
    return chosen ? { ok: true, value: chosen.value } : { ok: false, retry };
  };
}

/** One whole number from `min` to `max` and nothing unclear; "35", "ba lăm", "35 hộ". */
export function wholeNumber({
  min = 0,
  max,
  retry = 'scripts.retry.number',
}: {
  min?: number;
  max: number;
  retry?: string;
}): Reader<number> {
  return (text) => {
    const value = readWholeNumber(text);
    return value !== null && value >= min && value <= max ? { ok: true, value } : { ok: false, retry };
  };
}

/** The one number of a message, or null where there is none, several, or one that could be another. "không", "0" are 0. */
export function readWholeNumber(text: string): number | null {
  if (/^\s*(?:khong|ko|k|0)(?:\s+co)?(?:\s+(?:ai|ho|gi|nao))?\s*[.!]?\s*$/u.test(fold(text))) return 0;
  const numbers = readNumbers(tokenise(text)).filter(({ label, percent }) => !label && !percent);
  const [only] = numbers;
  if (!only || numbers.length > 1 || !only.clear || !Number.isInteger(only.value)) return null;
  return only.value;
}

/** Her own words, at most so many characters. */
export function freeText({ max }: { max: number }): Reader<string> {
  return (text) => {
    const value = text.trim();
    return value.length > 0 && value.length <= max ? { ok: true, value } : { ok: false, retry: 'scripts.retry.text' };
  };
}
