import type { Line } from './counting-words.ts';
import { matchesWord, matchPhrase } from './slips.ts';

const DAY_CUES = [
  'ngày',
  'hôm',
  'mùng',
  'mồng',
  'sáng',
  'trưa',
  'chiều',
  'tối',
  'đêm',
  'lễ',
  'dịp',
  'đợt',
  'từ',
  'nhân',
  'mừng',
  'tết',
  'bữa',
  'hai',
  'ba',
  'tư',
  'năm',
  'sáu',
  'bảy',
  'nhật',
  'cn',
  'ra',
  'kỷ',
];
const SHARE_CUES = [
  'dự',
  'mặt',
  'đạt',
  'gia',
  'được',
  'vận',
  'động',
  'lệ',
  'thành',
  'có',
  'họp',
  'còn',
  'số',
  'đủ',
  'vắng',
  'ký',
  'kết',
  'họp',
];

const SHARED = [
  'hộ',
  'người',
  'chị',
  'hội viên',
  'phụ nữ',
  'gia đình',
  'nhà',
  'thành viên',
  'đại biểu',
  'cháu',
  'em',
  'bà',
  'học sinh',
  'đảng viên',
  'cán bộ',
  'tổ',
  'xóm',
  'thôn',
  'buổi',
  'tiêu chí',
];

/** Whether something counted stands there: "47/60 chị", and not "9/11 chi hội họp". */
function isShared(line: Line, at: number): boolean {
  const length = Math.max(...SHARED.map((phrase) => matchPhrase(line.tokens, at, phrase)));
  const next = line.tokens[at + length];
  // "9/11 tổ 3 họp"
  if (next?.kind === 'number') return false;
  return length > 0 && !(line.tokens[at]!.folded === 'chi' && next !== undefined && matchesWord(next, 'hội'));
}

/**
 * What two numbers with a slash mean: a day ("20/10"), a share ("47/60 chị": 47 of 60), or either, where the reader must ask.
 * `at` is the first number, `at + 1` the slash. Null where no two numbers stand there.
 */
export function dayOrShare(line: Line, at: number): 'day' | 'share' | 'either' | null {
  const [left, slash, right] = [line.tokens[at], line.tokens[at + 1], line.tokens[at + 2]];
  if (
    left?.kind !== 'number' ||
    slash?.raw !== '/' ||
    right?.kind !== 'number' ||
    line.isTaken(at) ||
    line.isTaken(at + 2)
  )
    return null;
  const [first, second] = [Number(left.raw), Number(right.raw)];
  const isDay =
    /^\d{1,2}$/u.test(left.raw) &&
    /^\d{1,2}$/u.test(right.raw) &&
    first >= 1 &&
    first <= 31 &&
    second >= 1 &&
    second <= 12;
  if (!isDay) return first <= second ? 'share' : null;
  if (line.tokens[at + 3]?.raw === '/' && line.tokens[at + 4]?.kind === 'number') return 'day';
  const before = line.tokens[at - 1];
  if (first > second) return 'day';
  if (before && DAY_CUES.some((cue) => matchesWord(before, cue))) return 'day';
  // "họp 7/11 30 chị": who came is said behind it.
  if (line.tokens[at + 3]?.kind === 'number') return 'day';
  if (isShared(line, at + 3)) return before && /^(?:tu|den|-)$/u.test(before.folded) ? 'either' : 'share';
  const cues = [line.tokens[at - 1], line.tokens[at - 2]].filter((token) => token !== undefined);
  return cues.some((token) => SHARE_CUES.some((cue) => matchesWord(token, cue))) ? 'either' : 'day';
}
