import { countingWord, isCounted, type Line, lineOf, type TokenRange } from './counting-words.ts';
import { eachFor, said } from './money-each.ts';
import { type NumberOptions, type NumberReading, readNumbers } from './numbers.ts';
import { matchesWord, matchPhrase } from './slips.ts';
import { type Span, spanOf, type Token, textOf, touches } from './tokenise.ts';

export type MoneyReading = {
  /** Đồng, the likeliest amount: `readings[0]`; NaN where none can be named ("vài triệu" lists them, "mấy triệu" has none). */
  value: number;
  readings: number[];
  clear: boolean;
  tokens: TokenRange;
  span: Span;
  text: string;
  /** "mỗi hộ 500k", "500k/hộ": the sum goes to each household named. */
  perHousehold: boolean;
  /** What each sum is for where something is said, without accents: "ho", "suat", "nguoi". */
  per: string | null;
  /** No currency and no triệu, nghìn, k was said; the amount was taken for money by the words around it ("trăm rưỡi", "cho 500"). */
  guessed: boolean;
};

/**
 * The sums in đồng of a sentence, in order. Give days as `taken`. A sum is what names its currency or a scale of money (k, nghìn, triệu,
 * củ, tỷ) and counts nothing else ("1 triệu hội viên" is no sum); "trăm rưỡi", "năm trăm" beside a word of giving too. Foreign currencies are none.
 */
export function readMoney(tokens: readonly Token[], options: Pick<NumberOptions, 'taken'> = {}): MoneyReading[] {
  const line = lineOf(tokens, options.taken);
  const sums: MoneyReading[] = [];
  const numbers = readNumbers(tokens, { taken: options.taken ?? [] });
  for (const [index, number] of numbers.entries()) {
    const sum = asMoney(line, number);
    if (!sum) continue;
    // "500 nghìn 2 hộ": a unit of giving may stand on either side, but not beyond the next number.
    const next = numbers[index + 1]?.tokens.from ?? tokens.length;
    const per = eachFor(line, sum.from, sum.to, next);
    const range = { from: sum.from, to: per?.to ?? sum.to };
    sums.push({
      value: sum.readings[0] ?? Number.NaN,
      readings: sum.readings,
      clear: sum.clear,
      tokens: range,
      span: spanOf(tokens, range.from, range.to),
      text: textOf(tokens, range.from, range.to),
      perHousehold: per?.household ?? false,
      per: per?.unit ?? null,
      guessed: sum.guessed,
    });
  }
  return sums;
}

type Sum = { from: number; to: number; readings: number[]; clear: boolean; guessed: boolean };

function asMoney(line: Line, number: NumberReading): Sum | null {
  const { from, to } = number.tokens;
  if (number.percent || isForeign(line, from, to) || number.value < 0) return null;
  const unit = currencyAt(line, to);
  const before = currencyBefore(line, from);
  const sum = { from: before ?? from, to: unit ?? to, guessed: false };
  if (unit !== null || before !== null) {
    const inThousands = number.inHundreds && !/\d{3}/u.test(number.text);
    // "trăm rưỡi đồng" is hardly 150 đồng.
    return inThousands
      ? { ...sum, readings: number.readings.flatMap((value) => [value * 1e3, value]), clear: false }
      : { ...sum, readings: number.readings, clear: clearSum(number) };
  }
  if (
    line.tokens[to]?.folded === 'cu' &&
    number.readings.every((value) => value < 1000) &&
    number.scale === 1 &&
    !number.label
  ) {
    // "5 cu" typed without accents is five million or five old people ("cụ"), who are given something and pay for nothing.
    if (line.tokens[to]!.toned !== 'cu' || isAge(line, to + 1)) return null;
    const pays = isAfterMoneyWord(line, from) || ['hết', 'vay', 'mượn'].some((word) => said(line, from - 1, word));
    const spent = ['sửa', 'mua', 'xây', 'để', 'làm', 'lợp', 'nuôi', 'tiền', 'chữa', 'đóng'].some((word) =>
      said(line, to + 1, word),
    );
    if (pays || spent) return { ...sum, to: to + 1, readings: [number.value * 1e6], clear: number.clear };
    if (!isNearGiving(line, from)) return null;
    return { ...sum, to: to + 1, readings: [number.value * 1e6, number.value], clear: false };
  }
  if (number.scale >= 1e3) {
    // "2tr con cháu góp": nobody counts in "tr".
    const short =
      /^(?:tr|k)$/u.test(line.tokens[to - 1]?.folded ?? '') && touches(line.tokens[to - 2], line.tokens[to - 1]);
    if (!short && isCounted(line, to, true) && !isGiftWord(line, to)) return null;
    if (number.label) return null;
    return { ...sum, readings: number.readings, clear: clearSum(number) };
  }
  if (number.label) return null;
  const slang = slangAt(line, to);
  if (slang && number.scale === 1)
    return { ...sum, to: to + 1, readings: [number.value * slang, number.value], clear: false };
  if (isCounted(line, to) || line.tokens[to]?.raw === '/') return null;
  if (number.inHundreds && number.scale === 1 && isNearGiving(line, from)) {
    const half = countingWord(line, to - 1)?.is === 'half-more';
    return {
      ...sum,
      readings: half
        ? number.readings.map((value) => value * 1e3)
        : number.readings.flatMap((value) => [value * 1e3, value]),
      clear: half && number.clear,
      guessed: true,
    };
  }
  if (
    number.readings.every((value) => value >= 10 && value < 1000) &&
    isAfterMoneyWord(line, from) &&
    endsHere(line, to)
  ) {
    return { ...sum, readings: number.readings.flatMap((value) => [value * 1e3, value]), clear: false, guessed: true };
  }
  if (number.value >= 10_000 && isNearGiving(line, from) && endsHere(line, to))
    return { ...sum, readings: number.readings, clear: clearSum(number), guessed: true };
  return null;
}

/** "một triệu hai trăm" has a doubt as a number and none as money; of the others the doubt stays. */
function clearSum(number: NumberReading): boolean {
  if (number.clear) return true;
  return (
    number.doubt === 'ambiguous' &&
    number.scale >= 1e6 &&
    number.readings.length === 2 &&
    number.readings[0]! % 1e5 === 0 &&
    number.readings[1]! % 1e6 < 1e3
  );
}

function currencyAt(line: Line, to: number): number | null {
  const token = line.tokens[to];
  if (token?.kind !== 'word' || line.isTaken(to)) return token?.raw === '₫' ? to + 1 : null;
  // "12 dong chi" are comrades as well.
  if (
    token.folded === 'dong' &&
    line.tokens[to + 1]?.folded === 'chi' &&
    /^\d{1,3}$/u.test(line.tokens[to - 1]?.raw ?? '')
  )
    return null;
  // "12 đ/c" are comrades.
  if (token.toned === 'đ' && line.tokens[to + 1]?.raw === '/' && line.tokens[to + 2]?.folded === 'c') return null;
  if (/^(?:đ|vnđ|vnd|đồng|dong|₫)$/u.test(token.toned))
    return to + 1 + (matchPhrase(line.tokens, to + 1, 'Việt Nam') || 0);
  if (token.folded === 'd' && touches(line.tokens[to - 1], token)) return to + 1;
  if (token.folded === 'd' && countingWord(line, to - 1)?.is === 'scale') return to + 1;
  // "đồng" as typed with slips; "đống", "đông" with accents are other words.
  return matchesWord(token, 'đồng') && token.folded === 'dong' ? to + 1 : null;
}

function currencyBefore(line: Line, from: number): number | null {
  return /^(?:vnd|₫)$/u.test(line.tokens[from - 1]?.folded ?? '') ? from - 1 : null;
}

function isForeign(line: Line, from: number, to: number): boolean {
  const names =
    /^(?:\$|€|£|usd|eur|euro|dollar|dola|do|pound|pounds|bang|rupee|rupees|rs|inr|cent|cents|xu|xen|yen|te|won|baht|riel)$/u;
  const before = line.tokens[from - 1];
  const after = line.tokens[to];
  if (before && /^(?:\$|€|£|usd|eur|rs|inr)$/u.test(before.folded)) return true;
  if (!after || !names.test(after.folded)) return false;
  if (after.folded === 'do')
    return line.tokens[to + 1] === undefined || /^(?:la|my|\d+)$/u.test(line.tokens[to + 1]!.folded);
  return after.folded !== 'bang' && after.folded !== 'te' ? true : matchesWord(line.tokens[to + 1] ?? after, 'Anh');
}

/** Slang for hundreds of thousands; where the thing measured follows ("3 lít dầu") it is a measure. */
function slangAt(line: Line, to: number): number | null {
  const token = line.tokens[to];
  if (token?.kind !== 'word') return null;
  const worth = matchesWord(token, 'lít') ? 1e5 : matchesWord(token, 'xị') && token.folded === 'xi' ? 1e5 : null;
  return worth !== null &&
    !/^(?:dau|nuoc|sua|xang|ruou|mam|gao|mat|bia|an|con)$/u.test(line.tokens[to + 1]?.folded ?? '')
    ? worth
    : null;
}

// "mỗi suất 300 nghìn tiền mặt", "500 nghìn một suất": what follows may be the gift and not what is counted.
function isGiftWord(line: Line, at: number): boolean {
  return /^(?:tien|mot|moi|de|cho|mua|suat|phan)$/u.test(line.tokens[at]?.folded ?? '');
}

const GIVING = [
  'tiền',
  'giúp',
  'cho',
  'tặng',
  'biếu',
  'hỗ trợ',
  'ủng hộ',
  'trị giá',
  'giá',
  'trao',
  'vay',
  'quyên góp',
  'đóng góp',
  'thăm',
  'mừng',
  'quỹ',
  'mỗi',
  'quà',
  'số tiền',
  'gửi',
  'thu',
  'chi',
  'giúp đỡ',
  'đỡ đầu',
  'được',
];
const MONEY_WORDS = [
  'tiền',
  'trị giá',
  'giá',
  'vay',
  'số tiền',
  'tiền mặt',
  'ủng hộ',
  'quyên góp',
  'đóng góp',
  'quỹ',
  'cho',
  'biếu',
];

function isNearGiving(line: Line, from: number): boolean {
  if (line.tokens.slice(0, from).length === 0) return false;
  for (let at = Math.max(0, from - 9); at < from; at++)
    if (GIVING.some((word) => matchPhrase(line.tokens, at, word) > 0)) return true;
  return false;
}

/** "3 cu 90 tuoi": old people. */
function isAge(line: Line, at: number): boolean {
  return line.tokens[at]?.kind === 'number' && line.tokens[at + 1]?.folded === 'tuoi';
}

function isAfterMoneyWord(line: Line, from: number): boolean {
  return MONEY_WORDS.some((word) => {
    const length = word.split(' ').length;
    return from >= length && matchPhrase(line.tokens, from - length, word) === length;
  });
}

function endsHere(line: Line, to: number): boolean {
  const token = line.tokens[to];
  return !token || /^[.,;!?)+]$/u.test(token.raw) || /^(?:va|cho|de|nhe|a|nha|moi)$/u.test(token.folded);
}
