import { isCounted, type Line } from './counting-words.ts';
import { FOLLOWING_NAMES } from './given-names.ts';
import { HAMLETS } from './household-words.ts';
import { capital, isCapital, isTitle, longest, longestOf, matchesWordAt } from './name-parts.ts';
import { matchesWord } from './slips.ts';
import { touches } from './tokenise.ts';

const NOT_A_HAMLET: ReadonlySet<string> = new Set(
  'co da duoc dc hop giup tang di ra cho va minh nay toi em chi ba de o van ngheo kho vua la bi tham don cua con khong cung se dang the nhu voi nha ngo va em ta vao den tai kia nao ban cac lang xom thon phu do hoi truong pho'.split(
    ' ',
  ),
);

/** "xóm 3", "thôn Đông", "tổ dân phố số 5" at `at`: its noun with accents, its name as typed. */
export function readHamletAt(
  line: Line,
  at: number,
  opensPhrase: (at: number) => number = () => 0,
): { name: string; to: number } | null {
  const noun = longestOf(line, at, HAMLETS);
  if (!noun || line.isTaken(at)) return null;
  const pos = at + noun.length;
  const number = pos + longest(line, pos, ['số']);
  const token = line.tokens[number];
  const said = noun.phrase === 'tdp' ? 'tổ dân phố' : noun.phrase === 'tổ phụ nữ' ? 'tổ' : noun.phrase;
  // "dọn đường thôn 20 chị": beyond a dozen, with something counted behind it, it is no hamlet.
  if (token?.kind === 'number' && Number(token.raw) > 12 && isCounted(line, number + 1)) return null;
  // "tổ phó 12 chị"
  if (noun.phrase === 'phố' && /^(?:to|hoi|truong|chu|doi)$/u.test(line.tokens[at - 1]?.folded ?? '')) return null;
  // "trong thôn mỗi người"
  if (token?.folded === 'moi' && ['người', 'nhà', 'hộ', 'chị'].some((word) => matchesWordAt(line, number + 1, word)))
    return null;
  // "với xã bạn 12 chị": what is counted ends there, so it is no name that follows.
  if (token?.kind === 'number' && countsPeopleOnly(line, number + 1)) return null;
  if (token?.kind === 'number' && /^\d{1,2}$/u.test(token.raw)) {
    const letter = line.tokens[number + 1];
    const tail = letter && touches(token, letter) && /^[a-dA-D]$/u.test(letter.raw) ? letter.raw.toUpperCase() : '';
    return { name: `${said} ${Number(token.raw)}${tail}`, to: number + (tail ? 2 : 1) };
  }
  const first = line.tokens[pos];
  if (first?.kind !== 'word' || line.isTaken(pos)) return null;
  if (isCapital(first)) {
    let to = pos + 1;
    while (
      to < pos + 3 &&
      line.tokens[to]?.kind === 'word' &&
      isCapital(line.tokens[to]!) &&
      !isTitle(line, to) &&
      opensPhrase(to) < 2
    )
      to++;
    return {
      name: `${said} ${line.tokens
        .slice(pos, to)
        .map(({ raw }) => raw)
        .join(' ')}`,
      to,
    };
  }
  const words = ['một', 'hai', 'ba', 'bốn', 'năm', 'sáu', 'bảy', 'tám', 'chín', 'mười'];
  const digit = words.findIndex((word) => matchesWord(first, word));
  if (digit >= 0 && /^(?:xóm|thôn|tổ|khu|đội|ấp)$/u.test(said)) return { name: `${said} ${digit + 1}`, to: pos + 1 };
  // "xóm chùa", "thon dong": one small word, where no phrase of the report begins with it.
  if (
    !/^(?:xóm|thôn|ấp|làng|bản|buôn)$/u.test(said) ||
    opensPhrase(pos) > 0 ||
    NOT_A_HAMLET.has(first.folded) ||
    isTitle(line, pos) ||
    first.folded.length < 2
  )
    return null;
  // "thon ngoc ly"
  const second = line.tokens[pos + 1];
  const more =
    second?.kind === 'word' &&
    opensPhrase(pos + 1) === 0 &&
    FOLLOWING_NAMES.has(first.folded) &&
    FOLLOWING_NAMES.has(second.folded);
  return {
    name: `${said} ${capital(first.toned)}${more ? ` ${capital(second.toned)}` : ''}`,
    to: pos + (more ? 2 : 1),
  };
}

function countsPeopleOnly(line: Line, at: number): boolean {
  const [who, next] = [line.tokens[at], line.tokens[at + 1]];
  return (
    who !== undefined &&
    ['chị', 'người', 'em', 'bà', 'hộ'].some((word) => matchesWord(who, word)) &&
    (next === undefined || next.kind === 'punctuation' || /^(?:du|tham)$/u.test(next.folded))
  );
}

export function hamletBehind(
  line: Line,
  at: number,
  opensPhrase: (at: number) => number,
): { name: string; from: number; to: number } | null {
  const mark = /^[(,-]$/u.test(line.tokens[at]?.raw ?? '') ? 1 : 0;
  const link = longest(line, at + mark, ['ở', 'tại', 'bên', 'dưới', 'trên', 'của', 'thuộc', 'nhà ở', 'o']);
  const from = at + mark + link;
  // Behind a name "xom chua" is xóm Chùa, not "chưa".
  const opens = (pos: number) => (line.tokens[pos]?.toned === 'chua' ? 0 : opensPhrase(pos));
  const found = readHamletAt(line, from, opens);
  if (!found) return null;
  // "chị Hoa, xóm 3 họp": behind a comma only where the hamlet closes the clause or stands in brackets.
  const next = line.tokens[found.to];
  if (
    mark &&
    line.tokens[at]!.raw === ',' &&
    next?.kind === 'word' &&
    /^(?:hop|co|to|sinh|tuyen|ra)$/u.test(next.folded)
  )
    return null;
  return { name: found.name, from, to: found.to + (mark && line.tokens[at]!.raw === '(' && next?.raw === ')' ? 1 : 0) };
}
