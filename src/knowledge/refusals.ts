import { fold, hasAccents } from '../language/fold.ts';
import { repair } from '../language/slips.ts';
import { isBareSyllable, isSyllable } from '../language/syllable.ts';
import { type Token, tokenise } from '../language/tokenise.ts';
import { type Lexicon, type RefusalKind, refusalKinds } from './lexicon.ts';

const gap = '…';
const longestGap = 6;
const anyWord = '?';
const messageStart = '^';
const messageEnd = '$';

export interface Refusals {
  /** Turned away whatever else the message says. `words`: the message as it was read. */
  asked(text: string, words: readonly string[]): RefusalKind | null;
  /** Turned away where no entry answers it well. */
  hinted(text: string, words: readonly string[]): RefusalKind | null;
}

/** Finds messages that are no questions: insults, advertising, attempts to command the assistant, other languages, keys hit at random. */
export function newRefusals(lexicon: Lexicon['refusals'], loanWords: readonly string[] = []): Refusals {
  const asked = refusalKinds.map((kind) => ({ kind, patterns: (lexicon[kind]?.asked ?? []).map(patternOf) }));
  const hinted = refusalKinds
    .filter((kind) => kind !== 'other-language')
    .map((kind) => ({ kind, patterns: (lexicon[kind]?.hinted ?? []).map(patternOf) }));
  const foreign = new Set(lexicon['other-language']?.hinted ?? []);
  const loans = new Set(loanWords);

  return {
    asked(text, words) {
      const tokens = tokenise(text.slice(0, 2_000));
      const message = messageOf(tokens, words);
      const found = asked.find(({ patterns }) => patterns.some((one) => holds(message, one)));
      return found?.kind ?? strange(tokens, text, foreign, loans);
    },
    hinted(text, words) {
      const message = messageOf(tokenise(text.slice(0, 2_000)), words);
      return hinted.find(({ patterns }) => patterns.some((one) => holds(message, one)))?.kind ?? null;
    },
  };
}

interface Pattern {
  /** Each the words that may stand there, or one of the signs. */
  words: readonly (readonly string[])[];
  /** Without accents; only of patterns so long that no other words look like them without accents. */
  folded: readonly (readonly string[])[] | null;
}

interface Message {
  read: readonly string[];
  typed: readonly string[];
  /** Where no accent was typed. */
  folded: readonly string[] | null;
}

function patternOf(phrase: string): Pattern {
  const words = phrase.split(/\s+/u).map((word) => word.split('|'));
  const counted = words.filter(([word = '']) => word !== gap && word !== messageStart && word !== messageEnd);
  return { words, folded: counted.length >= 3 ? words.map((some) => some.map((word) => fold(word))) : null };
}

function messageOf(tokens: readonly Token[], read: readonly string[]): Message {
  const typed = tokens.filter(({ kind }) => kind !== 'punctuation').map(({ toned }) => toned);
  return { read, typed, folded: typed.some((word) => hasAccents(word)) ? null : typed };
}

function holds({ read, typed, folded }: Message, pattern: Pattern): boolean {
  if (says(read, pattern.words) || says(typed, pattern.words)) return true;
  return folded !== null && pattern.folded !== null && says(folded, pattern.folded);
}

/** What is written in no Vietnamese: another script, words of another language, or keys hit at random. */
function strange(
  tokens: readonly Token[],
  text: string,
  foreign: ReadonlySet<string>,
  loans: ReadonlySet<string>,
): RefusalKind | null {
  const letters = (text.match(/\p{L}/gu) ?? []).length;
  const latin = (text.match(/\p{Script=Latin}/gu) ?? []).length;
  if (latin < letters / 2) return 'other-language';
  const words = tokens.filter(({ kind }) => kind === 'word');
  if (words.length === 0) return /\p{N}/u.test(text) ? null : 'gibberish';
  if (words.some(({ toned }) => hasAccents(toned) && isSyllable(toned) && !foreign.has(toned))) return null;
  const theirs = words.filter(({ toned }) => foreign.has(toned)).length;
  if (theirs >= 2 && theirs * 2 >= words.length) return 'other-language';
  const odd = words.filter((word) => !isOurs(word, loans)).length;
  if (odd >= 3 && odd * 2 >= words.length) return theirs > 0 ? 'other-language' : 'gibberish';
  return odd === words.length && words.some(({ toned }) => toned.length > 3) ? 'gibberish' : null;
}

/** A syllable, or what a keyboard, an abbreviation or a habit of chat makes of one. */
function isOurs(word: Token, loans: ReadonlySet<string>): boolean {
  if (loans.has(word.toned) || word.raw.length < 2) return true;
  if (/^(\p{L})\1{2,}$/u.test(word.folded)) return false;
  return repair(word).some(({ words }) =>
    words.some((one) => (hasAccents(one) ? isSyllable(one) : isBareSyllable(one))),
  );
}

/**
 * Whether the words hold the pattern: a gap stands for up to six words, `?` for one, `^` and `$` for the beginning and the end of the
 * message.
 */
function says(words: readonly string[], pattern: readonly (readonly string[])[]): boolean {
  const first = pattern[0];
  if (!first) return false;
  if (first[0] === messageStart) return matches(words, 0, pattern, 1);
  // Nearly every pattern of nearly every message ends here.
  for (const one of first) {
    if (one === anyWord || one === gap) return words.some((_, at) => matches(words, at, pattern, 0));
    for (let at = words.indexOf(one); at >= 0; at = words.indexOf(one, at + 1))
      if (matches(words, at + 1, pattern, 1)) return true;
  }
  return false;
}

function matches(words: readonly string[], at: number, pattern: readonly (readonly string[])[], next: number): boolean {
  const wanted = pattern[next];
  if (!wanted) return true;
  if (wanted[0] === messageEnd) return at === words.length;
  if (wanted[0] !== gap) {
    if (at >= words.length || !(wanted[0] === anyWord || wanted.includes(words[at]!))) return false;
    return matches(words, at + 1, pattern, next + 1);
  }
  for (let skip = 0; skip <= longestGap && at + skip <= words.length; skip++)
    if (matches(words, at + skip, pattern, next + 1)) return true;
  return false;
}
