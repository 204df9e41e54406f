import { ABBREVIATIONS } from './abbreviations.ts';
import { fold, hasAccents, sameTone } from './fold.ts';
import { fromTelex, fromVni } from './keyboards.ts';
import { isBareSyllable, isSyllable } from './syllable.ts';
import type { Token } from './tokenise.ts';

export type Reading = {
  /** What may have been meant, lower case, tone placement unified; several words for an abbreviation. */
  words: readonly string[];
  how: 'typed' | 'telex' | 'vni' | 'abbreviation' | 'chat-spelling';
};

const TONES = /\u0300|\u0301|\u0303|\u0309|\u0323/gu;

const readingsOf = new WeakMap<Token, readonly Reading[]>();
const wordsOf = new Map<string, readonly string[]>();

/**
 * What the token may stand for: itself first, then the word that telex or VNI would have made, its abbreviations, and chat spellings
 * ("fụ" phụ, "wa" qua, "thág" tháng, "rồiii" rồi). Never empty. Typed accents are kept; missing ones are not guessed here.
 */
export function repair(token: Token): readonly Reading[] {
  let readings = readingsOf.get(token);
  if (!readings) {
    readings = findReadings(token);
    readingsOf.set(token, readings);
  }
  return readings;
}

/**
 * Whether the token is this word. Two tiers: typed without accents it is compared without accents; typed with accents it must agree
 * in them (after unifying tone placement, i/y and keyboard slips). Accents that are provably missing ("đươc", "đuong": no such
 * syllables) count as left out. A single slip of the fingers in a longer word is forgiven where what was typed is no syllable at all.
 */
export function matchesWord(token: Token, word: string): boolean {
  if (token.kind !== 'word') return token.raw === word;
  let answers = matchesOf.get(token);
  if (!answers) {
    answers = new Map();
    matchesOf.set(token, answers);
  }
  let answer = answers.get(word);
  if (answer === undefined) {
    answer = isWord(token, word);
    answers.set(word, answer);
  }
  return answer;
}

// Every word of the lexicon is asked of every token, by several readers: the answer is kept as long as the token lives.
const matchesOf = new WeakMap<Token, Map<string, boolean>>();

function isWord(token: Token, word: string): boolean {
  const { spelt, folded } = formsOf(word);
  const readings = repair(token);
  if (readings.some((reading) => reading.words.length === 1 && agrees(reading.words[0]!, spelt))) return true;
  return readings.length === 1 && isOneSlipAway(token.folded, folded);
}

type Forms = { toned: string; spelt: string; folded: string; foldedSpelt: string };
const forms = new Map<string, Forms>();
const formsAtMost = 50_000;

/** A word as it is compared; words come from the lexicon and recur, so each is prepared once. */
function formsOf(word: string): Forms {
  let known = forms.get(word);
  if (!known) {
    if (forms.size >= formsAtMost) forms.clear();
    const toned = sameTone(word);
    const spelt = asSpelt(toned);
    known = { toned, spelt, folded: fold(word), foldedSpelt: fold(spelt) };
    forms.set(word, known);
  }
  return known;
}

/**
 * How many tokens from `at` on say the phrase: 0 where they do not. Every word is matched as in `matchesWord`; abbreviations stand for
 * all their words ("clb" says "câu lạc bộ"), and words written together are found too ("chihoi").
 */
export function matchPhrase(tokens: readonly Token[], at: number, phrase: string): number {
  let words = wordsOf.get(phrase);
  if (!words) {
    words = sameTone(phrase).split(/\s+/u).filter(Boolean);
    wordsOf.set(phrase, words);
  }
  const end = matchWords(tokens, at, words, 0);
  return end === null ? 0 : end - at;
}

function matchWords(tokens: readonly Token[], at: number, words: readonly string[], next: number): number | null {
  if (next === words.length) return at;
  const token = tokens[at];
  if (!token) return null;
  if (token.kind !== 'word') {
    if (token.raw === '-' && next > 0) return matchWords(tokens, at + 1, words, next);
    return token.raw === words[next] ? matchWords(tokens, at + 1, words, next + 1) : null;
  }
  if (matchesWord(token, words[next]!) || (words.length > 1 && isNearlySpelt(token, words[next]!))) {
    const end = matchWords(tokens, at + 1, words, next + 1);
    if (end !== null) return end;
  }
  for (const { words: meant } of repair(token)) {
    if (
      meant.length > 1 &&
      meant.every(
        (word, offset) => words[next + offset] !== undefined && agrees(word, formsOf(words[next + offset]!).spelt),
      )
    ) {
      const end = matchWords(tokens, at + 1, words, next + meant.length);
      if (end !== null) return end;
    }
  }
  for (let length = words.length - next; length > 1; length--) {
    const joined = words.slice(next, next + length).join('');
    if (token.folded === formsOf(joined).folded && (!hasAccents(token.raw) || token.toned === joined)) {
      const end = matchWords(tokens, at + 1, words, next + length);
      if (end !== null) return end;
    }
  }
  return null;
}

/**
 * Slips that are forgiven only where the other words of the phrase agree: hỏi for ngã ("sữa nhà", "giúp đở": one sound in the south),
 * and one wrong letter of a long word even where that is some syllable ("tuyen truyn").
 */
function isNearlySpelt(token: Token, word: string): boolean {
  const { toned, folded } = formsOf(word);
  if (token.folded !== folded) return folded.length >= 6 && isOneSlip(token.folded, folded);
  if (!hasAccents(token.raw)) return false;
  // "tỏng vệ sinh", "đuờng làng": the hat or horn is missing.
  return oneHook(token.toned) === oneHook(toned) || (folded.length > 2 && marksWithin(token.toned, toned));
}

function oneHook(word: string): string {
  return word.normalize('NFD').replaceAll('\u0303', '\u0309');
}

function findReadings(token: Token): readonly Reading[] {
  const readings: Reading[] = [{ words: [token.toned], how: 'typed' }];
  if (token.kind !== 'word' || token.raw.length > 30) return readings;
  for (const how of ['telex', 'vni'] as const) {
    const word = how === 'telex' ? fromTelex(token.raw) : fromVni(token.raw);
    if (word) readings.push({ words: [word], how });
    // Whoever forgets to convert the vowels forgets the second d as well: "duowcj" is "được" more often than "dược".
    if (word?.startsWith('d')) readings.push({ words: [`đ${word.slice(1)}`], how });
  }
  for (const meant of ABBREVIATIONS.get(token.toned) ?? [])
    readings.push({ words: sameTone(meant).split(' '), how: 'abbreviation' });
  for (const word of chatSpellings(token.toned)) readings.push({ words: [word], how: 'chat-spelling' });
  return readings;
}

function chatSpellings(word: string): string[] {
  if (isSyllable(word) || isBareSyllable(word)) return [];
  const tries = [
    word.replace(/(\p{L})\1{1,}$/u, '$1'),
    word.replace(/(\p{L})\1{2,}/gu, '$1'),
    word
      .replace(/^f/u, 'ph')
      .replace(/^w/u, 'qu')
      .replace(/^j(?=[^iíìỉĩị])/u, 'gi')
      .replace(/^j/u, 'g')
      .replace(/^z/u, 'd'),
    word.replace(/(?<=[^n])g$/u, 'ng'),
    word.replace(/(?<=[aăâeêioôơuưy]\p{M}?|[^\x00-\x7f])h$/u, 'nh'),
    word.replace(/^k(?=[aăâoôơuư])/u, 'c'),
    word.replace(/k$/u, 'c'),
    word.replace(/k$/u, 'ch'),
    word.replace(/j/gu, 'i'),
  ];
  return [...new Set(tries.map(sameTone))].filter(
    (tried) => tried !== word && (isSyllable(tried) || (!hasAccents(tried) && isBareSyllable(tried))),
  );
}

function agrees(typed: string, wanted: string): boolean {
  const { spelt, foldedSpelt } = formsOf(typed);
  if (spelt === wanted) return true;
  if (foldedSpelt !== formsOf(wanted).foldedSpelt) return false;
  return !hasAccents(spelt) || (!isSyllable(spelt) && marksWithin(spelt, wanted));
}

/** One spelling for "bác sỹ" and "bác sĩ", "quí" and "quý". */
function asSpelt(word: string): string {
  const apart = word.normalize('NFD');
  if (/^[hklmst]y\p{M}?$/u.test(apart)) return apart.replace('y', 'i').normalize('NFC');
  return /^qui\p{M}?$/u.test(apart) ? apart.replace('i', 'y').normalize('NFC') : word;
}

function marksWithin(typed: string, wanted: string): boolean {
  const mine = [...typed].map(marks);
  const theirs = [...wanted].map(marks);
  // A tone may stand on the wrong vowel of a word that is wrong anyway, so tones are compared over the whole word.
  const toneOf = (all: string[]) => (all.join('').match(TONES) ?? []).join('');
  const shapeOf = (mark: string) => mark.replace(TONES, '');
  return (
    (toneOf(mine) === '' || toneOf(mine) === toneOf(theirs)) &&
    mine.every((mark, at) => shapeOf(mark) === '' || shapeOf(mark) === shapeOf(theirs[at] ?? ''))
  );
}

function marks(letter: string): string {
  return letter === 'đ' ? 'đ' : letter.normalize('NFD').replace(/\P{M}/gu, '');
}

function isOneSlipAway(typed: string, wanted: string): boolean {
  if (
    wanted.length < 4 ||
    Math.abs(typed.length - wanted.length) > 1 ||
    typed[0] !== wanted[0] ||
    isBareSyllable(typed)
  )
    return false;
  return isOneSlip(typed, wanted);
}

function isOneSlip(typed: string, wanted: string): boolean {
  if (Math.abs(typed.length - wanted.length) > 1 || typed[0] !== wanted[0]) return false;
  let same = 0;
  while (same < typed.length && typed[same] === wanted[same]) same++;
  const [left, right] = [typed.slice(same), wanted.slice(same)];
  return (
    left.slice(1) === right ||
    left === right.slice(1) ||
    left.slice(1) === right.slice(1) ||
    (left[0] === right[1] && left[1] === right[0] && left.slice(2) === right.slice(2))
  );
}
