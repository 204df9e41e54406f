import { addDays, mondayOf, weekday } from './calendar.ts';
import { cardinal } from './cardinal.ts';
import { countingWord, isCounted, isDigit } from './counting-words.ts';
import { type DateContext, type Found, JUST, LAST, NEXT, saidAt, THIS } from './date-words.ts';
import { touches } from './tokenise.ts';

const BEFORE = ['hôm', 'ngày', 'bữa', 'vào', 'vào hôm', 'vào ngày', 'ngày hôm'];
// Behind these "thứ hai" is a place in an order.
const ORDERED = [
  'lần',
  'con',
  'buổi',
  'đợt',
  'người',
  'hộ',
  'cái',
  'vòng',
  'giải',
  'hạng',
  'ngôi',
  'nhà',
  'điều',
  'việc',
  'đứa',
  'vị trí',
  'khóa',
  'nhiệm kỳ',
  'bé',
  'lớp',
];

/** "thứ 5", "thứ năm tuần trước", "chủ nhật vừa rồi", "hôm t7", "CN này". */
export function weekdayAt(context: DateContext, at: number): Found | null {
  const named = weekdayNameAt(context, at + saidAt(context, at, BEFORE)) ?? weekdayNameAt(context, at);
  // "Chủ nhật xanh" is what a cleaning day is called.
  if (!named || saidAt(context, named.to, ['xanh', 'đỏ', 'hồng', 'tình nguyện'])) return null;
  // "thứ 5 và thứ 6 tuần trước": of the same week.
  const joins = context.line.tokens[named.to]?.raw === ',' || saidAt(context, named.to, ['và', 'với']) > 0;
  const second = joins ? weekdayNameAt(context, named.to + 1) : null;
  if (second && saidAt(context, second.to, ['tuần']))
    return { ...qualified(context, named.day, second.to), to: named.to };
  return qualified(context, named.day, named.to);
}

/** The day of the week (1 Monday to 7 Sunday) inside a week already named: "tuần trước hôm thứ 5". */
export function weekdayNameAt(context: DateContext, at: number): { day: number; to: number } | null {
  const { line } = context;
  const token = line.tokens[at];
  if (token?.kind !== 'word' || line.isTaken(at)) return null;
  const sunday = saidAt(context, at, ['chủ nhật', 'chúa nhật', 'chủ nhựt', 'chu nhat']);
  if (sunday) return { day: 7, to: at + sunday };
  if (token.folded === 'cn') return { day: 7, to: at + 1 };
  const next = line.tokens[at + 1];
  if (/^th?$/u.test(token.folded) && touches(token, next) && /^[2-7]$/u.test(next?.raw ?? ''))
    return { day: Number(next!.raw) - 1, to: at + 2 };
  if (!saidAt(context, at, ['thứ']) || (token.toned === 'thu' && line.accented) || !next) return null;
  // "33 người thứ 4" counts first: what follows is a day.
  const ordered = ORDERED.find((word) => at > 0 && saidAt(context, at - word.split(' ').length, [word]) > 0);
  if (ordered && line.tokens[at - ordered.split(' ').length - 1]?.kind !== 'number') return null;
  const number = /^[2-7]$/u.test(next.raw) ? Number(next.raw) : null;
  const word = countingWord(line, at + 1);
  const said = number ?? (isDigit(word) && word.value >= 2 && word.value <= 7 ? word.value : null);
  if (said === null) return null;
  // "thu 5 triệu" collects; "thứ hai mươi" is the twentieth; "thứ năm năm người" is Thursday and five.
  const rest = cardinal(line, at + 1);
  if (number !== null && rest && rest.to > at + 2) return null;
  if (number === null && /^(?:muoi|chuc|tram)$/u.test(line.tokens[at + 2]?.folded ?? '') && word?.is === 'digit')
    return null;
  if (
    token.toned === 'thu' &&
    number !== null &&
    isCounted(line, at + 2, true) &&
    /^(?:suat|kg|can|tan|ta|yen)$/u.test(line.tokens[at + 2]!.folded)
  )
    return null;
  return { day: said - 1, to: at + 2 };
}

function qualified(context: DateContext, day: number, to: number): Found {
  const { today, prefer } = context;
  const inWeek = (weeks: number) => addDays(mondayOf(today), weeks * 7 + day - 1);
  const latest = addDays(today, -((weekday(today) - day + 7) % 7));
  const next = addDays(today, (day - weekday(today) + 7) % 7);
  const week = saidAt(context, to, ['tuần', 'của tuần', 'trong tuần']);
  if (week) {
    const [before, now, after] = [
      saidAt(context, to + week, LAST),
      saidAt(context, to + week, THIS),
      saidAt(context, to + week, NEXT),
    ];
    if (before) return { to: to + week + before, readings: [inWeek(-1)], clear: true };
    if (now)
      return { to: to + week + now, readings: [inWeek(0)], clear: true, ...(inWeek(0) > today ? { ahead: true } : {}) };
    if (after) return { to: to + week + after, readings: [inWeek(1)], clear: true, ahead: true };
  }
  const just = saidAt(context, to, JUST);
  if (just) return { to: to + just, readings: [latest === today ? addDays(today, -7) : latest], clear: true };
  if (saidAt(context, to, ['trước'])) {
    const first = latest === today ? addDays(today, -7) : latest;
    const alsoBefore = first >= mondayOf(today);
    return { to: to + 1, readings: alsoBefore ? [first, inWeek(-1)] : [first], clear: !alsoBefore };
  }
  const now = saidAt(context, to, THIS);
  if (now)
    return prefer === 'past' && inWeek(0) <= today
      ? { to: to + now, readings: [inWeek(0)], clear: true }
      : {
          to: to + now,
          readings: prefer === 'past' ? [latest, next] : [next],
          clear: prefer !== 'past' || latest === next,
          ifPlanned: next,
        };
  const after = saidAt(context, to, ['tới', 'sau', 'sắp tới', 'tiếp theo', 'kế tiếp']);
  if (after) return { to: to + after, readings: [next === today ? addDays(today, 7) : next], clear: true, ahead: true };
  if (prefer === 'future') return { to, readings: next === today ? [today, addDays(today, 7)] : [next], clear: true };
  return { to, readings: [latest], clear: true, ifPlanned: next === today ? addDays(today, 7) : next };
}
