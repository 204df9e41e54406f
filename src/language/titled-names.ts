import { countingWord, isCounted, type Line } from './counting-words.ts';
import { hasAccents } from './fold.ts';
import { FOLLOWING_NAMES, GIVEN_NAMES, SURNAME_SYLLABLES } from './given-names.ts';
import { readHamletAt } from './hamlets.ts';
import {
  FIXED_PAIRS,
  HAMLETS,
  MAYBE_NAMES,
  NAMES_ALL_THE_SAME,
  NO_NAMES,
  SHORT_TITLES,
  TITLES,
} from './household-words.ts';
import { endsName, endsNameOrJoins, isPlacedOrPaid, isTold, VERBS } from './name-ends.ts';
import { isCapital, isTitle, longest, matchesWordAt, nameWord } from './name-parts.ts';
import { isFullName, isHelped, isListed, isNameAlone } from './names-in-context.ts';
import { matchesWord, repair } from './slips.ts';
import { touches } from './tokenise.ts';

/** `afterHouse`: behind "hộ", "nhà", where a title is surely one. */
export function titledAt(
  line: Line,
  at: number,
  opensPhrase: (at: number) => number,
  afterHouse = false,
): { name: string; to: number } | null {
  const token = line.tokens[at];
  if (token?.kind !== 'word' || line.isTaken(at)) return null;
  const short = SHORT_TITLES[token.toned];
  const title =
    TITLES.find((word) => token.toned === word) ??
    short ??
    TITLES.find((word) => word !== 'o' && word !== 'già' && word.length > 1 && matchesWord(token, word));
  if (!title) return null;
  const role = roleBehind(line, at + 1);
  // "c. Hoa"; behind a whole word the point ends the sentence: "40 chị em. Ngoài ra …".
  const dot = short && line.tokens[at + 1]?.raw === '.' && touches(token, line.tokens[at + 1]) ? 1 : 0;
  let pos = at + 1 + dot + role;
  const first = line.tokens[pos];
  const numbered = short ? null : numberedName(line, pos, opensPhrase);
  if (numbered) return { name: `${title} ${numbered.name}`, to: numbered.to };
  if (first?.kind !== 'word') return null;
  if (
    (short || title === 'o' || title === 'bạn' || title === 'cháu' || title === 'em') &&
    !isCapital(first) &&
    !(short && GIVEN_NAMES.has(first.folded) && (!NO_NAMES.has(first.folded) || isNameAlone(line, pos, opensPhrase)))
  )
    return null;
  // In a text with accents "ba" is three and "co" nothing, unless a capital says that a name follows.
  if (!short && line.accented && !hasAccents(token.raw) && hasAccents(title) && !isCapital(first)) return null;
  // Typed without accents these are mostly other words ("có", "đi", "chủ", "của"), so a number word behind them is a number.
  const risky =
    !hasAccents(token.raw) && /^(?:co|di|chu|ma|mo|cau|cu|me|em|o|bac)$/u.test(token.folded) && !isCapital(first);
  if (!hasAccents(token.raw) && token.folded === 'duong' && !isCapital(first)) return null;
  // "chi hoi em co doi 16 chi": behind who does something "co" is "có".
  if (
    token.toned === 'co' &&
    !afterHouse &&
    !isCapital(first) &&
    /^(?:hoi|em|to|thon|xom|doan|xa|ch|ap|chi)$/u.test(line.tokens[at - 1]?.folded ?? '')
  )
    return null;
  if (short && first.folded === 'nham') return null;
  // "vay 50tr mo quan" opens one.
  if (token.toned === 'mo' && !isCapital(first) && !/^(?:giup|cho|tham|tang)$/u.test(line.tokens[at - 1]?.folded ?? ''))
    return null;
  const aged = line.tokens[pos + 1]?.kind === 'number' && line.tokens[pos + 2]?.folded === 'tuoi';
  if (
    risky &&
    !aged &&
    (token.folded === 'di' || /^(?:mot|hai|ba|bon|tu|nam|sau|bay|tam|chin|muoi)$/u.test(first.folded))
  )
    return null;
  // "7 chi lam": women counted, unless the number is that of a hamlet ("xom 3 chi hoa").
  if (
    (line.tokens[at - 1]?.kind === 'number' || (isDigitWord(line, at - 1) && isDigitWord(line, at - 2))) &&
    !isCapital(first) &&
    !HAMLETS.some((word) => matchesWordAt(line, at - 2, word))
  )
    return null;
  // "3 mẹ Việt Nam anh hùng" names nobody.
  if (role === 0 && longest(line, pos, ['việt nam anh hùng', 'vnah']) > 0) return null;
  // "với các chị đường xóm 5", "moi chi vay 20tr"
  if (!isCapital(first) && /^(?:cac|nhung|nhieu|moi|tung)$/u.test(line.tokens[at - 1]?.folded ?? '')) return null;
  const surely =
    afterHouse &&
    !FIXED_PAIRS.has(`${token.folded} ${first.folded}`) &&
    !VERBS.has(first.folded) &&
    opensPhrase(pos) === 0 &&
    endsNameOrJoins(line, pos + 1, opensPhrase);
  if (!surely && !isName(line, pos, opensPhrase)) return null;
  const words: string[] = [];
  const surname = SURNAME_SYLLABLES.has(first.folded);
  while (words.length < 4 && line.tokens[pos]?.kind === 'word' && !line.isTaken(pos)) {
    const next = line.tokens[pos]!;
    if (words.length > 0 && !continues(line, pos, opensPhrase, isCapital(first), surname, words.length)) break;
    words.push(nameWord(next));
    pos++;
    // "H'Lan"
    const [mark, rest] = [line.tokens[pos], line.tokens[pos + 1]];
    if (/^['’]$/u.test(mark?.raw ?? '') && touches(next, mark) && touches(mark, rest) && rest?.kind === 'word') {
      words.push(`${words.pop()}'${nameWord(rest)}`);
      pos += 2;
    }
  }
  return { name: `${title} ${words.join(' ')}`, to: pos };
}

function isDigitWord(line: Line, at: number): boolean {
  return at >= 0 && countingWord(line, at) !== null;
}

/** "bà 7 Lê", "ông 5 xóm 3": the name of the seventh child, written as a digit. */
function numberedName(
  line: Line,
  at: number,
  opensPhrase: (at: number) => number,
): { name: string; to: number } | null {
  const [digit, next] = [line.tokens[at], line.tokens[at + 1]];
  if (!digit || line.isTaken(at) || !/^(?:[2-9]|10)$/u.test(digit.raw) || touches(digit, next)) return null;
  if (next?.kind === 'word' && !isCounted(line, at + 1) && opensPhrase(at + 1) < 2) {
    if (
      isCapital(next) ||
      FOLLOWING_NAMES.has(next.folded) ||
      /^(?:le|lua|den|beo|map|gia|nho|lon)$/u.test(next.folded)
    )
      return { name: `${digit.raw} ${nameWord(next)}`, to: at + 2 };
  }
  return readHamletAt(line, at + 1, opensPhrase) ? { name: digit.raw, to: at + 1 } : null;
}

/** "hộ Lan", "nhà Nguyễn Thị Hoa", without a title: only with a capital or a name that is nothing else. */
export function bareAt(
  line: Line,
  at: number,
  opensPhrase: (at: number) => number,
): { name: string; to: number } | null {
  const first = line.tokens[at];
  if (first?.kind !== 'word' || line.isTaken(at) || opensPhrase(at) > 0) return null;
  // "gia đình hạnh phúc", "nhà văn hóa": in small letters only behind hộ and nhà, in a text without accents.
  if (
    !isCapital(first) &&
    (line.accented || line.tokens[at - 1]?.folded === 'dinh' || line.tokens[at + 1]?.folded === 'phuc')
  )
    return null;
  if (
    !isCapital(first) &&
    !(
      isFullName(line, at, opensPhrase) ||
      FOLLOWING_NAMES.has(first.folded) ||
      (GIVEN_NAMES.has(first.folded) && isPlacedOrPaid(line, at + 1, opensPhrase)) ||
      first.folded === 'lan' ||
      first.folded === 'hoa' ||
      SURNAME_SYLLABLES.has(first.folded)
    )
  )
    return null;
  if (
    (!isCapital(first) &&
      NO_NAMES.has(first.folded) &&
      first.folded !== 'hoa' &&
      !(
        GIVEN_NAMES.has(first.folded) &&
        !/^(?:hoi|moi|tam|con|cho|xuong)$/u.test(first.folded) &&
        isPlacedOrPaid(line, at + 1, opensPhrase)
      )) ||
    /^(?:van|ho|nghe|chinh|tinh)$/u.test(first.folded)
  )
    return null;
  const words = [nameWord(first)];
  let pos = at + 1;
  while (
    words.length < 4 &&
    line.tokens[pos]?.kind === 'word' &&
    !line.isTaken(pos) &&
    continues(line, pos, opensPhrase, isCapital(first), SURNAME_SYLLABLES.has(first.folded), words.length)
  )
    words.push(nameWord(line.tokens[pos++]!));
  return { name: words.join(' '), to: pos };
}

/** "mẹ Việt Nam anh hùng Nguyễn Thị Chín", "cô giáo Hà", "chị hội viên Hoa": what she is, between title and name. */
function roleBehind(line: Line, at: number): number {
  const length = longest(line, at, ['việt nam anh hùng', 'vnah', 'giáo', 'hội viên', 'cụ', 'góa']);
  const next = line.tokens[at + length];
  if (length === 0 || next?.kind !== 'word') return 0;
  return isCapital(next) ||
    ((length > 2 || line.tokens[at]!.folded === 'giao') &&
      (GIVEN_NAMES.has(next.folded) || SURNAME_SYLLABLES.has(next.folded)))
    ? length
    : 0;
}

function isName(line: Line, at: number, opensPhrase: (at: number) => number): boolean {
  const token = line.tokens[at]!;
  if (line.isTaken(at)) return false;
  if (isCapital(token) && !isTitle(line, at))
    return !/^(?:hội|em)$/u.test(token.toned) && !(token.toned === 'hoi' && !isListed(line, at));
  // "anh Chu chị Phảy", "chi Chi xom 5": a capital behind a small title.
  if (isCapital(token) && !isCapital(line.tokens[at - 1]!) && endsName(line, at + 1, opensPhrase)) return true;
  // "Bà sống chan hòa": she.
  if (/^(?:sống|nuôi|luôn|thường|vẫn|chăm)$/u.test(token.toned)) return false;
  const phrase = opensPhrase(at);
  if (phrase > 1 || (phrase === 1 && hasAccents(token.raw))) return false;
  const title = line.tokens[at - 1]?.folded ?? '';
  if (FIXED_PAIRS.has(`${title} ${token.folded}`)) return false;
  const standsAlone = endsName(line, at + 1, opensPhrase);
  // "ba hoi thon 1", "ba dan bi liet": behind these titles nothing but a name is followed so.
  if (
    /^(?:ba|ong|cu|anh)$/u.test(title) &&
    !VERBS.has(token.folded) &&
    !isCounted(line, at) &&
    (countingWord(line, at) === null || readHamletAt(line, at + 1, opensPhrase) !== null) &&
    isTold(line, at + 1, opensPhrase)
  )
    return true;
  if (isHelped(line, at, standsAlone, opensPhrase)) return true;
  if (MAYBE_NAMES.has(token.folded) && standsAlone) return true;
  if (NO_NAMES.has(token.folded) && !NAMES_ALL_THE_SAME.has(token.folded)) return false;
  if (GIVEN_NAMES.has(token.folded) || SURNAME_SYLLABLES.has(token.folded)) {
    // "ba ho", "chi chau": the word counts something, or is the next title.
    if (isTitle(line, at) && titledAt(line, at, opensPhrase) !== null) return false;
    return isCapital(token) || !(/^(?:ba|hai|nam|sau|bay|tu)$/u.test(token.folded) && isCounted(line, at + 1, true));
  }
  // An unknown word is a name behind a title that hardly stands alone, or where hamlet, sum or deed follow at once.
  const strict =
    /^(?:bà|ông|cụ|mệ)$/u.test(line.tokens[at - 1]?.toned ?? '') || (/^(?:ba|ong|cu|chi)$/u.test(title) && standsAlone);
  return (
    strict &&
    phrase === 0 &&
    token.folded.length > 1 &&
    !isCounted(line, at, true) &&
    !isTitle(line, at) &&
    repair(token).every(({ how }) => how !== 'abbreviation')
  );
}

function continues(
  line: Line,
  at: number,
  opensPhrase: (at: number) => number,
  capitals: boolean,
  surname: boolean,
  soFar: number,
): boolean {
  const token = line.tokens[at]!;
  if (opensPhrase(at) > 1) return false;
  // "Sùng A Páo"
  const after = line.tokens[at + 1];
  if (capitals && token.raw === 'A' && after?.kind === 'word' && isCapital(after)) return true;
  // "chi Lan Anh dat 3 sach"
  const named = capitals && isCapital(token) && after?.kind === 'word' && !isCapital(after);
  if (!named && isTitle(line, at) && titledAt(line, at, opensPhrase)) return false;
  // "chi Dang thi Lua"
  const middle = surname && /^(?:thi|thị|van|văn)$/u.test(token.toned);
  if (capitals && middle && line.tokens[at + 1]?.kind === 'word' && isCapital(line.tokens[at + 1]!)) return true;
  if (capitals)
    return (
      isCapital(token) &&
      !HAMLETS.some((word) => matchesWord(token, word) && word.length > 2) &&
      !/^(?:họp|giúp|tặng|tuyên|thăm|sửa|xây|hôm|ngày|thứ|sáng|chiều)$/u.test(token.toned)
    );
  if (
    surname &&
    soFar < 3 &&
    (token.folded === 'thi' || token.folded === 'van' || /^(?:thi|van)$/u.test(line.tokens[at - 1]!.folded))
  )
    return GIVEN_NAMES.has(token.folded);
  // "chi ba nho", "ba sau lua": what tells her from the others who are called by this number.
  if (
    soFar === 1 &&
    countingWord(line, at - 1) !== null &&
    /^(?:nho|lon|lua|den|map|lun|cao|beo|rong|teo|gia)$/u.test(token.folded) &&
    opensPhrase(at) === 0
  )
    return true;
  // "ba lan nhan 5 trieu": she is given it.
  if (token.toned === 'nhan' && line.tokens[at + 1]?.kind === 'number') return false;
  return FOLLOWING_NAMES.has(token.folded) && opensPhrase(at) === 0;
}
