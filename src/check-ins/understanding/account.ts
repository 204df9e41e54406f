import { countingWord, isCounted, isSure, lineOf } from '../../language/counting-words.ts';
import type { DateReading } from '../../language/dates.ts';
import { dayOrShare } from '../../language/day-or-share.ts';
import type { NumberReading } from '../../language/numbers.ts';
import { type Span, spanOf, type Token, textOf } from '../../language/tokenise.ts';
import { positions } from './choose-phrases.ts';
import type { Draft } from './draft.ts';
import type { Found } from './find-pieces.ts';
import type { Finished } from './finish.ts';
import type { Range } from './phrase-index.ts';
import type { Unclear } from './reading.ts';

/**
 * The last look at a message, independent of how it was read: every number and sum said in it is the value of a field, is explained
 * (a thing given, who was absent, a plan), is part of a day, a name or a phrase, or is asked about. What none of these holds is returned.
 */
export function unaccounted(found: Found, draft: Draft, finished: Finished, tokens: readonly Token[]): Unclear[] {
  const held = [...valueSpans(finished), ...finished.unclear.map(({ span }) => span)];
  const isHeld = (span: Span) => held.some((known) => known.from < span.to && span.from < known.to);
  // Things belong to a deed; where none was read, their number is asked.
  const isTold =
    finished.households.length + finished.counted.length + finished.activities.length + draft.nominated.length > 0;
  const place: Unclear['place'] =
    finished.activities.length > 0 ? { kind: 'activity', index: finished.activities.length - 1 } : { kind: 'sentence' };
  const ask = (range: Range, readings: readonly number[], field: Unclear['field'] = 'number'): Unclear => ({
    field,
    text: textOf(tokens, range.from, range.to),
    readings: readings.filter(Number.isFinite),
    span: spanOf(tokens, range.from, range.to),
    place,
  });
  const lost = found.numbers
    .filter(
      (number) =>
        (!number.label || isStrangeLabel(number, tokens) || isWhoCame(number, found, finished, tokens)) &&
        !draft.explained.has(number.tokens.from) &&
        !(isTold && draft.things.has(number.tokens.from)) &&
        !draft.replaced.has(number.tokens.from) &&
        !isHeld(number.span) &&
        !isRepeated(number, found, finished),
    )
    .map((number) => ask(withUnit(found, number), number.readings));
  const sums = found.pieces.flatMap((piece) => (piece.is === 'money' ? [piece.sum] : []));
  const lostSums = sums
    .filter((sum) => !draft.explained.has(sum.tokens.from) && !draft.replaced.has(sum.tokens.from) && !isHeld(sum.span))
    .map((sum) => ask(sum.tokens, sum.readings, 'valueVnd'));
  const strange = strangeHamlets(found, finished, tokens).map((range) => ask(range, [Number(tokens[range.from]?.raw)]));
  const lostDays = isTold ? daysLost(found, draft, isHeld) : [];
  return [
    ...lost,
    ...lostSums,
    ...lostDays.map((date): Unclear => ({ ...ask(date.tokens, []), field: 'date', readings: [...date.readings] })),
    ...strange,
    ...unread(found, tokens).map((range) => ask(range, [])),
    ...wordsForPeople(found, finished, tokens).map((range) => ask(range, [])),
  ];
}

/** Days that nothing was said to happen on. */
function daysLost({ pieces }: Found, draft: Draft, isHeld: (span: Span) => boolean): DateReading[] {
  const used = new Set<number>([
    ...draft.groups.flatMap(({ when }) => (when ? [when.tokens.from] : [])),
    ...draft.activities.flatMap(({ whens }) => whens.map((when) => when.tokens.from)),
    ...draft.replaced,
    ...draft.campaignDays,
  ]);
  return pieces.flatMap((piece) => {
    if (piece.is !== 'when' || piece.occasion || piece.date.stretch || piece.date.day === null) return [];
    // "ngày 10 và 11/11": of a range the first day is taken.
    const follows = pieces.some((other) => other.is === 'when' && other.to < piece.from && piece.from - other.to <= 1);
    if (follows) return [];
    const planned = draft.planned.some(({ from, to }) => from <= piece.from && piece.from < to);
    return planned || draft.explained.has(piece.from) || used.has(piece.date.tokens.from) || isHeld(piece.date.span)
      ? []
      : [piece.date];
  });
}

const DIGITS = /^(?:hai|bon|sau|bay|tam|chin|muoi)$/u;

/** "hop sau chi": typed without accents a number as likely as not, where nobody else is counted. */
function wordsForPeople(
  { pieces, numbers, covered }: Found,
  { activities }: Finished,
  tokens: readonly Token[],
): Range[] {
  if (activities.every(({ participants }) => participants !== null)) return [];
  const people = pieces.some((piece) => piece.is === 'count' && piece.of === 'people');
  const taken = [...numbers.map((number) => number.tokens), ...covered];
  return tokens.flatMap((token, at) =>
    !people &&
    DIGITS.test(token.toned) &&
    /^(?:chi|nguoi|ng|hv)$/u.test(tokens[at + 1]?.toned ?? '') &&
    !/^(?:hoi|bo|doan)$/u.test(tokens[at + 2]?.toned ?? '') &&
    !taken.some(({ from, to }) => from <= at && at < to)
      ? [{ from: at, to: at + 1 }]
      : [],
  );
}

/** Where the values come from that will be stored. */
function valueSpans({ households, counted, activities }: Finished): Span[] {
  return [
    ...households.map(({ valueVnd }) => valueVnd),
    ...counted.flatMap(({ count, valueVnd }) => [count, valueVnd]),
    ...activities.flatMap((activity) => [
      activity.participants,
      activity.householdsInformed,
      activity.householdsCommitted,
    ]),
  ].flatMap((read) => (read ? [read.span] : []));
}

/** Above it a number behind "chi hội" or "làng" is hardly that of a branch or a village. */
const HIGHEST_LABEL = 12;

/** "họp chi hội 35": more likely a unit was left out. */
function isStrangeLabel({ value, tokens: { from, to } }: NumberReading, tokens: readonly Token[]): boolean {
  const noun = tokens[from - 1]?.folded ?? '';
  // "họp phụ nữ thôn 2 lần"
  if (/^(?:xom|thon|lang|ap|ban|to|khu)$/u.test(noun) && /^(?:lan|buoi|cuoc|dot)$/u.test(tokens[to]?.folded ?? ''))
    return true;
  return (
    value > HIGHEST_LABEL && /^(?:hoi|ch|to|nhom|lop|xom|thon|lang|doi|khu|ap|ban|buoi|dot|lan|cum|buon)$/u.test(noun)
  );
}

/** "dọn đường thôn 12 chị": where nobody is counted besides, those who came as likely as the number of the hamlet. */
function isWhoCame(
  { tokens: { to } }: NumberReading,
  { pieces }: Found,
  { activities }: Finished,
  tokens: readonly Token[],
): boolean {
  const isNamed = pieces.some((piece) => piece.is === 'name' && piece.from <= to && to < piece.to);
  return (
    !isNamed &&
    activities.some(({ participants }) => participants === null) &&
    /^(?:chi|nguoi|ng|hv|c)$/u.test(tokens[to]?.folded ?? '') &&
    !/^(?:hoi|bo|doan|em)$/u.test(tokens[to + 1]?.folded ?? '')
  );
}

/** "dọn đường làng 46" names a hamlet that no household lives in. */
function strangeHamlets({ pieces }: Found, { households, activities }: Finished, tokens: readonly Token[]): Range[] {
  const uncounted = activities.some(({ participants }) => participants === null);
  return pieces.flatMap((piece) => {
    const next = tokens[piece.to]?.folded ?? '';
    // "họp thôn 2 lần", "dọn đường thôn 12 chị"
    const counts =
      /^(?:lan|buoi|cuoc|dot)$/u.test(next) ||
      (uncounted &&
        /^(?:chi|nguoi|ng|hv|c)$/u.test(next) &&
        !/^(?:hoi|bo|doan|em)$/u.test(tokens[piece.to + 1]?.folded ?? '') &&
        !pieces.some((other) => other.is === 'name' && other.from <= piece.to && piece.to < other.to));
    const number = piece.is === 'hamlet' ? Number(/\d+/u.exec(piece.name)?.[0]) : 0;
    return piece.is === 'hamlet' &&
      (number > HIGHEST_LABEL || (counts && number > 0)) &&
      !households.some(({ hamlet }) => hamlet?.value === piece.name)
      ? positions(piece)
          .filter((at) => tokens[at]?.kind === 'number')
          .map((at) => ({ from: at, to: at + 1 }))
      : [];
  });
}

/** "tuần này 2 buổi: …", "tổng cộng 3 hộ", "giúp 0 hộ": says again what the rest of the message adds up to, or nothing. */
function isRepeated(
  number: NumberReading,
  { pieces }: Found,
  { activities, households, householdsCount }: Finished,
): boolean {
  const piece = pieces.find((other) => other.is === 'count' && other.number === number);
  if (piece?.is !== 'count' || !number.clear) return false;
  if (number.value === 0) return true;
  // "giúp 3 bà Lan, Huệ, Cúc"
  if (households.length === number.value && pieces.some(({ is, from }) => is === 'name' && from === piece.to))
    return true;
  return (
    (piece.of === 'sessions' && number.value === activities.length) ||
    (piece.of === 'households' && number.value === householdsCount)
  );
}

function withUnit({ pieces }: Found, number: NumberReading): Range {
  const piece = pieces.find((other) => other.is === 'count' && other.number === number);
  return piece && piece.to > number.tokens.to ? piece : number.tokens;
}

/** Digits, and number words before something counted, that no reader has taken for anything. */
function unread({ pieces, numbers, inSums, covered }: Found, tokens: readonly Token[]): Range[] {
  const line = lineOf(tokens);
  const read = [
    ...pieces.filter(({ is }) => is !== 'break'),
    ...numbers.map((number) => number.tokens),
    ...inSums.map((number) => number.tokens),
    ...covered,
  ];
  return tokens.flatMap((token, at) => {
    if (read.some(({ from, to }) => from <= at && at < to)) return [];
    if (dayOrShare(line, at) === 'day' || dayOrShare(line, at - 2) === 'day') return [];
    const word = token.kind === 'word' ? countingWord(line, at) : null;
    const says =
      token.kind === 'number' ||
      (word?.is === 'digit' && word.value > 0 && isSure(line, at) && isCounted(line, at + 1, true));
    return says ? [{ from: at, to: at + 1 }] : [];
  });
}
