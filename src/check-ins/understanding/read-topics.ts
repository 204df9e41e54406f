import { ahead, behind, beside, type Course, lastActivity } from './course.ts';
import { addOnce } from './draft.ts';
import { meaningOf, type PhrasePiece, saysCue } from './pieces.ts';
import { TALKS } from './read-activities.ts';

/** Topics are those of an activity at which people are talked to; before it, they wait for it. */
export function readTopics(course: Course, piece: PhrasePiece, ids: readonly string[]): void {
  const activity = lastActivity(course);
  const comesFirst =
    !behind(course, (other) => meaningOf(other, 'activity') !== undefined) &&
    ahead(course, (other) => meaningOf(other, 'activity')?.weak === false);
  if (activity && !comesFirst) {
    if (!activity.types.some(({ value }) => TALKS.has(value))) return;
    // "biểu dương 3 gia đình văn hóa" talks about nothing unless it says so.
    if (activity.types.every(({ value }) => value === 'commendation') && !meaningOf(beside(course, -1, 1), 'lead'))
      return;
    // What a new model is called is no topic: "ra mắt tổ phụ nữ trồng nấm".
    if (
      activity.model &&
      activity.types.every(({ value }) => value === 'other') &&
      !meaningOf(beside(course, -1, 1), 'lead')
    )
      return;
    for (const id of ids) addOnce(activity.topics, id, piece);
  } else if (comesFirst) {
    for (const id of ids) addOnce(course.lead.topics, id, piece);
  }
}

const NO_SUBJECT =
  /^(?:xa|thon|nha|que|du|tham|den|hop|day|toi|truoc|muon|som|huyen|tinh|xom|lang|roi|voi|cho|sau|hoi|dia|tan|nuoc)$/u;

/** "về tác hại của điện thoại": something is talked about that the lists do not know. */
export function readSubject(course: Course, piece: PhrasePiece): void {
  if (!/^(?:về|chủ đề|nội dung|chuyên đề|bàn.*|thảo luận|nói chuyện|phổ biến|quán triệt)$/u.test(piece.phrase)) return;
  const next = course.tokens[course.tokens[piece.to]?.raw === ':' ? piece.to + 1 : piece.to];
  if (
    next?.kind !== 'word' ||
    NO_SUBJECT.test(next.folded) ||
    (beside(course, 1, 0) && !saysCue(beside(course, 1, 0), 'harmless') && !/^bàn/u.test(piece.phrase))
  )
    return;
  const activity = lastActivity(course);
  if (activity) activity.about = true;
}
