import { fold, nfc, sameTone } from './fold.ts';
import { fromVni } from './keyboards.ts';

/** Half-open range of UTF-16 offsets in the NFC text (`nfc(text)`). */
export type Span = { from: number; to: number };

export type Token = {
  /** As typed, after NFC. */
  raw: string;
  /** Lower case, NFC, tone placement unified. */
  toned: string;
  /** Lower case, no accents, đ as d. */
  folded: string;
  span: Span;
  kind: 'word' | 'number' | 'punctuation';
};

// In this order: grouped thousands; a chain of numbers ("20.10.2026", "1,2,3": several tokens); decimals and plain digits; letters; anything else alone.
const PIECE =
  /(?<grouped>\d{1,3}(?:\.\d{3})+(?:,\d+)?(?![.,]?\d)|\d{1,3}(?:,\d{3}){2,}(?:\.\d+)?(?![.,]?\d))|(?<chain>\d+(?:[.,]\d+){2,})|(?<number>\d+(?:[.,]\d+)?)|(?<vni>[A-Za-zđĐ]+\d[A-Za-zđĐ\d]*[A-Za-zđĐ][A-Za-zđĐ\d]*(?![\p{L}\p{M}]))|(?<word>[\p{L}\p{M}]+)|(?<other>[^\s\p{L}\p{M}\d])/gu;

/**
 * Words, numbers and punctuation of the text in its NFC form, in order. Letters and digits never share a token ("5tr" is "5" and "tr");
 * that they touched is seen from their spans. Only a word typed on a VNI keyboard that did not convert ("giu1p") stays one word. "1.200.000", "1,5" are one number; "20/10", "20.10.2026" and "7:30" are several tokens.
 */
export function tokenise(text: string): Token[] {
  const tokens: Token[] = [];
  for (const match of nfc(text).matchAll(PIECE)) {
    const groups = match.groups ?? {};
    if (groups.vni !== undefined && !isVniWord(match[0])) {
      for (const part of match[0].matchAll(/\d+|\D+/gu)) {
        tokens.push(token(part[0], match.index + part.index, /\d/u.test(part[0]) ? 'number' : 'word'));
      }
    } else if (groups.chain !== undefined) {
      for (const part of match[0].matchAll(/\d+|[.,]/gu)) {
        tokens.push(token(part[0], match.index + part.index, /\d/u.test(part[0]) ? 'number' : 'punctuation'));
      }
    } else {
      const kind =
        (groups.word ?? groups.vni) !== undefined ? 'word' : groups.other !== undefined ? 'punctuation' : 'number';
      tokens.push(token(match[0], match.index, kind));
    }
  }
  return tokens;
}

/** Whether nothing, not even a space, stands between the two tokens. */
export function touches(left: Token | undefined, right: Token | undefined): boolean {
  return left !== undefined && right !== undefined && left.span.to === right.span.from;
}

/** The span from the first to the last of the tokens `from` to `to` (exclusive), or an empty span where there are none. */
export function spanOf(tokens: readonly Token[], from: number, to: number): Span {
  return { from: tokens[from]?.span.from ?? 0, to: tokens[to - 1]?.span.to ?? 0 };
}

/** What was typed in the tokens `from` to `to` (exclusive); any gap between them becomes one space. */
export function textOf(tokens: readonly Token[], from: number, to: number): string {
  let text = '';
  for (let at = from; at < to; at++)
    text += (at > from && !touches(tokens[at - 1], tokens[at]) ? ' ' : '') + tokens[at]!.raw;
  return text;
}

// "to3a" is house 3a more often than "tỏa": a lone digit before a lone a, b, c, d stays a digit.
function isVniWord(piece: string): boolean {
  return fromVni(piece) !== null && !/^\D+\d+[a-d]$/iu.test(piece);
}

function token(raw: string, from: number, kind: Token['kind']): Token {
  return { raw, toned: sameTone(raw), folded: fold(raw), span: { from, to: from + raw.length }, kind };
}
