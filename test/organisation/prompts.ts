import { join } from 'node:path';
import { ContentReader } from '../../src/content/content-reader.ts';

const reader = new ContentReader(join(import.meta.dirname, '../../prompts'));

/** The sentences as they stand in prompts/. */
export const texts = reader.readAllSentences({});
export const { sentences } = reader;
export const problemTexts = reader.texts;
