import { hasAccents } from '../language/fold.ts';
import { isBareSyllable, isSyllable } from '../language/syllable.ts';
import { tokenise } from '../language/tokenise.ts';
import { type Lexicon, type RefusalKind, refusalKinds } from './lexicon.ts';

const gap = '…';
const longestGap = 6;

export interface Refusals {
  /** Turned away whatever else the message says. `words`: the message as it was read. */
  asked(text: string, words: readonly string[]): RefusalKind | null;
  /** Turned away where no entry answers it well. */
  hinted(text: string, words: readonly string[]): RefusalKind | null;
}

/** Finds messages that are no questions: insults, advertising, attempts to command the assistant, other languages, keys hit at random. */
export function newRefusals(lexicon: Lexicon['refusals']): Refusals {
  const patternsOf = (phrases: readonly string[] | undefined) => (phrases ?? []).map((phrase) => phrase.split(/\s+/u));
  const asked = refusalKinds.map((kind) => ({ kind, patterns: patternsOf(lexicon[kind]?.asked) }));
  const hinted = refusalKinds
    .filter((kind) => kind !== 'other-language')
    .map((kind) => ({ kind, patterns: patternsOf(lexicon[kind]?.hinted) }));
  const foreign = new Set(lexicon['other-language']?.hinted ?? []);

  return {
    asked(text, words) {
      const typed = typedWords(text);
      const found = asked.find(({ patterns }) => patterns.some((one) => says(words, one) || says(typed, one)));
      return found?.kind ?? strange(typed, text, foreign);
    },
    hinted(text, words) {
      const typed = typedWords(text);
      return hinted.find(({ patterns }) => patterns.some((one) => says(words, one) || says(typed, one)))?.kind ?? null;
    },
  };
}

function typedWords(text: string): string[] {
  return tokenise(text.slice(0, 2_000))
    .filter(({ kind }) => kind === 'word')
    .map(({ toned }) => toned);
}

function strange(typed: readonly string[], text: string, foreign: ReadonlySet<string>): RefusalKind | null {
  const letters = (text.match(/\p{L}/gu) ?? []).length;
  const latin = (text.match(/\p{Script=Latin}/gu) ?? []).length;
  if (latin < letters / 2) return 'other-language';
  const ours = typed.filter((word) => (hasAccents(word) ? isSyllable(word) : isBareSyllable(word)));
  if (typed.length === 0) return /\p{N}/u.test(text) ? null : 'gibberish';
  if (typed.some((word) => hasAccents(word) && isSyllable(word))) return null;
  const theirs = typed.filter((word) => foreign.has(word)).length;
  if (theirs >= 2 && theirs * 2 >= typed.length) return 'other-language';
  return ours.length === 0 && typed.every((word) => word.length > 3) ? 'gibberish' : null;
}

/** Whether the words hold the pattern; a gap stands for up to six words. */
function says(words: readonly string[], pattern: readonly string[]): boolean {
  return words.some((_, at) => matches(words, at, pattern, 0));
}

function matches(words: readonly string[], at: number, pattern: readonly string[], next: number): boolean {
  if (next === pattern.length) return true;
  if (pattern[next] !== gap) return words[at] === pattern[next] && matches(words, at + 1, pattern, next + 1);
  for (let skip = 0; skip <= longestGap && at + skip <= words.length; skip++)
    if (matches(words, at + skip, pattern, next + 1)) return true;
  return false;
}
