import { describe, expect, it } from 'vitest';
import { chosenPlace, isOneOf, restAfter, restBefore } from '../../src/scripts/heard-words.ts';
import { readWholeNumber } from '../../src/scripts/readers.ts';

describe('A word of control', () => {
  it.each([
    ['hủy', true],
    ['huỷ', true],
    ['Huy', true],
    ['hủy giúp em nhé ạ', true],
    ['hủy!!!', true],
    ['hủy hôn', false],
    ['không hủy', false],
    ['', false],
  ])('"%s" says hủy: %s', (text, expected) => {
    expect(isOneOf(text, ['hủy'], ['giúp em', 'nhé', 'ạ'])).toBe(expected);
  });

  it.each([
    ['sửa 35 thành 45', '35 thành 45'],
    ['Sửa: bà Lan 6tr', 'bà Lan 6tr'],
    ['sua ba Lan', 'ba Lan'],
    ['sửa', ''],
    ['bà Lan sửa nhà', null],
  ])('behind "sửa", "%s" goes on with %s', (text, rest) => expect(restAfter(text, ['sửa'])).toBe(rest));

  it.each([
    ['giúp bà Lan sửa nhà, lưu luôn nhé', 'giúp bà Lan sửa nhà'],
    ['giúp bà Lan sửa nhà', null],
    ['lưu luôn', null],
  ])('before "lưu luôn", "%s" says %s', (text, rest) => expect(restBefore(text, ['lưu luôn'], ['nhé'])).toBe(rest));

  it.each([
    ['2', 3, 1],
    [' 2. ', 3, 1],
    ['số 3', 3, 2],
    ['4', 3, null],
    ['0', 3, null],
    ['2 hộ', 3, null],
  ])('"%s" of %i choices is place %s', (text, choices, place) => expect(chosenPlace(text, choices)).toBe(place));
});

describe('A number asked for', () => {
  it.each([
    ['35', 35],
    ['ba lăm', 35],
    ['35 hộ', 35],
    ['không có', 0],
    ['0', 0],
    ['khong', 0],
    ['2 3 hộ', null],
    ['vài hộ', null],
    ['2 hay 3', null],
    ['xin chào', null],
    ['95 %', null],
  ])('"%s" is %s', (text, value) => expect(readWholeNumber(text)).toBe(value));
});
