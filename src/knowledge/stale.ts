import type { Day } from '../core/day.ts';
import { currentVersion, type UnderReview } from './current-version.ts';
import type { Entry } from './entry.ts';
import type { Laws } from './laws.ts';

export interface StaleReport {
  /** Entries that are not quoted today, and why. */
  stale: { entry: string; title: string; why: UnderReview }[];
  /** Each cited text that is not valid today, what replaced it, and everything that cites it, in a text for whatever day. */
  endedLaws: {
    law: string;
    replacedBy: string | null;
    citedBy: { entry: string; from: Day | null; until: Day | null }[];
  }[];
  /** Entries that no official has approved yet. */
  notApproved: string[];
}

/** What the people who own the content have to look at on this day (`to-am content stale`). */
export function staleContent(entries: readonly Entry[], laws: Laws, today: Day): StaleReport {
  const stale = entries.flatMap((entry) => {
    const current = currentVersion(entry, laws, today);
    return current.quotable ? [] : [{ entry: entry.id, title: entry.title, why: current.why }];
  });
  const cited = new Set(entries.flatMap(({ texts }) => texts.flatMap(({ sources }) => sources.map(({ law }) => law))));
  const endedLaws = [...cited]
    .filter((law) => hasEnded(laws, law, today))
    .sort()
    .map((law) => ({ law, replacedBy: laws.find(law)?.replacedBy ?? null, citedBy: citationsOf(entries, law) }));
  return { stale, endedLaws, notApproved: entries.filter(({ approvedBy }) => approvedBy === null).map(({ id }) => id) };
}

/** Every text of an entry that cites this text of law. */
export function citationsOf(entries: readonly Entry[], law: string): StaleReport['endedLaws'][number]['citedBy'] {
  return entries.flatMap(({ id, texts }) =>
    texts
      .filter(({ sources }) => sources.some((source) => source.law === law))
      .map(({ from, until }) => ({ entry: id, from, until })),
  );
}

/** A text that has yet to begin has not ended; a text that the table does not know counts as ended. */
function hasEnded(laws: Laws, number: string, today: Day): boolean {
  const law = laws.find(number);
  return law === undefined || (law.until !== null && law.until < today);
}
