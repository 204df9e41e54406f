import { isCounted, type Line } from './counting-words.ts';
import { fold, hasAccents } from './fold.ts';
import { FOLLOWING_NAMES, GIVEN_NAMES, SURNAME_SYLLABLES } from './given-names.ts';
import { matchesWord, matchPhrase, repair } from './slips.ts';
import { type Token, touches } from './tokenise.ts';

export type NameReading = {
  from: number;
  to: number;
  /** As people say it: the title with its accents, the name as typed with a capital: "ba lan" is "bà Lan". */
  name: string;
  hamlet: string | null;
  /** The tokens of the hamlet, empty where there is none. */
  hamletTokens: { from: number; to: number };
};

const TITLES = [
  'bà',
  'chị',
  'ông',
  'cô',
  'bác',
  'chú',
  'anh',
  'dì',
  'mợ',
  'thím',
  'cậu',
  'cụ',
  'mẹ',
  'em',
  'má',
  'bá',
  'o',
  'mệ',
  'dượng',
  'cháu',
  'bạn',
  'già',
] as const;
const SHORT_TITLES: Record<string, string> = { c: 'chị', a: 'anh', b: 'bà', e: 'em', ô: 'ông', chj: 'chị', cj: 'chị' };
const HOUSE = ['hộ gia đình', 'hộ nhà', 'gia đình nhà', 'hộ', 'nhà', 'gia đình', 'gđ'];
const COUPLE = [
  'vợ chồng',
  'hai vợ chồng',
  'mẹ con',
  'hai mẹ con',
  'bà cháu',
  'hai bà cháu',
  'ông bà',
  'bố con',
  'vc',
  'hai ông bà',
];
// What follows a title and is no name, without accents; with the title it makes another word or opens a clause.
const NO_NAMES = new Set(
  (
    'hoi em bo doan tieu phi tiet cuc nhanh tien vien phap giao quan gai dau doc su ay ta nay kia nao gi do day minh toi no can bi o la di duoc da lam cung se dang co khong chua moi van con cho va voi thi ma de tai tu trong ngoai tren duoi ve ra vao len xuong giup tang qua hop gap noi bao hoc tham du ' +
    'vang nhe nha a ah oi chao buoi thua ngheo kho neo don cao gia tre nho lon khac nua deu rat qua het roi xong thoi ngay thang tuan nam sang chieu trua hom nay mai ho nguoi chi ban nhom to thon xom ap khu phuong xa huyen tinh phu chu truong pho uy vu hoan canh benh om yeu mo coi cham ngoan hoa nha bep ngo tat nhieu may cac nhung mot hai bay sinh hoat viec chong vo dan hang bac si trung hoang lang te can ky dong gop cam ket ' +
    'ngoai thu quy ca bi mat don xin dang ki chuyen quet sua xay trao mua nhan lo cham soc dua don an uong hien cong tac hoi vien sua chua dien hinh guong em'
  ).split(' '),
);
// Of those, what is a name all the same where it stands alone behind a title: "chị Hoa", "bà Bảy", "chị Mai", "bà Tư", "chị Thu".
const NAMES_ALL_THE_SAME = new Set(
  'hoa bay mai tu thu nam sau hai ba hien sang quy dien mot hang can guong phuong tinh vinh cham tham nhan do ca bac thuan trung hoang lo van'.split(
    ' ',
  ),
);
const HAMLETS = [
  'xóm',
  'thôn',
  'ấp',
  'bản',
  'tổ',
  'khu',
  'đội',
  'làng',
  'buôn',
  'phố',
  'ngõ',
  'khu phố',
  'tổ dân phố',
  'cụm',
  'khối',
  'khối phố',
  'tiểu khu',
  'phum',
  'sóc',
  'liên gia',
  'tdp',
];
const APPOSITION = [
  'vợ',
  'mẹ',
  'con',
  'con dâu',
  'con gái',
  'em',
  'chồng',
  'vợ của',
  'mẹ của',
  'chị',
  'dâu',
  'là vợ',
  'là mẹ',
  'con của',
  'em gái',
  'chị gái',
  'cháu',
];

/**
 * The person or household named at `at`, or null: "bà Lan", "chi hoa xom 3", "hộ bà Bảy (thôn Đông)", "vợ chồng anh Tuấn chị Hà", "nhà Hoa".
 * `opensPhrase` says whether a phrase of the report starts at a token and how long it is; a name never reaches into one.
 */
export function readNameAt(line: Line, at: number, opensPhrase: (at: number) => number = () => 0): NameReading | null {
  if (line.isTaken(at)) return null;
  const couple = longest(line, at, COUPLE);
  const house = couple ? 0 : longest(line, at, HOUSE);
  const start =
    at +
    couple +
    house +
    (couple ? longest(line, at + couple, ['nhà']) : house ? longest(line, at + house, COUPLE) : 0);
  const person =
    titledAt(line, start, opensPhrase) ??
    (house > 0 || isFullName(line, start) ? bareAt(line, start, opensPhrase) : null);
  if (!person) return null;
  let { name, to } = person;
  // "vợ chồng anh Tuấn chị Hà", "nhà anh Tuấn chị Hà" are one household.
  if (couple || house) {
    const other =
      titledAt(line, to, opensPhrase) ??
      (couple && matchesWordAt(line, to, 'và') ? titledAt(line, to + 1, opensPhrase) : null);
    if (other && (couple || isPair(name, other.name))) {
      name += ` ${other.name}`;
      to = other.to;
    }
  }
  // "cháu Minh con chị Hằng": the household is the mother's.
  const parent = /^(?:cháu|em|bé) /u.test(name) ? parentOf(line, to, opensPhrase) : null;
  if (parent) ({ name, to } = parent);
  to = pastApposition(line, to, opensPhrase);
  const hamlet = hamletBehind(line, to, opensPhrase);
  return {
    from: at,
    to: hamlet?.to ?? to,
    name,
    hamlet: hamlet?.name ?? null,
    hamletTokens: hamlet ? { from: hamlet.from, to: hamlet.to } : { from: to, to },
  };
}

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
  const said = noun.phrase === 'tdp' ? 'tổ dân phố' : noun.phrase;
  // "dọn đường thôn 20 chị": beyond a dozen, with something counted behind it, it is no hamlet.
  if (token?.kind === 'number' && Number(token.raw) > 12 && isCounted(line, number + 1)) return null;
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
    NO_NAMES.has(first.folded) ||
    isTitle(line, pos) ||
    first.folded.length < 3
  )
    return null;
  return { name: `${said} ${capital(first.toned)}`, to: pos + 1 };
}

export type HouseholdKey = { name: string; title: string; hamlet: string };

/** What a household is compared by: the folded name without its title, the title and the folded hamlet ('' where there is none). */
export function householdKey(name: string, hamlet: string | null): HouseholdKey {
  const words = fold(name).split(/\s+/u).filter(Boolean);
  const folded = new Set(TITLES.map((title) => fold(title)));
  let title = '';
  while (words.length > 1 && (folded.has(words[0]!) || /^(?:ho|nha)$/u.test(words[0]!))) title = words.shift()!;
  return {
    name: words.join(' '),
    title,
    hamlet: fold(hamlet ?? '')
      .replace(/\b0+(?=\d)/gu, '')
      .replace(/\s+/gu, ' ')
      .trim(),
  };
}

/**
 * Whether two names of one branch are one household. 'same': name, title and hamlet agree and the hamlet is known. 'ask': the name agrees,
 * and the title differs ("bà Lan", "chị Lan") or a hamlet is missing. 'other': another name or another hamlet.
 */
export function compareHouseholds(one: HouseholdKey, two: HouseholdKey): 'same' | 'ask' | 'other' {
  if (one.name !== two.name) return 'other';
  if (one.hamlet !== '' && two.hamlet !== '' && one.hamlet !== two.hamlet) return 'other';
  return one.hamlet !== '' && one.hamlet === two.hamlet && one.title === two.title ? 'same' : 'ask';
}

function titledAt(line: Line, at: number, opensPhrase: (at: number) => number): { name: string; to: number } | null {
  const token = line.tokens[at];
  if (token?.kind !== 'word' || line.isTaken(at)) return null;
  const short = SHORT_TITLES[token.toned];
  const title =
    TITLES.find((word) => token.toned === word) ??
    short ??
    TITLES.find((word) => word !== 'o' && word !== 'già' && word.length > 1 && matchesWord(token, word));
  if (!title) return null;
  const role = roleBehind(line, at + 1);
  const dot =
    token.folded.length <= 2 && line.tokens[at + 1]?.raw === '.' && touches(token, line.tokens[at + 1]) ? 1 : 0;
  let pos = at + 1 + dot + role;
  const first = line.tokens[pos];
  if (first?.kind !== 'word') return null;
  if (
    (short || title === 'o' || title === 'bạn' || title === 'cháu' || title === 'em') &&
    !isCapital(first) &&
    !(GIVEN_NAMES.has(first.folded) && !NO_NAMES.has(first.folded) && short)
  )
    return null;
  // In a text with accents "ba" is three and "co" nothing, unless a capital says that a name follows.
  if (!short && line.accented && !hasAccents(token.raw) && hasAccents(title) && !isCapital(first)) return null;
  // Typed without accents these are mostly other words ("có", "đi", "chủ", "của"), so a number word behind them is a number.
  const risky =
    !hasAccents(token.raw) && /^(?:co|di|chu|ma|mo|cau|cu|me|em|o|bac)$/u.test(token.folded) && !isCapital(first);
  if (risky && (token.folded === 'di' || /^(?:mot|hai|ba|bon|tu|nam|sau|bay|tam|chin|muoi)$/u.test(first.folded)))
    return null;
  if (!isName(line, pos, opensPhrase)) return null;
  const words: string[] = [];
  const surname = SURNAME_SYLLABLES.has(first.folded);
  while (words.length < 4 && line.tokens[pos]?.kind === 'word' && !line.isTaken(pos)) {
    const next = line.tokens[pos]!;
    if (words.length > 0 && !continues(line, pos, opensPhrase, isCapital(first), surname, words.length)) break;
    words.push(nameWord(next));
    pos++;
  }
  return { name: `${title} ${words.join(' ')}`, to: pos };
}

/** "Nguyễn Thị Hoa" without a title. */
function isFullName(line: Line, at: number): boolean {
  const [surname, middle, given] = [line.tokens[at], line.tokens[at + 1], line.tokens[at + 2]];
  return (
    surname?.kind === 'word' &&
    isCapital(surname) &&
    SURNAME_SYLLABLES.has(surname.folded) &&
    /^(?:Thị|Văn|Thi|Van)$/u.test(middle?.raw ?? '') &&
    given?.kind === 'word' &&
    isCapital(given)
  );
}

/** "hộ Lan", "nhà Nguyễn Thị Hoa", without a title: only with a capital or a name that is nothing else. */
function bareAt(line: Line, at: number, opensPhrase: (at: number) => number): { name: string; to: number } | null {
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
      FOLLOWING_NAMES.has(first.folded) ||
      first.folded === 'lan' ||
      first.folded === 'hoa' ||
      SURNAME_SYLLABLES.has(first.folded)
    )
  )
    return null;
  if (
    (!isCapital(first) && NO_NAMES.has(first.folded) && first.folded !== 'hoa') ||
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
  return length > 0 && next?.kind === 'word' && isCapital(next) ? length : 0;
}

function isName(line: Line, at: number, opensPhrase: (at: number) => number): boolean {
  const token = line.tokens[at]!;
  if (line.isTaken(at)) return false;
  if (isCapital(token) && !isTitle(line, at)) return !/^(?:hoi|em)$/u.test(token.folded);
  const phrase = opensPhrase(at);
  if (phrase > 1 || (phrase === 1 && hasAccents(token.raw))) return false;
  if (NO_NAMES.has(token.folded) && !NAMES_ALL_THE_SAME.has(token.folded)) return false;
  if (GIVEN_NAMES.has(token.folded) || SURNAME_SYLLABLES.has(token.folded)) {
    // "ba ho", "chi chau": the word counts something, or is the next title.
    if (NO_NAMES.has(token.folded) && !NAMES_ALL_THE_SAME.has(token.folded)) return false;
    if (isTitle(line, at) && titledAt(line, at, opensPhrase) !== null) return false;
    return isCapital(token) || !(/^(?:ba|hai|nam|sau|bay|tu)$/u.test(token.folded) && isCounted(line, at + 1, true));
  }
  // An unknown word is a name only behind a title that hardly stands alone.
  const title = line.tokens[at - 1];
  const strict = title !== undefined && /^(?:bà|ông|cụ|mệ)$/u.test(title.toned);
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
  if (isTitle(line, at) && titledAt(line, at, opensPhrase)) return false;
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
  return FOLLOWING_NAMES.has(token.folded) && opensPhrase(at) === 0;
}

function isPair(one: string, two: string): boolean {
  return /^(?:anh|ông|chú|bác) /u.test(one) && /^(?:chị|bà|cô|thím|bác) /u.test(two);
}

function matchesWordAt(line: Line, at: number, word: string): boolean {
  const token = line.tokens[at];
  return token !== undefined && matchesWord(token, word);
}

function parentOf(line: Line, at: number, opensPhrase: (at: number) => number): { name: string; to: number } | null {
  const child = longest(line, at, ['con', 'con của', 'con nhà', 'con gái', 'con trai', 'cháu']);
  return child ? titledAt(line, at + child, opensPhrase) : null;
}

/** "chị Hoa vợ anh Tuấn", "bà Lan (mẹ cháu Minh)": who she belongs to is read past. */
function pastApposition(line: Line, at: number, opensPhrase: (at: number) => number): number {
  const open = line.tokens[at]?.raw === '(' ? 1 : 0;
  const relation = longest(line, at + open, APPOSITION);
  if (!relation) return at;
  const other = titledAt(line, at + open + relation, opensPhrase);
  if (!other) return at;
  return other.to + (open && line.tokens[other.to]?.raw === ')' ? 1 : 0);
}

function hamletBehind(
  line: Line,
  at: number,
  opensPhrase: (at: number) => number,
): { name: string; from: number; to: number } | null {
  const mark = /^[(,-]$/u.test(line.tokens[at]?.raw ?? '') ? 1 : 0;
  const link = longest(line, at + mark, ['ở', 'tại', 'bên', 'dưới', 'trên', 'của', 'thuộc', 'nhà ở', 'o']);
  const from = at + mark + link;
  const found = readHamletAt(line, from, opensPhrase);
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

function nameWord(token: Token): string {
  const telex = repair(token).find(({ how }) => how === 'telex' || how === 'vni');
  return capital(isCapital(token) && !telex ? token.raw : (telex?.words[0] ?? token.toned));
}

function isTitle(line: Line, at: number): boolean {
  const token = line.tokens[at];
  return token?.kind === 'word' && TITLES.some((word) => word.length > 1 && matchesWord(token, word));
}

function isCapital(token: Token): boolean {
  return /^\p{Lu}\p{Ll}/u.test(token.raw) || /^\p{Lu}$/u.test(token.raw);
}

function capital(word: string): string {
  return word === '' ? word : word[0]!.toUpperCase() + word.slice(1);
}

function longest(line: Line, at: number, phrases: readonly string[]): number {
  return longestOf(line, at, phrases)?.length ?? 0;
}

function longestOf(line: Line, at: number, phrases: readonly string[]): { phrase: string; length: number } | null {
  let best: { phrase: string; length: number } | null = null;
  for (const phrase of phrases) {
    const length = line.isTaken(at) ? 0 : matchPhrase(line.tokens, at, phrase);
    if (length > (best?.length ?? 0)) best = { phrase, length };
  }
  return best;
}
