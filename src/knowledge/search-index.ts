import { newPostings, type PackedPostings, packPostings } from './postings.ts';
import type { QuestionTerms, Term, TermKind } from './terms.ts';

/** The texts of one entry as terms. */
export interface IndexedEntry {
  id: string;
  /** Its title and every way of asking for it. */
  asks: readonly (readonly Term[])[];
  body: readonly Term[];
}

export interface Hit {
  id: string;
  /** How well it fits, 0 to about 1; comparable between questions. */
  score: number;
  /** How much of the question stands in the entry at all, 0 to 1, by weight. */
  covered: number;
  /** How near the nearest of its ways of asking is, 0 to 1. */
  nearest: number;
  /** How much the words it shares with the question tell: the rarer they are among the entries, the more. */
  information: number;
}

export interface SearchIndex {
  /** The entries that share a term with the question, best first. */
  search(question: QuestionTerms): Hit[];
}

/** The numbers of the ranking, found by trying on the part of the golden set that is for tuning. */
export interface Weights {
  kinds: Record<TermKind, number>;
  /** Of the entry as a whole against its nearest way of asking. */
  whole: number;
  body: number;
  /** How soon more of the same says no more. */
  saturation: number;
  /** How much counts what the question says and the way of asking does not, and the other way round. */
  questionRest: number;
  askRest: number;
}

export const tuned: Weights = {
  kinds: { word: 0.8, 'word-pair': 0.65, group: 0.6, 'idea-pair': 0.25 },
  whole: 0.85,
  body: 0.12,
  saturation: 0.4,
  questionRest: 0.2,
  askRest: 0.4,
};

/** What a word of a question that stands nowhere weighs, as a part of the rarest word that does. */
const strangerWeight = 0.6;

/** An inverted index as plain data: which terms stand in which entries, and in which ways of asking for them. */
export interface PackedIndex {
  ids: readonly string[];
  entryOfAsk: Int32Array;
  asks: PackedPostings;
  entries: PackedPostings;
}

export function packIndex(entries: readonly IndexedEntry[], weights: Weights = tuned): PackedIndex {
  return {
    ids: entries.map(({ id }) => id),
    entryOfAsk: Int32Array.from(entries.flatMap(({ asks }, entry) => asks.map(() => entry))),
    asks: packPostings(entries.flatMap(({ asks }) => asks.map(once))),
    entries: packPostings(entries.map((entry) => amountsOf(entry, weights))),
  };
}

/** The index of all entries, in memory. */
export function newSearchIndex(
  { ids, entryOfAsk, ...packed }: PackedIndex,
  kindOf: (term: Term) => TermKind,
  weights: Weights = tuned,
): SearchIndex {
  const inAsks = newPostings(packed.asks);
  const inEntries = newPostings(packed.entries);

  const rarity = (holders: number) => Math.log(1 + (ids.length - holders + 0.5) / (holders + 0.5));
  const weightOf = new Float64Array(inEntries.terms);
  const askWeight = new Float64Array(entryOfAsk.length);
  for (let term = 0; term < inEntries.terms; term++) {
    weightOf[term] = rarity(inEntries.holders(term)) * weights.kinds[kindOf(term)];
    inAsks.each(term, (ask) => {
      askWeight[ask]! += weightOf[term]!;
    });
  }
  const strange = rarity(0) * weights.kinds.word * strangerWeight;

  return {
    search({ terms, strangers }) {
      const whole = new Float64Array(ids.length);
      const found = new Float64Array(ids.length);
      const information = new Float64Array(ids.length);
      const shared = new Float64Array(entryOfAsk.length);
      let total = strangers * strange;
      for (const term of terms) {
        const weight = weightOf[term]!;
        const told = kindOf(term) === 'word' ? weight / weights.kinds.word : 0;
        total += weight;
        inEntries.each(term, (entry, amount) => {
          whole[entry]! += weight * amount;
          found[entry]! += weight;
          information[entry]! += told;
        });
        inAsks.each(term, (ask) => {
          shared[ask]! += weight;
        });
      }
      const nearest = new Float64Array(ids.length);
      shared.forEach((same, ask) => {
        if (same === 0) return;
        const near =
          same / (same + weights.questionRest * (total - same) + weights.askRest * (askWeight[ask]! - same) + 1);
        const entry = entryOfAsk[ask]!;
        if (near > nearest[entry]!) nearest[entry] = near;
      });
      const hits: Hit[] = [];
      ids.forEach((id, entry) => {
        if (found[entry] === 0) return;
        const score =
          (weights.whole * whole[entry]!) / (total * (1 + weights.saturation)) + (1 - weights.whole) * nearest[entry]!;
        hits.push({
          id,
          score,
          covered: found[entry]! / total,
          nearest: nearest[entry]!,
          information: information[entry]!,
        });
      });
      return hits.sort((one, other) => other.score - one.score || (one.id < other.id ? -1 : 1));
    },
  };
}

const once = (terms: readonly Term[]) => new Map(terms.map((term) => [term, 1]));

/** How much an entry holds of each of its terms; more of the same says ever less. */
function amountsOf({ asks, body }: IndexedEntry, { body: bodyWeight, saturation }: Weights): Map<Term, number> {
  const amounts = new Map<Term, number>();
  for (const ask of asks) for (const term of ask) amounts.set(term, (amounts.get(term) ?? 0) + 1);
  for (const term of body) amounts.set(term, (amounts.get(term) ?? 0) + bodyWeight);
  for (const [term, amount] of amounts) amounts.set(term, (amount * (1 + saturation)) / (amount + saturation));
  return amounts;
}
