import { matchesWord } from '../../language/slips.ts';
import type { Token } from '../../language/tokenise.ts';
import type { Clause } from './clauses.ts';
import { ahead, type Course, emptyLead, lastActivity, lastGroup } from './course.ts';
import { addOnce, type Draft, emptyDraft } from './draft.ts';
import type { Lexicon } from './lexicon.ts';
import { meaningOf, type Piece, saysCue } from './pieces.ts';
import { begin, cameOf } from './read-activities.ts';
import { isHousehold, readMoneyPiece } from './read-attributes.ts';
import { readCount } from './read-counts.ts';
import { lacksWhen, readWhen } from './read-days.ts';
import { readName } from './read-households.ts';
import { isAddressed, readPhrase } from './read-phrases.ts';

/** Puts the pieces together into households and activities, clause by clause, in the order said. */
export function assemble(tokens: readonly Token[], clauses: readonly Clause[], today: string, lexicon: Lexicon): Draft {
  const draft = emptyDraft();
  const first = clauses[0];
  if (!first) return draft;
  const course: Course = {
    today,
    tokens,
    lexicon,
    draft,
    clauses,
    clause: first,
    index: 0,
    last: null,
    lead: emptyLead(),
    correcting: false,
    rejecting: false,
    declared: null,
    eachFrom: null,
    meant: null,
    persons: null,
  };
  for (const clause of clauses) {
    if (clause.sentence !== course.clause.sentence) endSentence(course);
    course.clause = clause;
    if (clause.skip) skip(course);
    else {
      for (const index of clause.pieces.keys()) {
        course.index = index;
        readPiece(course, clause.pieces[index]!);
      }
      dropSpeakers(course);
      carryOn(course);
      dropHeading(course);
    }
  }
  endSentence(course);
  return draft;
}

function readPiece(course: Course, piece: Piece): void {
  if (course.rejecting && (piece.is === 'when' || piece.is === 'count' || piece.is === 'money')) {
    course.rejecting = false;
    // "chứ không phải 16, 30 chị": which of the two is not meant is asked.
    if (piece.is === 'count' && piece.number.doubt === 'list') {
      readCount(course, piece);
      return;
    }
    course.draft.replaced.add(piece.is === 'count' ? piece.number.tokens.from : piece.from);
    return;
  }
  // "giúp bà Chín chứ không phải bà Mười"
  if (course.rejecting && piece.is === 'name') {
    course.rejecting = false;
    return;
  }
  if (piece.is === 'when' && !piece.occasion) readWhen(course, piece);
  else if (piece.is === 'name') readName(course, piece);
  else if (piece.is === 'hamlet') readHamlet(course, piece);
  else if (piece.is === 'count') readCount(course, piece);
  else if (piece.is === 'money') readMoneyPiece(course, piece);
  else if (piece.is === 'phrase') readPhrase(course, piece);
}

/** "Chị Hoa chi hội trưởng tổ chức họp": who held it is no household helped. */
function dropSpeakers(course: Course): void {
  const { clause, draft } = course;
  const here = course.clauses.indexOf(clause);
  if (
    !clause.pieces.some((piece) => meaningOf(piece, 'activity')?.weak === false) ||
    clause.pieces.some((piece) => saysCue(piece, 'more') || (saysCue(piece, 'helping') && !isAddressed(course, piece)))
  )
    return;
  const idle = draft.groups.filter(
    (group) =>
      group.clause === here &&
      !group.given &&
      !group.violence &&
      group.names.length > 0 &&
      group.supports.length + group.criteria.length + group.sums.length === 0,
  );
  draft.groups = draft.groups.filter((group) => !idle.includes(group));
  if (course.last?.kind === 'group' && idle.includes(course.last)) course.last = draft.activities.at(-1) ?? null;
}

/** "đi thăm chị em ốm: chị Thảo 200k": the visit is to those who are named behind the colon. */
function dropHeading({ clause, clauses, draft }: Course): void {
  const here = clauses.indexOf(clause);
  const heads = clause.mark === ':' || (clause.mark === ',' && isNamesAndSums(clause));
  if (!heads || !draft.groups.some((group) => group.clause === here && group.names.length > 0)) return;
  const heading = draft.activities.find(
    ({ clause: at, types, people, campaign }) =>
      at === here - 1 &&
      people.length === 0 &&
      campaign === null &&
      types.every(({ value }) => value === 'support_visit'),
  );
  if (!heading) return;
  draft.activities.splice(draft.activities.indexOf(heading), 1);
  for (const group of draft.groups.filter((each) => each.clause === here && each.supports.length === 0))
    for (const piece of clauses[here - 1]!.pieces) {
      const support = meaningOf(piece, 'support');
      if (support) addOnce(group.supports, support.kind, piece);
    }
}

/** "giúp cô Sương vay 15 triệu, cô Tuyết 10 triệu": a name and a sum alone behind a loan are another loan. */
function carryOn({ clause, clauses, draft }: Course): void {
  const here = clauses.indexOf(clause);
  const [before, group] = draft.groups.slice(-2);
  if (!before || !group || before.clause !== here - 1 || group.clause !== here || !/^(?:,|;|và)$/u.test(clause.mark))
    return;
  if (!isNamesAndSums(clause) || group.supports.length > 0 || group.sums.length === 0 || before.sums.length === 0)
    return;
  group.supports = before.supports.filter(({ value }) => value === 'loan' || value === 'gift');
}

function isNamesAndSums({ pieces }: Clause): boolean {
  return pieces.every(({ is }) => is === 'name' || is === 'money' || is === 'hamlet');
}

function skip({ clause, draft }: Course): void {
  for (const piece of clause.pieces) {
    if (piece.is === 'count') draft.explained.add(piece.number.tokens.from);
    if (piece.is === 'money' || piece.is === 'when') draft.explained.add(piece.from);
  }
  if (clause.skip === 'not-done' && !clause.pieces.some(isHousehold)) draft.notDone = true;
  if (clause.skip === 'planned') draft.planned.push({ from: clause.from, to: clause.to });
}

/** What was said ahead and found nothing to belong to is asked about. */
function endSentence(course: Course): void {
  const { lead, draft } = course;
  for (const count of lead.people) {
    const activity = draft.activities.at(-1);
    if (activity && activity.people.length === 0) activity.people.push(cameOf(count));
    else
      draft.doubts.push({
        field: 'participants',
        from: count.from,
        to: count.to,
        readings: count.number.readings,
        of: null,
      });
  }
  const spoken = draft.activities.some(({ sentence }) => sentence === course.clause.sentence);
  const first = lead.supports[0];
  // "tặng 10 xe đạp cho học sinh nghèo": given to many, nobody's household.
  if (first && !lead.used && lead.handedOut && !spoken)
    begin(course, { is: 'hamlet', name: '', from: first.from, to: first.to }, 'support_visit');
  for (const sum of lead.sums)
    draft.doubts.push({
      field: 'valueVnd',
      from: sum.tokens.from,
      to: sum.tokens.to,
      readings: sum.readings,
      of: null,
    });
  if (lead.times && lastActivity(course)) lastActivity(course)!.times ??= lead.times.number;
  const day = lead.whenUsed ? undefined : lead.whens.find(({ stretch }) => stretch === null);
  // "họp 22 chị; 22/11; giúp chị Khuê": of what came before or of what comes next, asked.
  if (day && course.last && lacksWhen(course))
    draft.doubts.push({
      field: 'date',
      from: day.tokens.from,
      to: day.tokens.to,
      readings: [...day.readings],
      of: course.last,
    });
  const keeps = lead.stays || lead.whens.some(({ stretch }) => stretch !== null) || day !== undefined;
  course.lead = emptyLead(keeps ? lead.whens : [], keeps && day === undefined);
  course.correcting = false;
  course.rejecting = false;
  course.declared = null;
}

function readHamlet(course: Course, piece: Extract<Piece, { is: 'hamlet' }>): void {
  // "chị em chi hội xóm 7 giúp …": where the branch is, not the household.
  const owner = course.tokens[piece.from - 1];
  if (owner && ['hội', 'ch', 'tổ', 'nữ', 'chị', 'em', 'viên', 'đoàn'].some((word) => matchesWord(owner, word))) return;
  const group = lastGroup(course);
  const name = group?.names.at(-1);
  if (
    name &&
    name.hamletSaid === null &&
    name.clause === course.clauses.indexOf(course.clause) &&
    !ahead(course, (other) => other.is === 'name')
  )
    name.hamletSaid = piece.name;
  else if (
    ahead(course, (other) => other.is === 'name') ||
    course.clauses[course.clauses.indexOf(course.clause) + 1]?.mark === ':'
  )
    course.lead.hamlet = piece.name;
}
