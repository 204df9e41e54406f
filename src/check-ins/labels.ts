import type { LexiconFiles } from './understanding/lexicon.ts';
import type { Labels } from './wording.ts';

/** What ids are called, from the lexicon; a campaign by its title where there is one, else by its id ("20/3"). */
export function labelsOf(files: LexiconFiles, campaigns: Readonly<Record<string, string>> = {}): Labels {
  const label = (table: Readonly<Record<string, { label: string }>>) => (id: string) => table[id]?.label ?? id;
  return {
    support: label(files.supports),
    activity: label(files.activities),
    topic: label(files.topics.topics),
    criterion: label(files.criteria.criteria),
    set: (id) => (files.criteria.sets as Record<string, { words: string[] }>)[id]?.words[0] ?? id,
    model: label(files.models.models),
    campaign: (id) => campaigns[id] ?? files.reportWords.campaigns[id]?.[0] ?? id.replace('-', '/'),
  };
}
