import { addDays } from './calendar.ts';
import { followsTitle } from './counting-words.ts';
import { type DateContext, type Found, PARTS_OF_DAY, saidAt, smallNumberAt } from './date-words.ts';
import { matchesWord } from './slips.ts';

const NAMED: readonly (readonly [readonly string[], number])[] = [
  [
    ['hôm nay', 'ngày hôm nay', 'bữa nay', 'ngày nay', 'hn', 'hnay', 'hum nay', 'trong ngày hôm nay', 'trong hôm nay'],
    0,
  ],
  [['hôm qua', 'ngày hôm qua', 'bữa qua', 'hqua', 'hum qua', 'ngày qua'], -1],
  [['hôm kia', 'ngày hôm kia', 'bữa kia', 'hkia', 'hôm tê', 'bữa tê'], -2],
  [['hôm kìa', 'bữa kìa'], -3],
  [['ngày mai', 'hôm sau', 'bữa mai', 'ngày mốt mai'], 1],
  [['ngày kia', 'ngày mốt', 'bữa mốt', 'mốt'], 2],
  [['ngày kìa'], 3],
];
// Days behind us, how many is not said.
const SOME_DAYS_AGO = [
  'hôm trước',
  'hôm nọ',
  'bữa trước',
  'bữa nọ',
  'hôm rồi',
  'bữa rồi',
  'mấy hôm trước',
  'mấy bữa trước',
  'bữa hổm',
  'mấy ngày trước',
  'vài hôm trước',
  'vài ngày trước',
  'mấy hôm nay',
  'mấy ngày nay',
  'mấy bữa nay',
  'mấy hôm rồi',
  'mấy hôm vừa rồi',
  'hôm vừa rồi',
  'bữa vừa rồi',
  'hôm bữa',
  'hôm vừa qua',
  'mấy hôm vừa qua',
  'mấy ngày qua',
  'mấy ngày vừa qua',
];
const BEFORE_NOW = ['trước', 'trước đây', 'qua rồi'];
const JUST_PAST = ['vừa rồi', 'vừa qua', 'qua', 'gần đây', 'nay'];
const AHEAD = ['tới', 'tiếp theo', 'sắp tới', 'sau', 'kế tiếp', 'nữa'];

/** "hôm qua", "sáng nay", "tối qua", "mai", "3 ngày trước", "cách đây 2 hôm". */
export function relativeDayAt(context: DateContext, at: number): Found | null {
  const { line, today } = context;
  if (line.isTaken(at) || line.tokens[at]?.kind === 'punctuation') return null;
  const some = saidAt(context, at, SOME_DAYS_AGO);
  let best: Found | null = null;
  for (const [words, offset] of NAMED) {
    const length = saidAt(context, at, words);
    if (length === 0 || at + length <= (best?.to ?? at)) continue;
    const token = line.tokens[at]!;
    // "mốt" alone is also the one of "ba mốt", "hn" also hội nghị and hôn nhân.
    if (
      words.includes('mốt') &&
      length === 1 &&
      (token.toned !== 'mốt' ||
        (line.tokens[at - 1]?.kind === 'word' && !saidAt(context, at - 1, ['sáng', 'chiều', 'tối', 'để'])))
    )
      continue;
    if (
      token.folded === 'hn' &&
      line.tokens[at + 1]?.kind === 'word' &&
      /^(?:gd|tong|so|tap|va)$/u.test(line.tokens[at + 1]!.folded)
    )
      continue;
    best = dayAt(context, at + length, offset);
  }
  if (some && at + some > (best?.to ?? 0))
    return {
      to: at + some,
      readings: [addDays(today, -1)],
      clear: true,
      stretch: {
        from: addDays(today, -7),
        to: saidAt(context, at, ['mấy hôm nay', 'mấy ngày nay', 'mấy bữa nay']) ? today : addDays(today, -1),
      },
    };
  return best ?? afterPartOfDay(context, at) ?? alone(context, at) ?? counted(context, at);
}

function dayAt(context: DateContext, to: number, offset: number): Found {
  return { to, readings: [addDays(context.today, offset)], clear: true, ...(offset > 0 ? { ahead: true } : {}) };
}

/** "sáng nay", "tối qua", "chiều mai". */
function afterPartOfDay(context: DateContext, at: number): Found | null {
  const part = saidAt(context, at, PARTS_OF_DAY);
  if (!part) return null;
  const to = at + part;
  if (saidAt(context, to, ['nay', 'này'])) return dayAt(context, to + 1, 0);
  if (saidAt(context, to, ['qua'])) return dayAt(context, to + 1, -1);
  if (saidAt(context, to, ['kia'])) return dayAt(context, to + 1, -2);
  return saidAt(context, to, ['mai']) ? dayAt(context, to + 1, 1) : null;
}

/** "nay", "mai" without more, only where a clause begins: both are also other words. */
function alone(context: DateContext, at: number): Found | null {
  const { line } = context;
  const before = line.tokens[at - 1];
  const token = line.tokens[at]!;
  const opens =
    before === undefined ||
    before.kind === 'punctuation' ||
    ['thì', 'và', 'còn', 'đến', 'để', 'rồi', 'chắc', 'dự kiến', 'báo cáo'].some((word) => matchesWord(before, word));
  if (!opens || followsTitle(line, at) || (/^\p{Lu}/u.test(token.raw) && before !== undefined && before.raw !== '.'))
    return null;
  if (token.toned === 'nay') return dayAt(context, at + 1, 0);
  // "Mai" opening a sentence is a name where a household follows; "mai họp" is tomorrow.
  return token.toned === 'mai' && line.tokens[at + 1]?.kind === 'word' ? dayAt(context, at + 1, 1) : null;
}

/** "3 ngày trước", "cách đây 2 hôm", "2 ngày vừa rồi", "2 ngày tới". */
function counted(context: DateContext, at: number): Found | null {
  const { today } = context;
  const ago = saidAt(context, at, ['cách đây', 'cách nay', 'trước đây']);
  const number = smallNumberAt(context, at + ago);
  const unit = number ? saidAt(context, number.to, ['ngày', 'hôm', 'bữa']) : 0;
  if (!number || !unit) return null;
  const to = number.to + unit;
  const [before, just, ahead] = [
    saidAt(context, to, BEFORE_NOW),
    saidAt(context, to, JUST_PAST),
    saidAt(context, to, AHEAD),
  ];
  if (ago || before) return { to: to + before, readings: [addDays(today, -number.value)], clear: true };
  if (just)
    return {
      to: to + just,
      readings: [addDays(today, -number.value)],
      clear: true,
      stretch: { from: addDays(today, -number.value), to: saidAt(context, to, ['nay']) ? today : addDays(today, -1) },
    };
  if (!ahead) return null;
  const single = saidAt(context, to, ['nữa', 'sau']) > 0;
  return single
    ? { to: to + ahead, readings: [addDays(today, number.value)], clear: true, ahead: true }
    : {
        to: to + ahead,
        readings: [addDays(today, 1)],
        clear: true,
        ahead: true,
        stretch: { from: addDays(today, 1), to: addDays(today, number.value) },
      };
}
