import { ContentReader } from '../../src/content/content-reader.ts';
import { declaredSentences } from '../../src/content/declared-sentences.ts';
import type { Texts } from '../../src/core/texts.ts';
import { promptsFolder } from '../../src/paths.ts';

/** The real sentences of `prompts/`. */
export function realTexts(): Texts {
  return new ContentReader(promptsFolder).readAllSentences(declaredSentences);
}
