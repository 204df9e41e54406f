import { fold } from '../../language/fold.ts';
import { matchPhrase, repair } from '../../language/slips.ts';
import { isBareSyllable } from '../../language/syllable.ts';
import type { Token } from '../../language/tokenise.ts';

export type Range = { from: number; to: number };
export type Entry<Meaning> = { phrase: string; meaning: Meaning; accented?: boolean };
export type Match<Meaning> = {
  meaning: Meaning;
  phrase: string;
  from: number;
  to: number;
  /** The tokens it is made of; with a gap ("sửa ~ nhà") two ranges. */
  parts: Range[];
};

/** Words that may stand in the place of "~" at most. */
const WIDEST_GAP = 4;

/** Finds many phrases at once: only those are tried whose first word the token may be. */
export class PhraseIndex<Meaning> {
  readonly #byKey = new Map<string, Entry<Meaning>[]>();
  readonly #byLetter = new Map<string, Set<string>>();

  constructor(entries: readonly Entry<Meaning>[]) {
    for (const entry of entries) {
      const words = fold(entry.phrase.split('~')[0]!.trim()).split(/\s+/u);
      for (const key of new Set([
        words[0]!,
        words.slice(0, 2).join(''),
        words.slice(0, 3).join(''),
        words.slice(0, 4).join(''),
      ])) {
        this.#byKey.set(key, [...(this.#byKey.get(key) ?? []), entry]);
      }
      const first = words[0]!;
      if (first.length >= 4) this.#byLetter.set(first[0]!, (this.#byLetter.get(first[0]!) ?? new Set()).add(first));
    }
  }

  /** All phrases said at `at`, the longest first. `isAccented`: the text is typed with accents. */
  at(tokens: readonly Token[], at: number, isAccented: boolean): Match<Meaning>[] {
    const token = tokens[at];
    if (!token) return [];
    const tried = new Set<Entry<Meaning>>();
    const found: Match<Meaning>[] = [];
    for (const key of this.#keysOf(token)) {
      for (const entry of this.#byKey.get(key) ?? []) {
        if (tried.has(entry)) continue;
        tried.add(entry);
        const parts = partsOf(tokens, at, entry, isAccented);
        if (parts) found.push({ meaning: entry.meaning, phrase: entry.phrase, from: at, to: parts.at(-1)!.to, parts });
      }
    }
    return found.sort((one, two) => two.to - one.to || two.phrase.length - one.phrase.length);
  }

  #keysOf(token: Token): Set<string> {
    const keys = new Set([token.folded]);
    if (token.kind !== 'word') return keys;
    const readings = repair(token);
    for (const { words } of readings) keys.add(fold(words[0]!));
    // A slip of one letter ("tuyne truyen") is looked for only where what was typed is no syllable.
    if (readings.length === 1 && token.folded.length >= 3 && !isBareSyllable(token.folded))
      for (const first of this.#byLetter.get(token.folded[0]!) ?? []) keys.add(first);
    return keys;
  }
}

// Small words that mean what they say in a text with accents: "Hội cho 1 triệu" is no fair ("hội chợ").
const PLAIN: ReadonlySet<string> = new Set([
  'cho',
  'qua',
  'ra',
  'con',
  'em',
  'hay',
  'trong',
  'theo',
  'mua',
  'xa',
  'hai',
  'ba',
  'ai',
  'anh',
]);

function partsOf(
  tokens: readonly Token[],
  at: number,
  { phrase, accented }: Entry<unknown>,
  isAccented: boolean,
): Range[] | null {
  const parts = partsAnyhow(tokens, at, { phrase, accented });
  if (!parts || !isAccented) return parts;
  const said = parts.flatMap(({ from, to }) => tokens.slice(from, to));
  const words = phrase.split(' ').filter((word) => word !== '~');
  const bare = said.some(({ raw, toned }, nth) => PLAIN.has(toned) && raw === toned && words[nth] !== toned);
  return bare && said.length === words.length ? null : parts;
}

function partsAnyhow(
  tokens: readonly Token[],
  at: number,
  { phrase, accented }: Pick<Entry<unknown>, 'phrase' | 'accented'>,
): Range[] | null {
  if (accented && !isTypedAs(tokens[at]!, phrase)) return null;
  const [head = '', ...tails] = phrase.split(/\s*~\s*/u);
  const length = matchPhrase(tokens, at, head);
  if (!length) return null;
  const parts = [{ from: at, to: at + length }];
  for (const tail of tails) {
    const next = afterGap(tokens, parts.at(-1)!.to, tail);
    if (!next) return null;
    const last = parts.at(-1)!;
    if (next.from === last.to) last.to = next.to;
    else parts.push(next);
  }
  return parts;
}

function afterGap(tokens: readonly Token[], from: number, tail: string): Range | null {
  for (let at = from; at <= from + WIDEST_GAP; at++) {
    const length = matchPhrase(tokens, at, tail);
    if (length) return { from: at, to: at + length };
    if (tokens[at]?.kind === 'punctuation') return null;
  }
  return null;
}

function isTypedAs(token: Token, word: string): boolean {
  return (
    token.toned === word ||
    repair(token).some(({ how, words }) => (how === 'telex' || how === 'vni') && words[0] === word)
  );
}
