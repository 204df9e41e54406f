import { fold } from './fold.ts';

// What stands before a name when people speak of a household, without accents. "me", "em", "chu" are left out as a name's last word below.
const TITLES = new Set(
  'ba ong chi anh co chu bac cu em di mo thim cau me ma o duong bu vo chong ho nha gd gdinh cac con chau thay'.split(
    ' ',
  ),
);
const LEADING = ['ho gia dinh', 'gia dinh', 'nha'];
const PLACE = 'xom|thon|to|ap|ban|khu|doi|pho|ngo|buon|cum|lang'.split('|');

/** How a name is compared: without accents, signs, and double spaces. */
export function foldedName(name: string): string {
  return fold(name)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/**
 * The name without what people are called by before it: "Bà Lan", "hộ gia đình chị Lan" are both "lan". Never empty for a name that
 * is not: "Ba", "bà Cô" keep their last word.
 */
export function bareName(name: string): string {
  let rest = foldedName(name);
  for (const lead of LEADING) if (rest.startsWith(`${lead} `)) rest = rest.slice(lead.length + 1);
  const words = rest.split(' ');
  let at = 0;
  while (at < words.length - 1 && TITLES.has(words[at] ?? '')) at++;
  return words.slice(at).join(' ');
}

/** The titles before the name, as compared: "Bà Lan" and "ba lan" have the same; empty where there is none. */
export function titleOf(name: string): string {
  const whole = foldedName(name);
  const bare = bareName(name);
  return whole
    .slice(0, whole.length - bare.length)
    .replace(/\b(?:ho|gia dinh|nha)\b/gu, '')
    .trim();
}

/** How a hamlet is compared: "Xóm 03" and "xom 3" are one; "thôn 3" is another. */
export function foldedHamlet(hamlet: string): string {
  const words = foldedName(hamlet).replace(/\b0+(\d)/gu, '$1');
  return PLACE.some((place) => words.startsWith(`${place} `)) ? words : words.replace(/^(?:o|tai)\s+/u, '');
}
