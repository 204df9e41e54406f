import { addDays, mondayOf, partsOf, weekday } from './calendar.ts';
import {
  type DateContext,
  type Found,
  JUST,
  LAST,
  monthOf,
  NEXT,
  saidAt,
  smallNumberAt,
  THIS,
  weekFrom,
  yearAt,
} from './date-words.ts';
import { touches } from './tokenise.ts';
import { weekdayNameAt } from './weekdays.ts';

type Stretch = { from: string; to: string };

/** Days of which none is named: "tuần trước", "cuối tuần", "đầu tháng 11", "tháng này", "quý 3", "năm ngoái". */
export function stretchAt(context: DateContext, at: number): Found | null {
  const { line } = context;
  if (line.isTaken(at) || line.tokens[at]?.kind === 'punctuation') return null;
  return (
    weekend(context, at) ??
    week(context, at) ??
    month(context, at) ??
    severalAt(context, at) ??
    quarter(context, at) ??
    year(context, at)
  );
}

function weekend(context: DateContext, at: number): Found | null {
  const { today } = context;
  const length = saidAt(context, at, ['cuối tuần', 'hôm cuối tuần', 'dịp cuối tuần']);
  if (!length) return null;
  const to = at + length;
  const days = (weeks: number): Stretch => ({
    from: addDays(mondayOf(today), weeks * 7 + 5),
    to: addDays(mondayOf(today), weeks * 7 + 6),
  });
  const before = saidAt(context, to, ['trước', 'trước đó']);
  if (before) return stretch(to + before, days(-1));
  const just = saidAt(context, to, JUST);
  if (just) return stretch(to + just, days(-1));
  const next = saidAt(context, to, NEXT);
  if (next) return stretch(to + next, days(1), true);
  const now = saidAt(context, to, THIS);
  const begun = weekday(today) >= 6;
  if (now) return stretch(to + now, days(0), !begun);
  return stretch(to, context.prefer === 'future' || begun ? days(0) : days(-1));
}

function week(context: DateContext, at: number): Found | null {
  const { today } = context;
  const part = saidAt(context, at, ['đầu', 'giữa']);
  const inside = saidAt(context, at, ['trong', 'suốt', 'cả', 'hồi']);
  const pos = at + part + inside;
  if (!saidAt(context, pos, ['tuần'])) return null;
  const to = pos + 1;
  const [before, now, next] = [saidAt(context, to, LAST), saidAt(context, to, THIS), saidAt(context, to, NEXT)];
  if (!before && !now && !next && !part && !inside) return null;
  const twice = saidAt(context, to, ['trước nữa']);
  const days = weekFrom(today, twice ? -2 : before ? -1 : next ? 1 : 0);
  const end = to + Math.max(twice, before, now, next);
  const inner =
    part === 0
      ? days
      : saidAt(context, at, ['đầu'])
        ? { from: days.from, to: addDays(days.from, 1) }
        : { from: addDays(days.from, 2), to: addDays(days.from, 3) };
  // "tuần trước hôm thứ 5", "tuần trước, thứ 5"
  const comma = context.line.tokens[end]?.raw === ',' ? 1 : 0;
  const link = end + comma + saidAt(context, end + comma, ['hôm', 'ngày', 'vào', 'vào hôm', 'bữa', 'vào ngày']);
  const named = part === 0 ? weekdayNameAt(context, link) : null;
  if (named && !saidAt(context, named.to, ['tuần']))
    return { to: named.to, readings: [addDays(days.from, named.day - 1)], clear: true };
  return stretch(end, inner, next > 0 && before === 0);
}

function month(context: DateContext, at: number): Found | null {
  const { today, prefer } = context;
  const part = saidAt(context, at, [
    'đầu',
    'giữa',
    'cuối',
    'hồi đầu',
    'hồi cuối',
    'hồi giữa',
    'trung tuần',
    'thượng tuần',
    'hạ tuần',
  ]);
  const inside = part ? 0 : saidAt(context, at, ['trong', 'suốt', 'cả', 'hồi']);
  const pos = at + part + inside;
  const short = shortMonthAt(context, pos);
  if (short !== null)
    return stretch(
      pos + 2,
      monthOf(short <= partsOf(today).month ? partsOf(today).year : partsOf(today).year - 1, short),
    );
  if (!saidAt(context, pos, ['tháng'])) return null;
  const now = partsOf(today);
  const to = pos + 1;
  const [before, here, next] = [saidAt(context, to, LAST), saidAt(context, to, THIS), saidAt(context, to, NEXT)];
  const cut = (days: Stretch): Stretch => (part ? partOfMonth(context, at, days) : days);
  if (before || here || next)
    return stretch(
      to + Math.max(before, here, next),
      cut(monthOf(now.year, now.month + (before ? -1 : next && !here ? 1 : 0))),
      next > 0 && !here && !before,
    );
  const number = monthNumberAt(context, to);
  if (number) {
    const told = yearAt(context, number.to);
    const year =
      told?.value ??
      (prefer === 'past'
        ? number.value <= now.month
          ? now.year
          : now.year - 1
        : number.value >= now.month
          ? now.year
          : now.year + 1);
    return stretch(told?.to ?? number.to, cut(monthOf(year, number.value)));
  }
  if (saidAt(context, to, ['giêng', 'chạp'])) return { to: to + 1, readings: [], clear: false };
  return part || inside ? stretch(to, cut(monthOf(now.year, now.month))) : null;
}

/** "t11", "T10": a month; "t2" to "t7" are days of the week. */
function shortMonthAt({ line }: DateContext, at: number): number | null {
  const [letter, number] = [line.tokens[at], line.tokens[at + 1]];
  return letter?.folded === 't' &&
    touches(letter, number) &&
    /^(?:1|8|9|1[0-2])$/u.test(number!.raw) &&
    !line.isTaken(at)
    ? Number(number!.raw)
    : null;
}

/** The number behind "tháng", with "/2026" or "-2026" left for the year. */
function monthNumberAt(context: DateContext, at: number): { value: number; to: number } | null {
  const number = smallNumberAt(context, at);
  if (!number || number.value > 12) return null;
  const [mark, year] = [context.line.tokens[number.to], context.line.tokens[number.to + 1]];
  return /^[/-]$/u.test(mark?.raw ?? '') && /^20\d\d$/u.test(year?.raw ?? '')
    ? { value: number.value, to: number.to + 1 }
    : number;
}

function partOfMonth(context: DateContext, at: number, { from, to }: Stretch): Stretch {
  if (saidAt(context, at, ['đầu', 'hồi đầu', 'thượng tuần'])) return { from, to: addDays(from, 9) };
  return saidAt(context, at, ['cuối', 'hồi cuối', 'hạ tuần'])
    ? { from: addDays(from, 20), to }
    : { from: addDays(from, 10), to: addDays(from, 19) };
}

/** "3 tháng tới", "2 tuần trước", "ba tháng tiếp theo", "2 năm qua". */
function severalAt(context: DateContext, at: number): Found | null {
  const { today } = context;
  const number = smallNumberAt(context, at);
  if (!number) return null;
  const to = number.to + 1;
  const [before, next] = [saidAt(context, to, LAST), saidAt(context, to, NEXT)];
  if (!before && !next) return null;
  const end = to + Math.max(before, next);
  const n = number.value;
  const now = partsOf(today);
  const ahead = next > 0 && before === 0;
  if (saidAt(context, number.to, ['tuần'])) {
    const single = saidAt(context, to, ['trước']) > 0;
    return stretch(
      end,
      ahead
        ? { from: weekFrom(today, 1).from, to: weekFrom(today, n).to }
        : single
          ? weekFrom(today, -n)
          : { from: weekFrom(today, -n).from, to: weekFrom(today, -1).to },
      ahead,
    );
  }
  if (saidAt(context, number.to, ['tháng']))
    return stretch(
      end,
      ahead
        ? { from: monthOf(now.year, now.month + 1).from, to: monthOf(now.year, now.month + n).to }
        : { from: monthOf(now.year, now.month - n).from, to: monthOf(now.year, now.month - 1).to },
      ahead,
    );
  return saidAt(context, number.to, ['năm']) && context.line.tokens[number.to]!.toned === 'năm'
    ? stretch(
        end,
        ahead
          ? { from: `${now.year + 1}-01-01`, to: `${now.year + n}-12-31` }
          : { from: `${now.year - n}-01-01`, to: `${now.year - 1}-12-31` },
        ahead,
      )
    : null;
}

function quarter(context: DateContext, at: number): Found | null {
  if (!saidAt(context, at, ['quý'])) return null;
  const now = partsOf(context.today);
  const current = Math.floor((now.month - 1) / 3) + 1;
  const days = (year: number, n: number): Stretch => ({
    from: monthOf(year, n * 3 - 2).from,
    to: monthOf(year, n * 3).to,
  });
  const roman = /^(?:i{1,3}|iv)$/u.exec(context.line.tokens[at + 1]?.folded ?? '');
  const number = roman
    ? { value: ['i', 'ii', 'iii', 'iv'].indexOf(roman[0]) + 1, to: at + 2 }
    : smallNumberAt(context, at + 1);
  if (number && number.value <= 4) {
    const told = yearAt(context, number.to);
    const year =
      told?.value ??
      (context.prefer === 'past'
        ? number.value <= current
          ? now.year
          : now.year - 1
        : number.value >= current
          ? now.year
          : now.year + 1);
    const [here, other] = [days(year, number.value), days(now.year, number.value)];
    return {
      ...stretch(told?.to ?? number.to, here),
      readings: here.from === other.from ? [here.from] : [here.from, other.from],
    };
  }
  const [before, here, next] = [
    saidAt(context, at + 1, LAST),
    saidAt(context, at + 1, THIS),
    saidAt(context, at + 1, NEXT),
  ];
  if (!before && !here && !next) return null;
  const n = current + (before ? -1 : next && !here ? 1 : 0);
  return stretch(
    at + 1 + Math.max(before, here, next),
    days(n < 1 ? now.year - 1 : n > 4 ? now.year + 1 : now.year, n < 1 ? 4 : n > 4 ? 1 : n),
    next > 0 && !here && !before,
  );
}

function year(context: DateContext, at: number): Found | null {
  const now = partsOf(context.today);
  const part = saidAt(context, at, ['đầu', 'cuối', 'giữa', 'trong', 'cả']);
  const pos = at + part;
  if (!saidAt(context, pos, ['năm']) || (context.line.tokens[pos]!.toned === 'nam' && context.line.accented))
    return null;
  const told = yearAt(context, pos);
  const next = told ? 0 : saidAt(context, pos + 1, ['kế tiếp', 'tiếp theo']);
  const value =
    told?.value ?? (next ? now.year + 1 : part && saidAt(context, at, ['đầu', 'cuối', 'giữa']) ? now.year : null);
  if (value === null) return null;
  const whole = { from: `${value}-01-01`, to: `${value}-12-31` };
  const cut = saidAt(context, at, ['đầu'])
    ? { from: whole.from, to: `${value}-03-31` }
    : saidAt(context, at, ['cuối'])
      ? { from: `${value}-10-01`, to: whole.to }
      : whole;
  return stretch(told?.to ?? pos + 1 + next, cut, value > now.year);
}

function stretch(to: number, days: Stretch, ahead = false): Found {
  return { to, readings: [days.from], clear: true, stretch: days, ...(ahead ? { ahead: true } : {}) };
}
