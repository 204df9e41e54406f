import { readClockTimes } from '../../language/clock-times.ts';
import { isLabelWord, type Line, lineOf } from '../../language/counting-words.ts';
import { type DateReading, readDates } from '../../language/dates.ts';
import { hasAccents } from '../../language/fold.ts';
import { readHamletAt } from '../../language/hamlets.ts';
import { readMoney } from '../../language/money.ts';
import type { NameReading } from '../../language/names-of-households.ts';
import { type NumberReading, readNumbers } from '../../language/numbers.ts';
import { matchesWord, matchPhrase } from '../../language/slips.ts';
import { spanOf, type Token, textOf } from '../../language/tokenise.ts';
import { choosePhrases, isCampaign, isOnlyUnit, isRoute, longestPhrase, positions } from './choose-phrases.ts';
import { findBreaks, findBullets } from './find-breaks.ts';
import { findNames } from './find-names.ts';
import { joinPeople } from './join-people.ts';
import type { Lexicon, Meaning } from './lexicon.ts';
import { markPlaces } from './mark-places.ts';
import type { Match, Range } from './phrase-index.ts';
import type { Counted, CountPiece, Piece } from './pieces.ts';

export type Found = {
  pieces: Piece[];
  numbers: NumberReading[];
  dates: DateReading[];
  /** Those that are part of a sum. */
  inSums: NumberReading[];
  /** Tokens whose digits and number words are no quantity: days, times of day, names, hamlets, bullets, ordinals, fixed phrases. */
  covered: Range[];
};
// "bà con" typed without accents is no three.
const HOLDS_NUMBER_WORD = /^(?:bà con|tác hại|thiệt hại|việt nam)/u;

/** Everything in the sentence that means something to a check-in, in order. `lines`: positions of tokens that begin a new line. */
export function findPieces(
  tokens: readonly Token[],
  lines: ReadonlySet<number>,
  today: string,
  lexicon: Lexicon,
  prefer: 'past' | 'future' = 'past',
): Found {
  const isAccented = mostlyAccented(tokens);
  const line = lineOf(tokens);
  const matches = tokens.map((_token, at) =>
    lexicon.phrases
      .at(tokens, at, isAccented)
      .filter(({ meaning, to }) => meaning.is !== 'criteria' || isCriterion(line, at, to)),
  );
  const fixed = matches
    .flat()
    .filter(({ meaning }) => meaning.is === 'cue' && (meaning.cue === 'same' || meaning.cue === 'nothing'));
  // "luật hn&gđ" is no "hn" (hôm nay).
  const titles = matches
    .flat()
    .filter(({ meaning, from, to }) => (meaning.is === 'topics' || meaning.is === 'model') && to - from > 1);
  const dates = readDates(tokens, today, { prefer }).filter(
    ({ tokens: { from, to } }) =>
      !fixed.some((match) => match.from <= from && to <= match.to) &&
      !titles.some((match) => match.from <= from && to <= match.to && match.to - match.from > to - from),
  );
  const fullPhrase = (at: number) => longestPhrase(matches[at] ?? []);
  const contentPhrase = (at: number) =>
    longestPhrase((matches[at] ?? []).filter(({ meaning }) => meaning.is !== 'cue'));
  const names = findNames(tokens, [...dates.map((date) => date.tokens), ...fixed], fullPhrase).filter(
    // "họp 40 chị\nLan …": a name does not reach into the next line.
    ({ from, hamletTokens }) => !positions({ from: from + 1, to: hamletTokens.from }).some((at) => lines.has(at)),
  );
  const blocked = [...dates.map((date) => date.tokens), ...names.flatMap((name) => [{ from: name.from, to: name.to }])];
  const phrases = choosePhrases(tokens, matches, blocked);
  const withDigits = phrases.flatMap(({ parts, meanings, phrase }) =>
    (meanings.some(({ is }) => is === 'campaign') && !/\d/u.test(phrase)) ||
    meanings.some(({ is }) => is === 'criteria' || is === 'set' || is === 'topics' || is === 'model') ||
    HOLDS_NUMBER_WORD.test(phrase)
      ? parts
      : [],
  );
  const hamlets = findHamlets(tokens, [...blocked, ...withDigits], contentPhrase);
  const bullets = findBullets(tokens, lines);
  const taken = [...blocked, ...withDigits, ...hamlets, ...bullets];
  const numbers = readNumbers(tokens, { taken });
  const sums = readMoney(tokens, { taken });
  const free = numbers.filter(
    (number) => !sums.some((sum) => sum.tokens.from < number.tokens.to && number.tokens.from < sum.tokens.to),
  );
  const counts = joinPeople(
    free
      .filter(({ label }) => !label)
      .map((number) => countAt(tokens, number, matches))
      .map((piece) =>
        isFamilyOf(names, piece) ? { ...piece, of: 'goods' as const, to: piece.number.tokens.to } : piece,
      ),
    tokens,
  );
  const units = counts
    .filter(({ of, to, number }) => of !== 'bare' && to > number.tokens.to)
    .map(({ number, to }) => ({ from: number.tokens.to, to }));
  const pieces: Piece[] = [
    ...dates.map((date): Piece => ({ is: 'when', date, occasion: false, ...date.tokens })),
    ...names.map((name): Piece => ({ is: 'name', name, from: name.from, to: name.to })),
    ...hamlets.map((hamlet): Piece => ({ is: 'hamlet', ...hamlet })),
    ...counts,
    ...uncounted(tokens, matches, [...blocked, ...counts]),
    ...sums.map((sum): Piece => ({ is: 'money', sum, ...sum.tokens })),
    ...phrases.filter(
      (phrase) =>
        isCampaign(phrase) ||
        (!isRoute(tokens, phrase) &&
          !isOnlyUnit(
            phrase.parts,
            units,
            sums.map((sum) => sum.tokens),
          )),
    ),
    ...findBreaks(tokens, new Set([...lines, ...bullets.map(({ from }) => from)]), [
      ...taken,
      ...sums.map((sum) => sum.tokens),
      ...phrases.flatMap(({ parts }) => parts),
      ...counts.filter(({ parts }) => parts),
    ]),
  ];
  pieces.sort((one, two) => one.from - two.from || rank(one) - rank(two) || two.to - one.to);
  markOccasions(pieces, tokens);
  markPlaces(pieces, tokens);
  const ordinals = readNumbers(tokens, { taken, ordinals: true }).filter(({ ordinal }) => ordinal);
  return {
    pieces,
    numbers: free,
    dates,
    inSums: numbers.filter((number) => !free.includes(number)),
    covered: [
      ...taken,
      ...readClockTimes(tokens),
      ...ordinals.map((ordinal) => ordinal.tokens),
      ...phrases.flatMap(({ parts }) => parts),
    ],
  };
}

/** "5kg gạo" is no "5 không", "tổ 5 có 12 chị" and "vắng 5 có mặt 30" no "5 có". */
function isCriterion(line: Line, at: number, to: number): boolean {
  const [first, second, next] = [line.tokens[at], line.tokens[at + 1], line.tokens[to]];
  if (first?.kind !== 'number') return true;
  return !(second?.folded === 'kg' || next?.kind === 'number' || next?.folded === 'mat' || isLabelWord(line, at - 1));
}

/** "2 mẹ con chị Nho": who belongs to one household. */
function isFamilyOf(names: readonly NameReading[], { number }: CountPiece): boolean {
  return names.some(({ from, to, kin }) => kin && from === number.tokens.to && to > from);
}

/** Half of the words: she types accents wherever they belong. */
function mostlyAccented(tokens: readonly Token[]): boolean {
  const words = tokens.filter(({ kind }) => kind === 'word');
  return words.filter(({ raw }) => hasAccents(raw)).length * 2 >= words.length && words.length > 0;
}

function rank(piece: Piece): number {
  return piece.is === 'break' ? 0 : piece.is === 'phrase' ? 1 : 2;
}

function findHamlets(
  tokens: readonly Token[],
  taken: readonly Range[],
  fullPhrase: (at: number) => number,
): { from: number; to: number; name: string }[] {
  const line = lineOf(tokens, taken);
  const hamlets: { from: number; to: number; name: string }[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const before = tokens[at - 1];
    if (before?.kind === 'number' || fullPhrase(at) > 1) continue;
    const found = readHamletAt(line, at, fullPhrase);
    if (!found) continue;
    hamlets.push({ from: at, to: found.to, name: found.name });
    at = found.to - 1;
  }
  return hamlets;
}

/** What the number counts: the longest unit right behind it, or behind "%"; "35 tham gia" counts people too. */
function countAt(
  tokens: readonly Token[],
  number: NumberReading,
  matches: readonly (readonly Match<Meaning>[])[],
): Extract<Piece, { is: 'count' }> {
  const { from, to } = number.tokens;
  if (number.percent) return { is: 'count', of: 'percent', number, from, to: to + (tokens[to]?.raw === '%' ? 1 : 0) };
  const short = tokens[to]?.folded === 'd' && tokens[to + 1]?.raw === '/' && tokens[to + 2]?.folded === 'c';
  const comrades =
    /^(?:đc|dc)$/u.test(tokens[to]?.toned ?? '') && (!tokens[to + 1] || tokens[to + 1]!.kind === 'punctuation');
  const skip = short ? 3 : comrades ? 1 : tokens[to] ? matchPhrase(tokens, to, 'đồng chí') : 0;
  const order: Counted[] = ['households', 'people', 'recipients', 'sessions', 'goods'];
  let best: { of: Counted; to: number } | null = null;
  for (const of of order) {
    for (const match of matches[to + skip] ?? []) {
      if (match.meaning.is !== 'cue' || match.meaning.cue !== of) continue;
      if (!best || match.to > best.to) best = { of, to: match.to };
    }
  }
  if (skip) return { is: 'count', of: 'people', number, from, to: to + skip };
  // "xây 1 nhà vệ sinh": no household.
  const after = tokens[best?.to ?? to];
  const built =
    best?.of === 'households' &&
    matchesWord(tokens[best.to - 1]!, 'nhà') &&
    after !== undefined &&
    ['vệ', 'tình', 'đại', 'tạm', 'tiêu', 'tắm', 'dột', 'xí'].some((word) => matchesWord(after, word));
  if (built && best) return { is: 'count', of: 'goods', to: best.to, number, from };
  if (!best) {
    const joins = ['tham gia', 'dự', 'tham dự', 'có mặt', 'đi dự', 'đến dự'].some(
      (word) => tokens[to] !== undefined && matchPhrase(tokens, to, word) > 0,
    );
    return { is: 'count', of: joins ? 'people' : 'bare', number, from, to };
  }
  return { is: 'count', ...best, number, from };
}

/** "giúp hộ nghèo", "tặng quà các gia đình chính sách": households without a number, which is then asked. */
function uncounted(
  tokens: readonly Token[],
  matches: readonly (readonly Match<Meaning>[])[],
  taken: readonly Range[],
): CountPiece[] {
  const closed = new Set(taken.flatMap(positions));
  return tokens.flatMap((_token, at) => {
    const match = (matches[at] ?? []).find(
      ({ meaning, phrase }) =>
        meaning.is === 'cue' && meaning.cue === 'households' && /nghèo|khó khăn|chính sách/u.test(phrase),
    );
    const inside =
      closed.has(at - 1) || (tokens[at - 1] && ['mỗi', 'từng'].some((word) => matchesWord(tokens[at - 1]!, word)));
    if (!match || inside || positions(match).some((pos) => closed.has(pos))) return [];
    const number: NumberReading = {
      value: Number.NaN,
      readings: [],
      clear: false,
      tokens: { from: at, to: match.to },
      span: spanOf(tokens, at, match.to),
      text: textOf(tokens, at, match.to),
      doubt: 'vague',
      scale: 1,
      inHundreds: false,
    };
    return [{ is: 'count', of: 'households', number, from: at, to: match.to }];
  });
}

/** "kỷ niệm 20/10", "nhân ngày 8/3": the day is what is celebrated, not when. */
function markOccasions(pieces: Piece[], tokens: readonly Token[]): void {
  for (const [index, piece] of pieces.entries()) {
    if (piece.is !== 'when') continue;
    const previous = tokens[piece.from - 1];
    // "nhân ngày 8/3": typed without accents "nhan" is looked at only here.
    const directly =
      previous !== undefined &&
      ['nhân', 'dịp', 'mừng', 'lễ'].some((word) => matchesWord(previous, word)) &&
      tokens[piece.from - 2]?.folded !== 'hon';
    const before = pieces
      .slice(0, index)
      .filter((other) => other.to <= piece.from)
      .at(-1);
    const said =
      before?.is === 'phrase' && before.meanings.some((meaning) => meaning.is === 'cue' && meaning.cue === 'occasions');
    // "tờ rơi về 25/11": what they are about.
    const subject =
      previous !== undefined &&
      matchesWord(previous, 'về') &&
      pieces.some((other) => other.is === 'phrase' && isCampaign(other) && other.from === piece.from);
    if (directly || subject || (said && piece.from - before.to <= 5)) piece.occasion = true;
  }
}
