import type { DateReading } from '../../language/dates.ts';
import { isHead } from './clauses.ts';
import { ahead, behind, beside, type Course } from './course.ts';
import type { Activity } from './draft.ts';
import { meaningOf, type Piece, saysCue } from './pieces.ts';

type WhenPiece = Extract<Piece, { is: 'when' }>;

/** A day before what happened belongs to it and to what follows in the sentence; behind it, to it alone. */
export function readWhen(course: Course, piece: WhenPiece): void {
  if (isComingFeast(course, piece)) {
    course.draft.campaignDays.add(piece.from);
    return;
  }
  // "thi nấu ăn 28/6" told in November: on that day, or for it? Asked.
  const date = isOldFeast(course, piece) ? { ...piece.date, clear: false } : piece.date;
  const headBehind = behind(course, isHead);
  const headAhead = ahead(course, isHead);
  const next = beside(course, 1, 1);
  if (course.correcting && course.last) {
    correctWhen(course, date);
    return;
  }
  if (!headBehind && headAhead) {
    lead(course, date);
    return;
  }
  if (headBehind && isHead(next) && next && !(next.is === 'name') && hasWhenOrIsNew(course, next)) {
    lead(course, date);
    return;
  }
  if (!headBehind && !headAhead) {
    const following = course.clauses[course.clauses.indexOf(course.clause) + 1];
    const opens =
      following?.pieces.some(isHead) &&
      (course.last === null ||
        following.mark === ':' ||
        following.sentence !== course.clause.sentence ||
        !followsOn(course));
    if (opens || course.last === null) {
      lead(course, date);
      course.lead.stays = following?.mark === ':' || following?.mark === '\n';
      return;
    }
  }
  attachWhen(course, date);
}

export function followsOn(course: Course): boolean {
  return (
    course.clauses[course.clauses.indexOf(course.clause) - 1]?.sentence === course.clause.sentence && lacksWhen(course)
  );
}

export function lacksWhen({ last }: Course): boolean {
  return last?.kind === 'group' ? last.when === null : last?.kind === 'activity' ? last.whens.length === 0 : false;
}

export function hasWhenOrIsNew(course: Course, next: Piece): boolean {
  return !lacksWhen(course) || meaningOf(next, 'activity')?.weak === false || saysCue(next, 'helping');
}

export function lead(course: Course, date: DateReading): void {
  const { lead: said } = course;
  said.whens = said.whenUsed || said.whens.some(({ stretch }) => stretch !== null) ? [date] : [...said.whens, date];
  said.whenUsed = false;
}

/** Whether its day was said in its own clause, and this is another one. */
function hasOwnDay({ whens, clause: at, times, people }: Activity, { clauses, clause }: Course): boolean {
  const [own, here] = [whens[0], clauses[at]];
  return (
    own !== undefined &&
    own.stretch === null &&
    times === null &&
    people.length > 0 &&
    here !== undefined &&
    here !== clause &&
    clause.mark === ',' &&
    own.tokens.from >= here.from &&
    own.tokens.from < here.to
  );
}

/** The same held in several places. */
function isSameKind(one: Activity, two: Activity): boolean {
  const placed = [one, two].every(({ people }) => people.length > 0 && people.every(({ place }) => place !== null));
  return one !== two && placed && one.types.some(({ value }) => two.types.some((type) => type.value === value));
}

export function attachWhen(course: Course, date: DateReading): void {
  const { last, lead: ahead, clause, clauses, draft } = course;
  // "tổ 1 họp 16 chị, tổ 2 họp 21 chị, hôm chủ nhật": said alone at the end, it is the day of all that have none.
  if (clause.mark === ',' && clause.pieces.length === 1 && last?.kind === 'activity')
    for (const other of draft.activities)
      if (other.whens.length === 0 && other.sentence === clause.sentence && isSameKind(other, last))
        other.whens.push(date);
  if (clause.mark === ',' && clause.pieces.length === 1 && last?.kind === 'group')
    for (const other of draft.groups) if (clauses[other.clause]?.sentence === clause.sentence) other.when ??= date;
  // "thứ 4 tuần trước sinh hoạt quý 4": the day stays.
  const known = last?.kind === 'group' ? last.when : last?.whens[0];
  if (date.stretch && known && !known.stretch) return;
  if (last?.kind === 'group') {
    if (last.when === null || ahead.whens.includes(last.when) || last.when.stretch) last.when = date;
    last.told = true;
  } else if (last?.kind === 'activity' && hasOwnDay(last, course)) {
    // "15/11 họp 28 chị, ngày 22/11 …": it has its day, so what was on the other one is asked.
    const readings = [...date.readings];
    draft.doubts.push({ field: 'date', from: date.tokens.from, to: date.tokens.to, readings, of: last });
  } else if (last?.kind === 'activity') {
    if (last.whens.length === 1 && (ahead.whens.includes(last.whens[0]!) || last.whens[0]!.stretch))
      last.whens = [date];
    else last.whens.push(date);
  } else ahead.whens = [date];
}

export function correctWhen(course: Course, date: DateReading): void {
  const { last } = course;
  const wrong = last?.kind === 'group' ? last.when : (last?.whens.at(-1) ?? null);
  course.draft.corrections.push({ was: wrong?.text ?? null, from: date.tokens.from, to: date.tokens.to });
  if (wrong) course.draft.replaced.add(wrong.tokens.from);
  if (last?.kind === 'group') last.when = date;
  else if (last) last.whens = [...last.whens.slice(0, -1), date];
  course.correcting = false;
}

/** Days of the year that are celebrated besides those of the campaigns. */
const FEASTS: ReadonlySet<string> = new Set([
  '03-08',
  '10-20',
  '11-20',
  '06-01',
  '07-27',
  '12-22',
  '04-30',
  '09-02',
  '03-26',
]);

function namesFeast(course: Course, piece: WhenPiece): boolean {
  return (
    FEASTS.has(piece.date.day?.slice(5) ?? '') ||
    course.clause.pieces.some((other) => meaningOf(other, 'campaign') && other.from < piece.to && piece.from < other.to)
  );
}

/** "mít tinh 25/11" told a few days before it: the day names the campaign. */
function isComingFeast(course: Course, piece: WhenPiece): boolean {
  const coming = piece.date.readings.some((day) => day > course.today && daysBetween(course.today, day) <= 31);
  return coming && namesFeast(course, piece);
}

/** "28/6", "8/3": long after such a day it names the feast as often as the day ("hôm 28/6", "28/6 vừa qua"). */
export function isOldFeast(course: Course, piece: WhenPiece): boolean {
  const { day, text } = piece.date;
  if (day === null || /v[ừu]a|h[ôo]m|s[áa]ng|chi[ềe]u|t[ốo]i/u.test(text)) return false;
  return daysBetween(day, course.today) > 31 && !isComingFeast(course, piece) && namesFeast(course, piece);
}

function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000;
}
