import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Understood } from '../../../src/check-ins/understanding/reading.ts';
import { understand } from '../../../src/check-ins/understanding/understand.ts';
import { readLexicon } from '../../support/lexicon.ts';

const lexicon = readLexicon();
const TODAY = '2026-11-22';
const said = (text: string) => understand(text, TODAY, lexicon);

/** A part of a message and the figures that it says. */
type Part = { text: string; sums: number[]; households: number; people: number[]; informed: number[] };
const nothingMore = { sums: [], households: 0, people: [], informed: [] };

const names = fc.constantFrom('bà Lan', 'chị Hoa', 'cô Thắm', 'bà Nhàn', 'chị Huệ', 'ông Lực', 'cụ Mận', 'chị Quế');
const hamlets = fc.constantFrom('', ' xóm 3', ' thôn Đông', ' ấp 4', ' tổ 2');
const days = fc.constantFrom('', 'hôm qua ', 'thứ 5 ', 'ngày 12/11 ', 'sáng nay ', 'thứ sáu tuần trước ');
const sums = fc.constantFrom<[string, number]>(
  ['5tr', 5_000_000],
  ['500k', 500_000],
  ['1 triệu rưỡi', 1_500_000],
  ['1tr2', 1_200_000],
  ['300 nghìn', 300_000],
  ['2.500.000đ', 2_500_000],
  ['3 triệu đồng', 3_000_000],
);
const supports = fc.constantFrom('sửa nhà', 'mua bò', 'tiền thuốc', 'mua bảo hiểm y tế', '');
const few = fc.integer({ min: 2, max: 12 });
const many = fc.integer({ min: 13, max: 180 });
const people = fc.constantFrom('chị', 'người', 'hội viên', 'chị em', 'hv');
const gatherings = fc.constantFrom(
  'họp chi hội',
  'tuyên truyền bình đẳng giới',
  'tập huấn nuôi gà',
  'ra quân dọn vệ sinh đường làng',
  'dân vũ',
  'sinh hoạt câu lạc bộ',
  'tọa đàm',
);

const household = fc.tuple(fc.constantFrom('giúp', 'hỗ trợ', 'tặng'), names, hamlets, sums, supports, days).map(
  ([verb, name, hamlet, [sum, value], support, day]): Part => ({
    ...nothingMore,
    text: `${day}${verb} ${name}${hamlet} ${sum}${support ? ` ${support}` : ''}`,
    sums: [value],
    households: 1,
  }),
);
const unnamed = fc.tuple(few, sums).map(
  ([count, [sum]]): Part => ({
    ...nothingMore,
    text: `giúp ${count} hộ nghèo mỗi hộ ${sum}`,
    households: count,
  }),
);
const gathering = fc.tuple(days, gatherings, many, people, fc.constantFrom('', ' tham gia', ' dự')).map(
  ([day, what, count, who, come]): Part => ({
    ...nothingMore,
    text: `${day}${what} ${count} ${who}${come}`,
    people: [count],
  }),
);
const talk = fc.tuple(few, many).map(
  ([signed, told]): Part => ({
    ...nothingMore,
    text: `tuyên truyền đến ${told} hộ, ${signed} hộ ký cam kết`,
    informed: [told, signed],
  }),
);
const part = fc.oneof(household, household, unnamed, gathering, gathering, talk);
const joints = fc.constantFrom('. ', '; ', '\n', ', ', ' và ', '. Ngoài ra ', '\n- ');
const message = fc
  .tuple(fc.array(part, { minLength: 1, maxLength: 4 }), fc.array(joints, { minLength: 4, maxLength: 4 }))
  .map(([parts, marks]) => ({
    parts,
    text: parts.map(({ text }, at) => (at === 0 ? '' : marks[at - 1]) + text).join(''),
  }));

const bare = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd').replaceAll('Đ', 'D');
const slips = (text: string) =>
  text.replaceAll('hội viên', 'hoi vien').replaceAll('người', 'ngươi').replaceAll('được', 'dc');

/** Figures of a reading, each with how often it stands there. */
function figures({ checkIn }: Understood): number[] {
  return [
    ...checkIn.households.flatMap(({ valueVnd }) => valueVnd ?? []),
    ...checkIn.activities.flatMap(({ participants, householdsInformed, householdsCommitted }) =>
      [participants, householdsInformed, householdsCommitted].filter((value) => value !== null),
    ),
  ].sort((one, two) => one - two);
}

function isAsked({ unclear }: Understood): boolean {
  return unclear.length > 0;
}

describe('No figure of a message is lost or changed without a question', () => {
  const check = (write: (text: string) => string) =>
    fc.assert(
      fc.property(message, ({ parts, text }) => {
        const reading = said(write(text));
        if (isAsked(reading)) return;
        expect(figures(reading)).toEqual(
          parts
            .flatMap(({ sums: values, people: counts, informed }) => [...values, ...counts, ...informed])
            .sort((one, two) => one - two),
        );
        expect(reading.checkIn.householdsCount ?? 0).toBe(parts.reduce((sum, { households }) => sum + households, 0));
      }),
      { numRuns: 250, seed: 20261122 },
    );

  it('typed with accents', () => check((text) => text));
  it('typed without accents', () => check(bare));
  it('typed with slips, in capitals or in NFD', () => {
    check(slips);
    check((text) => text.toUpperCase());
    check((text) => text.normalize('NFD'));
  });
});

describe('What a message says does not hang on how it is put', () => {
  const facts = ({ checkIn }: Understood) =>
    JSON.stringify([
      checkIn.householdsCount,
      checkIn.households.map((each) => JSON.stringify(each)).sort(),
      checkIn.activities.map((each) => JSON.stringify(each)).sort(),
    ]);
  const same = (change: (parts: readonly string[]) => string) =>
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 4 }), (parts) => {
        const texts = parts.map(({ text }) => text);
        const [plain, changed] = [said(texts.join('. ')), said(change(texts))];
        if (isAsked(plain) || isAsked(changed)) return;
        expect(facts(changed)).toBe(facts(plain));
      }),
      { numRuns: 150, seed: 20261122 },
    );

  it('not on the order of its sentences', () => same((texts) => [...texts].reverse().join('. ')));
  it('not on lines, bullets or semicolons in place of full stops', () => {
    same((texts) => texts.join('\n'));
    same((texts) => texts.map((text) => `- ${text}`).join('\n'));
    same((texts) => texts.map((text, at) => `${at + 1}. ${text}`).join('\n'));
    same((texts) => texts.join('; '));
  });
  it('not on words of courtesy', () => {
    same((texts) => `dạ em báo cáo chị ạ: ${texts.join(' ạ. ')} ạ`);
    same((texts) => `Chào chị. ${texts.join('. ')} chị nhé`);
  });
});
