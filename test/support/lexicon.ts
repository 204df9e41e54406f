import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import {
  activitiesFile,
  buildLexicon,
  criteriaFile,
  type Lexicon,
  type LexiconFiles,
  modelsFile,
  reportWordsFile,
  supportsFile,
  topicsFile,
} from '../../src/check-ins/understanding/lexicon.ts';

/** The real lexicon of `prompts/lexicon/`. */
export function readLexicon(): Lexicon {
  return buildLexicon(readLexiconFiles());
}

export function readLexiconFiles(): LexiconFiles {
  const file = (name: string): unknown =>
    load(readFileSync(new URL(`../../prompts/lexicon/${name}.yaml`, import.meta.url), 'utf8'));
  return {
    activities: activitiesFile.parse(file('activities')),
    supports: supportsFile.parse(file('supports')),
    criteria: criteriaFile.parse(file('criteria')),
    models: modelsFile.parse(file('models')),
    topics: topicsFile.parse(file('topics')),
    reportWords: reportWordsFile.parse(file('report-words')),
  };
}
