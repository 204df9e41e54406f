import type { TextParams, Texts } from '../core/texts.ts';

/** Sentences and lists of words by their keys. */
export type SentenceValues = ReadonlyMap<string, { value: string | readonly string[] }>;

/** Texts over a table. A sentence that the table lacks, or a placeholder without its value, is a mistake of ours. */
export function newTexts(table: SentenceValues): Texts {
  return {
    has: (key) => table.has(key),
    say(key, params = {}) {
      const sentence = table.get(key)?.value;
      if (typeof sentence !== 'string') throw new RangeError(`there is no sentence "${key}"`);
      return fill(sentence, params, key);
    },
    words(key) {
      const words = table.get(key)?.value;
      if (words === undefined || typeof words === 'string') throw new RangeError(`there is no list of words "${key}"`);
      return words;
    },
  };
}

const placeholder = /\{(\p{L}[\p{L}\p{N}_]*)\}/gu;

export function placeholdersOf(sentence: string): string[] {
  return [...new Set([...sentence.matchAll(placeholder)].map((match) => match[1] ?? ''))];
}

function fill(sentence: string, params: TextParams, key: string): string {
  return sentence.replace(placeholder, (_, name: string) => {
    const value = params[name];
    if (value === undefined) throw new RangeError(`"${key}" needs {${name}}`);
    return String(value);
  });
}
