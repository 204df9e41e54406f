import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rebuildUnit } from '../../src/check-ins/rebuild-figures.ts';
import { type Country, openCountry } from './branch.ts';

const messages = [
  ...['1', '2', '3', '4', '0', '35', '6tr', '999999999', '2 3 hộ', 'không', 'có', 'đúng rồi', 'lưu', 'sửa', 'hủy'],
  ...[
    'quay lại',
    'bỏ qua',
    'như tuần trước',
    'không có gì',
    'bỏ bà Lan',
    'sửa 35 thành 45',
    'hôm qua',
    '25/12',
    '1/1/2020',
  ],
  ...[
    'giúp bà Lan sửa nhà 5tr',
    'giúp chị Lan xóm 3 500k',
    'giup ba lan',
    'giúp 3 hộ đạt 5 không 3 sạch',
    'tư vấn chị Thơm',
  ],
  ...[
    'họp chi hội 35 người',
    'mít tinh 25/11 40 hộ được tuyên truyền, 50 hộ ký cam kết',
    'ra mắt mô hình địa chỉ tin cậy',
  ],
  ...[
    'đề nghị khen gia đình bà Tư',
    'giúp 999999999 hộ',
    'giúp bà Lan 2000 tỷ',
    '😀😀',
    '<b>x</b>',
    '‮abc',
    'x'.repeat(4000),
  ],
  ...[
    'năm sáu chục',
    'mấy hộ',
    'chồng đánh vợ phạt bao nhiêu tiền',
    'sửa báo cáo',
    'lưu luôn',
    '3 lưu luôn',
    'bà Cúc, chị Cúc',
  ],
];

describe('Whatever is typed into a check-in', () => {
  let country: Country;
  beforeAll(async () => {
    country = await openCountry();
  });
  afterAll(() => country.close());

  it('it never fails, always says something, and the figures stay those of the facts', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...messages), { minLength: 1, maxLength: 14 }), async (typed) => {
        const branch = await country.newBranch();
        const talk = branch.talk();
        for (const text of typed) {
          const heard = talk.isOpen ? await talk.says(text) : await talk.begin('weekly', { text });
          expect(heard.text.trim()).not.toBe('');
          expect(heard.text).not.toContain('Em vừa được sửa');
          expect(heard.text).not.toMatch(/undefined|null|NaN|\{\w+\}/u);
        }
        expect(await rebuildUnit(country.store, branch.units.branch)).toBe(0);
        const helps = await country.store.find('HouseholdHelp', { unitId: branch.units.branch });
        for (const { households, valueVnd } of helps) {
          expect(households).toBeLessThanOrEqual(100_000);
          expect(valueVnd ?? 0).toBeLessThanOrEqual(1_000_000_000_000);
        }
      }),
      { numRuns: 25 },
    );
  });
});
