import { matchesWord } from '../../language/slips.ts';
import { isCountBehind, isReconciled, isSurelyAbsent, saysSize, teamsOf } from './counted-people.ts';
import { ahead, behind, beside, type Course, lastActivity, lastGroup } from './course.ts';
import { type Activity, addOnce, type Came, newActivity } from './draft.ts';
import { isLabour, LABOUR, worksBehind } from './helpers.ts';
import { type CountPiece, meaningOf, type PhrasePiece, type Piece, saysCue } from './pieces.ts';
import { isHousehold } from './read-attributes.ts';
import { isServed } from './read-phrases.ts';
import type { ActivityType } from './reading.ts';

// Gatherings inside which something else is done: "họp chi hội, tuyên truyền …" is one activity.
const FRAMES: ReadonlySet<ActivityType> = new Set([
  'meeting',
  'club_session',
  'review_meeting',
  'forum',
  'training',
  'commendation',
]);
const CONTENTS: ReadonlySet<ActivityType> = new Set(['communication', 'commendation']);
/** Activities at which people are talked to, so that what is named is a topic. */
export const TALKS: ReadonlySet<ActivityType> = new Set([
  'meeting',
  'club_session',
  'review_meeting',
  'forum',
  'training',
  'communication',
  'contest',
  'other',
  'commendation',
  'inspection',
]);

/** A word for an activity: another name of the one at hand, or a new one. */
export function readActivity(course: Course, piece: PhrasePiece, said: ActivityType): void {
  const current = lastActivity(course);
  if (current && isTalkedAbout(course, current, said)) {
    current.about = true;
    return;
  }
  const type = said === 'meeting' && isOfClub(course, piece) ? 'club_session' : said;
  // "…, 20 hộ ký cam kết" belongs to the talk before it.
  if (current && saysCue(piece, 'committed') && current.sentence === course.clause.sentence) return;
  if (current && isSameActivity(course, type, current)) addOnce(current.types, type, piece);
  else begin(course, piece, type);
}

/** Done with hands and feet: behind "về" they are what is talked about. */
const DEEDS: ReadonlySet<ActivityType> = new Set(['cleaning_day', 'culture_sport', 'contest', 'other']);

/** "tuyên truyền về vệ sinh môi trường" cleans nothing. */
function isTalkedAbout(course: Course, current: Activity, said: ActivityType): boolean {
  const before = beside(course, -1, 1);
  if (DEEDS.has(said) && isOnAgenda(course)) return true;
  return (
    (DEEDS.has(said) || (before?.is === 'phrase' && /^bàn/u.test(before.phrase) && said !== 'communication')) &&
    current.sentence === course.clause.sentence &&
    current.types.some(({ value }) => TALKS.has(value)) &&
    before?.is === 'phrase' &&
    /^(?:về|chủ đề|chuyên đề|bàn về|trao đổi về|tìm hiểu)$/u.test(before.phrase)
  );
}

/** "Nội dung: vệ sinh môi trường, vay vốn": behind it only what was talked about. */
function isOnAgenda({ clause, clauses }: Course): boolean {
  const at = clauses.findIndex(({ sentence }) => sentence === clause.sentence);
  const opens = clauses[at]?.pieces.at(-1);
  return (
    clauses[at] !== clause &&
    clauses[at + 1]?.mark === ':' &&
    opens?.is === 'phrase' &&
    /^(?:nội dung|chủ đề|chuyên đề)/u.test(opens.phrase)
  );
}

/** "CLB … sinh hoạt", "họp câu lạc bộ": with a club or a model beside it a meeting is its session. */
function isOfClub(course: Course, piece: PhrasePiece): boolean {
  const club = course.clause.pieces.some(
    (other) =>
      meaningOf(other, 'model-noun') !== undefined ||
      (meaningOf(other, 'model') !== undefined && meaningOf(other, 'topics') === undefined),
  );
  return (
    club && (/sinh hoạt/u.test(piece.phrase) || behind(course, (other) => meaningOf(other, 'model-noun') !== undefined))
  );
}

export function begin(course: Course, piece: Piece, type: ActivityType): Activity {
  const activity = newActivity(course.clauses.indexOf(course.clause), course.clause.sentence);
  addOnce(activity.types, type, piece);
  const { lead, draft } = course;
  activity.whens.push(...lead.whens);
  lead.whenUsed = true;
  activity.times = lead.times?.number ?? null;
  activity.campaign = lead.campaign;
  for (const topic of lead.topics) addOnce(activity.topics, topic.value, topic);
  for (const count of lead.people) activity.people.push(cameOf(count));
  Object.assign(lead, { times: null, campaign: null, topics: [], people: [] });
  draft.activities.push(activity);
  course.last = activity;
  return activity;
}

function isSameActivity(course: Course, type: ActivityType, current: Activity): boolean {
  const sameSentence = current.sentence === course.clause.sentence;
  const before = beside(course, -1, 1);
  const joined =
    (saysCue(before, 'together') || meaningOf(before, 'lead') !== undefined) &&
    !(before?.is === 'phrase' && /^(?:để|và)$/u.test(before.phrase));
  if (!sameSentence)
    return (
      joined &&
      !behind(course, (other) => meaningOf(other, 'activity') !== undefined) &&
      CONTENTS.has(type) &&
      before?.is === 'phrase' &&
      /nội dung|chủ đề|chuyên đề/u.test(before.phrase)
    );
  const sameClause = course.clauses[current.clause] === course.clause;
  if (joined) return true;
  const ownPeople = current.people.length > 0;
  // "30 chị họp thứ 2, 15 chị họp thứ 4"
  if (ownPeople && course.lead.people.length > 0) return false;
  const { whens, whenUsed } = course.lead;
  if (whens.length > 0 && !whenUsed && (!sameClause || ownPeople)) return false;
  if (course.lead.times) return false;
  const frame = current.model !== null || current.types.some(({ value }) => FRAMES.has(value));
  const peopleAhead = peopleFollow(course);
  if (sameClause) {
    if (!ownPeople || (!peopleAhead && current.types.some(({ value }) => value === type))) return true;
    return CONTENTS.has(type) && !ahead(course, (other) => other.is === 'count' && other.of === 'people');
  }
  const sameType = current.types.some(({ value }) => value === type);
  // "họp sơ kết 61 chị dự, khen thưởng 4 chị": those praised were there.
  if (ownPeople && frame && type === 'commendation' && course.clause.mark !== 'và') return true;
  // "dọn đường 36 chị, trồng thêm 40 chậu hoa": what they did besides.
  if (ownPeople && sameType && !peopleAhead && course.clause.mark === ',' && DEEDS.has(type)) return true;
  // Behind the number of people only what was talked about still belongs to it: "họp 40 chị, sinh hoạt về bình đẳng giới".
  if (ownPeople)
    return (
      !peopleAhead &&
      (type === 'communication' || type === 'meeting') &&
      (sameType || frame) &&
      course.clause.mark !== 'và'
    );
  // "tuyên dương 6 chị, họp tổng kết 64 chị": the meeting at which they were praised.
  if (current.types.every(({ value }) => value === 'commendation') && (type === 'review_meeting' || type === 'meeting'))
    return true;
  // "họp tổng kết, khen thưởng, văn nghệ 80 người": a list of what one gathering held.
  if (frame && current.types.length > 1) return true;
  if (sameType) return type !== 'other';
  if (frame && CONTENTS.has(type)) return true;
  return type === 'meeting' && saysCue(before, 'people');
}

/** Whether a number of people follows before anything else is spoken of. */
function peopleFollow(course: Course): boolean {
  const rest = course.clauses
    .slice(course.clauses.indexOf(course.clause) + 1)
    .filter(({ sentence, mark }) => sentence === course.clause.sentence && mark !== ';');
  const isPeople = (piece: Piece) => piece.is === 'count' && piece.of === 'people';
  if (ahead(course, isPeople)) return true;
  for (const { pieces } of rest) {
    if (pieces.some((piece) => meaningOf(piece, 'activity')?.weak === false || isHousehold(piece))) return false;
    if (pieces.some(isPeople)) return true;
  }
  return false;
}

/** People counted: those who came, those who helped, those who were absent. */
export function readPeople(course: Course, piece: CountPiece): 'helped' | undefined {
  const { draft } = course;
  const before = beside(course, -1, 1);
  const after = beside(course, 1, 0);
  const explain = (): undefined => {
    draft.explained.add(piece.number.tokens.from);
  };
  const activity = lastActivity(course);
  if (saysCue(before, 'absent') || (saysCue(after, 'absent') && !isCountBehind(course, after)))
    return isSurelyAbsent(course, piece) ? explain() : undefined;
  const perTeam = teamsOf(course, piece);
  if (perTeam !== null && activity) {
    const { value } = piece.number;
    const readings = [...new Set([value * perTeam, value])];
    draft.doubts.push({ field: 'participants', from: piece.from, to: piece.to, readings, of: activity });
    return;
  }
  // "…, hai chị này đều thoát nghèo": those named before.
  const back = course.tokens[piece.to];
  const groups = draft.groups.filter(({ names }) => names.length > 0).slice(-piece.number.value);
  const refers = back !== undefined && ['này', 'trên', 'đó', 'ấy'].some((word) => matchesWord(back, word));
  if (refers && groups.reduce((sum, { names }) => sum + names.length, 0) === piece.number.value) {
    course.meant = { clause: course.clause, groups };
    return explain();
  }
  // "khen thưởng 5 chị": they are praised.
  const praise = saysCue(before, 'helping')
    ? course.clause.pieces.filter(({ to }) => to <= before!.from).at(-1)
    : before;
  if (meaningOf(praise, 'activity')?.type === 'commendation' && !saysCue(after, 'attend')) return explain();
  if (saysCue(before, 'including') && ((activity?.people.length ?? 0) > 0 || lastGroup(course))) return explain();
  if (isServed(course, piece) || isReconciled(course, piece)) return 'helped';
  // "hai chị Hà và Hải": as many as are named, or more.
  const named = course.clause.pieces.some(
    (other) => other.is === 'name' && piece.from < other.from && other.from < piece.to,
  );
  if (named && !course.clause.pieces.some((other) => meaningOf(other, 'activity')?.weak === false)) return 'helped';
  if (activity && course.correcting && activity.people.length > 0) {
    const wrong = activity.people.pop()!;
    draft.replaced.add(wrong.number.tokens.from);
    draft.corrections.push({ was: wrong.number.text, from: piece.from, to: piece.to });
    course.correcting = false;
    activity.people.push({ ...wrong, number: piece.number });
    return;
  }
  // "chi hội có 67 hội viên, hôm qua họp 51 chị"
  if (saysSize(course, piece)) return explain();
  const activityAhead =
    ahead(course, (other) => meaningOf(other, 'activity') !== undefined) && !ahead(course, isHousehold);
  // "mỗi buổi chừng 15 chị" behind a household counts no helpers.
  if (activity === null && saysEach(course)) return;
  const helpAhead =
    ahead(course, (other) => saysCue(other, 'helping') || meaningOf(other, 'support') !== undefined) &&
    ahead(course, isHousehold);
  const activityHere = activity !== null && course.clauses[activity.clause] === course.clause;
  if (activityHere) {
    activity.people.push(cameOf(piece, saysEach(course)));
    if (saysEach(course)) ofEach(course, piece, activity);
    return;
  }
  if (activityAhead && !behind(course, isHousehold)) {
    course.lead.people.push(piece);
    return;
  }
  // "họp mặt tặng quà 3 hộ, có 70 chị dự": who attends, attends the gathering.
  const held = draft.activities.at(-1);
  if (saysCue(after, 'attend') && held && held.people.length === 0 && held.sentence === course.clause.sentence) {
    held.people.push(cameOf(piece, saysEach(course)));
    return;
  }
  // Who lent a hand is no figure; a number behind a household that nothing explains is asked about.
  if (helpAhead) return explain();
  if (behind(course, isHousehold)) return course.clause.pieces.some(isLabour) ? explain() : undefined;
  // "tuyên truyền cho 60 chị" gives nothing.
  const giving = behind(
    course,
    (other) =>
      meaningOf(other, 'support') !== undefined ||
      (saysCue(other, 'helping') &&
        !(other.is === 'phrase' && (other.phrase === 'vận động' || (activity && other.phrase === 'cho')))),
  );
  if (giving) return 'helped';
  if (activity) {
    activity.people.push(cameOf(piece, saysEach(course)));
    if (saysEach(course)) ofEach(course, piece, activity);
    return;
  }
  const earlier = draft.activities.at(-1);
  const attends = course.clause.pieces.some((other) => saysCue(other, 'attend'));
  if (earlier && attends && earlier.people.length === 0) {
    earlier.people.push(cameOf(piece, saysEach(course)));
    return;
  }
  const group = lastGroup(course);
  if (group)
    return group.supports.some(({ value }) => LABOUR.has(value)) || worksBehind(course, piece) ? explain() : undefined;
  draft.doubts.push({
    field: 'participants',
    from: piece.from,
    to: piece.to,
    readings: piece.number.readings,
    of: null,
  });
}

/** "thứ 2 họp, thứ 4 dọn đường, mỗi buổi 15 chị": as many came to each. */
function ofEach({ draft }: Course, { number }: CountPiece, { sentence }: Activity): void {
  for (const other of draft.activities)
    if (other.sentence === sentence && other.people.length === 0)
      other.people.push({ number, each: true, place: null });
}

export function cameOf({ number, place }: CountPiece, each = false): Came {
  return { number, each, place: place ?? null };
}

export function saysEach(course: Course): boolean {
  return behind(course, (piece) => saysCue(piece, 'each'));
}
