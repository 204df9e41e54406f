import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readMoney } from '../../src/language/money.ts';
import { readNumbers } from '../../src/language/numbers.ts';
import { tokenise } from '../../src/language/tokenise.ts';

const numbers = (text: string) => readNumbers(tokenise(text)).filter(({ label }) => !label);

describe('A number', () => {
  it.each([
    { said: 'mười lăm người', value: 15, because: 'five behind ten is "lăm"' },
    { said: 'mười nhăm người', value: 15, because: 'or "nhăm"' },
    { said: 'hai mươi tư chị', value: 24, because: 'four behind tens is "tư"' },
    { said: 'ba mốt chị', value: 31, because: '"mươi" is left out' },
    { said: 'bốn nhăm hộ', value: 45, because: '"mươi" is left out' },
    { said: 'hăm ba người', value: 23, because: '"hăm" is twenty' },
    { said: 'một trăm linh năm người', value: 105, because: '"linh" fills the tens' },
    { said: 'chục rưỡi chị', value: 15, because: 'half of ten is five' },
    { said: 'trăm rưỡi người', value: 150, because: 'half of a hundred is fifty' },
    { said: 'nửa trăm người', value: 50, because: 'half a hundred' },
    { said: '1.200 người', value: 1200, because: 'a dot groups thousands' },
    { said: 'hơn 40 chị', value: 40, because: '"hơn N" is N' },
    { said: '47/60 chị', value: 47, because: 'so many of so many' },
    { said: 'năm sáu hai', value: 562, because: 'three digit words are one number' },
    { said: 'họp chi hội 30 chị', value: 30, because: 'what is counted stands behind it' },
    { said: '26 bà mẹ', value: 26, because: 'no three behind digits' },
  ])('"$said" is $value: $because', ({ said, value }) => {
    expect(numbers(said)).toMatchObject([{ value, clear: true }]);
  });

  it.each([
    { said: '2 3 hộ', readings: [2, 3], because: 'two or three' },
    { said: 'từ 2 đến 3 hộ', readings: [2, 3], because: 'a range' },
    { said: 'không tới 30 người', readings: [30], because: 'a bound' },
    { said: 'vài hộ', readings: [2, 3], because: 'no number' },
    { said: 'ba bốn hộ', readings: [3, 4, 34], because: 'an estimate' },
    { said: 'mấy hộ', readings: [], because: 'nothing can be named' },
    { said: 'bay chi di hop', readings: [7], because: 'may be flying' },
  ])('"$said" is asked: $because', ({ said, readings }) => {
    expect(numbers(said)[0]).toMatchObject({ clear: false, readings });
  });

  it.each([
    { said: 'bà Bảy', because: 'a name' },
    { said: 'chị Năm, ông Sáu', because: 'names' },
    { said: 'sau bão', because: '"after", where other words carry accents: lợp mái' },
    { said: 'lúc 7h30', because: 'a time of day' },
    { said: 'mắm muối', because: 'salt' },
    { said: 'cuối năm', because: 'a year' },
  ])('is none in "$said": $because', ({ said }) => {
    expect(numbers(said)).toEqual([]);
  });
});

describe('A sum of money', () => {
  it.each([
    { said: '5tr', value: 5_000_000 },
    { said: '5 triệu rưỡi', value: 5_500_000 },
    { said: '1tr2', value: 1_200_000 },
    { said: '1tr250', value: 1_250_000 },
    { said: '500k', value: 500_000 },
    { said: '500 nghìn', value: 500_000 },
    { said: '300 ngàn', value: 300_000 },
    { said: '1.200.000đ', value: 1_200_000 },
    { said: 'nửa triệu', value: 500_000 },
    { said: 'giúp 2 củ', value: 2_000_000 },
    { said: 'tặng bà Lan trăm rưỡi', value: 150_000 },
    { said: '4 triêu', value: 4_000_000 },
  ])('"$said" is $value đồng', ({ said, value }) => {
    expect(readMoney(tokenise(said))).toMatchObject([{ value, clear: true }]);
  });

  it.each([
    { said: '5 cu', because: 'without accents five million or five old people' },
    { said: 'vài triệu', because: 'an estimate' },
  ])('"$said" is not clear: $because', ({ said }) => {
    expect(readMoney(tokenise(said)).some(({ clear }) => clear)).toBe(false);
  });

  it.each(['500k/hộ', 'mỗi hộ 500k', '500k mỗi hộ'])('in "%s" goes to each household', (said) => {
    expect(readMoney(tokenise(said))[0]).toMatchObject({ value: 500_000, perHousehold: true });
  });

  it.each([
    { said: '1 triệu hội viên', because: 'members' },
    { said: '10 đô la', because: 'a foreign currency' },
    { said: '50ng', because: '"ng" is người' },
  ])('is none in "$said": $because', ({ said }) => {
    expect(readMoney(tokenise(said))).toEqual([]);
  });
});

const file = new URL('../../../shared/eval/numbers.jsonl', import.meta.url);
type Value = number | { amount?: number; from?: number; to?: number; below?: number; above?: number; unit: string };
describe.skipIf(!existsSync(file))('Numbers from public corpora (skipped where ../shared/eval is absent)', () => {
  it('have the right value among the readings in at least 95 of 100; ordinals and foreign currencies are out of scope', () => {
    const rows = readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { text: string; dimension: string; value: Value });
    const inScope = rows.filter(
      ({ dimension, value }) => dimension !== 'ordinal' && (typeof value === 'number' || value.unit === 'VND'),
    );
    const wrong = inScope.filter(({ text, value }) => {
      const found = [...readNumbers(tokenise(text)), ...readMoney(tokenise(text))].flatMap(({ readings }) => readings);
      const wanted =
        typeof value === 'number'
          ? [value]
          : [value.amount, value.from, value.to, value.below, value.above].filter((each) => each !== undefined);
      return !wanted.every((each) => found.some((reading) => Math.abs(reading - each) < 1e-6));
    });
    console.log(
      `numbers: ${inScope.length - wrong.length} of ${inScope.length} in scope, ${rows.length - inScope.length} left out${wrong.map(({ text }) => `\n  ${text}`).join('')}`,
    );
    expect(inScope.length).toBeGreaterThan(40);
    expect(wrong.length / inScope.length).toBeLessThanOrEqual(0.05);
  });
});
