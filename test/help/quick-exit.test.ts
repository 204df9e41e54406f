import { describe, expect, it } from 'vitest';
import { isQuickExit } from '../../src/help/quick-exit.ts';

describe('Quick exit', () => {
  it.each([
    'thoát',
    'thoat',
    'Thoát',
    'THOAT',
    ' thoát ',
    'thoát.',
    'thoát!!!',
    '"thoat"',
    '00',
    ' 00 ',
    '00.',
    'thoátttt',
    'thoats',
    'thóat',
  ])('leaves on "%s"', (text) => {
    expect(isQuickExit(text)).toBe(true);
  });

  it.each([
    { text: '0', because: 'it is an answer to a question for a number' },
    { text: '000', because: 'it is a number' },
    { text: '100', because: 'it is a number' },
    { text: '0 0', because: 'two answers are no exit' },
    { text: 'thoát nghèo', because: 'it is part of a sentence' },
    { text: '3 hộ thoát nghèo', because: 'it is part of a sentence' },
    { text: 'thoat ngheo 2 ho', because: 'it is part of a sentence' },
    { text: 'em muốn thoát khỏi đây', because: 'it is a cry, for the danger gate' },
    { text: '00 hộ', because: 'it is part of a sentence' },
    { text: 'toát', because: 'it is another word' },
    { text: '', because: 'nothing was said' },
  ])('does not leave on "$text": $because', ({ text }) => {
    expect(isQuickExit(text)).toBe(false);
  });
});
