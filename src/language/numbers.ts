import { type Cardinal, cardinal } from './cardinal.ts';
import { readClockTimes } from './clock-times.ts';
import {
  countingWord,
  followsTitle,
  isCounted,
  isDigit,
  isLabelWord,
  isSure,
  type Line,
  lineOf,
  type TokenRange,
} from './counting-words.ts';
import { dayOrShare } from './day-or-share.ts';
import { hasAccents } from './fold.ts';
import { readLiteral } from './literal.ts';
import { boundAround, ordinalAt, rangeAt, runOfDigits, vagueAt } from './number-phrases.ts';
import { matchesWord } from './slips.ts';
import { type Span, spanOf, type Token, textOf, touches } from './tokenise.ts';

/**
 * Why a reading is not clear. `title`: "ba lan" without accents is three or bà Lan; `accents`: the word is something else as often as a
 * number ("nam", "sau"); `ambiguous`: the grammar allows several values; `list`: "2 3 hộ"; `either`: a share or a day.
 */
export type Doubt = 'vague' | 'range' | 'bound' | 'list' | 'title' | 'accents' | 'ambiguous' | 'either' | 'sign';

export type NumberReading = {
  /** The likeliest value: `readings[0]`. NaN where nothing can be named ("mấy hộ"). To be used only where `clear`. */
  value: number;
  /** Every value it may have. */
  readings: number[];
  clear: boolean;
  tokens: TokenRange;
  span: Span;
  text: string;
  doubt?: Doubt;
  /** "thứ hai", "đầu tiên": a place in an order, no quantity. Only with `ordinals`. */
  ordinal?: boolean;
  /** "xóm 3", "tổ 5", "số 8": the number is part of a name, no quantity. */
  label?: boolean;
  /** "95 %". */
  percent?: boolean;
  /** The largest of nghìn, triệu, tỷ (or k, tr) said in it, else 1. */
  scale: number;
  /** Ends in trăm or trăm rưỡi, nothing behind it: of money, hundreds of thousands. */
  inHundreds: boolean;
};

export type NumberOptions = {
  /** Also ordinals. Off by default, so that "thứ năm" is no five. */
  ordinals?: boolean;
  /** Token ranges already read as something else (days): no number reaches into them. */
  taken?: readonly TokenRange[];
};

/**
 * The numbers of a sentence, in order, none overlapping. Times of day and names that are number words ("bà Bảy", "chị Năm") are none.
 * Give the days that `readDates` found as `taken`, or their digits are numbers too.
 */
export function readNumbers(
  tokens: readonly Token[],
  { ordinals = false, taken = [] }: NumberOptions = {},
): NumberReading[] {
  const line = lineOf(tokens, [...taken, ...readClockTimes(tokens)]);
  const found: NumberReading[] = [];
  for (let at = 0; at < tokens.length; ) {
    const ordinal = ordinalAt(line, at);
    if (ordinal) {
      if (ordinals)
        found.push(reading(line, { from: at, to: ordinal.to }, [ordinal.value], undefined, { ordinal: true }));
      at = ordinal.to;
      continue;
    }
    if (dayOrShare(line, at) === 'day') {
      at += tokens[at + 3]?.raw === '/' && tokens[at + 4]?.kind === 'number' ? 5 : 3;
      continue;
    }
    const next = numberAt(line, at);
    if (next) found.push(next);
    at = next ? next.tokens.to : at + 1;
  }
  return found;
}

function numberAt(line: Line, at: number): NumberReading | null {
  if (line.isTaken(at)) return null;
  const token = line.tokens[at]!;
  const slash = dayOrShare(line, at);
  if (slash === 'share' || slash === 'either') {
    return reading(line, { from: at, to: at + 3 }, [Number(token.raw)], slash === 'either' ? 'either' : undefined);
  }
  const vague = vagueAt(line, at);
  if (vague) return reading(line, { from: at, to: vague.to }, vague.readings, vague.doubt, { scale: vague.scale });
  const negative = signAt(line, at);
  const start = negative === null ? at : at + 1;
  const run = runOfDigits(line, start);
  const said: Cardinal | null = run ?? cardinal(line, start);
  if (!said) return null;
  const range = { from: at, to: said.to };
  if (isName(line, start, said)) return null;
  const doubtful = said.written === 'words' ? doubtOfWords(line, start, said) : undefined;
  if (doubtful === 'drop') return null;
  const more = { scale: said.scale, inHundreds: said.inHundreds };
  if (negative !== null) {
    const values =
      negative === 'bullet' ? [said.value, -said.value] : [-said.value, ...said.others.map((other) => -other)];
    return reading(line, range, values, negative === 'word' || negative === 'bullet' ? undefined : 'sign', more);
  }
  const wide = rangeAt(line, at, said);
  if (wide) return reading(line, { from: wide.from, to: wide.to }, wide.readings, wide.doubt, { scale: wide.scale });
  if (/^%$/u.test(line.tokens[said.to]?.raw ?? '') || phraseIs(line, said.to, 'phần', 'trăm'))
    return reading(line, range, [said.value], undefined, { ...more, percent: true });
  if (isLabel(line, at, said)) return reading(line, range, [said.value], undefined, { ...more, label: true });
  const campaignLike =
    said.written === 'mixed' && said.value === 5000 && /^k$/u.test(line.tokens[said.to - 1]?.folded ?? '');
  if (campaignLike) return reading(line, range, [5000, 5], 'ambiguous', more);
  const readings = [said.value, ...said.others, ...asList(line, at, said)];
  const bound = boundAround(line, at, said.to);
  const doubt =
    doubtful ?? (bound ? 'bound' : readings.length > 1 ? 'ambiguous' : leadingZero(token) ? 'ambiguous' : undefined);
  return reading(line, range, readings, doubt, more);
}

function reading(
  line: Line,
  tokens: TokenRange,
  readings: readonly number[],
  doubt?: Doubt,
  more: Partial<NumberReading> = {},
): NumberReading {
  const unique = [...new Set(readings)];
  return {
    value: unique[0] ?? Number.NaN,
    readings: unique,
    clear: doubt === undefined,
    tokens,
    span: spanOf(line.tokens, tokens.from, tokens.to),
    text: textOf(line.tokens, tokens.from, tokens.to),
    ...(doubt ? { doubt } : {}),
    scale: 1,
    inHundreds: false,
    ...more,
  };
}

/** "bà Bảy": one number word behind a title. "bà ba trăm nghìn" may be either, so it stays a number, and unclear. */
function isName(line: Line, at: number, said: Cardinal): boolean {
  if (said.words !== 1 || said.to - at !== 1 || said.scale > 1 || !followsTitle(line, at)) return false;
  const token = line.tokens[at]!;
  if (/^\p{Lu}\p{Ll}/u.test(token.raw)) return true;
  return !/^(?:ho|nguoi|hoi|buoi|suat|phan|chi|chau|trieu|nghin|ngan|chuc|tram)$/u.test(
    line.tokens[said.to]?.folded ?? '',
  );
}

function doubtOfWords(line: Line, at: number, said: Cardinal): Doubt | 'drop' | undefined {
  const token = line.tokens[at]!;
  const first = countingWord(line, at);
  const alone = line.tokens.length === 1;
  if (said.to - at > 1) {
    if (followsTitle(line, at) && isDigit(first)) return 'title';
    const sure =
      Array.from({ length: said.to - at }, (_none, offset) => at + offset).some((pos) => isSure(line, pos)) ||
      said.scale > 1;
    return sure ||
      said.words > 2 ||
      /^(?:muoi|hai|bon|mot|chuc|nua|ham)$/u.test(token.folded) ||
      isCounted(line, said.to, true) ||
      countingWord(line, at + 1)?.is === 'tens' ||
      countingWord(line, at + 1)?.is === 'hundred' ||
      at + 2 >= line.tokens.length
      ? undefined
      : 'accents';
  }
  if (isDigit(first) && first.value === 0)
    return alone && token.raw !== 'k' ? (token.folded === 'khong' ? 'accents' : 'drop') : 'drop';
  const counted = isCounted(line, said.to, true);
  if (
    token.folded === 'mot' &&
    /^(?:so|minh|chut|it|vai|cach|phan|khi|cua|long|tay|dao|luc|ben|mat|loat|bo|trong|thoi|dau|nua)$/u.test(
      line.tokens[said.to]?.folded ?? '',
    )
  )
    return 'drop';
  if (token.folded === 'nam') {
    if (counted || alone) return undefined;
    return isSure(line, at) && !isYear(line, at) ? undefined : 'drop';
  }
  // In a text with accents a bare "sau" or "bay" is what it says, unless it counts something beyond doubt.
  if (line.accented && !hasAccents(token.raw) && /^(?:sau|bay|tam|chin)$/u.test(token.folded))
    return counted ? 'accents' : 'drop';
  if (isSure(line, at)) return undefined;
  // "26 bà mẹ"
  if (token.folded === 'ba' && line.tokens[at - 1]?.kind === 'number') return 'drop';
  // "ba bi mu", "moi ba 4 cong": she, and no three.
  if (
    token.folded === 'ba' &&
    !counted &&
    (/^(?:bi|duoc|dc|da|dang|o|co|la|cung|thi|ay)$/u.test(line.tokens[said.to]?.folded ?? '') ||
      /^(?:moi|tung|cac|nhung)$/u.test(line.tokens[at - 1]?.folded ?? ''))
  )
    return 'drop';
  if (token.folded === 'ba') return counted || alone ? undefined : 'title';
  if (token.folded === 'sau')
    return counted && /^(?:ho|nguoi)$/u.test(line.tokens[said.to]!.folded)
      ? undefined
      : alone || counted
        ? 'accents'
        : 'drop';
  // "tac hai cua dien thoai": harm.
  if (token.folded === 'hai' && /^(?:tac|thiet|vong)$/u.test(line.tokens[at - 1]?.folded ?? '')) return 'drop';
  if (/^(?:bay|tam|chin)$/u.test(token.folded)) {
    if ((counted && line.tokens[said.to]!.folded !== 'gio') || alone) return undefined;
    return isCounted(line, said.to) && line.tokens[said.to]!.folded !== 'gio' ? 'accents' : 'drop';
  }
  // "mam muoi" is salt.
  if (token.folded === 'muoi' && !isCounted(line, said.to) && !alone) return 'drop';
  return /^(?:mot|hai|bon|muoi)$/u.test(token.folded) || counted || alone ? undefined : 'accents';
}

function isYear(line: Line, at: number): boolean {
  const [before, after] = [line.tokens[at - 1], line.tokens[at + 1]];
  if (after?.kind === 'number') return true;
  if (
    after &&
    (/^(?:nay|ngoai|truoc|sau|toi|qua|hoc|moi|kia|roi|vua|ke|tiep)$/u.test(after.folded) ||
      /^(?:19|20)\d\d$/u.test(after.raw))
  )
    return true;
  return (
    before !== undefined &&
    (before.kind === 'number' ||
      /^(?:trong|ca|dau|cuoi|ket|moi|hang|theo|tung|nhieu|cac|nhung|giua|hai|ba|may|vai|thang|quy|tet)$/u.test(
        before.folded,
      ))
  );
}

function isLabel(line: Line, at: number, said: Cardinal): boolean {
  const before = line.tokens[at - 1];
  if (said.scale > 1 || !before || before.kind !== 'word' || line.isTaken(at - 1)) return false;
  // "họp chi hội 30 chị": what is counted stands behind it, so it names nothing.
  const ofBranch = /^(?:tuan|quy|thang)$/u.test(before.folded) && phraseIs(line, said.to, 'chi', 'hội');
  if (!ofBranch && isCounted(line, said.to) && line.tokens[said.to]!.folded !== 'hop') return false;
  // "3o": the letter may stand for a nought.
  if (touches(line.tokens[said.to - 1], line.tokens[said.to]) && line.tokens[said.to]!.folded === 'o') return false;
  if (said.written === 'digits' && touches(before, line.tokens[at])) return true;
  return said.words <= 1 && said.value < 10_000 && isLabelWord(line, at - 1) && countingWord(line, at - 1) === null;
}

/** "2,3 hộ": nobody helps a fraction of a household. */
function asList(line: Line, at: number, said: Cardinal): number[] {
  const raw = line.tokens[at]?.raw ?? '';
  if (
    said.written !== 'digits' ||
    !/^\d{1,2}[.,]\d{1,2}$/u.test(raw) ||
    !/^(?:ho|nguoi|chi|hoi|buoi|gia|ba|chau)$/u.test(line.tokens[said.to]?.folded ?? '')
  )
    return [];
  return raw.split(/[.,]/u).map(Number);
}

/** A minus before digits: "âm" is one, a touching "-" may be one, a "-" with a gap that opens a line is a bullet. */
function signAt(line: Line, at: number): 'word' | 'touching' | 'bullet' | null {
  const [sign, next, before] = [line.tokens[at], line.tokens[at + 1], line.tokens[at - 1]];
  if (countingWord(line, at)?.is === 'minus') return cardinal(line, at + 1) ? 'word' : null;
  if (
    !sign ||
    !/^[-−–]$/u.test(sign.raw) ||
    !readLiteral(line, at + 1) ||
    before?.kind === 'number' ||
    touches(before, sign)
  )
    return null;
  return touches(sign, next) ? 'touching' : 'bullet';
}

function leadingZero(token: Token): boolean {
  return token.kind === 'number' && /^0\d{2,}$/u.test(token.raw);
}

function phraseIs(line: Line, at: number, ...words: string[]): boolean {
  return words.every(
    (word, offset) => line.tokens[at + offset] !== undefined && matchesWord(line.tokens[at + offset]!, word),
  );
}
