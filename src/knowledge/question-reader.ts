import { ABBREVIATIONS } from '../language/abbreviations.ts';
import { hasAccents, sameTone } from '../language/fold.ts';
import { isSyllable } from '../language/syllable.ts';
import { tokenise } from '../language/tokenise.ts';
import type { Entry } from './entry.ts';
import type { Lexicon } from './lexicon.ts';
import { readWords } from './read-words.ts';
import { newSpellings } from './spellings.ts';
import { newTermReader, type Term } from './terms.ts';
import { newWordModel } from './word-model.ts';

export interface QuestionReader {
  words(text: string): number[];
  terms(words: readonly number[]): Term[];
  /** The words themselves; `?` for what is no word of ours. */
  spell(words: readonly number[]): string[];
  /** A phrase of a lexicon as numbers of the model. */
  phrase(text: string): number[];
}

/** Learns the words of all entries and lexicons, and reads what people type as these words. */
export function newQuestionReader(entries: readonly Entry[], lexicon: Lexicon): QuestionReader {
  const model = newWordModel();
  const said = [
    ...Object.values(lexicon.synonyms).flat(),
    ...lexicon.quietWords,
    ...Object.values(lexicon.outOfScope).flat(),
    ...Object.values(lexicon.refusals).flatMap(({ asked, hinted }) => [...asked, ...hinted]),
  ];
  for (const phrase of said) if (plainWords(phrase).every(isVietnamese)) model.learn(plainWords(phrase));
  // Bodies and accented ways of asking show how words follow each other; the others are read with what these taught.
  for (const { title, asks, texts } of entries) {
    for (const text of [title, ...asks, ...texts.map((one) => one.text)])
      for (const sentence of text.split(/[.!?;:\n]/u)) if (isCleanlyTyped(sentence)) model.learn(plainWords(sentence));
  }
  const spellings = newSpellings(model);
  const phrase = (text: string) => plainWords(text).map((word) => model.idOf(word) ?? -1);
  const terms = newTermReader(
    Object.values(lexicon.synonyms).map((phrases) => phrases.map(phrase)),
    new Set(lexicon.quietWords.flatMap(phrase)),
  );
  return {
    phrase,
    words: (text) => readWords(text, model, spellings),
    terms: (words) => terms.read(words),
    spell: (words) => words.map((word) => model.words[word] ?? '?'),
  };
}

function plainWords(text: string): string[] {
  return tokenise(text)
    .filter(({ kind }) => kind !== 'punctuation')
    .map(({ toned, raw, kind }) => (kind === 'word' ? sameTone(toned) : raw));
}

const isVietnamese = (word: string) => /^\d+$/u.test(word) || isSyllable(word);

/** Whether the sentence teaches words rather than slips: accents where they belong and no abbreviations. */
function isCleanlyTyped(sentence: string): boolean {
  const words = tokenise(sentence).filter(({ kind }) => kind === 'word');
  const clean = words.every(({ toned }) => isSyllable(toned) && !(ABBREVIATIONS.has(toned) && toned.length < 3));
  return clean && words.filter(({ raw }) => hasAccents(raw)).length >= words.length * 0.3;
}
