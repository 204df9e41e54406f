import { type LexiconFiles, lexiconSchemas } from '../check-ins/understanding/lexicon.ts';
import type { ContentReader } from './content-reader.ts';

/** The words by which reports are understood; apart from the rest of the content, so that `to-am understand` reads no more than it needs. */
export function readCheckInLexicon(reader: ContentReader): LexiconFiles {
  const file = (name: keyof typeof lexiconSchemas) => `lexicon/${name}.yaml`;
  return {
    activities: reader.yaml(file('activities'), lexiconSchemas.activities)?.value,
    supports: reader.yaml(file('supports'), lexiconSchemas.supports)?.value,
    criteria: reader.yaml(file('criteria'), lexiconSchemas.criteria)?.value,
    models: reader.yaml(file('models'), lexiconSchemas.models)?.value,
    topics: reader.yaml(file('topics'), lexiconSchemas.topics)?.value,
    reportWords: reader.yaml(file('report-words'), lexiconSchemas['report-words'])?.value,
  } as LexiconFiles;
}
