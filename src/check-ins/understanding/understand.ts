import { nfc } from '../../language/fold.ts';
import type { MoneyReading } from '../../language/money.ts';
import type { NumberReading } from '../../language/numbers.ts';
import { matchesWord } from '../../language/slips.ts';
import { type Span, spanOf, type Token, textOf, tokenise } from '../../language/tokenise.ts';
import { unaccounted } from './account.ts';
import { withoutActors } from './actors.ts';
import { assemble } from './assemble.ts';
import { divide } from './clauses.ts';
import type { Draft } from './draft.ts';
import { findPieces } from './find-pieces.ts';
import { finish, toWhen } from './finish.ts';
import { numbersOf } from './join-people.ts';
import type { Lexicon } from './lexicon.ts';
import type { Reading, Understood } from './reading.ts';

/** A message is read up to here; channels cut at 4,000. What lies beyond is asked about. */
const LONGEST = 5000;

/** Which way a weekday or a day of the year is looked for: back, as in a report, or ahead, as in a schedule. */
export type Looking = { prefer?: 'past' | 'future' };

/**
 * Everything a message says for a check-in, each value with its words. Never throws. A number that nothing has taken is in `unclear`;
 * what is planned is left out.
 */
export function read(text: string, today: string, lexicon: Lexicon, { prefer = 'past' }: Looking = {}): Reading {
  const whole = nfc(text);
  const cut = whole.slice(0, LONGEST);
  // To every reader of words a line ends like a sentence: "sửa nhà\nthứ sáu …" is no sixth house. Spans stay as they are.
  const tokens = tokenise(cut.replace(/(?<=[\p{L}\p{M}\d])[\n\u2028\u2029]/gu, ';'));
  const found = findPieces(tokens, lineStarts(cut, tokens), today, lexicon, prefer);
  const clauses = withoutActors(divide(found.pieces, tokens), tokens);
  const draft = withoutCommands(assemble(tokens, clauses, today, lexicon), tokens);
  const finished = finish(draft, tokens, lexicon.order, today);
  const unclear = [...finished.unclear, ...unaccounted(found, draft, finished, tokens)];
  if (whole.length > LONGEST)
    unclear.push({
      field: 'number',
      text: whole.slice(LONGEST, LONGEST + 40),
      readings: [],
      span: { from: LONGEST, to: whole.length },
      place: { kind: 'sentence' },
    });
  const facts =
    finished.households.length + finished.counted.length + finished.activities.length + draft.nominated.length;
  const sums = found.pieces.flatMap((piece) =>
    piece.is === 'money' && !draft.replaced.has(piece.from) ? [piece.sum] : [],
  );
  const quantities = found.pieces.flatMap((piece) =>
    piece.is === 'count' && !draft.replaced.has(piece.number.tokens.from) ? numbersOf(piece) : [],
  );
  return {
    text: whole,
    today,
    numbers: quantities
      .filter(isNamed)
      .flatMap((number) =>
        (number.doubt === 'range' ? number.readings : [number.value]).map((value) => ({ value, span: number.span })),
      ),
    money: sums.flatMap((sum) => sumsNamed(sum, found.inSums)),
    whens: clauses
      .flatMap(({ pieces }) => pieces)
      .flatMap((piece) =>
        piece.is === 'when' && !piece.occasion && !draft.replaced.has(piece.from) && !draft.campaignDays.has(piece.from)
          ? [piece.date]
          : [],
      )
      .map(toWhen)
      .filter((when) => when !== null),
    households: finished.households,
    counted: finished.counted,
    householdsCount: finished.householdsCount,
    activities: finished.activities,
    nominations: draft.nominated.map(({ whom, name, from, to }) => ({
      whom,
      name: name ? { value: name.name, span: spanOf(tokens, name.from, name.to) } : null,
      text: textOf(tokens, from, to),
      span: spanOf(tokens, from, to),
    })),
    planned: draft.planned.map(({ from, to }) => spanOf(tokens, from, to)),
    nothing:
      facts === 0 &&
      !draft.same &&
      (draft.notDone || draft.nothing || (draft.planned.length === 0 && deniesAll(tokens))),
    sameAsLast: draft.same,
    corrections: draft.corrections.map(({ was, from, to }) => ({ was, span: spanOf(tokens, from, to) })),
    unclear: unclear.sort((one, two) => one.span.from - two.span.from),
  };
}

/** The same as `to-am understand --json` prints it. */
export function understand(text: string, today: string, lexicon: Lexicon, looking: Looking = {}): Understood {
  const reading = read(text, today, lexicon, looking);
  const printed = print(reading);
  // A schedule begins somewhere: planning, "tháng tới" stands for its first day.
  return looking.prefer === 'future'
    ? { ...printed, dates: reading.whens.flatMap((when) => (when.kind === 'day' ? when.readings : [when.from])) }
    : printed;
}

/** What of a reading is printed; absent values are null. */
export function print(reading: Reading): Understood {
  return {
    numbers: reading.numbers.map(({ value }) => value),
    money: reading.money.map(({ value }) => value),
    dates: reading.whens.flatMap((when) => (when.kind === 'day' ? (when.clear ? [when.day] : when.readings) : [])),
    checkIn: {
      households: reading.households.map(({ name, hamlet, when, supports, valueVnd, criteria }) => ({
        name: name.value,
        hamlet: hamlet?.value ?? null,
        date: when?.kind === 'day' ? when.day : null,
        support: supports.map(({ value }) => value),
        valueVnd: valueVnd?.value ?? null,
        criteriaReached: criteria.map(({ value }) => value),
      })),
      householdsCount: reading.householdsCount,
      activities: reading.activities.map((activity) => ({
        type: activity.type.value,
        topics: activity.topics.map(({ value }) => value),
        date: activity.when?.kind === 'day' ? activity.when.day : null,
        participants: activity.participants?.value ?? null,
        campaign: activity.campaign?.value ?? null,
        model: activity.model?.value ?? null,
        householdsInformed: activity.householdsInformed?.value ?? null,
        householdsCommitted: activity.householdsCommitted?.value ?? null,
      })),
      nothing: reading.nothing,
      sameAsLast: reading.sameAsLast,
    },
    unclear: reading.unclear.map(({ field, text, readings }) => ({ field, text, readings })),
  };
}

/** "đề cử điển hình", "ra mắt mô hình": the name of a form and nothing else holds no fact. */
function withoutCommands(draft: Draft, tokens: readonly Token[]): Draft {
  const words = tokens.filter(({ kind }) => kind === 'word').length;
  const covers = ({ from, to }: { from: number; to: number }) => to - from >= words;
  return {
    ...draft,
    nominated: draft.nominated.filter((one) => one.name !== null || words > 5),
    activities: draft.activities.filter(
      (one) =>
        one.model?.value.id !== 'other' ||
        !covers(one.model) ||
        one.people.length + one.whens.length + one.topics.length > 0,
    ),
  };
}

/** "không làm gì được", "chưa giúp được hộ nào": a denial that ends in "gì" or "nào". */
function deniesAll(tokens: readonly Token[]): boolean {
  return tokens.some((token, at) => {
    if (!['không', 'chưa', 'chẳng', 'chả', 'hổng', 'hông', 'hỏng'].some((word) => matchesWord(token, word)))
      return false;
    return tokens
      .slice(at + 1, at + 7)
      .some((later) => later.kind === 'word' && ['gì', 'nào'].some((word) => matchesWord(later, word)));
  });
}

/** Positions of tokens that begin a line. */
function lineStarts(text: string, tokens: readonly Token[]): Set<number> {
  const starts = new Set<number>();
  for (let at = 1; at < tokens.length; at++)
    if (/[\n\r\u2028\u2029]/u.test(text.slice(tokens[at - 1]!.span.from, tokens[at]!.span.from))) starts.add(at);
  return starts;
}

/** Of a range both ends; of an estimate ("vài triệu") none. */
function sumsNamed(sum: MoneyReading, numbers: readonly NumberReading[]): { value: number; span: Span }[] {
  const inside = numbers.find((number) => sum.tokens.from <= number.tokens.from && number.tokens.to <= sum.tokens.to);
  if (!Number.isFinite(sum.value) || inside?.doubt === 'vague' || inside?.doubt === 'list') return [];
  return (inside?.doubt === 'range' ? sum.readings : [sum.value]).map((value) => ({ value, span: sum.span }));
}

/** "vài hộ", "ba bốn người" name no number. */
function isNamed(number: NumberReading): boolean {
  return Number.isFinite(number.value) && number.doubt !== 'vague' && number.doubt !== 'list';
}
