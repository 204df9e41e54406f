import { ContentReader } from '../content/content-reader.ts';
import type { Texts } from '../core/texts.ts';
import { promptsFolder } from '../paths.ts';

/** The sentences of prompts/, as far as they are good; `content check` tells what is not. */
export function openTexts(): Texts {
  const reader = new ContentReader(promptsFolder);
  return reader.readAllSentences({});
}
