import { foreignSubject } from './answer-question.ts';
import type { Entry } from './entry.ts';
import type { Lexicon } from './lexicon.ts';
import { newOwnTextReader } from './own-text.ts';
import { readWords } from './read-words.ts';
import { type IndexedEntry, type PackedIndex, packIndex } from './search-index.ts';
import { newSpellings, rememberedSpellings } from './spellings.ts';
import { type KnownTerms, newTermReader, noTerms } from './terms.ts';
import { type KnownWords, newWordModel, noWords, unknownWord } from './word-model.ts';

/**
 * What was learned of all entries and lexicons, as plain data (maps and arrays): it takes most of a second to learn, and can be kept in a
 * file beside the content it was learned of.
 */
export interface Learned {
  words: KnownWords;
  terms: KnownTerms;
  index: PackedIndex;
}

/** Learns the words of all entries and lexicons, and in which entries they stand. The same content always gives the same. */
export function learn(entries: readonly Entry[], lexicon: Lexicon): Learned {
  const words = noWords();
  const model = newWordModel(words);
  const read = newOwnTextReader(lexicon.loanWords);
  const phrases = [
    ...Object.values(lexicon.synonyms).flat(),
    ...lexicon.quietWords,
    ...lexicon.loanWords,
    ...lexicon.commonPhrases.flatMap((line) => line.split(',')),
    ...Object.values(lexicon.outOfScope).flatMap((asks) => asks.flatMap((ask) => ask.split(','))),
    ...Object.values(lexicon.refusals).flatMap(({ asked, hinted }) => [...asked, ...hinted]),
  ];
  for (const phrase of phrases) {
    const { words } = read(phrase);
    if (words.every((word) => read(word).clean)) model.learn(words);
  }
  // Bodies and accented ways of asking show how words follow each other; the others are read with what these taught.
  const typedWithCare = new Map<string, readonly string[]>();
  for (const { title, asks, texts } of entries) {
    for (const sentence of [title, ...asks, ...texts.map(({ text }) => text)].flatMap(sentencesOf)) {
      const { words, clean } = read(sentence);
      if (!clean) continue;
      model.learn(words);
      typedWithCare.set(sentence, words);
    }
  }

  const numbers = (words: readonly string[]) => words.map((word) => model.idOf(word) ?? unknownWord);
  const phrase = (text: string) => numbers(read(text).words);
  const terms = noTerms(
    Object.entries(lexicon.synonyms).map(([name, group]) => ({
      phrases: group.map(phrase),
      isSubject: !/^(?:hoi|chung)-/u.test(name),
    })),
    new Set(lexicon.quietWords.flatMap(phrase)),
  );
  const reader = newTermReader(terms);
  const spellings = rememberedSpellings(newSpellings(model));
  /** As they stand where a sentence is typed with care, else read as a message is. */
  const wordsOf = (text: string) =>
    sentencesOf(text).flatMap((sentence) => {
      const words = typedWithCare.get(sentence);
      return words ? numbers(words) : readWords(sentence, model, spellings, 4);
    });
  const termsOf = (text: string) => reader.learn(wordsOf(text));
  const ours = entries.map(
    ({ id, title, asks, texts }): IndexedEntry => ({
      id,
      asks: [title, ...asks].map(termsOf),
      body: [...new Set(texts.flatMap(({ text }) => reader.learn(wordsOf(text), 'words-and-groups')))],
    }),
  );
  const foreign = Object.entries(lexicon.outOfScope).map(
    ([subject, asks]): IndexedEntry => ({ id: `${foreignSubject}${subject}`, asks: asks.map(termsOf), body: [] }),
  );
  return { words, terms, index: packIndex([...ours, ...foreign]) };
}

const sentencesOf = (text: string) => text.split(/[.!?;:\n]+/u).filter((sentence) => sentence.trim() !== '');
