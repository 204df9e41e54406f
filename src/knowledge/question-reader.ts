import type { Entry } from './entry.ts';
import type { Lexicon } from './lexicon.ts';
import { newOwnTextReader } from './own-text.ts';
import { readWords } from './read-words.ts';
import { newSpellings, rememberedSpellings } from './spellings.ts';
import { newTermReader, type TermReader } from './terms.ts';
import { newWordModel, unknownWord } from './word-model.ts';

export interface QuestionReader {
  words(text: string): number[];
  /** The words of a text of ours: as they stand where it is typed with care, else read as a message is. */
  ownWords(text: string): number[];
  terms: TermReader;
  /** The words themselves; `?` for what is no word of ours. */
  spell(words: readonly number[]): string[];
  /** A phrase of a lexicon as numbers of the model. */
  phrase(text: string): number[];
}

/** Learns the words of all entries and lexicons, and reads what people type as these words. */
export function newQuestionReader(entries: readonly Entry[], lexicon: Lexicon): QuestionReader {
  const model = newWordModel();
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
  const spellings = newSpellings(model);
  const ownSpellings = rememberedSpellings(spellings);
  const numbers = (words: readonly string[]) => words.map((word) => model.idOf(word) ?? unknownWord);
  const phrase = (text: string) => numbers(read(text).words);
  const terms = newTermReader(
    Object.entries(lexicon.synonyms).map(([name, group]) => ({
      phrases: group.map(phrase),
      isSubject: !/^(?:hoi|chung)-/u.test(name),
    })),
    new Set(lexicon.quietWords.flatMap(phrase)),
  );
  return {
    phrase,
    words: (text) => readWords(withoutOwnName(text), model, spellings),
    ownWords: (text) =>
      sentencesOf(text).flatMap((sentence) => {
        const words = typedWithCare.get(sentence);
        return words ? numbers(words) : readWords(sentence, model, ownSpellings, 4);
      }),
    terms,
    spell: (words) => words.map((word) => model.words[word] ?? '?'),
  };
}

/** "Tôi tên Hồng, …" says nothing of what is asked, and a name may be a word of an entry about names. */
function withoutOwnName(text: string): string {
  return text.replace(
    /(^|[\s,.])(?:tôi|toi|tui|em|mình|minh|chị|chi|cháu|chau)\s+(?:tên|ten)(?:\s+(?:là|la))?(?:\s+\p{L}+){1,4}?\s*[,.;:]/giu,
    '$1',
  );
}

const sentencesOf = (text: string) => text.split(/[.!?;:\n]+/u).filter((sentence) => sentence.trim() !== '');
