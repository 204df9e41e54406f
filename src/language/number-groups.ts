import { countingWord, isCounted, isDigit, isSure, type Line } from './counting-words.ts';
import { readLiteral } from './literal.ts';

/** A part of a number that has no scale word of its own. `single`: one digit; `hundreds`: ends in the word trăm or trăm rưỡi. */
export type Part = {
  to: number;
  value: number;
  others: readonly number[];
  literal: boolean;
  single: boolean;
  hundreds: boolean;
};

/** Behind a ten, these make "năm" a year: "hai mươi năm nay". */
const AFTER_YEARS = new Set(['nay', 'qua', 'truoc', 'lien', 'sau', 'roi', 'toi', 'ngoai', 'tuoi', 'hoc']);

/** Digits, or number words below a thousand. */
export function group(line: Line, at: number): Part | null {
  if (line.isTaken(at)) return null;
  const literal = readLiteral(line, at);
  if (literal) {
    const after = countingWord(line, literal.to);
    const small = { ...literal, single: false, hundreds: false };
    if (after?.is === 'hundred' && line.tokens[literal.to + 1]?.folded !== 'y')
      return { ...hundreds(line, literal.to, literal.value), literal: true };
    if (after?.is === 'tens' || after?.is === 'dozen-like')
      return { ...tens(line, literal.to, literal.value), literal: true };
    if (after?.is === 'point' && countingWord(line, literal.to - 1) === null)
      return decimals(line, literal.to, literal.value) ?? { ...small, literal: true };
    return { ...small, literal: true, single: literal.value < 10 && Number.isInteger(literal.value) };
  }
  const word = countingWord(line, at);
  const next = countingWord(line, at + 1);
  if (word?.is === 'hundred') {
    const opens =
      next?.is === 'half-more' ||
      next?.is === 'ten' ||
      next?.is === 'scale' ||
      (isDigit(next) && next.value > 0) ||
      (next?.is === 'and' && isDigit(countingWord(line, at + 2)));
    return (opens && isSure(line, at)) || (opens && next?.is !== 'ten' && !isDigit(next))
      ? hundreds(line, at, 1)
      : null;
  }
  if (word?.is === 'ten') return tenAnd(line, at);
  if (word?.is === 'dozen-like' && (isSure(line, at) || next?.is === 'half-more'))
    return next?.is === 'scale' || next === null || !isDigit(next) ? tens(line, at, 1) : null;
  if (word?.is === 'twenty-and' && isDigit(next) && next.value > 0) return plain(at + 2, 20 + next.value);
  if (!isDigit(word) || (word.form === 'after-ten' && word.value !== 1)) return null;
  if (word.form === 'after-ten') return null;
  if (next?.is === 'hundred') return hundreds(line, at + 1, word.value);
  if (word.value === 0) return next?.is === 'point' ? decimals(line, at + 1, 0) : plain(at + 1, 0, true);
  if (next?.is === 'tens' || next?.is === 'dozen-like') return tens(line, at + 1, word.value);
  if (next?.is === 'point') return decimals(line, at + 1, word.value) ?? plain(at + 1, word.value, true);
  if (next?.is === 'ten') {
    // "hai mười ba" is "hai trăm mười ba" said short, or "hai mươi ba" spelt wrong.
    const short = tenAnd(line, at + 1);
    const wrong = tens(line, at + 1, word.value);
    return {
      ...short,
      value:
        line.tokens[at - 1]?.kind === 'word' && countingWord(line, at - 1)?.is === 'scale'
          ? word.value * 100 + short.value
          : wrong.value,
      others: [word.value * 100 + short.value, wrong.value],
      single: false,
    };
  }
  if (isDigit(next) && word.value > 1 && next.form === 'after-ten' && (isSure(line, at + 1) || isCounted(line, at + 2)))
    return plain(at + 2, word.value * 10 + next.value);
  // "ba mot chi" typed without accents is ba mốt.
  if (
    isDigit(next) &&
    word.value > 1 &&
    next.value === 1 &&
    line.tokens[at + 1]!.toned === 'mot' &&
    !line.accented &&
    isCounted(line, at + 2)
  )
    return plain(at + 2, word.value * 10 + 1);
  return plain(at + 1, word.value, true);
}

/** From the word trăm at `at`, `count` hundreds. */
function hundreds(line: Line, at: number, count: number): Part {
  const base = count * 100;
  const pos = at + 1;
  const word = countingWord(line, pos);
  const ended = { to: pos, value: base, others: [], literal: false, single: false, hundreds: true };
  if (word?.is === 'half-more') return { ...ended, to: pos + 1, value: base + 50 };
  if (word?.is === 'and') {
    const unit = countingWord(line, pos + 1);
    const written = readLiteral(line, pos + 1);
    if (isDigit(unit)) return plain(pos + 2, base + unit.value);
    return written && written.value < 10 ? plain(written.to, base + written.value) : ended;
  }
  const written = readLiteral(line, pos);
  if (written && written.value >= 10 && written.value < 100 && !isCounted(line, written.to))
    return { ...ended, to: written.to, value: base + written.value, hundreds: false };
  if (!isDigit(word) && word?.is !== 'ten' && word?.is !== 'twenty-and') return ended;
  if (isDigit(word) && word.value === 0) return ended;
  const rest = group(line, pos);
  if (!rest || rest.value >= 100) return ended;
  if (!rest.single)
    return {
      ...rest,
      value: base + rest.value,
      others: rest.others.filter((other) => other < 100).map((other) => base + other),
      hundreds: false,
    };
  const second = countingWord(line, rest.to);
  if (isDigit(second) && second.value > 0) return plain(rest.to + 1, base + rest.value * 10 + second.value);
  if (word && isDigit(word) && word.value === 5 && AFTER_YEARS.has(line.tokens[rest.to]?.folded ?? '')) return ended;
  if (
    !isSure(line, pos) &&
    !isCounted(line, rest.to, true) &&
    line.tokens[rest.to]?.kind === 'word' &&
    countingWord(line, rest.to)?.is !== 'scale'
  )
    return { ...ended, others: [base + rest.value * 10] };
  return { ...ended, to: rest.to, value: base + rest.value * 10, others: [base + rest.value], hundreds: false };
}

/** From the word mươi or chục at `at`, `count` tens. */
function tens(line: Line, at: number, count: number): Part {
  const base = count * 10;
  const word = countingWord(line, at + 1);
  if (word?.is === 'half-more') return plain(at + 2, base + 5);
  return withUnit(line, at + 1, base);
}

function tenAnd(line: Line, at: number): Part {
  return withUnit(line, at + 1, 10);
}

/** The unit behind tens. "năm" there is five or years, and "ba" without accents may be somebody's title: then both are possible. */
function withUnit(line: Line, at: number, base: number): Part {
  const unit = countingWord(line, at);
  const without = plain(at, base);
  if (!isDigit(unit) || unit.value === 0) return without;
  const word = countingWord(line, at + 1);
  if (word?.is === 'hundred' || word?.is === 'tens' || word?.is === 'dozen-like') return without;
  const token = line.tokens[at]!;
  const next = line.tokens[at + 1];
  if (token.folded === 'nam') {
    if (next && AFTER_YEARS.has(next.folded)) return without;
    if (word?.is !== 'scale' && !isCounted(line, at + 1)) return { ...plain(at + 1, base + 5), others: [base] };
  }
  if (
    !isSure(line, at) &&
    (/^(?:ba|sau|bay|tam)$/u.test(token.folded) || (/^(?:tu|lam)$/u.test(token.folded) && !isCounted(line, at + 1))) &&
    next?.kind === 'word' &&
    word === null &&
    !isCounted(line, at + 1, true)
  ) {
    return { ...plain(at + 1, base + unit.value), others: [base] };
  }
  return plain(at + 1, base + unit.value);
}

/** From the word phẩy or chấm at `at`: the digits behind it. */
function decimals(line: Line, at: number, whole: number): Part | null {
  let digits = '';
  let pos = at + 1;
  const written = readLiteral(line, pos);
  if (written && Number.isInteger(written.value)) {
    digits = line.tokens[pos]!.raw;
    pos = written.to;
  } else {
    for (let word = countingWord(line, pos); isDigit(word); word = countingWord(line, pos)) {
      digits += String(word.value);
      pos++;
    }
    const two = digits === '' || digits.length === 1 ? group(line, at + 1) : null;
    if (two && two.value >= 10 && two.value < 100) {
      digits = String(two.value);
      pos = two.to;
    }
  }
  return digits === '' ? null : plain(pos, Number(`${whole}.${digits}`));
}

function plain(to: number, value: number, single = false): Part {
  return { to, value, others: [], literal: false, single, hundreds: false };
}
