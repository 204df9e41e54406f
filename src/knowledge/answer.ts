import type { Source } from './entry.ts';

export type AnswerKind = 'answer' | 'choices' | 'unknown' | 'out-of-scope' | 'danger';

/** What is answered to a question; `to-am ask --json` prints exactly this. */
export interface Answer {
  kind: AnswerKind;
  /** The entry that answers, or that would if it were not under review. */
  entry: string | null;
  /** How sure, 0 to 1. */
  confidence: number;
  /** What is said, without sources, choices and help line, which `renderAnswer` puts around it. */
  text: string;
  sources: { law: string; article: number | null }[];
  /** For `choices` what she may mean; for `answer` the next nearest, best first. */
  choices: { entry: string; title: string }[];
}

/** One line for each article, in the order of the entry. */
export function citedArticles(sources: readonly Source[]): Answer['sources'] {
  const seen = new Set<string>();
  return sources.flatMap(({ law, article = null }) => {
    const key = `${law}/${article}`;
    if (seen.has(key)) return [];
    seen.add(key);
    return [{ law, article }];
  });
}
