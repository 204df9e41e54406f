import type { Learned } from './learn.ts';
import { readWords } from './read-words.ts';
import { newSpellings } from './spellings.ts';
import { newTermReader, type TermReader } from './terms.ts';
import { newWordModel } from './word-model.ts';

export interface QuestionReader {
  words(text: string): number[];
  terms: Pick<TermReader, 'read' | 'kindOf'>;
  /** The words themselves; `?` for what is no word of ours. */
  spell(words: readonly number[]): string[];
}

/** Reads what people type as words of ours. Nothing is learned of it. */
export function newQuestionReader({ words, terms }: Pick<Learned, 'words' | 'terms'>): QuestionReader {
  const model = newWordModel(words);
  const spellings = newSpellings(model);
  return {
    words: (text) => readWords(withoutOwnName(text), model, spellings),
    terms: newTermReader(terms),
    spell: (numbers) => numbers.map((word) => model.words[word] ?? '?'),
  };
}

/** "Tôi tên Hồng, …" says nothing of what is asked, and a name may be a word of an entry about names. */
function withoutOwnName(text: string): string {
  return text.replace(
    /(^|[\s,.])(?:tôi|toi|tui|em|mình|minh|chị|chi|cháu|chau)\s+(?:tên|ten)(?:\s+(?:là|la))?(?:\s+\p{L}+){1,4}?\s*[,.;:]/giu,
    '$1',
  );
}
