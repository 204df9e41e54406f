import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readDates } from '../../src/language/dates.ts';
import { fold } from '../../src/language/fold.ts';
import { tokenise } from '../../src/language/tokenise.ts';

const SUNDAY = '2026-11-22';
const readings = (text: string, prefer: 'past' | 'future' = 'past', today = SUNDAY) =>
  readDates(tokenise(text), today, { prefer });

describe('A day in a report lies behind', () => {
  it.each([
    { said: 'hôm nay', day: '2026-11-22', because: 'today' },
    { said: 'sáng nay', day: '2026-11-22', because: 'a part of today is today' },
    { said: 'hqua', day: '2026-11-21', because: 'people shorten it' },
    { said: 'tối qua', day: '2026-11-21', because: 'last night was yesterday' },
    { said: 'hôm kia', day: '2026-11-20', because: 'the day before yesterday' },
    { said: 'thứ 5', day: '2026-11-19', because: 'a weekday alone is the latest one' },
    { said: 'chủ nhật', day: '2026-11-22', because: 'the latest may be today' },
    { said: 'chủ nhật vừa rồi', day: '2026-11-15', because: '"vừa rồi" on that weekday is seven days ago' },
    { said: 'thứ năm tuần trước', day: '2026-11-12', because: 'the calendar week before' },
    { said: 'tuần trước hôm thứ 5', day: '2026-11-12', because: 'the week may stand first' },
    { said: 'T7', day: '2026-11-21', because: 'Saturday in short' },
    { said: '20/10', day: '2026-10-20', because: 'day and month' },
    { said: 'ngày 8 tháng 3', day: '2026-03-08', because: 'in words' },
    { said: 'mùng 8/3', day: '2026-03-08', because: '"mùng" opens the first ten days' },
    { said: 'ngày hai mươi tháng mười', day: '2026-10-20', because: 'the numbers may be words' },
    { said: 'ngày 20', day: '2026-11-20', because: 'the number alone is of this month' },
    { said: 'ngày 25', day: '2026-10-25', because: 'or of the one before, where it is yet to come' },
    { said: '15-11-2026', day: '2026-11-15', because: 'dashes with a year' },
    { said: 'ngày 20.10', day: '2026-10-20', because: 'a dot behind "ngày"' },
    { said: 'thứ 5 ngày 19/11', day: '2026-11-19', because: 'told twice is one day' },
    { said: 'hôm qua 21/11', day: '2026-11-21', because: 'told twice is one day' },
    { said: 'từ 20 đến 25/10', day: '2026-10-20', because: 'a range takes its first day' },
    { said: '3 ngày trước', day: '2026-11-19', because: 'counted back' },
    { said: 'mai', day: null, because: '"mai" alone may be a name' },
    { said: 'mai họp', day: '2026-11-23', because: 'tomorrow, where something follows' },
  ])('"$said" is $day: $because', ({ said, day }) => {
    expect(readings(said)[0]?.day ?? null).toBe(day);
  });

  it.each([
    { said: 'tuần trước', from: '2026-11-09', to: '2026-11-15', because: 'Monday to Sunday' },
    { said: 'cuối tuần trước', from: '2026-11-14', to: '2026-11-15', because: 'Saturday and Sunday' },
    { said: 'tuần này', from: '2026-11-16', to: '2026-11-22', because: 'the week we are in' },
    { said: 'đầu tháng', from: '2026-11-01', to: '2026-11-10', because: 'the first ten days' },
    { said: 'tháng 10 vừa rồi', from: '2026-10-01', to: '2026-10-31', because: 'a month' },
    { said: 't11', from: '2026-11-01', to: '2026-11-30', because: 'a month in short; "t7" is Saturday' },
  ])('"$said" names no day but a stretch: $because', ({ said, from, to }) => {
    expect(readings(said)[0]).toMatchObject({ day: null, stretch: { from, to } });
  });

  it.each([
    { said: '47/60 chị', because: 'a share of people' },
    { said: 'giúp chị Mai 5tr', because: 'Mai is somebody' },
    { said: 'con thứ 3', because: 'a place in an order' },
    { said: 'thu 5 triệu', because: 'collected, not Thursday' },
    { said: 'ra quân ngày chủ nhật xanh', because: 'what a cleaning day is called' },
    { said: 'nhà số 20/10', because: 'an address' },
  ])('"$said" holds no day: $because', ({ said }) => {
    expect(readings(said)).toEqual([]);
  });

  it('is asked where it may be last year or next week: "30/11" on the 22nd', () => {
    expect(readings('30/11')[0]).toMatchObject({ clear: false, readings: ['2025-11-30', '2026-11-30'] });
  });

  it('may be told twice and differently, then both are readings', () => {
    expect(readings('thứ 4 ngày 19/11')[0]).toMatchObject({ clear: false, readings: ['2026-11-19', '2026-11-18'] });
  });

  it('means the same without accents', () => {
    for (const said of [
      'thứ năm tuần trước',
      'chủ nhật vừa rồi',
      'hôm qua',
      'mùng 8 tháng 3',
      'cuối tuần trước',
      'sáng nay',
    ])
      expect(readings(fold(said)).map(({ day, stretch }) => [day, stretch])).toEqual(
        readings(said).map(({ day, stretch }) => [day, stretch]),
      );
  });
});

describe('A day in a schedule lies ahead', () => {
  it.each([
    { said: 'thứ 5', day: '2026-11-26' },
    { said: '20/10', day: '2027-10-20' },
    { said: 'ngày 25', day: '2026-11-25' },
    { said: 'chủ nhật tới', day: '2026-11-29' },
  ])('"$said" is $day', ({ said, day }) => {
    expect(readings(said, 'future')[0]?.day).toBe(day);
  });
});

const file = new URL('../../../shared/eval/dates.jsonl', import.meta.url);
describe.skipIf(!existsSync(file))('Dates from public corpora (skipped where ../shared/eval is absent)', () => {
  it('have the right day among the readings in at least 95 of 100; times of day are out of scope', () => {
    const rows = readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map(
        (line) =>
          JSON.parse(line) as { text: string; reference_time: string; value: { start: string; grain: string } | null },
      );
    const inScope = rows.filter(
      ({ text, value }) =>
        !(
          value &&
          (/^(?:minute|second)$/u.test(value.grain) ||
            (value.grain === 'hour' && !/mai|nay|qua|nhật|thứ|ngày/u.test(text)))
        ),
    );
    const wrong = inScope.filter(({ text, reference_time, value }) => {
      const found = readings(text, 'future', reference_time.slice(0, 10));
      const wanted = value?.start.slice(0, 10);
      return wanted ? !found.some((date) => date.readings.includes(wanted)) : found.length > 0;
    });
    console.log(
      `dates: ${inScope.length - wrong.length} of ${inScope.length} in scope, ${rows.length - inScope.length} times of day left out${wrong.map(({ text }) => `\n  ${text}`).join('')}`,
    );
    expect(inScope.length).toBeGreaterThan(30);
    expect(wrong.length / inScope.length).toBeLessThanOrEqual(0.05);
  });
});
