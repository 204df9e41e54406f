import { matchesWord } from '../../language/slips.ts';
import { ahead, behind, beside, type Course, lastActivity, lastGroup } from './course.ts';
import { type CountPiece, meaningOf, type PhrasePiece, type Piece, saysCue } from './pieces.ts';
import { readActivity, TALKS } from './read-activities.ts';
import { isHousehold, readAttribute } from './read-attributes.ts';
import { isOldFeast } from './read-days.ts';
import { readModelChange } from './read-models.ts';
import { readSubject, readTopics } from './read-topics.ts';

export function readPhrase(course: Course, piece: PhrasePiece): void {
  const { draft, clause } = course;
  if (saysCue(piece, 'same')) draft.same = true;
  if (saysCue(piece, 'nothing')) draft.nothing = true;
  if (saysCue(piece, 'correction')) {
    // "17/11 chứ không phải 16/11": what follows is the wrong one.
    if (/^chứ/u.test(piece.phrase) || isRejection(course, piece)) course.rejecting = true;
    else course.correcting = true;
    // "sửa lại: bà Lan 3 triệu": nothing was repaired.
    if (/^[:,]$/u.test(course.tokens[piece.to]?.raw ?? '')) return;
  }
  if (saysCue(piece, 'nominations')) nominate(course, piece);
  if (saysCue(piece, 'violence')) markViolence(course);
  if (saysCue(piece, 'eachHousehold')) course.eachFrom = piece.from;
  if (saysCue(piece, 'evenly')) shareEvenly(course);
  const change = meaningOf(piece, 'change');
  if (change) readModelChange(course, piece, change.change);
  const activity = meaningOf(piece, 'activity');
  const support = meaningOf(piece, 'support');
  const households =
    clause.pieces.some((other) => isHousehold(other) || isHelpedWoman(course, other)) ||
    (lastGroup(course) !== null &&
      clause.mark !== '' &&
      !(activity && isOfManyElsewhere(course)) &&
      !(activity && behind(course, ({ is }) => is === 'when')) &&
      !clause.pieces.some((other) => meaningOf(other, 'activity')?.weak === false) &&
      support !== undefined) ||
    visitsAgain(course, piece);
  if (meaningOf(piece, 'criteria') || meaningOf(piece, 'set')) readCriteria(course, piece);
  else if (support && households) readAttribute(course, piece);
  else if (activity && !(activity.weak && (households || (activity.type === 'other' && raisesFor(course)))))
    readActivity(course, piece, activity.type);
  else if (support) readAttribute(course, piece);
  if (saysCue(piece, 'helping') && !isAddressed(course, piece)) {
    if (visitsAgain(course, piece)) lastGroup(course)!.given = true;
    helping(course, piece.phrase);
  }
  if (meaningOf(piece, 'lead')) readSubject(course, piece);
  const unknown =
    meaningOf(piece, 'model') !== undefined && meaningOf(piece, 'topics') === undefined && !nearModelNoun(course);
  if (unknown && lastActivity(course)) lastActivity(course)!.about = true;
  const topics = meaningOf(piece, 'topics');
  if (topics && !(meaningOf(piece, 'model') && nearModelNoun(course))) readTopics(course, piece, topics.ids);
  const campaign = meaningOf(piece, 'campaign');
  if (campaign) readCampaign(course, piece, campaign.id);
}

/** "3 triệu, không phải 2 triệu": the value right behind it is the wrong one. */
function isRejection(course: Course, piece: PhrasePiece): boolean {
  const next = beside(course, 1, 1);
  return (
    piece.phrase === 'không phải' &&
    (next?.is === 'count' || next?.is === 'money' || next?.is === 'when') &&
    course.clauses.some(({ pieces }) => pieces.some((other) => other.is === next.is && other.to <= piece.from))
  );
}

/** "2. thăm bà Quý 200k 3. dọn vệ sinh 18 chị": in a sentence of its own, with people counted, it is no help to her. */
function isOfManyElsewhere(course: Course): boolean {
  const group = lastGroup(course);
  const other = group !== null && course.clauses[group.clause]?.sentence !== course.clause.sentence;
  return other && ahead(course, (piece) => piece.is === 'count' && piece.of === 'people');
}

/** "bán phế liệu được 450k, tặng bà Lan": what was raised for a household is the help it got. */
function raisesFor({ clause, clauses }: Course): boolean {
  return clauses.some(
    ({ sentence, pieces }) =>
      sentence === clause.sentence &&
      pieces.some(isHousehold) &&
      pieces.some((piece) => saysCue(piece, 'helping') || meaningOf(piece, 'support')),
  );
}

/** "7 triệu cho hai hộ bà Ón và bà Mẹt chia đều": the sum said of the two is that of the named ones. */
function shareEvenly(course: Course): void {
  const [group, declared] = [lastGroup(course), course.declared];
  if (!group) return;
  group.evenly = true;
  if (!declared || declared === group || group.sums.length > 0 || declared.namedOfUnnamed !== group.names.length)
    return;
  group.sums = declared.sums;
  group.given ||= declared.given;
  declared.sums = [];
}

/** "bà Nhâm ốm, hội thăm 400k": the visit is to her who was just named. */
function visitsAgain(course: Course, piece: PhrasePiece): boolean {
  const group = lastGroup(course);
  return (
    group !== null &&
    group.names.length > 0 &&
    saysCue(piece, 'helping') &&
    course.clause.mark !== '' &&
    course.clauses[group.clause]?.sentence === course.clause.sentence &&
    !ahead(course, ({ is }) => is === 'count') &&
    (ahead(course, ({ is }) => is === 'money') ||
      (course.clause.pieces.some(({ is }) => is === 'money') && !course.clause.pieces.some(({ is }) => is === 'name')))
  );
}

/** "tập huấn cho 32 chị": those who are talked to are given nothing. */
export function isAddressed(course: Course, piece: Piece): boolean {
  if (piece.is !== 'phrase' || piece.phrase !== 'cho') return false;
  const { clause, draft } = course;
  if (clause.pieces.some((other) => other.to <= piece.from && meaningOf(other, 'activity')?.weak === false))
    return true;
  // "tuyên truyền về giá trị gia đình và bộ tiêu chí ứng xử cho 60 hộ": "và" divides the topics only.
  const held = draft.activities.at(-1);
  const before = clause.pieces.filter((other) => other.to <= piece.from);
  return (
    held !== undefined &&
    held.sentence === clause.sentence &&
    held.types.some(({ value }) => TALKS.has(value)) &&
    before.length > 0 &&
    before.every((other) => meaningOf(other, 'topics') ?? meaningOf(other, 'criteria') ?? meaningOf(other, 'lead'))
  );
}

export function helping(course: Course, phrase: string): void {
  if (/^(?:tặng|trao|phát|biếu|trao tặng)/u.test(phrase)) course.lead.handedOut = true;
  if (behind(course, isHousehold)) {
    if (lastGroup(course)) lastGroup(course)!.given = true;
  }
  // Another verb of giving ends what the one before said ahead: "tặng quà bà Lan, thăm cụ Bảy".
  if (course.lead.used) Object.assign(course.lead, { supports: [], criteria: [], wholeSets: [], used: false });
  course.lead.given = true;
}

export function isHelpedWoman(course: Course, piece: Piece): boolean {
  if (piece.is !== 'count' || piece.of !== 'people') return false;
  const before = course.clause.pieces.filter((other) => other.to <= piece.from);
  const strong = course.clause.pieces.some((other) => meaningOf(other, 'activity')?.weak === false);
  if (isServed(course, piece)) return true;
  const given = before.some(
    (other) =>
      meaningOf(other, 'activity')?.type === 'support_visit' ||
      (saysCue(other, 'helping') && other.is === 'phrase' && other.phrase !== 'cho'),
  );
  return given && !strong;
}

/** "2 chị được học nghề" */
export function isServed({ clause, tokens }: Course, piece: CountPiece): boolean {
  const next = tokens[piece.to];
  return (
    next !== undefined &&
    matchesWord(next, 'được') &&
    !clause.pieces.some((other) => meaningOf(other, 'activity')?.weak === false) &&
    clause.pieces.some((other) => other.from >= piece.to && meaningOf(other, 'support'))
  );
}

export function nearModelNoun(course: Course): boolean {
  return course.clause.pieces.some(
    (other) =>
      meaningOf(other, 'model-noun') !== undefined ||
      meaningOf(other, 'change') !== undefined ||
      meaningOf(other, 'activity')?.type === 'club_session',
  );
}

/** What is talked about where a criterion is named at a meeting. */
export function topicOf(piece: PhrasePiece): string {
  const criterion = meaningOf(piece, 'criteria');
  if (criterion?.violence) return 'dv_prevention';
  return criterion?.ids.length === 1 && /^khong_vi_pham/u.test(criterion.ids[0]!) ? 'other' : '5k3s';
}

/** "5 có: có sinh kế, có sức khỏe": only what is listed was reached. */
export function isListed(course: Course): boolean {
  const next = course.clauses[course.clauses.indexOf(course.clause) + 1];
  const last = course.index === course.clause.pieces.length - 1;
  return (
    last && /^[:(]$/u.test(next?.mark ?? '') && next!.pieces.some((piece) => meaningOf(piece, 'criteria') !== undefined)
  );
}

/** Criteria are of a household; talked about at a meeting, they are its topic. */
export function readCriteria(course: Course, piece: PhrasePiece): void {
  const before = beside(course, -1, 2);
  if (saysCue(before, 'notDone')) return;
  const reached = course.clause.pieces.some((other) => meaningOf(other, 'reached'));
  if (lastActivity(course) && !reached) {
    readTopics(course, piece, [topicOf(piece)]);
    return;
  }
  if (!isListed(course)) readAttribute(course, piece);
}

export function readCampaign(course: Course, piece: PhrasePiece, id: string): void {
  const day = course.clause.pieces.find(
    (other) => other.is === 'when' && other.from < piece.to && piece.from < other.to,
  );
  const named =
    !day ||
    (day.is === 'when' && day.occasion) ||
    day.from === piece.from ||
    course.clause.pieces.some((other) => meaningOf(other, 'activity')?.type === 'communication');
  if (!named || (day?.is === 'when' && !day.occasion && isOldFeast(course, day))) return;
  const activity = lastActivity(course);
  const comesFirst =
    ahead(course, (other) => meaningOf(other, 'activity')?.weak === false) &&
    !behind(course, (other) => meaningOf(other, 'activity') !== undefined);
  const said = { value: id, from: piece.from, to: piece.to };
  if (activity && !comesFirst) activity.campaign ??= said;
  else course.lead.campaign = said;
}

export function markViolence(course: Course): void {
  const { clause } = course;
  if (clause.pieces.some((other) => meaningOf(other, 'activity')?.weak === false) && !clause.pieces.some(isHousehold))
    return;
  const group = lastGroup(course);
  if (group) group.violence = true;
  if (ahead(course, isHousehold)) course.lead.violence = true;
}

/** "Gia đình chị Hoa gương mẫu, đề nghị khen": who was just named is proposed, not helped. */
export function nominate(course: Course, piece: PhrasePiece): void {
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
