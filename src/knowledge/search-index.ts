import type { Term, TermKind } from './terms.ts';

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
}

export interface SearchIndex {
  /** The entries that share a term with the question, best first. */
  search(question: readonly Term[]): Hit[];
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

interface Posting {
  weight: number;
  /** Entries that hold the term, and how much of it. */
  entries: { entry: number; amount: number }[];
  asks: number[];
}

/** An inverted index of all entries, in memory. */
export function newSearchIndex(entries: readonly IndexedEntry[], weights: Weights = tuned): SearchIndex {
  const postings = new Map<number, Posting>();
  const entryOfAsk: number[] = [];
  const askWeight: number[] = [];

  entries.forEach(({ asks, body }, entry) => {
    const amounts = new Map<Term['key'], { term: Term; amount: number }>();
    const count = (term: Term, by: number) => {
      const before = amounts.get(term.key);
      if (before) before.amount += by;
      else amounts.set(term.key, { term, amount: by });
    };
    for (const ask of asks) {
      const number = entryOfAsk.push(entry) - 1;
      for (const term of ask) {
        count(term, 1);
        postingOf(term).asks.push(number);
      }
    }
    for (const term of body) count(term, weights.body);
    for (const { term, amount } of amounts.values()) postingOf(term).entries.push({ entry, amount });
  });

  function postingOf(term: Term): Posting {
    let posting = postings.get(term.key);
    if (!posting) {
      posting = { weight: 0, entries: [], asks: [] };
      postings.set(term.key, posting);
    }
    return posting;
  }

  const rarity = (holders: number) => Math.log(1 + (entries.length - holders + 0.5) / (holders + 0.5));
  const kindOf = new Map<number, TermKind>();
  for (const { asks, body } of entries) for (const term of [...asks.flat(), ...body]) kindOf.set(term.key, term.kind);
  for (const [key, posting] of postings) {
    posting.weight = rarity(posting.entries.length) * weights.kinds[kindOf.get(key)!];
    for (const ask of posting.asks) askWeight[ask] = (askWeight[ask] ?? 0) + posting.weight;
  }
  const strange = rarity(0);

  return {
    search(question) {
      const whole = new Float64Array(entries.length);
      const found = new Float64Array(entries.length);
      const shared = new Float64Array(entryOfAsk.length);
      const touched = new Set<number>();
      let total = 0;
      for (const term of question) {
        const posting = postings.get(term.key);
        // A pair that no entry has says little against it: pairs are rarer than their parts.
        if (!posting) total += term.kind === 'word' ? strange * weights.kinds[term.kind] * 0.6 : 0;
        else {
          total += posting.weight;
          for (const { entry, amount } of posting.entries) {
            whole[entry]! += (posting.weight * amount * (1 + weights.saturation)) / (amount + weights.saturation);
            found[entry]! += posting.weight;
          }
          for (const ask of posting.asks) {
            shared[ask]! += posting.weight;
            touched.add(ask);
          }
        }
      }
      const nearest = new Float64Array(entries.length);
      for (const ask of touched) {
        const same = shared[ask]!;
        const near =
          same / (same + weights.questionRest * (total - same) + weights.askRest * (askWeight[ask]! - same) + 1);
        const entry = entryOfAsk[ask]!;
        if (near > nearest[entry]!) nearest[entry] = near;
      }
      const hits: Hit[] = [];
      entries.forEach(({ id }, entry) => {
        if (found[entry] === 0) return;
        const score =
          (weights.whole * whole[entry]!) / (total * (1 + weights.saturation)) + (1 - weights.whole) * nearest[entry]!;
        hits.push({ id, score, covered: found[entry]! / total, nearest: nearest[entry]! });
      });
      return hits.sort((one, other) => other.score - one.score || (one.id < other.id ? -1 : 1));
    },
  };
}
