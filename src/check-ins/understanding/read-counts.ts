import { isHead } from './clauses.ts';
import { ahead, beginGroup, behind, beside, type Course, lastActivity, lastGroup } from './course.ts';
import { type Activity, addOnce } from './draft.ts';
import { type CountPiece, meaningOf, type Piece, saysCue } from './pieces.ts';
import { cameOf, readPeople, TALKS } from './read-activities.ts';
import { isHousehold } from './read-attributes.ts';
import { readHouseholdCount } from './read-households.ts';
import { isServed } from './read-phrases.ts';
import type { SupportId } from './reading.ts';

export function readCount(course: Course, piece: CountPiece): void {
  const { draft } = course;
  const first = piece.number.tokens.from;
  const activity = lastActivity(course);
  switch (piece.of) {
    case 'households':
      readHouseholdCount(course, piece);
      return;
    case 'people':
      if (readPeople(course, piece) === 'helped') countAsHouseholds(course, piece);
      return;
    case 'recipients':
      // "thăm 6 cụ, mỗi cụ 150 nghìn"
      if (eachGetsMoney(course) && (!activity || activity.types.every(({ value }) => value === 'support_visit'))) {
        if (activity) dropVisit(course, activity);
        countAsHouseholds(course, piece);
        return;
      }
      // "2 cháu con chị Hoè": hers, and she is the household.
      if (!activity && ahead(course, ({ is }) => is === 'name')) {
        draft.explained.add(first);
        course.persons = { sentence: course.clause.sentence, value: piece.number.value };
      } else if (activity?.types.every(({ value }) => value !== 'support_visit')) readPeople(course, piece);
      else if (!activity && !lastGroup(course)) countAsHouseholds(course, piece);
      else if (activity || behind(course, isHead)) draft.explained.add(first);
      return;
    case 'sessions': {
      const speaks = course.clause.pieces.some((other) => meaningOf(other, 'activity'));
      if (!speaks && !activity) {
        // "giúp bà Lan cấy 2 buổi"
        if (lastGroup(course)) draft.explained.add(first);
        return;
      }
      draft.explained.add(first);
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
      // "120 lượt tham gia", "tổng số 96 lượt"
      if (
        activity &&
        (saysCue(beside(course, 1, 0), 'attend') || saysCue(beside(course, -1, 1), 'total')) &&
        /^luot$/u.test(course.tokens[piece.to - 1]?.folded ?? '')
      ) {
        readPeople(course, piece);
        return;
      }
      // "diễn đàn cha mẹ, 70 cặp"
      if (
        activity &&
        /^cap$/u.test(course.tokens[piece.to - 1]?.folded ?? '') &&
        activity.types.some(({ value }) => TALKS.has(value))
      ) {
        readPeople(course, piece);
        return;
      }
      if (lastGroup(course)) {
        lastGroup(course)!.goods ??= piece.number.value;
        if (isLabourUnit(unitOf(course, piece))) addOnce(lastGroup(course)!.supports, 'labour_days', piece);
      } else if (isLabourUnit(unitOf(course, piece)) && ahead(course, ({ is }) => is === 'name'))
        addOnce(course.lead.supports, 'labour_days', piece);
      if (course.clauses.some(({ pieces }) => pieces.some(isHead))) draft.things.add(first);
      return;
    case 'bare':
    case 'percent':
      readBare(course, piece);
      return;
  }
}

function isLabourUnit(unit: string): boolean {
  return /^(?:(?:ngày |buổi )?công|công (?:cay|cấy|gat|gặt|tho|thợ|lam|làm|lao dong|lao động))$/u.test(unit);
}

/** "mỗi cụ 150 nghìn" in the same sentence. */
function eachGetsMoney({ clauses, clause }: Course): boolean {
  const rest = clauses.slice(clauses.indexOf(clause)).filter(({ sentence }) => sentence === clause.sentence);
  const each = rest.flatMap(({ pieces }) => pieces);
  return (
    each.some((other) => saysCue(other, 'eachHousehold')) &&
    each.some((other) => other.is === 'money') &&
    !each.some(isHousehold)
  );
}

/** The visit was to those who are counted now. */
function dropVisit({ draft }: Course, visit: Activity): void {
  if (visit.people.length === 0 && visit.campaign === null)
    draft.activities = draft.activities.filter((other) => other !== visit);
}

function unitOf({ tokens }: Course, { number, to }: CountPiece): string {
  return tokens
    .slice(number.tokens.to, to)
    .map(({ toned }) => (toned === 'cong' ? 'công' : toned))
    .join(' ');
}

const FOR_A_HOUSEHOLD: ReadonlySet<SupportId> = new Set([
  'cash',
  'gift',
  'loan',
  'livestock_seed',
  'house_repair',
  'health_insurance',
  'school_support',
]);

/** Given to somebody, or what somebody is served with: "thăm 3 chị 600k", "2 chị được học nghề". */
function isForEach(piece: Piece): boolean {
  const kind = meaningOf(piece, 'support')?.kind;
  return (
    piece.is === 'money' ||
    piece.is === 'name' ||
    (kind !== undefined && FOR_A_HOUSEHOLD.has(kind)) ||
    saysCue(piece, 'violence') ||
    (saysCue(piece, 'helping') && piece.is === 'phrase' && piece.phrase !== 'cho')
  );
}

/** "hòa giải 2 vụ", "2 cặp vợ chồng … hòa giải": each is a household. */
function isOfCounsel({ clause, clauses }: Course): boolean {
  return clauses.some(
    ({ sentence, pieces }) =>
      sentence === clause.sentence && pieces.some((piece) => meaningOf(piece, 'support')?.kind === 'counselling'),
  );
}

/** More women than these are not taken for as many households without asking. */
const MOST_WOMEN = 20;

/** "giúp 2 chị vay vốn": two women helped are two households. */
export function countAsHouseholds(course: Course, piece: CountPiece): void {
  const group = beginGroup(course);
  // "khám bệnh cho 60 chị", "đưa 14 chị đi khám": so many are hardly so many households.
  const sure =
    piece.of === 'households' ||
    piece.number.value <= 1 ||
    (piece.number.value <= MOST_WOMEN && isOfCounsel(course)) ||
    (piece.number.value <= MOST_WOMEN && isServed(course, piece)) ||
    (piece.number.value <= MOST_WOMEN && course.clause.pieces.some(isForEach));
  group.unnamed = { number: sure ? piece.number : { ...piece.number, clear: false }, piece };
  course.declared = group;
}

export function readBare(course: Course, piece: CountPiece): void {
  const { draft } = course;
  const activity = lastActivity(course);
  const attends = [beside(course, -1, 1), beside(course, 1, 1)].some((other) => saysCue(other, 'attend'));
  if (course.correcting && (activity?.people.length ?? 0) > 0) {
    readPeople(course, piece);
    return;
  }
  if (saysCue(beside(course, -1, 1), 'absent')) {
    course.draft.explained.add(piece.number.tokens.from);
    return;
  }
  // "thăm ốm bà Tý 200": a round number right behind a name is hers, in thousands.
  const group = lastGroup(course);
  const { value, clear } = piece.number;
  if (
    group &&
    clear &&
    piece.of === 'bare' &&
    value >= 50 &&
    value < 1000 &&
    value % 10 === 0 &&
    beside(course, -1, 1)?.is === 'name'
  ) {
    const readings = [value * 1000, value];
    draft.doubts.push({ field: 'valueVnd', from: piece.from, to: piece.to, readings, of: group });
    return;
  }
  if (activity && attends && activity.people.length === 0 && piece.of === 'bare') {
    activity.people.push(cameOf(piece));
  }
}
