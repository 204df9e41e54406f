import type { DateReading } from '../../language/dates.ts';
import { isHead } from './clauses.ts';
import { ahead, behind, beside, type Course } from './course.ts';
import { meaningOf, type Piece, saysCue } from './pieces.ts';

/** A day before what happened belongs to it and to what follows in the sentence; behind it, to it alone. */
export function readWhen(course: Course, piece: Extract<Piece, { is: 'when' }>): void {
  const { date } = piece;
  if (isOnlyCampaign(course, piece)) {
    course.draft.campaignDays.add(piece.from);
    return;
  }
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

export function attachWhen({ last, lead: ahead }: Course, date: DateReading): void {
  // "thứ 4 tuần trước sinh hoạt quý 4": the day stays.
  const known = last?.kind === 'group' ? last.when : last?.whens[0];
  if (date.stretch && known && !known.stretch) return;
  if (last?.kind === 'group') {
    if (last.when === null || ahead.whens.includes(last.when) || last.when.stretch) last.when = date;
    last.told = true;
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

/** "mít tinh 25/11" told before or long after that day names the campaign; within the month after, the day too. */
export function isOnlyCampaign(course: Course, piece: Extract<Piece, { is: 'when' }>): boolean {
  const campaign = course.clause.pieces.some(
    (other) => meaningOf(other, 'campaign') && other.from < piece.to && piece.from < other.to,
  );
  // "28/6 vừa qua" is told of that day.
  if (!campaign || piece.date.day === null || /v[ừu]a/u.test(piece.date.text)) return false;
  const days = (Date.parse(course.today) - Date.parse(piece.date.day)) / 86_400_000;
  return days > 31;
}
