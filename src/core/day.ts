/** A calendar day of Asia/Ho_Chi_Minh, written `2026-11-22`. Vietnam keeps UTC+7 all year, so no time-zone table is needed. */
export type Day = string;

const offsetMs = 7 * 3_600_000;
const dayMs = 86_400_000;

/** The day it is in Vietnam at this instant. */
export function dayOf(instant: Date): Day {
  return new Date(instant.getTime() + offsetMs).toISOString().slice(0, 10);
}

/** The time of day in Vietnam, written `07:30`. */
export function timeOfDay(instant: Date): string {
  return new Date(instant.getTime() + offsetMs).toISOString().slice(11, 16);
}

/** The instant at which a Vietnamese wall clock shows `time` on `day`. */
export function instantOf(day: Day, time = '00:00'): Date {
  return new Date(`${day}T${time}:00+07:00`);
}

export function addDays(day: Day, n: number): Day {
  return new Date(Date.parse(day) + n * dayMs).toISOString().slice(0, 10);
}

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / dayMs);
}

/** 1 is Monday, 7 is Sunday (ISO 8601). */
export function weekdayOf(day: Day): number {
  return new Date(Date.parse(day)).getUTCDay() || 7;
}

export function isDay(text: string): text is Day {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const parsed = Date.parse(text);
  return !Number.isNaN(parsed) && new Date(parsed).toISOString().slice(0, 10) === text;
}

/** `22/11/2026`, as a person in Vietnam writes it; without the year when it is that of `today`. */
export function writeDay(day: Day, today?: Day): string {
  const [year = '', month, date] = day.split('-');
  const short = `${Number(date)}/${Number(month)}`;
  return today?.startsWith(year) ? short : `${short}/${year}`;
}
