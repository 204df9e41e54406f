import type { Line } from './counting-words.ts';
import { matchesWord, matchPhrase } from './slips.ts';

/** Whether the token at `at` is this word. */
export function said(line: Line, at: number, word: string): boolean {
  return line.tokens[at] !== undefined && matchesWord(line.tokens[at]!, word);
}

const EACH = ['mỗi', 'từng', 'mỗi một', 'mổi'];
const EACH_UNITS: readonly (readonly [string, boolean])[] = [
  ['hộ gia đình', true],
  ['hộ', true],
  ['nhà', true],
  ['gia đình', true],
  ['suất quà', false],
  ['suất', false],
  ['phần quà', false],
  ['phần', false],
  ['người', false],
  ['chị', false],
  ['cháu', false],
  ['em', false],
  ['bà', false],
  ['cụ', false],
  ['hội viên', false],
  ['tháng', false],
  ['thẻ', false],
  ['con', false],
  ['học sinh', false],
];

/** "500k/hộ", "500k mỗi hộ" behind the sum; "mỗi hộ 500k", "mỗi hộ được 500k" before it. */
export function eachFor(
  line: Line,
  from: number,
  to: number,
  limit: number,
): { to: number; unit: string; household: boolean } | null {
  const slash = line.tokens[to]?.raw === '/';
  const word = EACH.find((each) => matchPhrase(line.tokens, to, each) > 0);
  if (slash || word) {
    const start = to + (slash ? 1 : matchPhrase(line.tokens, to, word!));
    const unit = EACH_UNITS.find(([name]) => matchPhrase(line.tokens, start, name) > 0);
    if (unit && start <= limit)
      return {
        to: start + matchPhrase(line.tokens, start, unit[0]),
        unit: line.tokens[start]!.folded,
        household: unit[1],
      };
    // "500k/1 hộ"
    if (slash && line.tokens[start]?.raw === '1' && matchPhrase(line.tokens, start + 1, 'hộ') > 0)
      return { to: start + 2, unit: 'ho', household: true };
  }
  // "200k một cháu"
  const monthly = Array.from({ length: 4 }, (_none, back) => from - 1 - back).some(
    (at) => at >= 0 && said(line, at, 'tháng'),
  );
  if ((said(line, to, 'một') || line.tokens[to]?.raw === '1') && !monthly) {
    const unit = EACH_UNITS.find(([name]) => matchPhrase(line.tokens, to + 1, name) > 0);
    const end = unit ? to + 1 + matchPhrase(line.tokens, to + 1, unit[0]) : 0;
    if (unit && (!line.tokens[end] || line.tokens[end]!.kind === 'punctuation'))
      return { to: end, unit: line.tokens[to + 1]!.folded, household: unit[1] };
  }
  for (let at = Math.max(0, from - 6); at < from; at++) {
    const each = ['mỗi', 'từng', 'mổi'].find((name) => matchPhrase(line.tokens, at, name) > 0);
    if (!each || line.tokens.slice(at, from).some((token) => token.kind !== 'word')) continue;
    const unit = EACH_UNITS.find(([name]) => matchPhrase(line.tokens, at + 1, name) > 0);
    if (unit) return { to, unit: line.tokens[at + 1]!.folded, household: unit[1] };
  }
  return null;
}
