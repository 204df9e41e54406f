import { weekday } from './calendar.ts';
import { readClockTimes } from './clock-times.ts';
import { isCounted, lineOf, type TokenRange } from './counting-words.ts';
import { type DateContext, type Found, PARTS_OF_DAY, saidAt } from './date-words.ts';
import { namedDayAt } from './named-days.ts';
import { relativeDayAt } from './relative-days.ts';
import { stretchAt } from './stretches.ts';
import { type Span, spanOf, type Token, textOf } from './tokenise.ts';
import { weekdayAt } from './weekdays.ts';

export type DateReading = {
  /** The preferred day, `readings[0]`; null for a stretch ("tuần trước") and where no day can be told ("mùng 3 tết"). */
  day: string | null;
  /** Every day it may be, the preferred first; of a stretch its first day. */
  readings: readonly string[];
  /** False: to be asked. */
  clear: boolean;
  /** The days meant where none is named. */
  stretch: { from: string; to: string } | null;
  /** The day it is if the sentence speaks of a plan ("thứ 5 sẽ họp"); else the same as `day`. */
  ifPlanned: string | null;
  /** The words themselves say that it lies ahead ("mai", "tuần sau"). */
  ahead: boolean;
  tokens: TokenRange;
  span: Span;
  text: string;
};

/**
 * The days of a sentence, in order, none overlapping. Rules (domain section 3): a weekday alone is the latest not after today; "tuần
 * trước" is the calendar week before, Monday to Sunday; "20/10" without a year is the latest not after today; a range takes its first
 * day. `prefer: 'future'` turns weekday and day of the year the other way, for schedules. Times of day are read past.
 */
export function readDates(
  tokens: readonly Token[],
  today: string,
  { prefer = 'past' }: { prefer?: 'past' | 'future' } = {},
): DateReading[] {
  const context: DateContext = { line: lineOf(tokens, readClockTimes(tokens)), today, prefer };
  const found: DateReading[] = [];
  for (let at = 0; at < tokens.length; ) {
    const next = dateAt(context, at);
    if (next) found.push(reading(context, at, next));
    at = next ? next.to : at + 1;
    const also = next ? dayListed(context, next) : null;
    if (also) {
      found.push(reading(context, also.from, also.found));
      at = also.found.to;
    }
  }
  return found;
}

/** "ngày 18 và 19", "hôm 5, 6": the second day is said without its word. */
function dayListed(context: DateContext, first: Found): { from: number; found: Found } | null {
  const { line } = context;
  const [link, number] = [line.tokens[first.to], line.tokens[first.to + 1]];
  const before = line.tokens[first.to - 1];
  if (
    first.stretch ||
    !/^\d{1,2}$/u.test(before?.raw ?? '') ||
    line.tokens[first.to - 2]?.raw === '/' ||
    number?.kind !== 'number' ||
    !/^\d{1,2}$/u.test(number.raw)
  )
    return null;
  if (!link || !(link.raw === ',' || saidAt(context, first.to, ['và', 'với']) > 0)) return null;
  const after = line.tokens[first.to + 2];
  const day = Number(number.raw);
  const month = first.readings[0]?.slice(0, 8);
  if (
    month === undefined ||
    day <= Number(before!.raw) ||
    day > 31 ||
    isCounted(line, first.to + 2) ||
    (after?.kind === 'word' && /^(?:k|tr|trieu|nghin|ngan)$/u.test(after.folded)) ||
    after?.raw === '/'
  )
    return null;
  const said = `${month}${String(day).padStart(2, '0')}`;
  return said <= context.today || context.prefer === 'future'
    ? { from: first.to + 1, found: { to: first.to + 2, readings: [said], clear: true } }
    : null;
}

/** The longest expression at `at`, with a range's second half swallowed. */
function dateAt(context: DateContext, at: number): Found | null {
  const first = simpleAt(context, at);
  if (!first || first.readings.length === 0) return first;
  const link =
    saidAt(context, first.to, ['đến', 'tới', 'đến hết', 'cho đến', 'đến ngày']) ||
    (/^[-–]$/u.test(context.line.tokens[first.to]?.raw ?? '') ? 1 : 0);
  const last =
    link && !first.stretch
      ? (simpleAt(context, first.to + link) ??
        (link && saidAt(context, first.to + link - 1, ['ngày']) ? simpleAt(context, first.to + link - 1) : null))
      : null;
  if (last && last.readings.length > 0) return { ...first, to: last.to };
  return first;
}

function simpleAt(context: DateContext, at: number): Found | null {
  const { line } = context;
  if (at >= line.tokens.length || line.isTaken(at)) return null;
  const candidates = [
    relativeAndDay(context, at),
    weekdayAndDay(context, at),
    namedDayAt(context, at),
    stretchAt(context, at),
  ].filter((found) => found !== null);
  const best = candidates.reduce<Found | null>(
    (longest, found) => (longest === null || found.to > longest.to ? found : longest),
    null,
  );
  if (best) return best;
  // "sáng thứ 5", "tối 20/10", "chiều ngày mai", "từ thứ 2"
  const part = saidAt(context, at, PARTS_OF_DAY) || saidAt(context, at, ['từ']);
  return part ? simpleAt(context, at + part) : null;
}

/** "hôm qua 21/11", "sáng nay, 22/11": one day told twice. */
function relativeAndDay(context: DateContext, at: number): Found | null {
  const near = relativeDayAt(context, at);
  if (!near || near.stretch || near.readings.length !== 1) return near;
  const mark = /^[,(]$/u.test(context.line.tokens[near.to]?.raw ?? '') ? 1 : 0;
  const day = namedDayAt(context, near.to + mark) ?? weekdayAt(context, near.to + mark);
  if (!day || day.stretch || !day.readings.includes(near.readings[0]!)) return near;
  const closes = mark === 1 && context.line.tokens[near.to]?.raw === '(' && context.line.tokens[day.to]?.raw === ')';
  return { ...near, to: day.to + (closes ? 1 : 0) };
}

/** "thứ 5 ngày 19/11", "hôm thứ năm, 19/11": one day told twice; where the two disagree both are readings. */
function weekdayAndDay(context: DateContext, at: number): Found | null {
  const week = weekdayAt(context, at);
  if (!week) return null;
  const mark = /^[,(]$/u.test(context.line.tokens[week.to]?.raw ?? '') ? 1 : 0;
  const day = namedDayAt(context, week.to + mark);
  if (!day || day.readings.length === 0) return week;
  const to = day.to + (context.line.tokens[day.to]?.raw === ')' && context.line.tokens[week.to]?.raw === '(' ? 1 : 0);
  const fits = weekday(day.readings[0]!) === weekday(week.readings[0]!);
  return fits
    ? { ...day, to }
    : { to, readings: [...new Set([...day.readings, ...week.readings])], clear: context.prefer === 'future' };
}

function reading(context: DateContext, at: number, found: Found): DateReading {
  const day = found.stretch ? null : (found.readings[0] ?? null);
  return {
    day,
    readings: found.readings,
    clear: found.clear && found.readings.length > 0,
    stretch: found.stretch ?? null,
    ifPlanned: found.stretch ? null : (found.ifPlanned ?? day),
    ahead: found.ahead ?? false,
    tokens: { from: at, to: found.to },
    span: spanOf(context.line.tokens, at, found.to),
    text: textOf(context.line.tokens, at, found.to),
  };
}
