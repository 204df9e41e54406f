import { fold, sameTone } from './fold.ts';

// The shapes of written Vietnamese. What fits none of them is not a word as it stands: a slip, an abbreviation, a foreign word.
const INITIALS =
  /^(ngh|ng|gh|gi(?=[aăâeêioôơuưy])|kh|nh|ph|qu|th|tr|ch|[bcdđghklmnpqrstvx])?([aăâeêioôơuưy]+)(ng|nh|ch|[cmnpt])?$/u;
const OPEN_ONLY =
  'ai ao au âu ay ây eo êu ia iu oai oay oao oeo oi ôi ơi ua uôi ui uya uyu ưa ưi ươi ươu ưu iêu yêu uây uơ uêu'.split(
    ' ',
  );
const CLOSED_ONLY = 'ă â iê yê uô ươ uyê oă uâ oo'.split(' ');
const EITHER = 'a e ê i o ô ơ u ư y oa oe uê uy'.split(' ');
const OPEN = new Set([...OPEN_ONLY, ...EITHER]);
const CLOSED = new Set([...CLOSED_ONLY, ...EITHER, 'uơ']);
const FOLDED_OPEN = new Set([...OPEN].map(fold));
const FOLDED_CLOSED = new Set([...CLOSED].map(fold));

/**
 * Whether the word is a complete written syllable, accents included: "đường" is, "đuong" is not (no such nucleus), "đươc" is not
 * (a syllable closed by c, ch, p, t has the tone sắc or nặng). Expects one word; the tone placement does not matter.
 */
export function isSyllable(word: string): boolean {
  const apart = sameTone(word).normalize('NFD');
  const tones = apart.match(/[\u0300\u0301\u0303\u0309\u0323]/gu) ?? [];
  if (tones.length > 1) return false;
  const parts = INITIALS.exec(apart.replace(/[\u0300\u0301\u0303\u0309\u0323]/gu, '').normalize('NFC'));
  if (!parts) return false;
  const [, , nucleus = '', coda = ''] = parts;
  if (/^(?:c|ch|p|t)$/u.test(coda) && !/[\u0301\u0323]/u.test(tones[0] ?? '')) return false;
  // "xoong", "moóc"; "hoom" is "hôm" typed on a telex keyboard.
  if (nucleus === 'oo' && !/^(?:ng|c)$/u.test(coda)) return false;
  return (coda === '' ? OPEN : CLOSED).has(nucleus);
}

/** Whether some syllable is typed like this when all accents are left out: "duong" is, "duowng" is not. */
export function isBareSyllable(folded: string): boolean {
  const parts = INITIALS.exec(folded);
  if (parts?.[2] === 'oo' && !/^(?:ng|c)$/u.test(parts[3] ?? '')) return false;
  return parts !== null && (parts[3] === undefined ? FOLDED_OPEN : FOLDED_CLOSED).has(parts[2] ?? '');
}
