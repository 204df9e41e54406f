import { addDays, type Day, isDay } from '../core/day.ts';
import { fold } from '../language/fold.ts';

/** A telephone number as it was typed, with single spaces; null for what is none. */
export function readPhone(text: string): string | null {
  const phone = text
    .replace(/[.\-()]/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
  if (!/^\+?\d[\d ]*$/u.test(phone)) return null;
  const digits = phone.replace(/\D/gu, '').length;
  return digits >= 3 && digits <= 15 ? phone : null;
}

/** The same number however it is spaced. */
export function samePhone(left: string, right: string): boolean {
  const digits = (phone: string) => phone.replace(/\D/gu, '').replace(/^84(?=\d{9})/u, '0');
  return digits(left) === digits(right);
}

/**
 * A day that has passed: `20/11`, `20/11/2026`, `2026-11-20`, or one of the words for today and yesterday. A day without a year
 * is the latest such day. Null for what is none or lies ahead.
 */
export function readPastDay(
  text: string,
  today: Day,
  words: { today: readonly string[]; yesterday: readonly string[] },
): Day | null {
  const said = fold(text)
    .replace(/^(?:da goi|goi|ngay)\s+(?:ngay\s+)?/u, '')
    .trim();
  const isOneOf = (list: readonly string[]) =>
    list.some((word) => fold(word) === said || fold(word) === fold(text).trim());
  if (isOneOf(words.today)) return today;
  if (isOneOf(words.yesterday)) return addDays(today, -1);
  if (isDay(said)) return said <= today ? said : null;
  const [, date, month, year] = /^(\d{1,2})[/.\- ](\d{1,2})(?:[/.\- ](\d{4}))?$/u.exec(said) ?? [];
  if (!date || !month) return null;
  const written = (of: number | string) => `${of}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
  const thisYear = Number(today.slice(0, 4));
  const day = year ? written(year) : [thisYear, thisYear - 1].map(written).find((one) => isDay(one) && one <= today);
  return day && isDay(day) && day <= today ? day : null;
}
