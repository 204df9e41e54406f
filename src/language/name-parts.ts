import type { Line } from './counting-words.ts';
import { hasAccents } from './fold.ts';
import { TITLES } from './household-words.ts';
import { matchesWord, matchPhrase, repair } from './slips.ts';
import type { Token } from './tokenise.ts';

export function isPair(one: string, two: string): boolean {
  return /^(?:anh|ông|chú|bác) /u.test(one) && /^(?:chị|bà|cô|thím|bác) /u.test(two);
}

export function matchesWordAt(line: Line, at: number, word: string): boolean {
  const token = line.tokens[at];
  return token !== undefined && matchesWord(token, word);
}

export function nameWord(token: Token): string {
  const telex = repair(token).find(({ how }) => how === 'telex' || how === 'vni');
  return capital(isCapital(token) && !telex ? token.raw : (telex?.words[0] ?? token.toned));
}

export function isTitle(line: Line, at: number): boolean {
  const token = line.tokens[at];
  // "chị Ba Nhỏ": in a text with accents "Ba" is no "bà".
  const bare = token !== undefined && line.accented && !hasAccents(token.raw);
  return (
    token?.kind === 'word' &&
    TITLES.some((word) => word.length > 1 && matchesWord(token, word) && !(bare && hasAccents(word)))
  );
}

export function isCapital(token: Token): boolean {
  return /^\p{Lu}\p{Ll}/u.test(token.raw) || /^\p{Lu}$/u.test(token.raw);
}

export function capital(word: string): string {
  return word === '' ? word : word[0]!.toUpperCase() + word.slice(1);
}

export function longest(line: Line, at: number, phrases: readonly string[]): number {
  return longestOf(line, at, phrases)?.length ?? 0;
}

export function longestOf(
  line: Line,
  at: number,
  phrases: readonly string[],
): { phrase: string; length: number } | null {
  let best: { phrase: string; length: number } | null = null;
  for (const phrase of phrases) {
    const length = line.isTaken(at) ? 0 : matchPhrase(line.tokens, at, phrase);
    if (length > (best?.length ?? 0)) best = { phrase, length };
  }
  return best;
}
