import { dictatedDigits } from '../language/dictated-digits.ts';
import { fold } from '../language/fold.ts';
import { oncePerList } from '../language/typed-words.ts';

/** What a message may be to us: a code of ten digits, the token of a link, or digits that were meant as a code and are too few or many. */
export type InvitationText =
  | { kind: 'code'; code: string }
  | { kind: 'link'; token: string }
  | { kind: 'miscounted'; digits: number };

export const codeLength = 10;

/**
 * Reads a message as an invitation: `/start CODE`, the code alone, with spaces, dots, dashes or in brackets, behind "mã mời là",
 * read out in words ("một hai ba…", "mười hai, ba tư"), or a link that carries its token. `prefixes`: words that may stand
 * before it. Null for anything else: sentences, sums of money, phone numbers.
 */
export function readInvitation(text: string, prefixes: readonly string[] = []): InvitationText | null {
  const started = /^\s*\/start(?:@\w+)?\s+(\S.*)$/su.exec(text)?.[1];
  const said = (started ?? withoutPrefix(text, prefixes)).trim();
  if (said.length === 0 || said.length > 200) return null;
  const token = tokenOf(said, started !== undefined);
  if (token) return { kind: 'link', token };
  const announced = started !== undefined || said !== text.trim();
  const digits = /^[\d\s.\-–—_·,;:/()[\]]+$/u.test(said) ? said.replace(/\D/gu, '') : dictatedDigits(said);
  if (digits === null) return codeInSentence(said, prefixes);
  if (!announced && isSomethingElse(digits, said)) return null;
  if (digits.length === codeLength) return { kind: 'code', code: digits };
  // One digit too few or too many, typed like a code: she means a code. Fewer is an answer to something, more a card or an account.
  const isNear = digits.length === codeLength - 1 || digits.length === codeLength + 1;
  return isNear || (announced && digits.length > 0) ? { kind: 'miscounted', digits: digits.length } : null;
}

/** "em gửi chị mã mời 12345 67890 ạ": the only digits of a short sentence that speaks of a code. */
function codeInSentence(text: string, prefixes: readonly string[]): InvitationText | null {
  const groups = text.match(/\d+/gu) ?? [];
  const code = groups.join('');
  const isCode =
    code.length === codeLength && /(^|[^\d])(\d{5}[\s.-]?\d{5})([^\d]|$)/u.test(text) && !isSomethingElse(code, code);
  const words = ` ${fold(text).replace(/[^a-z]+/gu, ' ')} `;
  const speaksOfCode = folded(prefixes).some((prefix) => /^(ma|code)/u.test(prefix) && words.includes(` ${prefix} `));
  return isCode && text.length <= 80 && speaksOfCode ? { kind: 'code', code } : null;
}

/** The code as it is shown and read out: two groups of five. */
export function writeCode(code: string): string {
  return `${code.slice(0, 5)} ${code.slice(5)}`;
}

/** Whether a code can be told from a phone number or a round sum. Codes that cannot are not given out. */
export function isGoodCode(code: string): boolean {
  return code.length === codeLength && !code.startsWith('0') && !isSomethingElse(code, code);
}

function isSomethingElse(digits: string, said: string): boolean {
  const isPhone =
    /^0[235789]\d{8,9}$/u.test(digits) || /^(84|1900|1800)/u.test(digits.slice(0, 4)) || /^\+/u.test(said);
  const isSum = /0{5}$/u.test(digits) && digits !== '0000000000';
  const isDay = /^\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}/u.test(said);
  return isPhone || isSum || isDay;
}

function tokenOf(said: string, started: boolean): string | null {
  const inLink = /^https?:\/\/\S+?(?:[?&](?:start|moi)=|\/moi\/)([\w-]{22})(?:[&#]\S*)?$/u.exec(said)?.[1];
  if (inLink) return inLink;
  const alone =
    /^[\w-]{22}$/u.test(said) && (started || (/[A-Z]/u.test(said) && /[a-z]/u.test(said) && /[\d_-]/u.test(said)));
  return alone ? said : null;
}

const folded = oncePerList(fold);

function withoutPrefix(text: string, prefixes: readonly string[]): string {
  for (let rest = text.trim(); ; ) {
    const said = fold(rest);
    const lengths = folded(prefixes)
      .filter((prefix) => said.startsWith(prefix) && /^[\s:.,-]/u.test(said.slice(prefix.length)))
      .map(({ length }) => length);
    // Folding keeps the number of letters of NFC text, so the cut falls where the word ends.
    if (lengths.length === 0 || said.length !== rest.length) return rest;
    rest = rest.slice(Math.max(...lengths)).replace(/^[\s:.,-]+/u, '');
  }
}
