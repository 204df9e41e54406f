import { type Entry, entryHeadSchema, missingRelated, toEntry } from '../knowledge/entry.ts';
import { type Law, lawsSchema } from '../knowledge/laws.ts';
import type { Learned } from '../knowledge/learn.ts';
import {
  commonPhrasesSchema,
  joinSynonyms,
  type Lexicon,
  loanWordsSchema,
  outOfScopeSchema,
  quietWordsSchema,
  refusalsSchema,
  repeatedSynonyms,
  synonymsSchema,
} from '../knowledge/lexicon.ts';
import type { ContentReader } from './content-reader.ts';

/** What `newKnowledge` is built from, but for the sentences. */
export interface KnowledgeFiles {
  entries: Entry[];
  laws: Law[];
  lexicon: Lexicon;
  /** What was learned of them at installation. */
  learned?: Learned;
}

/** Reads prompts/faq, prompts/laws.yaml and the lexicons of retrieval; problems go to the reader. */
export function readKnowledgeFiles(reader: ContentReader): KnowledgeFiles {
  const say = (name: string, params: Record<string, string> = {}) =>
    reader.texts.say(`problems.knowledge.${name}`, params);
  const laws = reader.yaml('laws.yaml', lawsSchema)?.value ?? [];
  const known = new Set(laws.map(({ number }) => number));

  const heads = reader.markdownFolder('faq', entryHeadSchema);
  const entries = heads.flatMap(({ id, file, value, lineOf }) => {
    const made = toEntry(id, value.head, value.body);
    if (!made.ok) {
      for (const { bodyLine, say: name } of made.problems) reader.report(file, value.bodyLine + bodyLine, say(name));
      return [];
    }
    for (const { sources } of made.entry.texts)
      for (const { law } of sources)
        if (!known.has(law)) reader.report(file, lineOf(['sources']), say('law_unknown', { law }));
    return [made.entry];
  });
  for (const [id, related] of missingRelated(entries)) {
    const head = heads.find((one) => one.id === id);
    if (head) reader.report(head.file, head.lineOf(['related']), say('related_unknown', { related }));
  }

  const synonyms = reader.yaml('lexicon/synonyms.yaml', synonymsSchema);
  const dialect = reader.yaml('lexicon/dialect.yaml', synonymsSchema);
  for (const file of [synonyms, dialect])
    for (const phrase of repeatedSynonyms(file?.value ?? {}))
      reader.report(file?.file ?? '', 1, say('synonym_repeated', { phrase }));
  const lexicon: Lexicon = {
    synonyms: joinSynonyms(synonyms?.value ?? {}, dialect?.value ?? {}),
    quietWords: reader.yaml('lexicon/quiet-words.yaml', quietWordsSchema)?.value ?? [],
    loanWords: reader.yaml('lexicon/loan-words.yaml', loanWordsSchema)?.value ?? [],
    commonPhrases: reader.yaml('lexicon/common-phrases.yaml', commonPhrasesSchema)?.value ?? [],
    refusals: reader.yaml('lexicon/refusals.yaml', refusalsSchema)?.value ?? {},
    outOfScope: reader.yaml('lexicon/out-of-scope.yaml', outOfScopeSchema)?.value ?? {},
  };
  return { entries, laws, lexicon };
}
