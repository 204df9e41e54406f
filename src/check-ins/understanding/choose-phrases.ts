import { hasAccents, sameTone } from '../../language/fold.ts';
import type { Token } from '../../language/tokenise.ts';
import type { Cue, Meaning } from './lexicon.ts';
import type { Match, Range } from './phrase-index.ts';
import type { PhrasePiece, Piece } from './pieces.ts';

// Cues that mean something only beside a number are looked for there and nowhere else.
export const UNITS: ReadonlySet<Cue> = new Set(['people', 'recipients', 'sessions', 'goods', 'households']);

export function longestPhrase(matches: readonly Match<Meaning>[]): number {
  let longest = 0;
  for (const { meaning, parts } of matches) {
    if (meaning.is === 'cue' && UNITS.has(meaning.cue)) continue;
    if (parts.length === 1) longest = Math.max(longest, parts[0]!.to - parts[0]!.from);
  }
  return longest;
}

/** Longer phrases win over those inside them; phrases of the same words are kept together as one piece with several meanings. */
export function choosePhrases(
  tokens: readonly Token[],
  matches: readonly (readonly Match<Meaning>[])[],
  blocked: readonly Range[],
): Extract<Piece, { is: 'phrase' }>[] {
  const all = matches.flat().filter(({ meaning }) => !(meaning.is === 'cue' && UNITS.has(meaning.cue)));
  const size = ({ parts }: Match<Meaning>) => parts.reduce((sum, { from, to }) => sum + to - from, 0);
  const sorted = all
    .map((match) => ({ match, size: size(match) }))
    .sort(
      (one, two) =>
        two.size - one.size ||
        Number(isTypedExactly(tokens, two.match)) - Number(isTypedExactly(tokens, one.match)) ||
        one.match.from - two.match.from,
    );
  const owner = new Map<number, string>();
  const chosen = new Map<string, Extract<Piece, { is: 'phrase' }>>();
  const closed = new Set(blocked.flatMap(positions));
  for (const { match } of sorted) {
    const at = match.parts.flatMap(positions);
    const id = match.parts.map(({ from, to }) => `${from}-${to}`).join();
    // "25/11" is a day and a campaign, "20/10" a day and a topic.
    const alsoDay = match.meaning.is === 'campaign' || match.meaning.is === 'topics';
    if (at.some((pos) => owner.has(pos) && owner.get(pos) !== id)) continue;
    if (!alsoDay && at.some((pos) => closed.has(pos))) continue;
    if (match.meaning.is === 'topics' && at.every((pos) => closed.has(pos))) continue;
    for (const pos of at) owner.set(pos, id);
    const known = chosen.get(id);
    // Of "hội thao" and "hội thảo" what was typed is meant, where it was typed with its accents.
    const exact = isTypedExactly(tokens, match);
    if (
      known &&
      isTypedExactly(tokens, { phrase: known.phrase, parts: known.parts }) &&
      !exact &&
      hasAccents(match.phrase)
    )
      continue;
    if (known && exact && !isTypedExactly(tokens, { phrase: known.phrase, parts: known.parts })) chosen.delete(id);
    if (!known || !chosen.has(id))
      chosen.set(id, {
        is: 'phrase',
        meanings: [match.meaning],
        phrase: match.phrase,
        parts: match.parts,
        from: match.from,
        to: match.parts[0]!.to,
      });
    else if (!known.meanings.some((meaning) => JSON.stringify(meaning) === JSON.stringify(match.meaning)))
      chosen.set(id, { ...known, meanings: [...known.meanings, match.meaning] });
  }
  return [...chosen.values()];
}

export function isTypedExactly(
  tokens: readonly Token[],
  { phrase, parts }: { phrase: string; parts: readonly Range[] },
): boolean {
  const typed = parts
    .flatMap(positions)
    .map((at) => tokens[at]!.toned)
    .join(' ');
  return typed === sameTone(phrase.replaceAll(' ~ ', ' '));
}

export function isCampaign({ meanings }: PhrasePiece): boolean {
  return meanings.some(({ is }) => is === 'campaign');
}

/** "5 hộp" typed "5 hop" is no meeting; "20 suất quà" stays a gift as well. */
/** "2 tuyến đường" typed without accents praises nobody. */
export function isRoute(tokens: readonly Token[], { phrase, from }: PhrasePiece): boolean {
  return phrase === 'tuyên dương' && tokens[from - 1]?.kind === 'number';
}

export function isOnlyUnit(parts: readonly Range[], units: readonly Range[], sums: readonly Range[]): boolean {
  const inside = (ranges: readonly Range[]) =>
    parts.every((part) => ranges.some((range) => range.from <= part.from && part.to <= range.to));
  // "2 gia đình chính sách" corrects nothing ("đính chính").
  const within = units.some((unit) => parts.every((part) => unit.from < part.from && part.to < unit.to));
  return inside(sums) || within || (parts.every(({ from, to }) => to - from === 1) && inside(units));
}

export function positions({ from, to }: Range): number[] {
  return Array.from({ length: to - from }, (_none, offset) => from + offset);
}
