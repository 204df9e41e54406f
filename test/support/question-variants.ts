import { createHash } from 'node:crypto';
import { fold } from '../../src/language/fold.ts';

export const variantNames = ['typed', 'unaccented', 'abbreviated', 'misspelt'] as const;
export type VariantName = (typeof variantNames)[number];

/** How people shorten words in messages; longer ones first. */
const shortForms: [string, string][] = [
  ['bạo lực gia đình', 'blgđ'],
  ['như thế nào', 'ntn'],
  ['thế nào', 'tn'],
  ['điện thoại', 'đt'],
  ['gia đình', 'gđ'],
  ['phụ nữ', 'pn'],
  ['hội viên', 'hv'],
  ['chi hội', 'ch'],
  ['vợ chồng', 'vc'],
  ['mọi người', 'mn'],
  ['bao nhiêu', 'bnhieu'],
  ['bây giờ', 'bjo'],
  ['không', 'ko'],
  ['chồng', 'ck'],
  ['vợ', 'vk'],
  ['được', 'đc'],
  ['người', 'ng'],
  ['trước', 'trc'],
  ['nhiều', 'nhìu'],
  ['muốn', 'mún'],
  ['biết', 'bít'],
  ['rồi', 'r'],
  ['gì', 'j'],
  ['với', 'vs'],
  ['cũng', 'cx'],
  ['mình', 'mk'],
  ['phải', 'fải'],
  ['em', 'e'],
  ['anh', 'a'],
  ['chị', 'c'],
  ['làm', 'lm'],
];

/** The question as somebody might type it; the same question always gives the same text. */
export function variantOf(question: string, name: VariantName): string {
  switch (name) {
    case 'typed':
      return question;
    case 'unaccented':
      return fold(question);
    case 'abbreviated':
      return abbreviate(question.toLowerCase());
    case 'misspelt':
      return misspell(question);
  }
}

function abbreviate(question: string): string {
  let text = ` ${question.replace(/([,.?!;:])/gu, ' $1 ')} `;
  for (const [long, short] of shortForms) text = text.replaceAll(` ${long} `, ` ${short} `);
  return text
    .replace(/ +/gu, ' ')
    .replace(/ ([,.?!;:])/gu, '$1')
    .trim();
}

/** Every fourth word or so gets one slip, chosen by a hash of the word and its place. */
function misspell(question: string): string {
  return question
    .split(' ')
    .map((word, at) => {
      const pick = createHash('sha256').update(`${question}/${at}`).digest();
      if (!/^\p{L}{3,}$/u.test(word) || pick[0]! % 4 !== 0) return word;
      return slip(word, pick[1]! % 5, pick[2]!);
    })
    .join(' ');
}

function slip(word: string, kind: number, place: number): string {
  const at = 1 + (place % (word.length - 2));
  switch (kind) {
    case 0:
      return mixTones(word);
    case 1:
      return mixInitial(word);
    case 2:
      return word.length < 4 ? mixTones(word) : word.slice(0, at) + word.slice(at + 1);
    case 3:
      return word.length < 4 ? mixInitial(word) : word.slice(0, at) + word[at + 1] + word[at] + word.slice(at + 2);
    default:
      return telex(word);
  }
}

function mixTones(word: string): string {
  const swap: Record<string, string> = { '\u0309': '\u0303', '\u0303': '\u0309' };
  return word
    .normalize('NFD')
    .replace(/[\u0309\u0303]/gu, (tone) => swap[tone]!)
    .normalize('NFC');
}

function mixInitial(word: string): string {
  for (const [from, to] of [
    ['tr', 'ch'],
    ['ch', 'tr'],
    ['s', 'x'],
    ['x', 's'],
    ['gi', 'd'],
    ['l', 'n'],
  ] as const)
    if (word.startsWith(from)) return to + word.slice(from.length);
  return word;
}

/** As it stands when the keyboard did not convert: "chồng" is "choongf". */
function telex(word: string): string {
  const tones: Record<string, string> = { '\u0300': 'f', '\u0301': 's', '\u0309': 'r', '\u0303': 'x', '\u0323': 'j' };
  const apart = word.normalize('NFD');
  const tone = /[\u0300\u0301\u0309\u0303\u0323]/u.exec(apart)?.[0];
  const letters = apart
    .replace(/[\u0300\u0301\u0309\u0303\u0323]/gu, '')
    .normalize('NFC')
    .replace(/[âêôăơưđ]/gu, (letter) => ({ â: 'aa', ê: 'ee', ô: 'oo', ă: 'aw', ơ: 'ow', ư: 'uw', đ: 'dd' })[letter]!);
  return letters + (tone ? tones[tone] : '');
}
