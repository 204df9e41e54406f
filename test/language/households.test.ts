import { describe, expect, it } from 'vitest';
import { lineOf } from '../../src/language/counting-words.ts';
import { readNameAt } from '../../src/language/names-of-households.ts';
import { compareHouseholds, householdKey } from '../../src/language/same-household.ts';
import { tokenise } from '../../src/language/tokenise.ts';

const named = (text: string) => readNameAt(lineOf(tokenise(text)), 0);

describe('A household is named as people name it', () => {
  it.each([
    { text: 'bà Lan', name: 'bà Lan', hamlet: null },
    { text: 'chi hoa xom 3', name: 'chị Hoa', hamlet: 'xóm 3' },
    { text: 'hộ bà Bảy (thôn Đông)', name: 'bà Bảy', hamlet: 'thôn Đông' },
    { text: 'vợ chồng anh Tuấn chị Hà', name: 'anh Tuấn chị Hà', hamlet: null },
    { text: 'cháu Minh con chị Hằng', name: 'chị Hằng', hamlet: null },
    { text: 'chị Hoa vợ anh Tuấn', name: 'chị Hoa', hamlet: null },
    { text: 'bà Nguyễn Thị Thơm ở thôn Ngọc Lý', name: 'bà Nguyễn Thị Thơm', hamlet: 'thôn Ngọc Lý' },
    { text: 'c Hoa', name: 'chị Hoa', hamlet: null },
    { text: 'nhà Hoa', name: 'Hoa', hamlet: null },
  ])('"$text" is $name, $hamlet', ({ text, name, hamlet }) => {
    expect(named(text)).toMatchObject({ name, hamlet });
  });

  it.each([
    { text: 'chi hội', because: 'the branch' },
    { text: 'chị em', because: 'the women' },
    { text: 'ba con den nghe', because: 'the people' },
    { text: 'ba hộ nghèo', because: 'three households' },
    { text: 'gia đình hạnh phúc', because: 'a happy family' },
    { text: 'em chào chị', because: 'a greeting' },
    { text: 'co ba nguoi', because: 'there are three' },
  ])('"$text" names nobody: $because', ({ text }) => {
    expect(named(text)).toBeNull();
  });
});

describe('Two names of one branch', () => {
  const compare = (one: [string, string | null], two: [string, string | null]) =>
    compareHouseholds(householdKey(...one), householdKey(...two));
  it.each([
    {
      one: ['bà Lan', 'xóm 3'] as [string, string | null],
      two: ['ba lan', 'xom 3'] as [string, string | null],
      is: 'same',
      because: 'accents and capitals say nothing',
    },
    {
      one: ['bà Lan', 'xóm 03'] as [string, string | null],
      two: ['bà Lan', 'xóm 3'] as [string, string | null],
      is: 'same',
      because: 'a nought before a number says nothing',
    },
    {
      one: ['bà Lan', 'xóm 3'] as [string, string | null],
      two: ['bà Lan', 'xóm 5'] as [string, string | null],
      is: 'other',
      because: 'two Lans can coexist',
    },
    {
      one: ['bà Lan', 'xóm 3'] as [string, string | null],
      two: ['chị Lan', 'xóm 3'] as [string, string | null],
      is: 'ask',
      because: 'the title differs',
    },
    {
      one: ['bà Lan', null] as [string, string | null],
      two: ['bà Lan', 'xóm 3'] as [string, string | null],
      is: 'ask',
      because: 'a hamlet is missing',
    },
    {
      one: ['bà Lan', null] as [string, string | null],
      two: ['bà Hoa', null] as [string, string | null],
      is: 'other',
      because: 'the name differs',
    },
  ])('$one and $two: $is, $because', ({ one, two, is }) => {
    expect(compare(one, two)).toBe(is);
  });
});
