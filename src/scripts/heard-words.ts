import { fold } from '../language/fold.ts';
import { matchPhrase } from '../language/slips.ts';
import { type Token, tokenise } from '../language/tokenise.ts';

/**
 * Whether the whole message is one of these words, with slips and without accents, whatever politeness stands behind it
 * ("huỷ giúp em nhé"). `polite` lists what may.
 */
export function isOneOf(text: string, words: readonly string[], polite: readonly string[] = []): boolean {
  const tokens = wordsOf(text);
  return words.some((word) => {
    const said = matchPhrase(tokens, 0, word);
    return said > 0 && onlyPolite(tokens, said, polite);
  });
}

/** What follows the longest of these words that the message begins with, as typed; null where it begins with none. */
export function restAfter(text: string, words: readonly string[]): string | null {
  const tokens = wordsOf(text);
  const said = Math.max(0, ...words.map((word) => matchPhrase(tokens, 0, word)));
  const last = tokens[said - 1];
  return last
    ? text
        .normalize('NFC')
        .slice(last.span.to)
        .replace(/^[\s:,.;-]+/u, '')
        .trim()
    : null;
}

/** The message without one of these words at its end; null where it ends in none, or is nothing else. */
export function restBefore(text: string, words: readonly string[], polite: readonly string[] = []): string | null {
  const tokens = wordsOf(text);
  for (let at = 1; at < tokens.length; at++) {
    const ends = words.some((word) => {
      const said = matchPhrase(tokens, at, word);
      return said > 0 && onlyPolite(tokens, at + said, polite);
    });
    if (ends) return text.normalize('NFC').slice(0, tokens[at - 1]?.span.to ?? 0);
  }
  return null;
}

/** The place (from 0) of the choice she made among so many, by number: "2", "số 2", "2."; null where it is no such number. */
export function chosenPlace(text: string, choices: number): number | null {
  const digits = /^\s*(?:so\s*)?(\d{1,2})\s*[.)]?\s*$/u.exec(fold(text))?.[1];
  const place = Number(digits ?? 0) - 1;
  return place >= 0 && place < choices ? place : null;
}

function wordsOf(text: string): Token[] {
  return tokenise(text).filter((token) => token.kind !== 'punctuation');
}

function onlyPolite(tokens: readonly Token[], from: number, polite: readonly string[]): boolean {
  for (let at = from; at < tokens.length; ) {
    const said = Math.max(0, ...polite.map((word) => matchPhrase(tokens, at, word)));
    if (said === 0) return false;
    at += said;
  }
  return true;
}
