import { fold } from '../language/fold.ts';

/**
 * One key for the words that are mixed up in writing because they sound alike somewhere in the country: hỏi and ngã, s and x, tr and
 * ch, d, gi, r and v, l and n, the finals n and ng, c and t. "sử lý" and "xử lý" have one key; "đường" and "dương" have not.
 */
export function soundKey(toned: string): string {
  return keyOf(toned.normalize('NFD').replaceAll('\u0309', '\u0303'));
}

/** The same for a word typed without accents. */
export function bareSoundKey(folded: string): string {
  return keyOf(fold(folded));
}

function keyOf(letters: string): string {
  return letters
    .replace(/^ngh/u, 'ng')
    .replace(/^gh/u, 'g')
    .replace(/^tr/u, 'ch')
    .replace(/^s/u, 'x')
    .replace(/^(?:gi(?=\p{L})|d|r|v)/u, 'z')
    .replace(/^l/u, 'n')
    .replace(/^k(?!h)/u, 'c')
    .replace(/ng$/u, 'n')
    .replace(/c$/u, 't')
    .replace(/y/gu, 'i');
}
