import { ABBREVIATIONS } from '../language/abbreviations.ts';
import { hasAccents, sameTone } from '../language/fold.ts';
import { isSyllable } from '../language/syllable.ts';

/** A text of ours as words. */
export interface OwnText {
  words: readonly string[];
  /** Typed with care: accents where they belong, no abbreviation, nothing foreign. */
  clean: boolean;
}

interface Known {
  word: string;
  accented: boolean;
  clean: boolean;
}

/**
 * Reads texts of ours, which repeat the same few thousand words: each spelling is looked at once. `loanWords` are no Vietnamese
 * syllables and yet words of their own ("visa").
 */
export function newOwnTextReader(loanWords: readonly string[]): (text: string) => OwnText {
  const loans = new Set(loanWords);
  const known = new Map<string, Known>();

  function look(raw: string): Known {
    let found = known.get(raw);
    if (!found) {
      const word = sameTone(raw);
      const number = /^\d/u.test(raw);
      const clean = number || loans.has(word) || (isSyllable(word) && !(word.length < 3 && ABBREVIATIONS.has(word)));
      found = { word: number ? raw : word, accented: number || loans.has(word) || hasAccents(raw), clean };
      known.set(raw, found);
    }
    return found;
  }

  return (text) => {
    const words = (text.match(/[\p{L}\p{M}]+|\d+(?:[.,]\d+)*/gu) ?? []).map(look);
    const accented = words.filter((one) => one.accented).length;
    return {
      words: words.map(({ word }) => word),
      clean: words.every(({ clean }) => clean) && accented >= words.length * 0.3,
    };
  };
}
