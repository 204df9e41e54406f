import { nfc, sameTone } from './fold.ts';
import { isBareSyllable, isSyllable } from './syllable.ts';

const TELEX_TONES: Record<string, string> = { f: '\u0300', s: '\u0301', r: '\u0309', x: '\u0303', j: '\u0323' };
const VNI_TONES: Record<string, string> = { '1': '\u0301', '2': '\u0300', '3': '\u0309', '4': '\u0303', '5': '\u0323' };
const HATS: Record<string, string> = { a: 'â', e: 'ê', o: 'ô' };

/**
 * The word that a telex keyboard would have made of these letters ("giups" → "giúp", "nhaf" → "nhà", "duowcj" → "dược"), or null
 * where they are a syllable as they stand or make none. Half-converted words ("hôij") count too.
 */
export function fromTelex(word: string): string | null {
  const typed = nfc(word).toLowerCase();
  if (isSyllable(typed) || isBareSyllable(typed) || !/^[a-zđăâêôơư]{2,12}$/u.test(typed)) return null;
  const start = typed.search(/[aeiouyăâêôơưw]/u);
  if (start < 0) return null;
  let initial = typed.slice(0, start).replace(/^dd/u, 'đ');
  let rest = typed.slice(start);
  if (initial === 'd' && /d$/u.test(rest)) {
    initial = 'đ';
    rest = rest.slice(0, -1);
  }
  const tone = /[fsrxj]/u.exec(rest.slice(1));
  if (tone) rest = rest.slice(0, tone.index + 1) + rest.slice(tone.index + 2);
  rest = horns(rest.replace(/([aeo])\1/u, (pair) => HATS[pair[0]!]!)).replace(
    /^(.*?)([aeo])(.*[^aeo])\2$/u,
    (_all, before, vowel, after) => before + HATS[vowel] + after,
  );
  return complete(initial + rest, tone ? TELEX_TONES[tone[0]]! : '');
}

/** The word that a VNI keyboard would have made of letters and digits ("giu1p" → "giúp", "d9u7o7c5" → "được"), or null. */
export function fromVni(word: string): string | null {
  let typed = nfc(word).toLowerCase();
  if (!/^[a-zđ]+\d[a-zđ\d]*$/u.test(typed) || typed.length > 14) return null;
  if (/9/u.test(typed) && typed.startsWith('d')) typed = `đ${typed.slice(1).replace('9', '')}`;
  const tones = typed.match(/[1-5]/gu) ?? [];
  if (tones.length > 1 || /[09]/u.test(typed)) return null;
  let letters = typed.replace(/[1-5]/gu, '');
  if (letters.includes('7'))
    letters = letters
      .replace(/7/gu, '')
      .replace(/uo/u, 'ươ')
      .replace(/o(?!.*ơ)|u(?!.*[ươơ])/u, (vowel) => (vowel === 'o' ? 'ơ' : 'ư'));
  if (letters.includes('6'))
    letters = letters.replace(/6/gu, '').replace(/[aeo](?=[^aeo]*$)/u, (vowel) => HATS[vowel]!);
  if (letters.includes('8')) letters = letters.replace(/8/gu, '').replace('a', 'ă');
  return complete(letters, tones.length === 1 ? VNI_TONES[tones[0]!]! : '');
}

function horns(rest: string): string {
  const at = rest.indexOf('w');
  if (at < 0) return rest;
  const before = rest.slice(0, at);
  const after = rest.slice(at + 1).replace('w', '');
  if (!/[aou]/u.test(before)) return `${before}ư${after}`;
  if (/u[oô]|ưo/u.test(before)) return before.replace(/u[oô]|ưo/u, 'ươ') + after;
  if (/u$/u.test(before) && /^o/u.test(after)) return `${before.slice(0, -1)}ươ${after.slice(1)}`;
  if (/ua/u.test(before)) return before.replace('ua', 'ưa') + after;
  return before.replace(/[aou](?=[^aou]*$)/u, (vowel) => ({ a: 'ă', o: 'ơ', u: 'ư' })[vowel]!) + after;
}

function complete(letters: string, tone: string): string | null {
  const vowel = letters.search(/[aăâeêioôơuưy]/u);
  if (vowel < 0) return null;
  // The first vowel after "qu" and "gi" carries it for now; sameTone moves it to its place.
  const at = /^(?:qu|gi)[aăâeêioôơuưy]/u.test(letters) ? 2 : vowel;
  const word = sameTone(letters.slice(0, at + 1) + tone + letters.slice(at + 1));
  return isSyllable(word) ? word : null;
}
