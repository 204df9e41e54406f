/** Arithmetic on days written 'YYYY-MM-DD'. No clock, no time zone: a day here is a square on the wall calendar. */

const DAY_MS = 86_400_000;

/** The day, or null where there is no such day ("31 February"). Years 1900 to 2199. */
export function dayOf(year: number, month: number, day: number): string | null {
  if (
    ![year, month, day].every(Number.isInteger) ||
    year < 1900 ||
    year > 2199 ||
    month < 1 ||
    month > 12 ||
    day < 1 ||
    day > daysInMonth(year, month)
  )
    return null;
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** Year, month (1–12) and day of the month. Throws RangeError where `date` is no day of the form 'YYYY-MM-DD'. */
export function partsOf(date: string): { year: number; month: number; day: number } {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/u.exec(date);
  const parts = { year: Number(match?.[1]), month: Number(match?.[2]), day: Number(match?.[3]) };
  if (
    !match ||
    parts.month < 1 ||
    parts.month > 12 ||
    parts.day < 1 ||
    parts.day > daysInMonth(parts.year, parts.month)
  )
    throw new RangeError(`no day: ${date}`);
  return parts;
}

export function addDays(date: string, days: number): string {
  return fromNumber(toNumber(date) + days);
}

/** Same day of the month so many months later, or the last one where that month is shorter. */
export function addMonths(date: string, months: number): string {
  const { year, month, day } = partsOf(date);
  const count = year * 12 + month - 1 + months;
  const [laterYear, laterMonth] = [Math.floor(count / 12), (count % 12) + 1];
  return dayOf(laterYear, laterMonth, Math.min(day, daysInMonth(laterYear, laterMonth))) ?? date;
}

/** Days from `from` to `to`; negative where `to` is earlier. */
export function daysBetween(from: string, to: string): number {
  return toNumber(to) - toNumber(from);
}

/** 1 Monday to 7 Sunday. */
export function weekday(date: string): number {
  // 1970-01-01 was a Thursday.
  return ((((toNumber(date) + 3) % 7) + 7) % 7) + 1;
}

/** The Monday on or before the day. */
export function mondayOf(date: string): string {
  return addDays(date, 1 - weekday(date));
}

/** Week number and year of ISO 8601: the week belongs to the year of its Thursday. */
export function isoWeek(date: string): { year: number; week: number } {
  const thursday = addDays(mondayOf(date), 3);
  const { year } = partsOf(thursday);
  return { year, week: Math.floor(daysBetween(`${year}-01-01`, thursday) / 7) + 1 };
}

export function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

export function firstOfMonth(date: string): string {
  return `${date.slice(0, 8)}01`;
}

export function lastOfMonth(date: string): string {
  const { year, month } = partsOf(date);
  return `${date.slice(0, 8)}${daysInMonth(year, month)}`;
}

function toNumber(date: string): number {
  const { year, month, day } = partsOf(date);
  return Date.UTC(year, month - 1, day) / DAY_MS;
}

function fromNumber(days: number): string {
  return new Date(days * DAY_MS).toISOString().slice(0, 10);
}
