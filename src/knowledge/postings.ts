import type { Term } from './terms.ts';

/** Postings as plain data: the holders of term t stand from `ends[t]` up to `ends[t + 1]`, each beside how much it has. */
export interface PackedPostings {
  ends: Int32Array;
  holders: Int32Array;
  amounts: Float32Array;
}

/** For each term the holders that have it and how much. */
export interface Postings {
  /** Terms are numbered from 0 to this, exclusive. */
  terms: number;
  holders(term: Term): number;
  each(term: Term, see: (holder: number, amount: number) => void): void;
}

/** `held`: of each holder, its terms with how much of them it has. */
export function packPostings(held: readonly ReadonlyMap<Term, number>[]): PackedPostings {
  let terms = 0;
  let total = 0;
  for (const one of held) {
    total += one.size;
    for (const term of one.keys()) if (term >= terms) terms = term + 1;
  }
  const ends = new Int32Array(terms + 1);
  for (const one of held) for (const term of one.keys()) ends[term + 1]!++;
  for (let term = 0; term < terms; term++) ends[term + 1]! += ends[term]!;
  const next = ends.slice();
  const holders = new Int32Array(total);
  const amounts = new Float32Array(total);
  held.forEach((one, holder) => {
    for (const [term, amount] of one) {
      const at = next[term]!++;
      holders[at] = holder;
      amounts[at] = amount;
    }
  });
  return { ends, holders, amounts };
}

export function newPostings({ ends, holders, amounts }: PackedPostings): Postings {
  return {
    terms: ends.length - 1,
    holders: (term) => ends[term + 1]! - ends[term]!,
    each(term, see) {
      for (let at = ends[term]!; at < ends[term + 1]!; at++) see(holders[at]!, amounts[at]!);
    },
  };
}
