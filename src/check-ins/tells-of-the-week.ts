import type { Texts } from '../core/texts.ts';
import { fold, hasAccents, sameTone } from '../language/fold.ts';
import { tokenise } from '../language/tokenise.ts';
import { oncePerList } from '../language/typed-words.ts';
import type { Reading } from './understanding/reading.ts';

/** Words that tell a report from a question, from `prompts/check-ins/weekly.yaml`. */
export interface ReportWords {
  question: readonly string[];
  helping: readonly string[];
}

export function reportWords(texts: Texts): ReportWords {
  return {
    question: texts.words('check-ins.weekly.words.question'),
    helping: texts.words('check-ins.weekly.words.helping'),
  };
}

/** Whether a message tells of anything a check-in keeps. */
export function holdsItems(reading: Reading): boolean {
  const { households, counted, activities, nominations } = reading;
  return households.length + counted.length + activities.length + nominations.length > 0;
}

/** In a longer message "không có …" is part of something else. */
const longestNothing = 10;

/** "có … không", "được … ko" at the end of a message, without accents. */
const yesOrNo = /\b(?:co|duoc|dc)\b.*\b(?:khong|ko|k|hong|hok)[\s.!?]*$/u;

/** Whether a message asks something, so that nothing in it is taken for a report. Typed with accents, the words must agree in them. */
export function isQuestion(text: string, { question }: ReportWords): boolean {
  const folded = fold(text);
  if (/\?\s*$/u.test(folded) || yesOrNo.test(folded)) return true;
  return holdsOneOf(text, question);
}

const accented = oncePerList(sameTone);
const folded = oncePerList(fold);

/** Whether one of these words or phrases stands in the message. */
function holdsOneOf(text: string, phrases: readonly string[]): boolean {
  const compare = hasAccents(text) ? sameTone : fold;
  const said = ` ${compare(text).replace(/[^\p{L}\p{N}]+/gu, ' ')} `;
  return (hasAccents(text) ? accented : folded)(phrases).some((phrase) => said.includes(` ${phrase} `));
}

/** Whether a message says that there is nothing to report: short, and no question. */
export function saysNothing(reading: Reading, words: ReportWords): boolean {
  return reading.nothing && tokenise(reading.text).length <= longestNothing && !isQuestion(reading.text, words);
}

/**
 * Whether a message tells of something a check-in keeps. Only a name, without anything done, is none ("mẹ viết di chúc"), and neither is
 * somebody's trouble without help.
 */
export function tellsOfFacts(reading: Reading, words: ReportWords): boolean {
  if (!holdsItems(reading) || isQuestion(reading.text, words)) return false;
  if (reading.activities.length + reading.nominations.length > 0) return true;
  const isDone = [...reading.households, ...reading.counted].some(
    ({ supports, criteria, wholeSets, valueVnd }) =>
      supports.length + criteria.length + wholeSets.length > 0 || valueVnd !== null,
  );
  const isCounted = reading.counted.some(({ withoutName }) => withoutName === 'unnamed');
  return (
    isDone ||
    isCounted ||
    reading.unclear.some(({ field }) => field !== 'support') ||
    holdsOneOf(reading.text, words.helping)
  );
}
