import { countingWord, isCounted, isDigit, isSure, type Line } from './counting-words.ts';
import { group, type Part } from './number-groups.ts';
import { touches } from './tokenise.ts';

/** One number as it was said. `others`: further values it could have; none means that the grammar leaves no doubt. */
export type Cardinal = {
  to: number;
  value: number;
  others: readonly number[];
  /** The largest of nghìn, triệu, tỷ named in it, else 1. */
  scale: number;
  /** How it was written: in digits alone, in words alone, or digits with a scale word ("5 triệu"). */
  written: 'digits' | 'words' | 'mixed';
  /** How many number words it has; 0 for digits alone. */
  words: number;
  /** Ends in the word trăm, or trăm rưỡi: of money, thousands are left out. */
  inHundreds: boolean;
};

/**
 * The longest number that starts at `at`, or null. Speaks about the words only; whether they count something, name somebody
 * or belong to a date is for the reader that calls it.
 */
export function cardinal(line: Line, at: number): Cardinal | null {
  let pos = at;
  let total = 0;
  let others: number[] = [];
  let last = Number.POSITIVE_INFINITY;
  let largest = 1;
  let part: Part | null = null;
  let literals = 0;
  let filled = false;
  while (true) {
    const start: Part | null = part ? following(line, pos, last, filled) : opening(line, pos);
    if (!start) {
      if (filled) pos--;
      break;
    }
    part = start;
    if (part.literal) literals++;
    pos = part.to;
    let factor = 1;
    let lowest = 1;
    for (
      let scale = scaleAt(line, pos, part);
      scale && (lowest === 1 || scale.value > lowest);
      scale = scaleAt(line, pos, part)
    ) {
      if (scale.value >= last && last !== Number.POSITIVE_INFINITY) break;
      factor *= scale.value;
      lowest = scale.value;
      pos = scale.to;
    }
    if (factor === 1 && last !== Number.POSITIVE_INFINITY) {
      const tail = tailValue(part, last, filled, line, pos);
      others = combine(total, others, tail.value, tail.others);
      total += tail.value;
      break;
    }
    const values = part.others.map((other) => other * factor);
    others = combine(total, others, part.value * factor, values);
    total += part.value * factor;
    largest = Math.max(largest, factor);
    if (factor === 1) {
      if (part.single && countingWord(line, pos)?.is === 'half-more') {
        total += 0.5;
        others = [];
        pos++;
      }
      break;
    }
    last = lowest;
    if (countingWord(line, pos)?.is === 'half-more') {
      total += lowest / 2;
      others = others.map((other) => other + lowest / 2);
      pos++;
    }
    filled = countingWord(line, pos)?.is === 'and';
    if (filled) pos++;
  }
  if (!part) return null;
  const words = pos - at - literals;
  const written = words === 0 ? 'digits' : literals > 0 ? 'mixed' : 'words';
  return {
    to: pos,
    value: round(total),
    others: [...new Set(others.map(round))].filter((other) => other !== round(total)),
    scale: largest,
    written,
    words,
    inHundreds: largest === 1 && part.hundreds,
  };
}

/** The scale (nghìn, triệu, tỷ and their short forms behind digits) at `pos`. */
function scaleAt(line: Line, pos: number, part: Part): { value: number; to: number } | null {
  const token = line.tokens[pos];
  if (token?.kind !== 'word' || line.isTaken(pos)) return null;
  const word = countingWord(line, pos);
  const next = line.tokens[pos + 1];
  if (word?.is === 'scale') {
    // "củ" of roots ("5 củ khoai") and "tỉ mỉ"; "2 tỷ lệ" does not occur, "tỷ lệ" does.
    if (token.folded === 'cu' && next && /^(?:khoai|san|toi|hanh|gung|cai|rieng|nghe|lac|dau|ca)$/u.test(next.folded))
      return null;
    if (
      (token.folded === 'ty' || token.folded === 'ti') &&
      next &&
      /^(?:le|mi|vi|so)$/u.test(next.folded) &&
      touches(token, next) === false
    )
      return null;
    // "ngàn" typed "ngan" may be a name or "ngắn" unless a number stands before it; `part` says one does.
    return { value: word.value, to: pos + 1 };
  }
  if (!part.literal) return null;
  const close = touches(line.tokens[pos - 1], token);
  if (
    /^trd?$/u.test(token.folded) &&
    (close || line.tokens[pos + 1] === undefined || !/^(?:em|e)$/u.test(next?.folded ?? ''))
  )
    return { value: 1e6, to: pos + 1 };
  if (/^kd?$/u.test(token.folded) && !isCampaign(line, pos)) return { value: 1e3, to: pos + 1 };
  if (!close) return null;
  if (token.raw === 'M') return { value: 1e6, to: pos + 1 };
  if (token.raw === 'G') return { value: 1e9, to: pos + 1 };
  if (token.folded === 'n') return { value: 1e3, to: pos + 1 };
  return token.folded === 'cu' ? { value: 1e6, to: pos + 1 } : null;
}

/** "5k3s", "5K, 3S", "5 k 3 sạch": the campaign 5 không, 3 sạch and no thousands. */
function isCampaign(line: Line, pos: number): boolean {
  let at = pos + 1;
  if (/^[,\-+/.]$/u.test(line.tokens[at]?.raw ?? '')) at++;
  const [three, clean] = [line.tokens[at], line.tokens[at + 1]];
  return (three?.raw === '3' || three?.folded === 'ba') && (clean?.folded === 's' || clean?.folded === 'sach');
}

/** The first group of a number. Scale words may open one: "triệu rưỡi", "nghìn hai", "nửa triệu". */
function opening(line: Line, at: number): Part | null {
  const word = countingWord(line, at);
  const next = countingWord(line, at + 1);
  if (word?.is === 'half' && (next?.is === 'scale' || next?.is === 'hundred' || next?.is === 'dozen-like')) {
    if (next.is === 'scale')
      return { to: at + 1, value: 0.5, others: [], literal: false, single: false, hundreds: false };
    return {
      to: at + 2,
      value: next.is === 'hundred' ? 50 : 5,
      others: [],
      literal: false,
      single: false,
      hundreds: next.is === 'hundred',
    };
  }
  if (
    word?.is === 'scale' &&
    (next?.is === 'half-more' ||
      (isSure(line, at) && isDigit(next) && next.value > 0) ||
      (next?.is === 'and' && isDigit(countingWord(line, at + 2))))
  ) {
    return { to: at, value: 1, others: [], literal: false, single: false, hundreds: false };
  }
  return group(line, at);
}

/** A further group behind a scale word. Digits with a gap join only where nothing counted by them follows ("5 triệu 3 hộ"). */
function following(line: Line, pos: number, last: number, filled: boolean): Part | null {
  const next = group(line, pos);
  if (!next) return null;
  const scale = scaleAt(line, next.to, next);
  if (scale && scale.value >= last) return null;
  if (!scale && !filled && !touches(line.tokens[pos - 1], line.tokens[pos])) {
    if (isCounted(line, next.to)) return null;
    if (
      next.literal &&
      line.tokens[next.to]?.kind === 'word' &&
      !/^(?:d|dong|vnd|cho|va|de|tien|moi|nua|cua|a|nhe|nha|ngoai)$/u.test(line.tokens[next.to]!.folded)
    )
      return null;
    if (next.literal && /^[/\-:%]$/u.test(line.tokens[next.to]?.raw ?? '')) return null;
  }
  return next;
}

/** What a last group without a scale is worth behind the scale `last`: "1tr2" and "triệu hai" are 1,200,000, "hai nghìn ba mươi" is 2,030. */
function tailValue(
  part: Part,
  last: number,
  filled: boolean,
  line: Line,
  to: number,
): { value: number; others: readonly number[] } {
  if (filled) return { value: part.value, others: part.others };
  const token = line.tokens[to - 1];
  if (part.literal && part.value >= 0 && /^\d+$/u.test(token?.raw ?? '')) {
    const digits = token!.raw;
    return digits.length > 3
      ? { value: part.value, others: [] }
      : { value: part.value * last * 10 ** -digits.length, others: [] };
  }
  if (part.single) return { value: (part.value * last) / 10, others: [] };
  // "một triệu hai trăm": the thousand is left out more often than two hundred đồng are meant.
  if (last === 1e6 && part.value >= 100) return { value: part.value * 1e3, others: [part.value] };
  return { value: part.value, others: part.others };
}

function combine(total: number, others: readonly number[], value: number, more: readonly number[]): number[] {
  return [...others.map((other) => other + value), ...more.map((other) => total + other)];
}

// 1.2 × 1,000,000 must not become 1199999.9999999998.
function round(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
