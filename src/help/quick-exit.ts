import { fold } from '../language/fold.ts';

/**
 * Whether the whole message is the word of quick exit: "thoát" or "thoat" alone, or "00" alone, in any case, with any white space,
 * punctuation or emoji around it. Never part of a sentence ("thoát nghèo"), and "0" stays an answer.
 */
export function isQuickExit(text: string): boolean {
  // Longer messages are sentences; looking at the start only keeps this cheap for a message of any size.
  if (text.length > 60) return false;
  const bare = fold(text).replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');
  // Telex that did not convert gives "thoats"; a finger that stays on the key gives "thoátttt".
  return bare === '00' || /^thoa(?:t+|ts|st)$/u.test(bare);
}
