import { type Cardinal, cardinal } from './cardinal.ts';
import { countingWord, followsTitle, isCounted, isDigit, isLabelWord, isSure, type Line } from './counting-words.ts';
import { readLiteral } from './literal.ts';
import type { Doubt } from './numbers.ts';
import { matchesWord, matchPhrase } from './slips.ts';
import { touches } from './tokenise.ts';

export type Wide = { from: number; to: number; readings: number[]; doubt: Doubt; scale: number };

/** Three or more digit words in a row are one number ("năm sáu hai" is 562). Null for fewer, or where a scale follows. */
export function runOfDigits(line: Line, at: number): Cardinal | null {
  let digits = '';
  let pos = at;
  for (let word = countingWord(line, pos); isDigit(word); word = countingWord(line, pos)) {
    if (word.value === 0 && /^(?:sach|s)$/u.test(line.tokens[pos + 2]?.folded ?? '')) break; // "năm không ba sạch"
    digits += String(word.value);
    pos++;
  }
  const next = countingWord(line, pos);
  if (digits.length < 3 || (next && next.is !== 'point' && next.is !== 'and')) return null;
  if (line.tokens[at]?.folded === 'khong' && digits.length < 4) return null;
  return {
    to: pos,
    value: Number(digits),
    others: [],
    scale: 1,
    written: 'words',
    words: digits.length,
    inHundreds: false,
  };
}

/**
 * Words that name no number: "vài", "dăm", "mấy" before something counted; two digits in a row ("ba bốn", "sáu bảy chục", "2 3 hộ");
 * "mươi người". What they may mean is listed.
 */
export function vagueAt(
  line: Line,
  at: number,
): { to: number; readings: number[]; doubt: Doubt; scale: number } | null {
  const word = countingWord(line, at);
  if (word?.is === 'some') {
    let to = at + 1;
    const follows = countingWord(line, to);
    const also = follows?.is === 'some' || (isDigit(follows) && follows.value === 3) ? 1 : 0;
    to += also;
    const times = multiplierAt(line, to);
    if (!times && !isCounted(line, to, !isSure(line, at))) return null;
    // "mấy chị" are the women, not a number of them.
    if (
      !times &&
      line.tokens[at]!.folded === 'may' &&
      !/^(?:ho|nguoi|buoi|hoi|gia)$/u.test(line.tokens[to]?.folded ?? '')
    )
      return null;
    if (
      !times &&
      !isSure(line, at) &&
      line.tokens[at]!.folded !== 'vai' &&
      !/^(?:ho|nguoi|buoi)$/u.test(line.tokens[to]?.folded ?? '')
    )
      return null;
    const factor = times?.value ?? 1;
    return {
      to: times?.to ?? to,
      readings: word.readings.map((reading) => reading * factor),
      doubt: 'vague',
      scale: factor,
    };
  }
  if (word?.is === 'tens' && line.tokens[at]!.folded === 'muoi' && isSure(line, at)) {
    const unit = countingWord(line, at + 1);
    if (isDigit(unit) && unit.value > 0)
      return { to: at + 2, readings: [10, 10 + unit.value], doubt: 'vague', scale: 1 };
    return isCounted(line, at + 1) ? { to: at + 1, readings: [10], doubt: 'vague', scale: 1 } : null;
  }
  if (word?.is === 'hundred' && isSure(line, at) && isCounted(line, at + 1))
    return { to: at + 1, readings: [100], doubt: 'vague', scale: 1 };
  return twoInARow(line, at) ?? twoLiterals(line, at);
}

/** "ba bốn", "hai ba triệu", "sáu bảy chục": two neighbours are an estimate; "sáu hai" may be 62. */
function twoInARow(line: Line, at: number): { to: number; readings: number[]; doubt: Doubt; scale: number } | null {
  const [first, second] = [countingWord(line, at), countingWord(line, at + 1)];
  if (!isDigit(first) || first.value === 0 || first.form === 'after-ten') return null;
  if (isDigit(countingWord(line, at - 1)) || isDigit(countingWord(line, at + 2)) || followsTitle(line, at)) return null;
  const ten = second?.is === 'ten' && first.value === 9;
  if (
    !ten &&
    (!isDigit(second) ||
      second.value === 0 ||
      (second.form === 'after-ten' && !(second.value === 4 && first.value === 3)))
  )
    return null;
  if (isDigit(second) && second.form === 'after-ten') return null;
  const [low, high] = [first.value, ten ? 10 : (second as { value: number }).value];
  if (
    !isSure(line, at) &&
    !isSure(line, at + 1) &&
    !(isCounted(line, at + 2, true) || multiplierAt(line, at + 2) || line.tokens.length === 2)
  )
    return null;
  // "hai năm nay", "ba năm": years.
  if (
    line.tokens[at + 1]!.folded === 'nam' &&
    !isCounted(line, at + 2) &&
    !multiplierAt(line, at + 2) &&
    line.tokens.length > 2
  )
    return null;
  const times = multiplierAt(line, at + 2);
  const factor = times?.value ?? 1;
  const together = low * 10 + high;
  const estimate = high === low + 1 || (low === 5 && high === 7) || ten;
  const readings = estimate
    ? [low * factor, high * factor, ...(ten ? [] : [together * factor])]
    : [together * factor, low * factor, high * factor];
  return { to: times?.to ?? at + 2, readings, doubt: 'vague', scale: factor };
}

/** "2 3 hộ", "2, 3 hộ": small numbers side by side before one counted thing. */
function twoLiterals(line: Line, at: number): { to: number; readings: number[]; doubt: Doubt; scale: number } | null {
  const first = line.tokens[at];
  if (
    first?.kind !== 'number' ||
    !/^\d{1,4}$/u.test(first.raw) ||
    touches(line.tokens[at - 1], first) ||
    isLabelWord(line, at - 1) ||
    followsTitle(line, at)
  )
    return null;
  const comma = line.tokens[at + 1]?.raw === ',';
  const next = line.tokens[at + (comma ? 2 : 1)];
  const to = at + (comma ? 3 : 2);
  if (next?.kind !== 'number' || !/^\d{1,4}$/u.test(next.raw) || line.isTaken(at) || line.isTaken(to - 1)) return null;
  const literal = readLiteral(line, at);
  if (literal && literal.to > at + 1) return null;
  if (comma && (first.raw.length > 2 || next.raw.length > 2 || !isCounted(line, to))) return null;
  const times = multiplierAt(line, to);
  if (!comma && !times && /^[/:%]$/u.test(line.tokens[to]?.raw ?? '')) return null;
  // "35 12 triệu" is a count and a sum; "2 3 triệu" is an estimate.
  if (times && (first.raw.length > 1 || next.raw.length > 1)) return null;
  const factor = times?.value ?? 1;
  return {
    to: times?.to ?? to,
    readings: [Number(first.raw) * factor, Number(next.raw) * factor],
    doubt: 'list',
    scale: factor,
  };
}

function multiplierAt(line: Line, at: number): { value: number; to: number } | null {
  let value = 1;
  let to = at;
  for (let word = countingWord(line, to); word; word = countingWord(line, to)) {
    const factor =
      word.is === 'dozen-like' || word.is === 'tens'
        ? 10
        : word.is === 'hundred'
          ? 100
          : word.is === 'scale'
            ? word.value
            : null;
    if (factor === null) break;
    value *= factor;
    to++;
  }
  if (to === at && line.tokens[at]?.folded === 'tr' && !line.isTaken(at)) return { value: 1e6, to: at + 1 };
  return to > at ? { value, to } : null;
}

/** "từ 2 đến 3", "2-3 hộ", "5 đến 7 triệu", "2 hoặc 3": both ends; the scale of the second serves the first too. */
export function rangeAt(line: Line, at: number, first: Cardinal): Wide | null {
  const link = line.tokens[first.to];
  if (!link || line.isTaken(first.to)) return null;
  const dash = /^[-–—~]$/u.test(link.raw);
  const word =
    ['đến', 'tới', 'hoặc', 'hay'].some((or) => matchesWord(link, or)) && link.kind === 'word' && link.folded.length > 1;
  if (!dash && !word) return null;
  if (dash && (isLabelWord(line, at - 1) || touches(line.tokens[at - 1], line.tokens[at]))) return null;
  const second = cardinal(line, first.to + 1);
  if (!second || (dash && first.written === 'words' && second.written === 'words' && first.scale > 1)) return null;
  const low = first.scale === 1 && second.scale > 1 && first.value < 1000 ? first.value * second.scale : first.value;
  const from = line.tokens[at - 1] && matchesWord(line.tokens[at - 1]!, 'từ') && !line.isTaken(at - 1) ? at - 1 : at;
  return {
    from,
    to: second.to,
    readings: [low, second.value],
    doubt: 'range',
    scale: Math.max(first.scale, second.scale),
  };
}

const BOUNDS_BEFORE = [
  'không tới',
  'không hơn',
  'không quá',
  'không đến',
  'không dưới',
  'không ít hơn',
  'chưa tới',
  'chưa đến',
  'chưa quá',
  'chưa được',
  'ít hơn',
  'nhiều hơn',
  'cao hơn',
  'thấp hơn',
  'lớn hơn',
  'nhỏ hơn',
  'dưới',
  'tối đa',
  'tối thiểu',
  'ít nhất',
  'nhiều nhất',
  'quá',
  'vượt quá',
];
const BOUNDS_AFTER = ['trở lên', 'trở xuống', 'trở lại', 'đổ lại', 'đổ lên', 'là cùng', 'là ít', 'là nhiều'];

/** Whether a word that bounds the number stands before it, or behind it or the thing it counts. "hơn", "gần", "khoảng" are no bounds. */
export function boundAround(line: Line, at: number, to: number): boolean {
  const before = BOUNDS_BEFORE.some((bound) => {
    const length = bound.split(' ').length;
    // "tặng quà 6 hộ" typed without accents bounds nothing.
    if (bound === 'quá' && line.tokens[at - 1]?.toned !== 'quá') return false;
    return at >= length && matchPhrase(line.tokens, at - length, bound) === length;
  });
  return before || [0, 1, 2].some((gap) => BOUNDS_AFTER.some((bound) => matchPhrase(line.tokens, to + gap, bound) > 0));
}

/** "thứ hai", "thứ 3", "thứ nhất", "đầu tiên", and without accents "thu 5" where no sum follows. */
export function ordinalAt(line: Line, at: number): { to: number; value: number } | null {
  const token = line.tokens[at];
  if (token?.kind !== 'word' || line.isTaken(at)) return null;
  if (matchPhrase(line.tokens, at, 'đầu tiên') === 2) return { to: at + 2, value: 1 };
  const next = line.tokens[at + 1];
  if (!next || !matchesWord(token, 'thứ') || (token.folded === 'thu' && token.toned === 'thu' && line.accented))
    return null;
  if (matchesWord(next, 'nhất')) return { to: at + 2, value: 1 };
  if (matchesWord(next, 'nhì')) return { to: at + 2, value: 2 };
  const word = countingWord(line, at + 1);
  if (isDigit(word) && word.value === 4) return { to: at + 2, value: 4 };
  if (followsTitle(line, at) && token.toned === 'thu') return null;
  const said = cardinal(line, at + 1);
  if (!said || said.scale > 1 || said.value > 99 || !Number.isInteger(said.value)) return null;
  // "thu 12 bao rac" gathers.
  if (token.toned === 'thu' && said.value > 7 && isCounted(line, said.to)) return null;
  // "thứ năm năm người": the weekday is one word long.
  const single =
    isDigit(word) &&
    said.words > 1 &&
    word.value >= 2 &&
    word.value <= 7 &&
    !/^(?:muoi|chuc)$/u.test(line.tokens[at + 2]?.folded ?? '');
  return { to: single ? at + 2 : said.to, value: single && isDigit(word) ? word.value : said.value };
}
