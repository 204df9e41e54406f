import { describe, expect, it } from 'vitest';
import {
  addDays,
  addMonths,
  dayOf,
  daysBetween,
  isoWeek,
  lastOfMonth,
  mondayOf,
  weekday,
} from '../../src/language/calendar.ts';
import { matchesWord, matchPhrase } from '../../src/language/slips.ts';
import { tokenise, touches } from '../../src/language/tokenise.ts';

describe('A text is divided into tokens', () => {
  it.each([
    { text: '5tr', tokens: ['5', 'tr'], because: 'letters and digits never share one' },
    { text: '1.200.000đ', tokens: ['1.200.000', 'đ'], because: 'grouped thousands are one number' },
    { text: '20/10', tokens: ['20', '/', '10'], because: 'a day is several' },
    { text: '20.10.2026', tokens: ['20', '.', '10', '.', '2026'], because: 'a day is several' },
    { text: 'giu1p', tokens: ['giu1p'], because: 'a VNI word stays one' },
    { text: 'tổ3a', tokens: ['tổ', '3', 'a'], because: 'house 3a' },
  ])('"$text": $because', ({ text, tokens }) => {
    expect(tokenise(text).map(({ raw }) => raw)).toEqual(tokens);
  });

  it('whose spans give back what was typed', () => {
    const text = 'Giúp bà Lan, 5tr!';
    for (const { raw, span } of tokenise(text)) expect(text.slice(span.from, span.to)).toBe(raw);
  });

  it('of which two may touch', () => {
    const [five, million] = tokenise('5tr');
    expect(touches(five, million)).toBe(true);
  });
});

describe('A word is recognised', () => {
  it.each([
    { typed: 'giup', word: 'giúp', because: 'without accents' },
    { typed: 'giups', word: 'giúp', because: 'in telex' },
    { typed: 'fụ', word: 'phụ', because: 'in chat spelling' },
    { typed: 'rồiii', word: 'rồi', because: 'drawn out' },
    { typed: 'hv', word: 'hội', because: 'not from its abbreviation, which stands for two words', not: true },
    { typed: 'lán', word: 'lan', because: 'not where another accent was typed', not: true },
    { typed: 'lan', word: 'làm', because: 'not from another word', not: true },
  ])('"$typed" for "$word" $because', ({ typed, word, not = false }) => {
    expect(matchesWord(tokenise(typed)[0]!, word)).toBe(!not);
  });

  it.each([
    { typed: 'chihoi', phrase: 'chi hội', length: 1, because: 'written together' },
    { typed: 'clb', phrase: 'câu lạc bộ', length: 1, because: 'abbreviated' },
    { typed: 'sữa nhà', phrase: 'sửa nhà', length: 2, because: 'hỏi and ngã are one sound in the south' },
    { typed: 'tỏng vệ sinh', phrase: 'tổng vệ sinh', length: 3, because: 'the hat is missing' },
    { typed: 'sữa', phrase: 'sửa', length: 0, because: 'alone it is milk' },
  ])('"$typed" says "$phrase" in $length tokens: $because', ({ typed, phrase, length }) => {
    expect(matchPhrase(tokenise(typed), 0, phrase)).toBe(length);
  });
});

describe('The calendar', () => {
  it.each([
    { what: 'there is no 31 February', got: dayOf(2026, 2, 31), wanted: null },
    { what: '2028 has a 29 February', got: dayOf(2028, 2, 29), wanted: '2028-02-29' },
    { what: 'a day later may be next year', got: addDays('2026-12-31', 1), wanted: '2027-01-01' },
    { what: 'a month after 31 January is the last of February', got: addMonths('2026-01-31', 1), wanted: '2026-02-28' },
    { what: 'days between may be negative', got: daysBetween('2026-11-22', '2026-11-20'), wanted: -2 },
    { what: '22 November 2026 is a Sunday', got: weekday('2026-11-22'), wanted: 7 },
    { what: 'its week began on the 16th', got: mondayOf('2026-11-22'), wanted: '2026-11-16' },
    { what: 'November has 30 days', got: lastOfMonth('2026-11-03'), wanted: '2026-11-30' },
    {
      what: 'the first days of January may belong to the last week of the old year',
      got: isoWeek('2027-01-01'),
      wanted: { year: 2026, week: 53 },
    },
  ])('knows that $what', ({ got, wanted }) => {
    expect(got).toEqual(wanted);
  });
});
