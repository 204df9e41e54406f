import { addDays, dayOf, instantOf, timeOfDay } from '../core/day.ts';
import { fold } from '../language/fold.ts';
import { dayInYear } from './calendar.ts';

const latestTime = '20:59';
const earliestTime = '06:30';

/**
 * When a hand-made message is to leave: "1" or a word for now, "8h", "8:30", "25/11", "25/11 8h". A time in the quiet hours
 * is moved to the next morning; a day that no calendar has and one that has passed are refused, a time of today that has
 * passed too.
 */
export function readWhen(
  text: string,
  now: Date,
  wordsForNow: readonly string[],
): { ok: true; at: Date } | { ok: false; because: 'past' | 'unclear' | 'no-such-day' } {
  const said = fold(text.trim());
  if (said === '1' || wordsForNow.some((word) => fold(word) === said)) return { ok: true, at: outOfQuiet(now) };
  const match = /^(?:(\d{1,2})\/(\d{1,2})(?:\/(\d{4}))?)?\s*(?:(?:luc\s*)?(\d{1,2})(?:[:h](\d{2})?|\s*gio))?$/.exec(
    said,
  );
  if (!match || (match[1] === undefined && match[4] === undefined)) return { ok: false, because: 'unclear' };
  const [, date, month, year, hour = '8', minute = '00'] = match;
  if (Number(hour) > 23 || Number(minute) > 59) return { ok: false, because: 'unclear' };
  const time = `${hour.padStart(2, '0')}:${minute}`;
  const today = dayOf(now);
  const thisYear = Number(today.slice(0, 4));
  const day = date ? dayInYear(`${date}/${month}`, year ? Number(year) : thisYear) : today;
  if (!day) return { ok: false, because: 'no-such-day' };
  const at = instantOf(day, time);
  return at < now ? { ok: false, because: 'past' } : { ok: true, at: outOfQuiet(at) };
}

function outOfQuiet(at: Date): Date {
  const time = timeOfDay(at);
  if (time < earliestTime) return instantOf(dayOf(at), earliestTime);
  return time > latestTime ? instantOf(addDays(dayOf(at), 1), earliestTime) : at;
}
