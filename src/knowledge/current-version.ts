import type { Day } from '../core/day.ts';
import type { Entry, EntryText, Source } from './entry.ts';
import type { Laws } from './laws.ts';

export type UnderReview =
  | { because: 'review-due'; reviewBy: Day }
  | { because: 'law-not-valid'; law: string }
  | { because: 'no-text-today' };

/** What may be said of an entry on a day: its text, or only that it is being looked over, with the sources it rests on. */
export type CurrentVersion =
  | { quotable: true; text: string; sources: readonly Source[] }
  | { quotable: false; why: UnderReview; sources: readonly Source[] };

/**
 * The text of the entry that holds today. It is not quoted after the day it had to be reviewed by, nor when it rests on a text of law
 * that is not valid today, nor when none of its versions holds today.
 */
export function currentVersion(entry: Entry, laws: Laws, today: Day): CurrentVersion {
  const version = entry.texts.find((one) => holdsOn(one, today));
  if (!version)
    return { quotable: false, why: { because: 'no-text-today' }, sources: entry.texts.at(-1)?.sources ?? [] };
  const { text, sources } = version;
  if (entry.reviewBy < today)
    return { quotable: false, why: { because: 'review-due', reviewBy: entry.reviewBy }, sources };
  const ended = sources.find(({ law }) => !laws.isValid(law, today));
  if (ended) return { quotable: false, why: { because: 'law-not-valid', law: ended.law }, sources };
  return { quotable: true, text, sources };
}

function holdsOn({ from, until }: EntryText, day: Day): boolean {
  return (from === null || from <= day) && (until === null || day <= until);
}
