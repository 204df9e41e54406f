import { isHead } from './clauses.ts';
import { ahead, beginGroup, beside, type Course, lastActivity, lastGroup } from './course.ts';
import { type CountPiece, meaningOf, saysCue } from './pieces.ts';
import { readPeople } from './read-activities.ts';
import { readHouseholdCount } from './read-households.ts';

export function readCount(course: Course, piece: CountPiece): void {
  const { draft } = course;
  const first = piece.number.tokens.from;
  const activity = lastActivity(course);
  switch (piece.of) {
    case 'households':
      readHouseholdCount(course, piece);
      return;
    case 'people':
      readPeople(course, piece);
      if (!draft.taken.has(first)) countAsHouseholds(course, piece);
      return;
    case 'recipients':
      draft.taken.add(first);
      if (activity?.types.every(({ value }) => value !== 'support_visit')) readPeople(course, piece);
      else if (!activity && !lastGroup(course)) countAsHouseholds(course, piece);
      return;
    case 'sessions': {
      const speaks = course.clause.pieces.some((other) => meaningOf(other, 'activity'));
      draft.taken.add(first);
      if (!speaks && !activity) return;
      const own = activity && course.clauses[activity.clause] === course.clause;
      if (own && !ahead(course, (other) => meaningOf(other, 'activity')?.weak === false))
        activity.times ??= piece.number;
      else if (speaks) course.lead.times = piece;
      else if (activity) activity.times ??= piece.number;
      return;
    }
    case 'goods':
      // "hòa giải 1 vụ": a case settled is a household.
      if (
        /^(?:vu|hop|viec)$/u.test(course.tokens[piece.to - 1]?.folded ?? '') &&
        course.clause.pieces.some((other) => meaningOf(other, 'support')?.kind === 'counselling')
      ) {
        countAsHouseholds(course, piece);
        return;
      }
      // "120 lượt tham gia"
      if (
        activity &&
        saysCue(beside(course, 1, 0), 'attend') &&
        /^luot$/u.test(course.tokens[piece.to - 1]?.folded ?? '')
      ) {
        readPeople(course, piece);
        return;
      }
      if (lastGroup(course)) lastGroup(course)!.goods ??= piece.number.value;
      if (course.clauses.some(({ pieces }) => pieces.some(isHead))) draft.taken.add(first);
      return;
    case 'bare':
    case 'percent':
      readBare(course, piece);
      return;
  }
}

/** "giúp 2 chị vay vốn": two women helped are two households. */
export function countAsHouseholds(course: Course, piece: CountPiece): void {
  course.draft.taken.add(piece.number.tokens.from);
  const group = beginGroup(course);
  group.unnamed = { number: piece.number, piece };
}

export function readBare(course: Course, piece: CountPiece): void {
  const activity = lastActivity(course);
  const attends = [beside(course, -1, 1), beside(course, 1, 1)].some((other) => saysCue(other, 'attend'));
  if (course.correcting && (activity?.people.length ?? 0) > 0) {
    readPeople(course, piece);
    return;
  }
  if (activity && attends && activity.people.length === 0 && piece.of === 'bare') {
    activity.people.push({ number: piece.number, each: false });
    course.draft.taken.add(piece.number.tokens.from);
  }
}
