import { type LexiconFiles, lexiconSchemas } from '../check-ins/understanding/lexicon.ts';
import type { Texts } from '../core/texts.ts';
import { type DangerLexicon, dangerLexiconSchema } from '../help/danger-lexicon.ts';
import { ContentReader } from './content-reader.ts';
import { declaredSentences } from './declared-sentences.ts';
import { type KnowledgeFiles, readKnowledgeFiles } from './knowledge-content.ts';

/** Everything under `prompts/`, checked. */
export interface Content {
  texts: Texts;
  danger: DangerLexicon;
  sensitive: readonly string[];
  checkIns: LexiconFiles;
  knowledge: KnowledgeFiles;
}

/** Reads the folder. Throws TA-CONTENT-001 with every problem, file and line, in Vietnamese; then nothing starts. */
export function loadContent(folder: string): Content {
  const reader = new ContentReader(folder);
  const content = readContent(reader);
  reader.throwProblems();
  return content;
}

/** Reads what can be read; what is wrong stands in the reader. Only of use when it has no problems. */
export function readContent(reader: ContentReader): Content {
  const texts = reader.readAllSentences(declaredSentences);
  return {
    texts,
    danger: reader.yaml('lexicon/danger.yaml', dangerLexiconSchema)?.value as DangerLexicon,
    sensitive: [],
    checkIns: readCheckInLexicon(reader),
    knowledge: readKnowledgeFiles(reader),
  };
}

/** The words by which reports are understood. */
export function readCheckInLexicon(reader: ContentReader): LexiconFiles {
  const read = <Name extends keyof typeof lexiconSchemas>(name: Name) => reader.yaml(`lexicon/${name}.yaml`, lexiconSchemas[name])?.value;
  return {
    activities: read('activities'),
    supports: read('supports'),
    criteria: read('criteria'),
    models: read('models'),
    topics: read('topics'),
    reportWords: read('report-words'),
  } as LexiconFiles;
}
