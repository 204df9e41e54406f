/** The number of a word that no entry and no lexicon uses. */
export const unknownWord = -1;
/** Stands before the first word of a sentence. */
export const sentenceStart = 0;

/** More words than this are refused; so a pair of numbers fits into a small one, which maps are quickest with. */
export const mostWords = 30_000;
/** One number for two that are both below 32,768. */
export const pairOf = (left: number, right: number) => left * 32_768 + right;

/** What a word model knows, as plain data. */
export interface KnownWords {
  /** By their numbers. */
  words: string[];
  counts: number[];
  /** How often the right one of a pair followed the left one. */
  pairs: Map<number, number>;
  total: number;
}

export const noWords = (): KnownWords => ({ words: [''], counts: [0], pairs: new Map(), total: 0 });

/** The words of our own texts, numbered, with how often one follows another; nothing of a person's message gets in. */
export interface WordModel {
  readonly words: readonly string[];
  idOf(word: string): number | undefined;
  /** Counts a sentence of ours. */
  learn(words: readonly string[], times?: number): void;
  /** Natural logarithm of how likely `right` is after `left`. */
  logChance(left: number, right: number): number;
  countOf(id: number): number;
}

/** Over what is known; what it learns is added there. */
export function newWordModel(known: KnownWords): WordModel {
  const { words, counts, pairs } = known;
  const ids = new Map(words.map((word, id) => [word, id]));
  ids.delete('');

  function addWord(word: string): number {
    const known = ids.get(word);
    if (known !== undefined) return known;
    if (words.length === mostWords) throw new RangeError(`the entries use more than ${mostWords} different words`);
    const id = words.push(word) - 1;
    counts.push(0);
    ids.set(word, id);
    return id;
  }

  return {
    words,
    idOf: (word) => ids.get(word),
    countOf: (id) => counts[id] ?? 0,
    learn(sentence, times = 1) {
      let left = sentenceStart;
      counts[sentenceStart]! += times;
      for (const word of sentence) {
        const right = addWord(word);
        counts[right]! += times;
        known.total += times;
        pairs.set(pairOf(left, right), (pairs.get(pairOf(left, right)) ?? 0) + times);
        left = right;
      }
    },
    logChance(left, right) {
      if (right === unknownWord) return Math.log(2 / (known.total + 1));
      const alone = ((counts[right] ?? 0) + 0.5) / (known.total + words.length / 2);
      if (left === unknownWord) return Math.log(alone);
      const before = counts[left] ?? 0;
      // The more often a word was seen, the more its followers say.
      const trust = before / (before + 4);
      const together = before === 0 ? 0 : (pairs.get(pairOf(left, right)) ?? 0) / before;
      return Math.log(trust * together + (1 - trust) * alone + 0.02 * alone);
    },
  };
}
