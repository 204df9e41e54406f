import { describe, expect, it } from 'vitest';
import { ABBREVIATIONS } from '../../src/language/abbreviations.ts';
import { fold, hasAccents, nfc, sameTone } from '../../src/language/fold.ts';
import { fromTelex, fromVni } from '../../src/language/keyboards.ts';
import { isBareSyllable, isSyllable } from '../../src/language/syllable.ts';

describe('Letters', () => {
  it.each([
    { typed: 'Đường', folded: 'duong', because: 'đ has no accent to remove and is mapped' },
    { typed: 'ð', folded: 'd', because: 'an old font writes đ like this' },
    { typed: 'ho\u00e0', folded: 'hoa', because: 'composed' },
    { typed: 'hoa\u0300', folded: 'hoa', because: 'decomposed' },
    { typed: 'a\u202eb', folded: 'ab', because: 'a direction override is invisible' },
  ])('"$typed" without accents is "$folded": $because', ({ typed, folded }) => {
    expect(fold(typed)).toBe(folded);
  });

  it.each([
    { one: 'Hoà', other: 'hòa' },
    { one: 'thuỷ', other: 'thủy' },
    { one: 'ngừơi', other: 'người' },
    { one: 'qùa', other: 'quà' },
  ])('"$one" and "$other" are one word, wherever the tone was put', ({ one, other }) => {
    expect(sameTone(one)).toBe(sameTone(other));
  });

  it('keep their accents and lose only what cannot be seen', () => {
    expect(nfc('Tổ\u200b Ấm\ufeff')).toBe('Tổ Ấm');
    expect([hasAccents('giup'), hasAccents('giúp'), hasAccents('đ')]).toEqual([false, true, true]);
  });
});

describe('A keyboard that did not convert', () => {
  it.each([
    { typed: 'giups', word: 'giúp' },
    { typed: 'nhaf', word: 'nhà' },
    { typed: 'nguwowif', word: 'người' },
    { typed: 'truyeenf', word: 'truyền' },
    { typed: 'ddaauf', word: 'đầu' },
  ])('telex "$typed" is "$word"', ({ typed, word }) => {
    expect(fromTelex(typed)).toBe(word);
  });

  it.each([
    { typed: 'giu1p', word: 'giúp' },
    { typed: 'd9u7o7c5', word: 'được' },
  ])('VNI "$typed" is "$word"', ({ typed, word }) => {
    expect(fromVni(typed)).toBe(word);
  });

  it.each(['lan', 'hoa', 'mai'])('"%s" is a word as it stands', (typed) => {
    expect(fromTelex(typed)).toBeNull();
  });
});

describe('A syllable', () => {
  it.each(['đường', 'nghiêng', 'quý', 'giếng', 'ăn'])('is "%s"', (word) => {
    expect(isSyllable(word)).toBe(true);
  });
  it.each([
    { word: 'đuong', because: 'no such nucleus' },
    { word: 'đươc', because: 'closed by c it needs a tone' },
    { word: 'xyz', because: 'no Vietnamese letters' },
  ])('is not "$word": $because', ({ word }) => {
    expect(isSyllable(word)).toBe(false);
  });
  it('without accents is "duong" and not "duowng"', () => {
    expect([isBareSyllable('duong'), isBareSyllable('duowng')]).toEqual([true, false]);
  });
});

describe('The abbreviations', () => {
  it('are typed in small letters and stand for words', () => {
    for (const [typed, meant] of ABBREVIATIONS) {
      expect(typed).toBe(typed.toLowerCase());
      expect(meant.length).toBeGreaterThan(0);
      for (const phrase of meant) expect(phrase.trim()).toBe(phrase);
    }
  });
});
