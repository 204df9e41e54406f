import { addDays, dayOf, daysInMonth, mondayOf, partsOf } from './calendar.ts';
import { cardinal } from './cardinal.ts';
import { countingWord, isDigit, type Line } from './counting-words.ts';
import { matchPhrase } from './slips.ts';

/** How days are looked for: what "thứ 5" or "20/10" alone means depends on whether she looks back or plans. */
export type DateContext = { line: Line; today: string; prefer: 'past' | 'future' };

/** A day or a stretch of days that ends before token `to`. */
export type Found = {
  to: number;
  /** Every day it may be, the preferred first; of a stretch its first day. Empty: certainly a day, but which cannot be told. */
  readings: readonly string[];
  clear: boolean;
  /** First and last day, where no single day is named. */
  stretch?: { from: string; to: string };
  /** The day it would be if the sentence is about a plan; absent where that makes no difference. */
  ifPlanned?: string;
  /** The day itself says that it lies ahead ("mai", "tuần sau"). */
  ahead?: boolean;
};

/** The length of the longest of the phrases said at `at`; 0 where none is. No phrase reaches into taken tokens. */
export function saidAt({ line }: DateContext, at: number, phrases: readonly string[]): number {
  let longest = 0;
  for (const phrase of phrases) {
    const length = matchPhrase(line.tokens, at, phrase);
    if (length > longest && !line.isTaken(at)) longest = length;
  }
  return longest;
}

export const PARTS_OF_DAY = [
  'sáng',
  'trưa',
  'chiều',
  'tối',
  'đêm',
  'khuya',
  'buổi sáng',
  'buổi trưa',
  'buổi chiều',
  'buổi tối',
  'sáng sớm',
  'tối muộn',
  'chiều tối',
  'đầu giờ sáng',
  'đầu giờ chiều',
  'cuối giờ chiều',
];
export const LAST = ['trước', 'vừa rồi', 'vừa qua', 'qua', 'rồi', 'vừa xong', 'mới rồi', 'trước đó', 'ngoái'];
export const JUST = ['vừa rồi', 'vừa qua', 'rồi', 'qua', 'vừa xong', 'mới rồi', 'mới đây', 'vừa'];
export const THIS = ['này', 'nay'];
export const NEXT = ['sau', 'tới', 'kế tiếp', 'tiếp theo', 'kế', 'sắp tới', 'đến'];

/** A small whole number in digits or words, with "tư" as four and, where `months`, "giêng" and "chạp" as none. */
export function smallNumberAt({ line }: DateContext, at: number): { value: number; to: number } | null {
  const token = line.tokens[at];
  if (!token || line.isTaken(at)) return null;
  if (token.kind === 'number') return /^\d{1,2}$/u.test(token.raw) ? { value: Number(token.raw), to: at + 1 } : null;
  const word = countingWord(line, at);
  if (isDigit(word) && word.value === 4) return { value: 4, to: at + 1 };
  if (word?.is === 'half' || word?.is === 'hundred' || word?.is === 'scale') return null;
  const said = cardinal(line, at);
  return said && said.scale === 1 && Number.isInteger(said.value) && said.value > 0 && said.value < 100
    ? { value: said.value, to: said.to }
    : null;
}

/**
 * The day and month in the year that the preference asks for. Looking back: the latest not after today; where that is most of
 * a year ago and the next one a few days off, both are readings and it is not clear.
 */
export function dayInSomeYear(
  { today, prefer }: DateContext,
  month: number,
  day: number,
): { readings: string[]; clear: boolean; ifPlanned?: string } {
  const { year } = partsOf(today);
  const days = [year - 4, year - 3, year - 2, year - 1, year, year + 1, year + 2, year + 3, year + 4]
    .map((each) => dayOf(each, month, day))
    .filter((each) => each !== null);
  const past = days.filter((each) => each <= today).at(-1);
  const ahead = days.find((each) => each >= today);
  if (past === undefined || ahead === undefined) return { readings: [], clear: false };
  if (prefer === 'future') return { readings: past === ahead ? [ahead] : [ahead, past], clear: true };
  const nearer = past < addDays(today, -300) && ahead <= addDays(today, 14);
  return { readings: nearer ? [past, ahead] : [past], clear: !nearer, ...(ahead === past ? {} : { ifPlanned: ahead }) };
}

/** The day of a month named only by its number ("ngày 20"): of this month or the one before; planning, of this one or the next. */
export function dayInSomeMonth(
  { today, prefer }: DateContext,
  day: number,
): { readings: string[]; clear: boolean; ifPlanned?: string } {
  const { year, month } = partsOf(today);
  const days = [-2, -1, 0, 1, 2]
    .map((offset) => year * 12 + month - 1 + offset)
    .map((count) => dayOf(Math.floor(count / 12), (count % 12) + 1, day))
    .filter((each) => each !== null);
  const past = days.filter((each) => each <= today).at(-1);
  const ahead = days.find((each) => each >= today);
  const first = prefer === 'future' ? ahead : past;
  if (first === undefined) return { readings: [], clear: false };
  return { readings: [first], clear: true, ...(ahead && ahead !== first ? { ifPlanned: ahead } : {}) };
}

/** Monday to Sunday of the week that lies `weeks` after the one of `today`. */
export function weekFrom(today: string, weeks: number): { from: string; to: string } {
  const from = addDays(mondayOf(today), weeks * 7);
  return { from, to: addDays(from, 6) };
}

/** First and last day of the month. */
export function monthOf(year: number, month: number): { from: string; to: string } {
  const count = year * 12 + month - 1;
  const [realYear, realMonth] = [Math.floor(count / 12), (count % 12) + 1];
  const start = `${realYear}-${String(realMonth).padStart(2, '0')}`;
  return { from: `${start}-01`, to: `${start}-${daysInMonth(realYear, realMonth)}` };
}

/** "năm 2026", "2026", "năm nay", "năm ngoái" behind a day or a month. */
export function yearAt(context: DateContext, at: number): { value: number; to: number } | null {
  const { line, today } = context;
  const { year } = partsOf(today);
  const word = saidAt(context, at, ['năm']);
  const token = line.tokens[at + word];
  if (token?.kind === 'number' && /^20\d\d$/u.test(token.raw) && !line.isTaken(at + word))
    return { value: Number(token.raw), to: at + word + 1 };
  if (!word) return null;
  const [last, now, next] = [
    saidAt(context, at + 1, ['ngoái', 'trước', 'rồi', 'qua']),
    saidAt(context, at + 1, ['nay', 'này']),
    saidAt(context, at + 1, ['sau', 'tới']),
  ];
  if (last) return { value: year - 1, to: at + 1 + last };
  if (now) return { value: year, to: at + 1 + now };
  return next ? { value: year + 1, to: at + 1 + next } : null;
}
