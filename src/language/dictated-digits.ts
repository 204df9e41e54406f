import { countingWord, lineOf } from './counting-words.ts';
import { tokenise } from './tokenise.ts';

// How "không" is typed in chats.
const saysZero = new Set(['ko', 'k', 'hong', 'hok', 'zero']);

/**
 * The digits of a number that is read out, as over the phone: "một hai ba", "mười hai, ba tư", "12 ba bốn". Null when any word is
 * in it that is no digit, ten or tens: a sentence, a sum.
 */
export function dictatedDigits(text: string): string | null {
  const tokens = tokenise(text);
  const line = lineOf(tokens);
  let digits = '';
  for (const [at, token] of tokens.entries()) {
    if (token.kind === 'number') {
      digits += token.raw.replace(/\D/gu, '');
      continue;
    }
    if (token.kind === 'punctuation') {
      if (!/^[.,;:()\-–—…!/_]$/u.test(token.raw)) return null;
      continue;
    }
    const word = saysZero.has(token.folded) ? ({ is: 'digit', value: 0 } as const) : countingWord(line, at);
    const digitBehind = isDigitAt(at + 1);
    if (word?.is === 'digit') digits += String(word.value);
    else if (word?.is === 'ten') digits += digitBehind ? '1' : '10';
    else if (word?.is === 'tens') digits += digitBehind ? '' : '0';
    else return null;
  }
  return digits;

  function isDigitAt(at: number): boolean {
    return countingWord(line, at)?.is === 'digit';
  }
}
