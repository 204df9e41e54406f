import type { Line } from './counting-words.ts';
import { touches } from './tokenise.ts';

export type Literal = { to: number; value: number; others: readonly number[] };

/** The number written in digits at `at`, or null. Dots group thousands and a comma divides decimals, unless the digits say otherwise. */
export function readLiteral(line: Line, at: number): Literal | null {
  const token = line.tokens[at];
  if (line.isTaken(at) || !token) return null;
  // ",77": the comma belongs to the digits only where nothing stands directly before it.
  if (
    token.raw === ',' &&
    touches(token, line.tokens[at + 1]) &&
    !touches(line.tokens[at - 1], token) &&
    /^\d+$/u.test(line.tokens[at + 1]?.raw ?? '')
  ) {
    return { to: at + 2, value: Number(`0.${line.tokens[at + 1]!.raw}`), others: [] };
  }
  if (token.kind !== 'number') return null;
  const groups = spacedThousands(line, at);
  if (groups) return groups;
  const raw = token.raw;
  if (/^\d+$/u.test(raw)) return { to: at + 1, value: Number(raw), others: [] };
  if (/^\d{1,3}(?:\.\d{3})+(?:,\d+)?$/u.test(raw)) {
    // "1.250" is a thousand and more; before triệu and tỷ it may be a decimal with an English point.
    const scaled = /^(?:tr|trieu|ty|ti|cu)$/u.test(line.tokens[at + 1]?.folded ?? '') && raw.split('.').length === 2;
    return {
      to: at + 1,
      value: Number(raw.replaceAll('.', '').replace(',', '.')),
      others: scaled ? [Number(raw)] : [],
    };
  }
  if (/^\d{1,3}(?:,\d{3}){2,}(?:\.\d+)?$/u.test(raw))
    return { to: at + 1, value: Number(raw.replaceAll(',', '')), others: [] };
  const value = Number(raw.replace(',', '.'));
  const scaled = /^(?:tr|trieu|ty|ti|cu)$/u.test(line.tokens[at + 1]?.folded ?? '');
  if (/^[1-9]\d{0,2},\d{3}$/u.test(raw) && !scaled)
    return { to: at + 1, value: Number(raw.replace(',', '')), others: [value] };
  return { to: at + 1, value, others: [] };
}

/** "1 200 000", "12 000": groups of three behind single gaps, at least two of them or one of zeros. */
function spacedThousands(line: Line, at: number): Literal | null {
  const first = line.tokens[at]!;
  if (!/^[1-9]\d{0,2}$/u.test(first.raw)) return null;
  let digits = first.raw;
  let to = at + 1;
  for (let next = line.tokens[to]; next && /^\d{3}$/u.test(next.raw) && !line.isTaken(to); next = line.tokens[to]) {
    if (next.span.from !== line.tokens[to - 1]!.span.to + 1) break;
    digits += next.raw;
    to++;
  }
  const joined = to - at >= 3 || (to - at === 2 && digits.endsWith('000'));
  return joined ? { to, value: Number(digits), others: [] } : null;
}
