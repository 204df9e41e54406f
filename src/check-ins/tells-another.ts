import { tokenise } from '../language/tokenise.ts';
import type { Doubt, Draft } from './draft.ts';
import { itemNamed } from './mend-values.ts';
import { isQuestion, type ReportWords, tellsOfFacts } from './tells-of-the-week.ts';
import type { Reading } from './understanding/reading.ts';

/** Whether a message tells of an activity or a household of which nothing was asked. */
export function tellsAnother(doubt: Doubt, draft: Draft, reading: Reading, words: ReportWords): boolean {
  if (!tellsOfFacts(reading, words)) return false;
  const asked = draft.items.find(({ id }) => id === doubt.itemId);
  const done = reading.households.some(
    ({ supports, criteria, valueVnd }) => supports.length + criteria.length > 0 || valueVnd !== null,
  );
  const isOfAsked =
    asked?.is === 'household'
      ? reading.households.length === 1 && itemNamed(draft, reading.households[0]?.name.value ?? '')?.id === asked.id
      : false;
  return (done && doubt.kind !== 'names' && !isOfAsked) || reading.activities.length > 0;
}

/** The second sentence of a proposal, sent by itself: says something and reports nothing. */
export function goesOn(reading: Reading, words: ReportWords): boolean {
  const done = reading.households.some(({ supports, valueVnd }) => supports.length > 0 || valueVnd !== null);
  const tells = done || reading.activities.length + reading.counted.length + reading.nominations.length > 0;
  return tokenise(reading.text).length > 3 && !isQuestion(reading.text, words) && !tells;
}
