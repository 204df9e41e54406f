/**
 * The forms in which Vietnamese text is compared. Every promise here is about one string in, one string out; nothing is cut.
 */

// Letters that old fonts and keyboards put in the place of đ.
const LOOKS_LIKE_D_BAR: Record<string, string> = { ð: 'đ', Ð: 'Đ', ɖ: 'đ', Ɖ: 'Đ' };

// C0 and C1 controls except tab and line ends, soft hyphen, zero-width, bidi marks and overrides, variation selectors, BOM.
const INVISIBLE =
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u00AD\u061C\u115F\u1160\u180E\u200B-\u200F\u202A-\u202E\u2060-\u206F\u3164\uFEFF\uFFA0\uFFF9-\uFFFB]|\u034F|\u17B4|\u17B5|[\u180B-\u180D]|\u180F|[\uFE00-\uFE0F]|[\u{E0000}-\u{E0FFF}]/gu;

const TONE = /\u0300|\u0301|\u0303|\u0309|\u0323/gu;
const INITIAL_NUCLEUS_CODA =
  /^(ngh|ng|gh|gi(?=[aăâeêoôơuưy])|kh|nh|ph|qu|th|tr|ch|[bcdđghklmnpqrstvx])?([aăâeêioôơuưy]{1,3})(ng|nh|ch|[cmnpt])?$/u;

/** Half of what is typed on these phones: nothing to compose, to fold or to take away but capitals. */
const PLAIN = /^[\t\n\r\x20-\x7e]*$/;

/** Composed form (NFC) without control characters, zero-width characters and bidi marks. Tabs and line ends stay. Idempotent. */
export function nfc(text: string): string {
  if (PLAIN.test(text)) return text;
  return text
    .replace(INVISIBLE, '')
    .replace(/[ðÐɖƉ]/gu, (letter) => LOOKS_LIKE_D_BAR[letter] ?? letter)
    .normalize('NFC');
}

/** Lower case without accents, đ as d: what somebody types who types no accents. */
export function fold(text: string): string {
  if (PLAIN.test(text)) return text.toLowerCase();
  // "đ" has no accent to remove under NFD, so we map it ourselves.
  return nfc(text).toLowerCase().normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd').normalize('NFC');
}

/** Lower case, NFC, accents kept, tone marks where the older rule puts them: "Hoà" and "hòa" become "hòa", "thuỷ" becomes "thủy". */
export function sameTone(text: string): string {
  if (PLAIN.test(text)) return text.toLowerCase();
  return nfc(text)
    .toLowerCase()
    .normalize('NFC')
    .replace(/[\p{L}\p{M}]+/gu, placeTone);
}

/** Whether any letter carries a Vietnamese accent, tone or bar. Text without accents says nothing about which accents were meant. */
export function hasAccents(text: string): boolean {
  return /[\p{M}đĐ]/u.test(nfc(text).normalize('NFD'));
}

function placeTone(word: string): string {
  const apart = word.normalize('NFD');
  const tones = apart.match(TONE);
  if (tones?.length !== 1) return word;
  const plain = apart.replace(TONE, '').normalize('NFC');
  const parts = INITIAL_NUCLEUS_CODA.exec(plain);
  if (!parts) return word;
  const [, initial = '', nucleus = '', coda = ''] = parts;
  const at = initial.length + toneBearer(nucleus, coda !== '');
  return (plain.slice(0, at + 1) + tones[0] + plain.slice(at + 1)).normalize('NFC');
}

function toneBearer(nucleus: string, closed: boolean): number {
  for (let at = nucleus.length - 1; at >= 0; at--)
    if (/[ăâêôơư]/u.test(nucleus[at]!)) return nucleus[at] === 'ư' && nucleus[at + 1] === 'ơ' ? at + 1 : at;
  if (closed) return nucleus.length - 1;
  return nucleus.length === 3 ? 1 : 0;
}
