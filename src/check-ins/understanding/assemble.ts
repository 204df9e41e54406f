import type { DateReading } from '../../language/dates.ts';
import type { Token } from '../../language/tokenise.ts';
import { type Clause, isHead } from './clauses.ts';
import { ahead, beginGroup, behind, beside, type Course, emptyLead, lastActivity, lastGroup } from './course.ts';
import { type Draft, emptyDraft } from './draft.ts';
import type { Lexicon } from './lexicon.ts';
import { type CountPiece, meaningOf, type PhrasePiece, type Piece, saysCue } from './pieces.ts';
import { begin, readActivity, readModelChange, readPeople, readSubject, readTopics } from './read-activities.ts';
import { isHousehold, readAttribute, readHouseholdCount, readMoneyPiece, readName } from './read-households.ts';

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
    declared: null,
    eachFrom: null,
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
    }
  }
  endSentence(course);
  return draft;
}

function readPiece(course: Course, piece: Piece): void {
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
    clause.pieces.some((piece) => saysCue(piece, 'helping', 'more'))
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

function skip({ clause, draft }: Course): void {
  for (const piece of clause.pieces) {
    if (piece.is === 'count') draft.taken.add(piece.number.tokens.from);
    if (piece.is === 'money') draft.taken.add(piece.from);
  }
  if (clause.skip === 'planned') draft.planned.push({ from: clause.from, to: clause.to });
}

/** What was said ahead and found nothing to belong to is asked about. */
function endSentence(course: Course): void {
  const { lead, draft } = course;
  for (const count of lead.people) {
    const activity = draft.activities.at(-1);
    if (activity && activity.people.length === 0) activity.people.push({ number: count.number, each: false });
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
  const keeps = lead.stays || lead.whens.some(({ stretch }) => stretch !== null);
  course.lead = emptyLead(keeps ? lead.whens : [], keeps);
  course.correcting = false;
  course.declared = null;
}

/** A day before what happened belongs to it and to what follows in the sentence; behind it, to it alone. */
function readWhen(course: Course, piece: Extract<Piece, { is: 'when' }>): void {
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

function followsOn(course: Course): boolean {
  return (
    course.clauses[course.clauses.indexOf(course.clause) - 1]?.sentence === course.clause.sentence && lacksWhen(course)
  );
}

function lacksWhen({ last }: Course): boolean {
  return last?.kind === 'group' ? last.when === null : last?.kind === 'activity' ? last.whens.length === 0 : false;
}

function hasWhenOrIsNew(course: Course, next: Piece): boolean {
  return !lacksWhen(course) || meaningOf(next, 'activity')?.weak === false || saysCue(next, 'helping');
}

function lead(course: Course, date: DateReading): void {
  const { lead: said } = course;
  said.whens = said.whenUsed || said.whens.some(({ stretch }) => stretch !== null) ? [date] : [...said.whens, date];
  said.whenUsed = false;
}

function attachWhen({ last, lead: ahead }: Course, date: DateReading): void {
  if (last?.kind === 'group') {
    if (last.when === null || ahead.whens.includes(last.when) || last.when.stretch) last.when = date;
    last.told = true;
  } else if (last?.kind === 'activity') {
    if (last.whens.length === 1 && (ahead.whens.includes(last.whens[0]!) || last.whens[0]!.stretch))
      last.whens = [date];
    else last.whens.push(date);
  } else ahead.whens = [date];
}

function correctWhen(course: Course, date: DateReading): void {
  const { last } = course;
  const wrong = last?.kind === 'group' ? last.when : (last?.whens.at(-1) ?? null);
  course.draft.corrections.push({ was: wrong?.text ?? null, from: date.tokens.from, to: date.tokens.to });
  if (wrong) course.draft.replaced.add(wrong.tokens.from);
  if (last?.kind === 'group') last.when = date;
  else if (last) last.whens = [...last.whens.slice(0, -1), date];
  course.correcting = false;
}

/** "mít tinh 25/11" told before or long after that day names the campaign; within the month after, the day too. */
function isOnlyCampaign(course: Course, piece: Extract<Piece, { is: 'when' }>): boolean {
  const campaign = course.clause.pieces.some(
    (other) => meaningOf(other, 'campaign') && other.from < piece.to && piece.from < other.to,
  );
  if (!campaign || piece.date.day === null) return false;
  const days = (Date.parse(course.today) - Date.parse(piece.date.day)) / 86_400_000;
  return days > 31;
}

function readHamlet(course: Course, piece: Extract<Piece, { is: 'hamlet' }>): void {
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

function readCount(course: Course, piece: CountPiece): void {
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
function countAsHouseholds(course: Course, piece: CountPiece): void {
  course.draft.taken.add(piece.number.tokens.from);
  const group = beginGroup(course);
  group.unnamed = { number: piece.number, piece };
}

function readBare(course: Course, piece: CountPiece): void {
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

function readPhrase(course: Course, piece: PhrasePiece): void {
  const { draft, clause } = course;
  if (saysCue(piece, 'same')) draft.same = true;
  if (saysCue(piece, 'nothing')) draft.nothing = true;
  if (saysCue(piece, 'correction')) course.correcting = true;
  if (saysCue(piece, 'nominations')) nominate(course, piece);
  if (saysCue(piece, 'violence')) markViolence(course);
  if (saysCue(piece, 'eachHousehold')) course.eachFrom = piece.from;
  if (saysCue(piece, 'evenly') && lastGroup(course)) lastGroup(course)!.evenly = true;
  const change = meaningOf(piece, 'change');
  if (change) readModelChange(course, piece, change.change);
  const activity = meaningOf(piece, 'activity');
  const support = meaningOf(piece, 'support');
  const households =
    clause.pieces.some((other) => isHousehold(other) || isHelpedWoman(course, other)) ||
    (lastGroup(course) !== null &&
      clause.mark !== '' &&
      !clause.pieces.some((other) => meaningOf(other, 'activity')?.weak === false) &&
      support !== undefined);
  if (meaningOf(piece, 'criteria') || meaningOf(piece, 'set')) readCriteria(course, piece);
  else if (support && households) readAttribute(course, piece);
  else if (activity && !(activity.weak && households)) readActivity(course, piece, activity.type);
  else if (support) readAttribute(course, piece);
  if (saysCue(piece, 'helping')) helping(course, piece.phrase);
  if (meaningOf(piece, 'lead')) readSubject(course, piece);
  const unknown =
    meaningOf(piece, 'model') !== undefined && meaningOf(piece, 'topics') === undefined && !nearModelNoun(course);
  if (unknown && lastActivity(course)) lastActivity(course)!.about = true;
  const topics = meaningOf(piece, 'topics');
  if (topics && !(meaningOf(piece, 'model') && nearModelNoun(course))) readTopics(course, piece, topics.ids);
  const campaign = meaningOf(piece, 'campaign');
  if (campaign) readCampaign(course, piece, campaign.id);
}

function helping(course: Course, phrase: string): void {
  if (/^(?:tặng|trao|phát|biếu|trao tặng)/u.test(phrase)) course.lead.handedOut = true;
  if (behind(course, isHousehold)) {
    if (lastGroup(course)) lastGroup(course)!.given = true;
  }
  // Another verb of giving ends what the one before said ahead: "tặng quà bà Lan, thăm cụ Bảy".
  if (course.lead.used) Object.assign(course.lead, { supports: [], criteria: [], wholeSets: [], used: false });
  course.lead.given = true;
}

function isHelpedWoman(course: Course, piece: Piece): boolean {
  if (piece.is !== 'count' || piece.of !== 'people') return false;
  const before = course.clause.pieces.filter((other) => other.to <= piece.from);
  const given = before.some(
    (other) =>
      meaningOf(other, 'activity')?.type === 'support_visit' ||
      (saysCue(other, 'helping') && other.is === 'phrase' && other.phrase !== 'cho'),
  );
  return given && !course.clause.pieces.some((other) => meaningOf(other, 'activity')?.weak === false);
}

function nearModelNoun(course: Course): boolean {
  return course.clause.pieces.some(
    (other) =>
      meaningOf(other, 'model-noun') !== undefined ||
      meaningOf(other, 'change') !== undefined ||
      meaningOf(other, 'activity')?.type === 'club_session',
  );
}

/** What is talked about where a criterion is named at a meeting. */
function topicOf(piece: PhrasePiece): string {
  const criterion = meaningOf(piece, 'criteria');
  if (criterion?.violence) return 'dv_prevention';
  return criterion?.ids.length === 1 && /^khong_vi_pham/u.test(criterion.ids[0]!) ? 'other' : '5k3s';
}

/** "5 có: có sinh kế, có sức khỏe": only what is listed was reached. */
function isListed(course: Course): boolean {
  const next = course.clauses[course.clauses.indexOf(course.clause) + 1];
  const last = course.index === course.clause.pieces.length - 1;
  return (
    last && /^[:(]$/u.test(next?.mark ?? '') && next!.pieces.some((piece) => meaningOf(piece, 'criteria') !== undefined)
  );
}

/** Criteria are of a household; talked about at a meeting, they are its topic. */
function readCriteria(course: Course, piece: PhrasePiece): void {
  const before = beside(course, -1, 2);
  if (saysCue(before, 'notDone')) return;
  const reached = course.clause.pieces.some((other) => meaningOf(other, 'reached'));
  if (lastActivity(course) && !reached) {
    readTopics(course, piece, [topicOf(piece)]);
    return;
  }
  if (!isListed(course)) readAttribute(course, piece);
}

function readCampaign(course: Course, piece: PhrasePiece, id: string): void {
  const day = course.clause.pieces.find(
    (other) => other.is === 'when' && other.from < piece.to && piece.from < other.to,
  );
  const named =
    !day ||
    (day.is === 'when' && day.occasion) ||
    day.from === piece.from ||
    course.clause.pieces.some((other) => meaningOf(other, 'activity')?.type === 'communication');
  if (!named) return;
  const activity = lastActivity(course);
  const comesFirst =
    ahead(course, (other) => meaningOf(other, 'activity')?.weak === false) &&
    !behind(course, (other) => meaningOf(other, 'activity') !== undefined);
  const said = { value: id, from: piece.from, to: piece.to };
  if (activity && !comesFirst) activity.campaign ??= said;
  else course.lead.campaign = said;
}

function markViolence(course: Course): void {
  const { clause } = course;
  if (clause.pieces.some((other) => meaningOf(other, 'activity')?.weak === false) && !clause.pieces.some(isHousehold))
    return;
  const group = lastGroup(course);
  if (group) group.violence = true;
  if (ahead(course, isHousehold)) course.lead.violence = true;
}

/** "Gia đình chị Hoa gương mẫu, đề nghị khen": who was just named is proposed, not helped. */
function nominate(course: Course, piece: PhrasePiece): void {
  const { draft } = course;
  if (meaningOf(piece, 'activity')) return;
  const named = draft.nominated.some(({ from, to }) => from >= course.clause.from && to <= course.clause.to);
  const group = lastGroup(course);
  if (
    !named &&
    group &&
    group.supports.length === 0 &&
    group.sums.length === 0 &&
    group.criteria.length === 0 &&
    group.names.length > 0
  ) {
    for (const name of group.names) draft.nominated.push({ whom: 'family', name, from: name.from, to: name.to });
    draft.groups.splice(draft.groups.indexOf(group), 1);
    course.last = null;
    return;
  }
  if (!named && !ahead(course, isHousehold))
    draft.nominated.push({
      whom: /gia đình/u.test(piece.phrase) ? 'family' : 'person',
      name: null,
      from: piece.from,
      to: piece.to,
    });
}
