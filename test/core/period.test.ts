import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, type Day, dayOf, daysBetween, instantOf, isDay, weekdayOf, writeDay } from '../../src/core/day.ts';
import {
  daysOf,
  halfYearOf,
  holds,
  kindOfPeriod,
  type PeriodKind,
  periodAfter,
  periodBefore,
  periodOf,
} from '../../src/core/period.ts';
import { weeksEndingIn } from '../../src/indicators/reporting.ts';

describe('The period of a day', () => {
  it.each<{ day: Day; kind: PeriodKind; period: string; because: string }>([
    { day: '2026-11-22', kind: 'week', period: '2026-W47', because: 'a week ends on Sunday' },
    { day: '2026-11-23', kind: 'week', period: '2026-W48', because: 'and begins on Monday' },
    { day: '2027-01-01', kind: 'week', period: '2026-W53', because: 'its Thursday lies in the old year' },
    { day: '2027-01-04', kind: 'week', period: '2027-W01', because: 'the first Monday after it' },
    { day: '2025-12-29', kind: 'week', period: '2026-W01', because: 'its Thursday lies in the new year' },
    { day: '2024-12-31', kind: 'week', period: '2025-W01', because: 'New Year’s Eve may lie in the first week' },
    { day: '2021-01-03', kind: 'week', period: '2020-W53', because: '2020 has 53 weeks' },
    { day: '2028-02-29', kind: 'month', period: '2028-02', because: 'a leap day is a day of February' },
    { day: '2028-02-29', kind: 'week', period: '2028-W09', because: 'and a Tuesday' },
    { day: '2026-06-30', kind: 'half-year', period: '2026-H1', because: 'the first half ends in June' },
    { day: '2026-07-01', kind: 'half-year', period: '2026-H2', because: 'the second begins in July' },
    { day: '2026-12-31', kind: 'half-year', period: '2026-H2', because: 'and ends with the year' },
    { day: '2026-12-31', kind: 'year', period: '2026', because: 'a year ends on New Year’s Eve' },
    { day: '2026-11-30', kind: 'plan-year', period: 'TY-2026', because: 'the report is due before 1 December' },
    { day: '2026-12-01', kind: 'plan-year', period: 'TY-2027', because: 'the next plan year has begun' },
    { day: '2027-01-01', kind: 'plan-year', period: 'TY-2027', because: 'New Year changes nothing in it' },
  ])('$kind of $day is $period: $because', ({ day, kind, period }) => {
    expect(periodOf(kind, day)).toBe(period);
    expect(holds(period, day)).toBe(true);
  });

  it.each([
    { period: '2026-W53', first: '2026-12-28', last: '2027-01-03' },
    { period: '2026-W01', first: '2025-12-29', last: '2026-01-04' },
    { period: '2028-02', first: '2028-02-01', last: '2028-02-29' },
    { period: '2100-02', first: '2100-02-01', last: '2100-02-28' },
    { period: '2028-H1', first: '2028-01-01', last: '2028-06-30' },
    { period: '2028', first: '2028-01-01', last: '2028-12-31' },
    { period: 'TY-2028', first: '2027-12-01', last: '2028-11-30' },
  ])('$period goes from $first to $last', ({ period, first, last }) => {
    expect(daysOf(period)).toEqual({ first, last });
  });

  it.each(['2026-W00', '2026-W54', '2026-13', '2026-H3', 'TY-26', '2026-11-22', ''])(
    'is never written "%s"',
    (text) => {
      expect(kindOfPeriod(text)).toBeNull();
      expect(() => daysOf(text)).toThrow(RangeError);
    },
  );
});

const anyDay = fc.integer({ min: 0, max: 60_000 }).map((n) => addDays('1970-01-01', n));
const anyKind = fc.constantFrom<PeriodKind>('week', 'month', 'half-year', 'year', 'plan-year');

describe('Periods of one kind', () => {
  it('follow each other without a gap and hold each of their days, over 160 years', () => {
    fc.assert(
      fc.property(anyDay, anyKind, (day, kind) => {
        const period = periodOf(kind, day);
        const { first, last } = daysOf(period);
        expect(kindOfPeriod(period)).toBe(kind);
        expect([periodOf(kind, first), periodOf(kind, last)]).toEqual([period, period]);
        expect(daysOf(periodAfter(period)).first).toBe(addDays(last, 1));
        expect(daysOf(periodBefore(period)).last).toBe(addDays(first, -1));
        expect(periodBefore(periodAfter(period))).toBe(period);
      }),
      { numRuns: 1_000 },
    );
  });

  it('have the lengths that the calendar has: seven days, a half-year of 181 to 184, a year of 365 or 366', () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        const length = (kind: PeriodKind) => {
          const { first, last } = daysOf(periodOf(kind, day));
          return daysBetween(first, last) + 1;
        };
        expect(length('week')).toBe(7);
        expect(weekdayOf(daysOf(periodOf('week', day)).first)).toBe(1);
        expect([181, 182, 184]).toContain(length('half-year'));
        const year = Number(day.slice(0, 4));
        const isLeap = (n: number) => n % 4 === 0 && (n % 100 !== 0 || n % 400 === 0);
        expect(length('year')).toBe(isLeap(year) ? 366 : 365);
        expect(length('plan-year')).toBe(isLeap(Number(periodOf('plan-year', day).slice(3))) ? 366 : 365);
        expect(halfYearOf(day).slice(0, 4)).toBe(day.slice(0, 4));
      }),
      { numRuns: 1_000 },
    );
  });

  it('of a year end in 52 or 53 weeks, each counted in one year only', () => {
    for (let year = 2020; year < 2060; year++) {
      const weeks = weeksEndingIn(daysOf(String(year)));
      expect([52, 53]).toContain(weeks.length);
      expect(weeksEndingIn(daysOf(String(year + 1)))).not.toContain(weeks.at(-1));
    }
  });
});

describe('A day', () => {
  it('begins at midnight in Vietnam, seven hours before it does in Greenwich', () => {
    expect(dayOf(new Date('2026-12-31T16:59:59Z'))).toBe('2026-12-31');
    expect(dayOf(new Date('2026-12-31T17:00:00Z'))).toBe('2027-01-01');
    expect(instantOf('2028-02-29', '07:30').toISOString()).toBe('2028-02-29T00:30:00.000Z');
  });

  it('exists in the calendar, and is written as people in Vietnam write it', () => {
    expect(['2028-02-29', '2027-02-29', '2026-02-30', '2026-1-1'].map(isDay)).toEqual([true, false, false, false]);
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
    expect(addDays('2027-02-28', 1)).toBe('2027-03-01');
    expect(writeDay('2026-03-08', '2026-11-22')).toBe('8/3');
    expect(writeDay('2025-12-31', '2026-01-02')).toBe('31/12/2025');
  });
});
