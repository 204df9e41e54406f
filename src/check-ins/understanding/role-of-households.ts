import { matchesWord } from '../../language/slips.ts';
import { ahead, beside, type Course, lastActivity } from './course.ts';
import type { Activity } from './draft.ts';
import { type CountPiece, meaningOf, type Piece, saysCue } from './pieces.ts';
import { isAddressed } from './read-phrases.ts';

/** Activities that tell households something; at others a number of them is that of guests or competitors. */
const INFORMS: ReadonlySet<string> = new Set(['communication', 'meeting', 'training', 'forum', 'club_session']);

function isGift(piece: Piece): boolean {
  return piece.is === 'money' || meaningOf(piece, 'support') !== undefined || saysCue(piece, 'committed');
}

function isReached(piece: Piece): boolean {
  return meaningOf(piece, 'criteria') !== undefined || meaningOf(piece, 'set') !== undefined;
}

/** "- tt: 5k3s\n- giúp: 1 hộ": a word of giving after the activity. */
function givesSince({ clause, clauses }: Course, activity: Activity): boolean {
  return clauses
    .slice(activity.clause + 1, clauses.indexOf(clause))
    .filter(({ sentence }) => sentence === clause.sentence)
    .some(({ pieces }) =>
      pieces.some(
        (piece) => saysCue(piece, 'helping') && piece.is === 'phrase' && !/^(?:cho|vận động)$/u.test(piece.phrase),
      ),
    );
}

/** Whether anything in the sentence speaks of help, or nothing but the number is said: "hướng dẫn 9 hộ phân loại rác" helps nobody. */
function isOfHelp({ clause, clauses, tokens }: Course): boolean {
  const said = clauses.filter(({ sentence }) => sentence === clause.sentence).flatMap(({ pieces }) => pieces);
  return (
    tokens.length <= 8 ||
    said.some(
      (piece) => isGift(piece) || isReached(piece) || piece.is === 'name' || saysCue(piece, 'helping', 'reachedBy'),
    )
  );
}

export const LOOKS: ReadonlySet<string> = new Set([
  'inspection',
  'contest',
  'commendation',
  'review_meeting',
  'culture_sport',
]);

/** "còn 3 hộ nghèo", "mô hình đã có 45 hộ làm": told of, and nothing done for them. */
function isLeft(course: Course, { from }: CountPiece): boolean {
  const before = course.tokens[from - 1];
  const said = course.clause.pieces;
  const helps = said.some((other) => isGift(other) || isReached(other) || saysCue(other, 'helping'));
  return (
    !helps &&
    ((before !== undefined && matchesWord(before, 'còn') && before.folded === 'con') ||
      (said.some((other) => meaningOf(other, 'model-noun')) && !lastActivity(course)))
  );
}

/** "vận động 62 hộ ký cam kết": one phrase around the number. */
function commitsAround(phrase: Piece, { from, to }: CountPiece): boolean {
  return (
    phrase.is === 'phrase' &&
    /cam kết$/u.test(phrase.phrase) &&
    phrase.parts.some((part) => part.to <= from) &&
    phrase.parts.some((part) => part.from >= to)
  );
}

export function roleOfHouseholds(course: Course, piece: CountPiece): 'helped' | 'informed' | 'committed' | 'none' {
  const next = beside(course, 1, 3);
  if (isLeft(course, piece)) return 'none';
  if (course.clause.pieces.some((other) => commitsAround(other, piece))) return 'committed';
  if (saysCue(next, 'committed')) return 'committed';
  if (saysCue(next, 'informed')) return 'informed';
  // "kiểm tra vệ sinh 25 hộ, 20 hộ đạt sạch": seen, and helped or not.
  const seen = lastActivity(course);
  if (
    seen?.sentence === course.clause.sentence &&
    seen.types.some(({ value }) => value === 'inspection') &&
    !course.clause.pieces.some(isGift) &&
    !(course.clause.pieces.some(isReached) && course.clause.pieces.some((other) => meaningOf(other, 'reached')))
  )
    return 'none';
  // "vận động 25 hộ làm hố rác đạt chuẩn": what they reached is not said to be a criterion.
  const said = course.clauses
    .filter(({ sentence }) => sentence === course.clause.sentence)
    .flatMap(({ pieces }) => pieces);
  const urged = course.clause.pieces.some((other) => other.is === 'phrase' && other.phrase === 'vận động');
  // "đăng ký 12 hộ xây dựng gia đình 5 có 3 sạch": that is to come.
  const enrolled = course.clause.pieces.some(
    (other) => other.is === 'phrase' && /^đăng k[ýí]$/u.test(other.phrase) && other.to <= piece.from,
  );
  if (enrolled && !course.clause.pieces.some((other) => isGift(other) || meaningOf(other, 'reached'))) return 'none';
  if (urged && meaningOf(next, 'reached') && !said.some(isReached) && !said.some(isGift)) return 'none';
  if (meaningOf(next, 'reached') || meaningOf(next, 'criteria') || meaningOf(next, 'set')) return 'helped';
  for (let at = course.index - 1; at >= 0; at--) {
    const before = course.clause.pieces[at]!;
    if (before.from >= piece.from) continue;
    if (saysCue(before, 'committed')) return 'committed';
    if (saysCue(before, 'informed')) return 'informed';
    const activity = meaningOf(before, 'activity');
    // "họp xét 5 không 3 sạch, xét đạt 40 hộ"
    if (
      meaningOf(before, 'reached') &&
      lastActivity(course) &&
      !course.clause.pieces.some((other) => isReached(other) || isGift(other))
    )
      return 'none';
    // "vận động 12 hộ phân loại rác" gives them nothing.
    if (before.is === 'phrase' && before.phrase === 'vận động' && !course.clause.pieces.some(isGift)) return 'none';
    if (
      meaningOf(before, 'support') ||
      (saysCue(before, 'helping') && !activity && !isAddressed(course, before)) ||
      (meaningOf(before, 'reached') && course.clause.pieces.some(isReached)) ||
      activity?.weak
    ) {
      // "vận động 20 hộ ký cam kết" helps nobody.
      return ahead(course, (other) => saysCue(other, 'committed')) ? 'committed' : 'helped';
    }
    if (activity) return INFORMS.has(activity.type) ? 'informed' : 'none';
  }
  if (ahead(course, (other) => saysCue(other, 'committed'))) return 'committed';
  if (ahead(course, (other) => meaningOf(other, 'support') !== undefined || saysCue(other, 'helping'))) return 'helped';
  const activity = lastActivity(course);
  // "cam kết không sinh con thứ 3: 60 hộ"
  const promised = course.clauses.some(
    ({ sentence, pieces }) =>
      sentence === course.clause.sentence &&
      pieces.some((other) => other.to <= piece.from && saysCue(other, 'committed')),
  );
  if (!activity && promised && !course.clause.pieces.some(isGift)) return 'committed';
  if (!activity) return isOfHelp(course) ? 'helped' : 'none';
  if (givesSince(course, activity)) return 'helped';
  // What was told in another sentence may not be meant: asked.
  if (activity.sentence !== course.clause.sentence) return 'none';
  return activity.types.some(({ value }) => INFORMS.has(value)) ? 'informed' : 'none';
}
