import { dayOf, partsOf } from './calendar.ts';
import { isCounted, isLabelWord } from './counting-words.ts';
import {
  type DateContext,
  dayInSomeMonth,
  dayInSomeYear,
  type Found,
  LAST,
  monthOf,
  NEXT,
  PARTS_OF_DAY,
  saidAt,
  smallNumberAt,
  THIS,
  yearAt,
} from './date-words.ts';
import { dayOrShare } from './day-or-share.ts';
import { matchesWord } from './slips.ts';
import { touches } from './tokenise.ts';

const BEFORE_DAY = [
  'ngày',
  'hôm',
  'bữa',
  'vào ngày',
  'vào hôm',
  'ngày hôm',
  'mùng',
  'mồng',
  'ngày mùng',
  'ngày mồng',
  'hôm mùng',
  'hôm mồng',
  'hôm ngày',
  'bữa mùng',
  'bữa mồng',
  'mung',
  'lễ ngày',
];

// Of these names only the day is told; whether it is the day of the activity or its occasion is for the reader of the sentence.
const HOLIDAYS: readonly (readonly [readonly string[], number, number])[] = [
  [['giáng sinh', 'lễ giáng sinh', 'noel', 'lễ noel'], 12, 25],
  [['quốc khánh', 'lễ quốc khánh', 'ngày quốc khánh'], 9, 2],
  [['tết dương lịch', 'tết tây'], 1, 1],
  [['quốc tế lao động', 'ngày quốc tế lao động'], 5, 1],
  [['quốc tế thiếu nhi', 'ngày quốc tế thiếu nhi'], 6, 1],
  [['nhà giáo việt nam', 'ngày nhà giáo việt nam', 'ngày nhà giáo'], 11, 20],
];

/** A day told by its number: "20/10", "ngày 8 tháng 3", "mùng 8/3", "20-22/10", "ngày 20", "ngày đầu tiên của tháng ba", or a holiday. */
export function namedDayAt(context: DateContext, at: number): Found | null {
  const { line } = context;
  if (line.isTaken(at)) return null;
  for (const [names, month, day] of HOLIDAYS) {
    const length = saidAt(context, at, names);
    // "ngày nhà giáo 20/11"
    const again = length ? withSlash(context, at + length, true) : null;
    if (length) return again ?? inYear(context, at + length, month, day);
  }
  const edge = edgeOfMonth(context, at);
  if (edge) return edge;
  const cue = saidAt(context, at, BEFORE_DAY);
  // "mung 20/10" is mừng: mùng goes to the tenth.
  if (line.tokens[at]?.toned === 'mung' && Number(line.tokens[at + 1]?.raw) > 10) return null;
  const pos = at + cue;
  const ofPart = cue ? null : dayBehindPart(context, at);
  if (ofPart) return ofPart;
  // "ra quan 21/11" is no "quận".
  const label = isLabelWord(line, at - 1) && saidAt(context, at - 2, ['ra quân']) === 0;
  if (!cue && (label || isHouseNumber(context, at))) return null;
  return (
    withSlash(context, pos, cue > 0) ??
    inWords(context, pos, cue > 0) ??
    (cue > 0 ? numberOnly(context, at, pos) : null)
  );
}

/** "sáng 22 tổng vệ sinh": a number behind a part of the day that counts nothing and is no hour. */
function dayBehindPart(context: DateContext, at: number): Found | null {
  const { line } = context;
  const part = saidAt(context, at, PARTS_OF_DAY);
  const [number, next] = [line.tokens[at + part], line.tokens[at + part + 1]];
  if (!part || !number || !/^\d{1,2}$/u.test(number.raw) || Number(number.raw) < 13 || Number(number.raw) > 31)
    return null;
  if (next?.kind !== 'word' || touches(number, next) || isCounted(line, at + part + 1)) return null;
  return { to: at + part + 1, ...dayInSomeMonth(context, Number(number.raw)) };
}

/** "24.11 sinh hoạt chi hội": at the beginning of a sentence, and no sum or quantity. */
function opensDotted(line: DateContext['line'], at: number): boolean {
  const [before, next] = [line.tokens[at - 1], line.tokens[at + 1]];
  return (
    /^\d{1,2}\.\d{1,2}$/u.test(line.tokens[at]!.raw) &&
    (before === undefined || /^[.;,:\n-]$/u.test(before.raw)) &&
    next?.kind === 'word' &&
    !isCounted(line, at + 1, true) &&
    !/^(?:tr|trieu|k|nghin|ngan|ty|ti|d|dong|chi|c)$/u.test(next.folded)
  );
}

/** "20/10", "20/10/2026", "20-10-2026", "20.10.2026", "20-22/10"; behind a word for day also "20-10" and "20.10". */
function withSlash(context: DateContext, at: number, cued: boolean): Found | null {
  const { line } = context;
  const [first, mark, second, mark2, third] = line.tokens.slice(at, at + 5);
  if (first?.kind !== 'number') return null;
  if ((cued || opensDotted(line, at)) && /^\d{1,2}[.,]\d{1,2}$/u.test(first.raw)) {
    const [day, month] = first.raw.split(/[.,]/u).map(Number) as [number, number];
    if (mark?.raw === '/' && second?.kind === 'number') return inYear(context, at + 3, Number(second.raw), day);
    return inYear(context, at + 1, month, day);
  }
  if (!/^\d{1,2}$/u.test(first.raw) || second?.kind !== 'number' || !mark) return null;
  const day = Number(first.raw);
  if (
    /^[-/.]$/u.test(mark.raw) &&
    mark.raw === mark2?.raw &&
    third?.kind === 'number' &&
    /^(?:\d\d|\d{4})$/u.test(third.raw) &&
    touches(second, mark2) &&
    touches(mark2, third)
  ) {
    const year = third.raw.length === 2 ? 2000 + Number(third.raw) : Number(third.raw);
    const found = dayOf(year, Number(second.raw), day);
    return found ? { to: at + 5, readings: [found], clear: true } : null;
  }
  // "20-22/10", "20, 21/10", "từ 15 đến 20/10": the month is said once, behind the last day.
  if (
    mark2?.raw === '/' &&
    third?.kind === 'number' &&
    day < Number(second.raw) &&
    (/^[-–,&+]$/u.test(mark.raw) || isLink(context, at + 1))
  ) {
    const found = dayOrShare(line, at + 2) === 'day' ? inYear(context, at + 5, Number(third.raw), day) : null;
    if (found && /^[-–]$|^(?:đến|den|tới|toi)$/u.test(mark.toned)) return found;
    return found ? { ...found, to: at + 1 } : null;
  }
  if (mark.raw === '/') {
    if (dayOrShare(line, at) !== 'day' && !(cued && dayOrShare(line, at) === 'either')) return null;
    return inYear(context, at + 3, Number(second.raw), day);
  }
  return cued && mark.raw === '-' && touches(first, mark) && touches(mark, second) && /^\d{1,2}$/u.test(second.raw)
    ? inYear(context, at + 3, Number(second.raw), day)
    : null;
}

/** "8 tháng 3", "hai mươi tháng mười", "15 tháng này", "15 tháng trước". */
function inWords(context: DateContext, at: number, cued: boolean): Found | null {
  const day = smallNumberAt(context, at);
  if (!day || day.value > 31) return null;
  let pos = day.to;
  // "ngày 3, tháng 4", "ngày 3 của tháng 4"
  if (context.line.tokens[pos]?.raw === ',' || saidAt(context, pos, ['của'])) pos++;
  if (!saidAt(context, pos, ['tháng'])) return null;
  const { year, month } = partsOf(context.today);
  const [last, now, next] = [
    saidAt(context, pos + 1, LAST),
    saidAt(context, pos + 1, THIS),
    saidAt(context, pos + 1, NEXT),
  ];
  if (last || now || next) {
    // "2 tháng trước", "3 tháng này" count months; only behind a word for day are they a day.
    if (!cued) return null;
    const { from } = monthOf(year, month + (last ? -1 : next ? 1 : 0));
    const found = dayOf(Number(from.slice(0, 4)), Number(from.slice(5, 7)), day.value);
    return found
      ? { to: pos + 1 + Math.max(last, now, next), readings: [found], clear: true, ...(next ? { ahead: true } : {}) }
      : null;
  }
  if (isLunarMonth(context, pos + 1)) return { to: pos + 2, readings: [], clear: false };
  const named = smallNumberAt(context, pos + 1);
  return named ? inYear(context, named.to, named.value, day.value) : null;
}

/** "ngày 20", "mùng 8", "hôm 15", "ngày 15 vừa rồi": a day of this month or the last. */
function numberOnly(context: DateContext, at: number, pos: number): Found | null {
  const { line } = context;
  const day = smallNumberAt(context, pos);
  if (!day || day.value > 31 || day.value < 1) return null;
  const early = ['mùng', 'mồng'].some((word) => matchesWord(line.tokens[pos - 1]!, word));
  if (early && day.value > 10) return null;
  // "ngày 3 buổi", "ngày 2 lần", "hôm 30 chị"
  // "hôm 23 chi hội em họp": who met.
  const branch = saidAt(context, day.to, ['chi hội', 'ch']) > 0;
  if (
    (isCounted(line, day.to, true) && !branch) ||
    /^[%]$/u.test(line.tokens[day.to]?.raw ?? '') ||
    (line.tokens[day.to]?.raw === '/' && line.tokens[day.to + 1]?.kind === 'number')
  )
    return null;
  if (line.tokens[pos]?.kind === 'word' && !early && !saidAt(context, at, ['ngày'])) return null;
  if (saidAt(context, day.to, ['tết', 'âm lịch', 'âm', 'giêng'])) return { to: day.to + 1, readings: [], clear: false };
  const just = saidAt(context, day.to, LAST);
  const found = dayInSomeMonth(context, day.value);
  return found.readings.length > 0 ? { ...found, to: day.to + just } : null;
}

/** "ngày đầu tiên của tháng ba", "ngày cuối cùng của tháng", "ngày đầu tháng". */
function edgeOfMonth(context: DateContext, at: number): Found | null {
  const first = saidAt(context, at, ['ngày đầu tiên của tháng', 'ngày đầu tiên tháng', 'ngày đầu tháng']);
  const last = saidAt(context, at, [
    'ngày cuối cùng của tháng',
    'ngày cuối cùng tháng',
    'ngày cuối tháng',
    'ngày cuối của tháng',
  ]);
  const length = first || last;
  if (!length) return null;
  const pos = at + length;
  const { year, month } = partsOf(context.today);
  const named = smallNumberAt(context, pos);
  const pick = ({ from, to }: { from: string; to: string }) => (first ? from : to);
  if (!named) {
    const [before, now, next] = [saidAt(context, pos, LAST), saidAt(context, pos, THIS), saidAt(context, pos, NEXT)];
    return {
      to: pos + Math.max(before, now, next),
      readings: [pick(monthOf(year, month + (before ? -1 : next ? 1 : 0)))],
      clear: true,
    };
  }
  if (named.value > 12) return null;
  const told = yearAt(context, named.to);
  const day = (inYearOf: number) => pick(monthOf(inYearOf, named.value));
  if (told) return { to: told.to, readings: [day(told.value)], clear: true };
  const [past, ahead] = [
    day(year) <= context.today ? day(year) : day(year - 1),
    day(year) >= context.today ? day(year) : day(year + 1),
  ];
  return { to: named.to, readings: [context.prefer === 'past' ? past : ahead], clear: true };
}

function inYear(context: DateContext, to: number, month: number, day: number): Found | null {
  if (month < 1 || month > 12 || day < 1 || day > 31) return null;
  if (saidAt(context, to, ['âm lịch', 'âm', 'AL']))
    return { to: to + saidAt(context, to, ['âm lịch', 'âm', 'AL']), readings: [], clear: false };
  const said = yearAt(context, to);
  if (said) {
    const found = dayOf(said.value, month, day);
    return found ? { to: said.to, readings: [found], clear: true } : null;
  }
  const found = dayInSomeYear(context, month, day);
  return found.readings.length > 0
    ? { ...found, to: to + saidAt(context, to, ['vừa rồi', 'vừa qua', 'dương lịch', 'rồi']) }
    : null;
}

function isLunarMonth(context: DateContext, at: number): boolean {
  return saidAt(context, at, ['giêng', 'chạp']) > 0;
}

function isLink(context: DateContext, at: number): boolean {
  return saidAt(context, at, ['đến', 'tới', 'và', 'với']) > 0;
}

/** "đường 30/4", "nhà số 12/5": no day. */
function isHouseNumber(context: DateContext, at: number): boolean {
  const before = context.line.tokens[at - 1];
  return (
    before !== undefined &&
    ['đường', 'phố', 'ngõ', 'ngách', 'hẻm', 'số', 'kiệt'].some(
      (word) => matchesWord(before, word) && before.folded.length > 1,
    )
  );
}
