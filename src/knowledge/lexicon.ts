import { z } from 'zod';

const phrase = z.string().trim().min(1);
const phrases = z.array(phrase).min(1);
const name = z.string().regex(/^[a-z0-9-]+$/u);

/**
 * `prompts/lexicon/synonyms.yaml` and `dialect.yaml`: ways of saying the same thing, under one name each. Groups named
 * `hoi-…` and `chung-…` tell no subject.
 */
export const synonymsSchema = z.record(name, phrases);

/** `prompts/lexicon/quiet-words.yaml`: words that say nothing of what is asked. */
export const quietWordsSchema = phrases;

/** `prompts/lexicon/loan-words.yaml`: words that are no Vietnamese syllables. */
export const loanWordsSchema = phrases;

/** `prompts/lexicon/common-phrases.yaml`: which word goes with which; several to a line, with commas. */
export const commonPhrasesSchema = phrases;

/** How a message that is no question for the entries is answered; each has its sentence in `knowledge.refusal`. */
export const refusalKinds = [
  'injection',
  'insult',
  'spam',
  'other-person',
  'who-is-beaten',
  'petition',
  'criminal',
  'medical',
  'other-language',
  'gibberish',
  'report',
  'greeting',
] as const;
export type RefusalKind = (typeof refusalKinds)[number];

/**
 * `prompts/lexicon/refusals.yaml`. A phrase may hold `…` (up to six words of any kind), `?` (one word)
 * and end with `$` (nothing follows). `asked` refuses whatever else the message
 * says; `hinted` only where no entry answers it well. Of `other-language` the single words count, each a sign of that language.
 */
export const refusalsSchema = z.partialRecord(
  z.enum(refusalKinds),
  z.strictObject({ asked: z.array(phrase).default([]), hinted: z.array(phrase).default([]) }),
);

/** `prompts/lexicon/out-of-scope.yaml`: what people ask of subjects that are not ours, by subject. */
export const outOfScopeSchema = z.record(name, phrases);

export interface Lexicon {
  synonyms: z.infer<typeof synonymsSchema>;
  quietWords: readonly string[];
  loanWords: readonly string[];
  commonPhrases: readonly string[];
  refusals: z.infer<typeof refusalsSchema>;
  outOfScope: z.infer<typeof outOfScopeSchema>;
}

/** Groups of several files: the phrases of groups of one name come together. */
export function joinSynonyms(...files: readonly Lexicon['synonyms'][]): Lexicon['synonyms'] {
  const joined: Lexicon['synonyms'] = {};
  for (const file of files)
    for (const [group, phrases] of Object.entries(file)) joined[group] = [...(joined[group] ?? []), ...phrases];
  return joined;
}

/** Phrases that stand twice in one group. A phrase may stand in several: "đơn phương ly hôn" speaks of both. */
export function repeatedSynonyms(synonyms: Lexicon['synonyms']): string[] {
  return Object.values(synonyms).flatMap((phrases) => phrases.filter((phrase, at) => phrases.indexOf(phrase) !== at));
}
