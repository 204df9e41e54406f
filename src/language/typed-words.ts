import { fold } from './fold.ts';

/** What is compared of something typed in answer: no accents, capitals, marks or double spaces. */
export function bare(text: string): string {
  return fold(text)
    .replace(/[^a-z0-9]+/gu, ' ')
    .trim();
}

/** Converts the words of a list once: lists last as long as the program, and folding them anew took a good part of a turn. */
export function oncePerList<T>(convert: (word: string) => T): (words: readonly string[]) => readonly T[] {
  const converted = new WeakMap<readonly string[], readonly T[]>();
  return (words) => {
    const known = converted.get(words) ?? words.map(convert);
    converted.set(words, known);
    return known;
  };
}

const bareWords = oncePerList((word) => bare(word) || word);

/** Whether the whole message is one of these words; a message without text is none, not even beside "?". */
export function isOneOf(text: string, words: readonly string[]): boolean {
  const said = bare(text) || text.trim();
  return said !== '' && bareWords(words).includes(said);
}
