import { addDays, type Day, weekdayOf } from './day.ts';

/** `2026-W47`, `2026-11`, `2026-H2`, `2026`, `TY-2026`: always of Asia/Ho_Chi_Minh (domain section 6). */
export type Period = string;
export type PeriodKind = 'week' | 'month' | 'half-year' | 'year' | 'plan-year';

/** First and last day, both inside the period. */
export interface DaySpan {
  first: Day;
  last: Day;
}

/** The ISO week of a day: the year is that of its Thursday, so 2027-01-01 lies in `2026-W53`. */
export function weekOf(day: Day): Period {
  const thursday = addDays(day, 4 - weekdayOf(day));
  const year = thursday.slice(0, 4);
  const number = Math.floor((Date.parse(thursday) - Date.parse(`${year}-01-01`)) / (7 * 86_400_000)) + 1;
  return `${year}-W${String(number).padStart(2, '0')}`;
}

export function monthOf(day: Day): Period {
  return day.slice(0, 7);
}

export function halfYearOf(day: Day): Period {
  return `${day.slice(0, 4)}-H${Number(day.slice(5, 7)) <= 6 ? 1 : 2}`;
}

export function yearOf(day: Day): Period {
  return day.slice(0, 4);
}

/** The plan year of TY that holds this day: 1 December of the year before to 30 November. */
export function planYearOf(day: Day): Period {
  const year = Number(day.slice(0, 4));
  return `TY-${day.slice(5, 7) === '12' ? year + 1 : year}`;
}

export function periodOf(kind: PeriodKind, day: Day): Period {
  switch (kind) {
    case 'week':
      return weekOf(day);
    case 'month':
      return monthOf(day);
    case 'half-year':
      return halfYearOf(day);
    case 'year':
      return yearOf(day);
    case 'plan-year':
      return planYearOf(day);
  }
}

const forms: [PeriodKind, RegExp][] = [
  ['week', /^\d{4}-W(0[1-9]|[1-4]\d|5[0-3])$/],
  ['month', /^\d{4}-(0[1-9]|1[0-2])$/],
  ['half-year', /^\d{4}-H[12]$/],
  ['year', /^\d{4}$/],
  ['plan-year', /^TY-\d{4}$/],
];

/** The kind a period's writing shows, or null when it is no period. */
export function kindOfPeriod(period: string): PeriodKind | null {
  return forms.find(([, form]) => form.test(period))?.[0] ?? null;
}

/** The days of a period. Throws a RangeError for a text that is no period. */
export function daysOf(period: Period): DaySpan {
  const kind = kindOfPeriod(period);
  const year = period.replace('TY-', '').slice(0, 4);
  switch (kind) {
    case 'week': {
      const fourth = `${year}-01-04`;
      const firstMonday = addDays(fourth, 1 - weekdayOf(fourth));
      const first = addDays(firstMonday, 7 * (Number(period.slice(6)) - 1));
      return { first, last: addDays(first, 6) };
    }
    case 'month': {
      const [y = 0, m = 0] = period.split('-').map(Number);
      return { first: `${period}-01`, last: new Date(Date.UTC(y, m, 0)).toISOString().slice(0, 10) };
    }
    case 'half-year':
      return period.endsWith('H1')
        ? { first: `${year}-01-01`, last: `${year}-06-30` }
        : { first: `${year}-07-01`, last: `${year}-12-31` };
    case 'year':
      return { first: `${year}-01-01`, last: `${year}-12-31` };
    case 'plan-year':
      return { first: `${Number(year) - 1}-12-01`, last: `${year}-11-30` };
    case null:
      throw new RangeError(`"${period}" is no period; write 2026-W47, 2026-11, 2026-H2, 2026 or TY-2026`);
  }
}

export function holds(period: Period, day: Day): boolean {
  const { first, last } = daysOf(period);
  return first <= day && day <= last;
}

/** The period of the same kind that ends the day before this one begins. */
export function periodBefore(period: Period): Period {
  return periodOf(kindOfPeriod(period) ?? 'week', addDays(daysOf(period).first, -1));
}

export function periodAfter(period: Period): Period {
  return periodOf(kindOfPeriod(period) ?? 'week', addDays(daysOf(period).last, 1));
}
