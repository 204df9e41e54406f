import { fold, hasAccents } from './fold.ts';
import { matchesWord, matchPhrase, repair } from './slips.ts';
import { type Token, touches } from './tokenise.ts';

/** Half-open range of token positions. */
export type TokenRange = { from: number; to: number };

/** What a word does inside a number. Which of them a word is without accents ("nam", "sau", "ba") is decided by its neighbours. */
export type CountingWord =
  | { is: 'digit'; value: number; form: 'plain' | 'after-ten' }
  | { is: 'ten' | 'tens' | 'dozen-like' | 'hundred' | 'twenty-and' | 'half' | 'half-more' | 'and' | 'point' | 'minus' }
  | { is: 'scale'; value: number }
  | { is: 'some'; readings: readonly number[] };

const digit = (value: number, form: 'plain' | 'after-ten' = 'plain'): CountingWord => ({ is: 'digit', value, form });
const scale = (value: number): CountingWord => ({ is: 'scale', value });

const WORDS: readonly (readonly [string, CountingWord])[] = [
  ['không', digit(0)],
  ['một', digit(1)],
  ['mốt', digit(1, 'after-ten')],
  ['hai', digit(2)],
  ['ba', digit(3)],
  ['bốn', digit(4)],
  ['tư', digit(4, 'after-ten')],
  ['năm', digit(5)],
  ['lăm', digit(5, 'after-ten')],
  ['nhăm', digit(5, 'after-ten')],
  ['sáu', digit(6)],
  ['bảy', digit(7)],
  ['bẩy', digit(7)],
  ['tám', digit(8)],
  ['chín', digit(9)],
  ['mười', { is: 'ten' }],
  ['mươi', { is: 'tens' }],
  ['chục', { is: 'dozen-like' }],
  ['trăm', { is: 'hundred' }],
  ['hăm', { is: 'twenty-and' }],
  ['nửa', { is: 'half' }],
  ['rưỡi', { is: 'half-more' }],
  ['rưởi', { is: 'half-more' }],
  ['linh', { is: 'and' }],
  ['lẻ', { is: 'and' }],
  ['lẽ', { is: 'and' }],
  ['phẩy', { is: 'point' }],
  ['phảy', { is: 'point' }],
  ['chấm', { is: 'point' }],
  ['âm', { is: 'minus' }],
  ['nghìn', scale(1e3)],
  ['ngàn', scale(1e3)],
  ['ngìn', scale(1e3)],
  ['vạn', scale(1e4)],
  ['triệu', scale(1e6)],
  ['củ', scale(1e6)],
  ['tỷ', scale(1e9)],
  ['tỉ', scale(1e9)],
  ['vài', { is: 'some', readings: [2, 3] }],
  ['dăm', { is: 'some', readings: [4, 5, 6] }],
  ['mấy', { is: 'some', readings: [] }],
];
const BY_FOLD = new Map<string, (readonly [string, CountingWord])[]>();
for (const entry of WORDS) BY_FOLD.set(fold(entry[0]), [...(BY_FOLD.get(fold(entry[0])) ?? []), entry]);

// Without accents these say something else more often: ván/vận, cụ, ti (vi), âm/ấm, máy/may, vai, đậm, nữa, hãm/hàm.
const ONLY_WITH_ACCENTS = new Set(['vạn', 'củ', 'tỉ', 'âm', 'nửa', 'hăm', 'linh']);

/** A sentence under the number grammar. `accented`: its words carry accents, so a word without any is meant as it stands. */
export type Line = { tokens: readonly Token[]; accented: boolean; isTaken(at: number): boolean };

/** `taken`: tokens that something else has read (a date, a phone number); no number reaches into them. */
export function lineOf(tokens: readonly Token[], taken: readonly TokenRange[] = []): Line {
  const words = tokens.filter((token) => token.kind === 'word');
  const accented = words.filter((token) => hasAccents(token.raw)).length;
  const closed = new Set(taken.flatMap(({ from, to }) => Array.from({ length: to - from }, (_none, at) => from + at)));
  return { tokens, accented: accented > 0 && accented * 4 >= words.length, isTaken: (at) => closed.has(at) };
}

/** The part the token at `at` can play in a number. Of "mười" and "mươi", typed "muoi", the one that fits what stands before. */
export function countingWord(line: Line, at: number): CountingWord | null {
  const token = line.tokens[at];
  if (token?.kind !== 'word' || line.isTaken(at)) return null;
  // "nua trieu": before a scale and behind nothing counted "nua" is half, not "nữa".
  const before = line.tokens[at - 1];
  if (
    token.toned === 'nua' &&
    /^(?:trieu|tram|chuc|ty)$/u.test(line.tokens[at + 1]?.folded ?? '') &&
    before?.kind !== 'number' &&
    !/^(?:ho|nguoi|chi)$/u.test(before?.folded ?? '')
  )
    return { is: 'half' };
  // "ham tam nguoi": twenty-eight, never eight.
  if (token.toned === 'ham' && isDigit(countingWordAs(line, at + 1))) return { is: 'twenty-and' };
  if (token.folded === 'muoi' && !hasAccents(token.raw))
    return isDigit(countingWordAs(line, at - 1)) || line.tokens[at - 1]?.kind === 'number'
      ? { is: 'tens' }
      : { is: 'ten' };
  return countingWordAs(line, at);
}

function countingWordAs(line: Line, at: number): CountingWord | null {
  const token = line.tokens[at];
  if (token?.kind !== 'word' || line.isTaken(at)) return null;
  const known = cache.get(token);
  if (known !== undefined) return known;
  const found = find(token);
  cache.set(token, found);
  return found;
}

const cache = new WeakMap<Token, CountingWord | null>();

function find(token: Token): CountingWord | null {
  const folds = new Set([
    token.folded,
    ...repair(token)
      .filter(({ how }) => how === 'telex' || how === 'vni')
      .map(({ words }) => fold(words[0]!)),
  ]);
  const entries = [...folds].flatMap((folded) => BY_FOLD.get(folded) ?? []);
  // "triêu", "triều": behind a number nothing else is meant.
  if (token.folded === 'trieu') return scale(1e6);
  const near = entries.length > 0 || token.raw.length < 4 ? entries : WORDS.filter(([word]) => word.length >= 4);
  for (const [word, part] of near) {
    if (ONLY_WITH_ACCENTS.has(word) && token.toned !== word && token.folded === fold(word)) continue;
    if (matchesWord(token, word)) return part;
  }
  return null;
}

/** Whether the token cannot be another word that only lacks its accents: typed with accents, or plain in a sentence that has accents. */
export function isSure(line: Line, at: number): boolean {
  const token = line.tokens[at];
  if (!token) return false;
  return token.kind === 'number' || line.accented || hasAccents(token.raw) || /[sfrxjwz]$|w/u.test(token.folded);
}

export function isDigit(word: CountingWord | null): word is Extract<CountingWord, { is: 'digit' }> {
  return word?.is === 'digit';
}

// What is counted in reports. "lan", "chi", "co", "em", "hoa", "con" are missing where they could be a name or a title without accents.
const COUNTED = (
  'hộ|người|hội viên|chị|cháu|bà|ông|cụ|bác|cô|anh|em|phụ nữ|chị em|hộ gia đình|gia đình|hộ nghèo|cặp|đôi|buổi|cuộc|lần|lượt|lớp|con|cái|chiếc|suất|phần|bộ|thẻ|' +
  'thôn|xóm|ấp|bản|tổ|chi hội|chi đoàn|ngày|ngày công|công|giờ|tiếng|tấn|tạ|yến|kg|kí|ký|cân|thùng|gói|bao|mét|km|cây|mô hình|nhà|ngôi nhà|trường|học sinh|thành viên|' +
  'đại biểu|tiêu chí|ca|vụ|tuần|tháng|tuổi|phút|trẻ|em bé|nạn nhân|đoàn viên|cán bộ|giá trị|câu lạc bộ|tờ rơi|tờ|quyển|cuốn|xe|lá cờ|băng rôn|điểm|đơn vị|xã|huyện|tỉnh|mâm|vòng|tiết mục|' +
  'đội|nhóm|hội thi|đợt|loại|khẩu|lít|quả|chai|hộp|chủ đề|nội dung|tham gia|sào|mẫu|hécta|ha|gà|lợn|bò|bếp|ngõ|đoạn|tuyến|cơ sở|chương trình|món|suất quà|phần quà|trang|bài'
).split('|');
const TITLE_LIKE = new Set([
  'lan',
  'chi',
  'co',
  'em',
  'hoa',
  'con',
  'chau',
  'cu',
  'bac',
  'anh',
  'ong',
  'ba',
  'ban',
  'to',
  'ca',
  'ha',
  'ky',
  'ki',
  'tam',
  'cong',
  'bo',
  'ta',
  'tan',
  'vu',
  'xe',
  'the',
  'bai',
  'mau',
  'loai',
  'trang',
  'bep',
  'hop',
  'an',
  'mon',
  'bao',
  'tre',
  'cai',
  'ca',
  'bo',
  'ga',
  'dot',
]);

const SURELY_COUNTED = COUNTED.filter((phrase) => phrase.includes(' ') || !TITLE_LIKE.has(fold(phrase)));

/** Whether something counted starts at `at`. `surely`: it cannot be a name or a title typed without accents. */
export function isCounted(line: Line, at: number, surely = false): boolean {
  const token = line.tokens[at];
  if (token?.kind !== 'word' || line.isTaken(at)) return false;
  return (surely && !line.accented && !hasAccents(token.raw) ? SURELY_COUNTED : COUNTED).some(
    (phrase) => matchPhrase(line.tokens, at, phrase) > 0,
  );
}

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
  'o',
  'mệ',
  'dượng',
  'bá',
];
const PLURALS = ['các', 'những', 'mấy', 'hai', 'nhiều', 'chị', 'anh', 'số', 'một', 'ba', 'bốn'];

/** Whether the token at `at` stands where a name stands: after one person's title ("bà Bảy"), which no number or plural precedes. */
export function followsTitle(line: Line, at: number): boolean {
  const title = line.tokens[at - 1];
  if (title?.kind !== 'word' || touches(title, line.tokens[at]) || !TITLES.some((word) => matchesWord(title, word)))
    return false;
  // "có ba bốn chục chị": before two number words "co" is no title.
  if (
    !hasAccents(title.raw) &&
    title.folded === 'co' &&
    BY_FOLD.has(line.tokens[at]!.folded) &&
    BY_FOLD.has(line.tokens[at + 1]?.folded ?? '')
  )
    return false;
  const before = line.tokens[at - 2];
  if (!before) return true;
  if (before.kind === 'number' && at >= 3 && isLabelWord(line, at - 3)) return true;
  return (
    before.kind !== 'number' &&
    !PLURALS.some((word) => matchesWord(before, word) && (word !== 'ba' || isSure(line, at - 2)))
  );
}

const LABELLED =
  'xóm|thôn|tổ|ấp|bản|buổi|cuộc|khu|khu phố|đội|phố|ngõ|ngách|hẻm|số|số nhà|chi hội|quý|khóa|điều|khoản|chương|phường|quận|xã|làng|buôn|nhóm|lớp|phần|đợt|lần|cụm|tiểu khu|khối|khối phố|liên gia|tổ dân phố|năm|tuần|bài|mục|câu|bước|tháng|ngày|mùng|mồng|khoá|kỳ|học kỳ|quyển|tập|cấp|nghị quyết|chỉ thị|đề án|dự án|quốc lộ|giai đoạn|vùng|hạng|kế hoạch|chương trình|chỉ tiêu|nghị định|thông tư|quyết định|luật số|công văn'.split(
    '|',
  );

/** Whether the token ends a word that is numbered, not counted: "xóm 3", "tổ 5", "số 8". */
export function isLabelWord(line: Line, at: number): boolean {
  for (const phrase of LABELLED) {
    const length = phrase.split(' ').length;
    if (at - length + 1 >= 0 && matchPhrase(line.tokens, at - length + 1, phrase) === length) return true;
  }
  return false;
}
