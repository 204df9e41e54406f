import { matchesWord } from '../../language/slips.ts';
import { isHead } from './clauses.ts';
import { ahead, beginGroup, behind, beside, type Course, lastActivity, lastGroup } from './course.ts';
import { addOnce, type Group } from './draft.ts';
import { type CountPiece, meaningOf, type Piece, saysCue } from './pieces.ts';
import { begin } from './read-activities.ts';
import { isUncounted } from './read-attributes.ts';
import { LOOKS, roleOfHouseholds } from './role-of-households.ts';

type NamePiece = Extract<Piece, { is: 'name' }>;

const TALKED_ABOUT = ['mời', 'nhờ', 'thay'];

/** "bà Lan": one more name of the group at hand, or the first of another. */
export function readName(course: Course, piece: NamePiece): void {
  const { draft, clause } = course;
  const place = course.tokens[piece.from - 1];
  const praised = clause.pieces.some((other) => saysCue(other, 'nominations'));
  if (praised) {
    draft.nominated.push({
      whom: isFamily(course, piece) ? 'family' : 'person',
      name: piece.name,
      from: piece.from,
      to: piece.to,
    });
    return;
  }
  if (clause.pieces.some((other) => meaningOf(other, 'activity')?.type === 'commendation')) return;
  if (place && TALKED_ABOUT.some((word) => matchesWord(place, word))) return;
  if (
    place &&
    ['ở', 'tại'].some((word) => matchesWord(place, word)) &&
    (lastActivity(course) || ahead(course, (other) => meaningOf(other, 'activity')?.weak === false))
  )
    return;
  if (
    place &&
    matchesWord(place, 'do') &&
    (piece.from < 2 ||
      course.tokens[piece.from - 2]!.kind !== 'word' ||
      course.tokens[piece.from - 2]!.folded === 'nguoi')
  )
    return;
  // "em với chị Lụa đến nhà bà Cúc": she went along.
  const companion = course.tokens[piece.from - 2];
  if (
    place &&
    companion &&
    ['với', 'cùng', 'và'].some((word) => matchesWord(place, word)) &&
    ['em', 'tôi', 'tui', 'mình', 'hội', 'cháu'].some((word) => companion.toned === word || companion.folded === word)
  )
    return;
  // "em Hằng đây" reports, "chị Hà ơi" is spoken to.
  const after = course.tokens[piece.to];
  if (after && matchesWord(after, 'ơi')) return;
  if (after && matchesWord(after, 'đây')) return;
  if (piece.from === 0 && after && ['báo', 'gửi'].some((word) => matchesWord(after, word))) return;
  const praising = lastActivity(course);
  if (
    praising?.types.some(({ value }) => value === 'commendation') &&
    praising.sentence === clause.sentence &&
    !clause.pieces.some((other) => saysCue(other, 'helping') || meaningOf(other, 'support'))
  )
    return;
  const group = groupForName(course, piece);
  group.names.push({
    ...piece.name,
    hamletSaid: piece.name.hamlet ?? course.lead.hamlet,
    clause: course.clauses.indexOf(clause),
  });
  course.lead.sums = [];
}

function isFamily(course: Course, piece: NamePiece): boolean {
  const first = course.tokens[piece.from]!;
  return (
    ['hộ', 'nhà', 'gia', 'gđ', 'vợ'].some((word) => matchesWord(first, word)) ||
    course.clause.pieces.some((other) => other.is === 'phrase' && /gia đình/u.test(other.phrase))
  );
}

function groupForName(course: Course, piece: NamePiece): Group {
  const group = lastGroup(course);
  if (course.correcting && group && group.names.length > 0) {
    const wrong = group.names.pop()!;
    course.draft.corrections.push({ was: wrong.name, from: piece.from, to: piece.to });
    course.correcting = false;
    return group;
  }
  const declared = course.declared;
  if (
    declared &&
    declared.namedOfUnnamed < Math.max(1, declared.unnamed?.number.value ?? 0) &&
    countsNames(course, declared)
  ) {
    declared.namedOfUnnamed++;
    if (declared.unnamed) course.draft.explained.add(declared.unnamed.number.tokens.from);
    const joins = group && group !== declared && group.names.length > 0 && !group.told;
    const named = joins ? group : beginGroup(course);
    if (!joins) {
      for (const support of declared.supports) addOnce(named.supports, support.value, support);
      for (const criterion of declared.criteria) addOnce(named.criteria, criterion.value, criterion);
      for (const set of declared.wholeSets) addOnce(named.wholeSets, set.value, set);
      named.given ||= declared.given;
      named.when ??= declared.when;
      named.sums = declared.sums.filter(({ perHousehold }) => perHousehold || declared.unnamed?.number.value === 1);
    }
    return named;
  }
  const sameRun = group && !group.told && group.names.length > 0 && !leadsAnew(course, piece);
  return sameRun ? group : beginGroup(course);
}

/** Whether the names behind "3 hộ" are these three: said so (":", "là", "gồm"), or as many are named as were counted. */
function countsNames(course: Course, declared: Group): boolean {
  if (declared.namedOfUnnamed > 0) return true;
  const at = course.clauses.indexOf(course.clause);
  const explicit =
    /^[:(]$/u.test(course.clause.mark) ||
    ['là', 'gồm', 'như', 'có', 'đó'].some(
      (word) =>
        course.tokens[course.clause.pieces[course.index]!.from - 1] &&
        matchesWord(course.tokens[course.clause.pieces[course.index]!.from - 1]!, word),
    );
  if (explicit) return true;
  // "giúp 8 hộ mỗi hộ 300k và tặng bà Lan 500k": another deed.
  if (leadsAnew(course, course.clause.pieces[course.index]!, declared.unnamed?.piece.to)) return false;
  if (declared.clause === at) return true;
  const rest = course.clauses.slice(at).filter(({ sentence }) => sentence === course.clause.sentence);
  const names = rest.flatMap(({ pieces }) => pieces).filter(({ is }) => is === 'name').length;
  return names === declared.unnamed?.number.value;
}

/** A verb of giving or a support between two names begins another group: "tặng quà bà Lan, thăm chị Hoa". */
function leadsAnew(course: Course, piece: Piece, from?: number): boolean {
  const names = course.clause.pieces.filter((other) => other.is === 'name' && other.from < piece.from);
  const since = Math.max(from ?? 0, names.at(-1)?.to ?? course.clause.from);
  return course.clause.pieces.some(
    (other) =>
      other.from >= since && other.from < piece.from && (meaningOf(other, 'support') || saysCue(other, 'helping')),
  );
}

/** "3 hộ": households helped, reached by words, or committed; what governs it stands nearest. */
export function readHouseholdCount(course: Course, piece: CountPiece): void {
  const { draft } = course;
  const explain = () => draft.explained.add(piece.number.tokens.from);
  const group = lastGroup(course);
  if (course.correcting && group?.unnamed) {
    draft.replaced.add(group.unnamed.number.tokens.from);
    draft.corrections.push({ was: group.unnamed.number.text, from: piece.from, to: piece.to });
    group.unnamed = { number: piece.number, piece };
    course.correcting = false;
    return;
  }
  if (course.clause.pieces.some((other) => saysCue(other, 'nominations'))) {
    draft.nominated.push({ whom: 'family', name: null, from: piece.from, to: piece.to });
    explain();
    return;
  }
  const role = roleOfHouseholds(course, piece);
  if (isUncounted(piece) && (role !== 'helped' || !isOnlyDeed(course, piece))) return;
  if (role === 'none') {
    // At a contest or an inspection they are looked at, at a commendation praised; anywhere else it is asked what they are.
    const result = course.clause.pieces.some((other) => meaningOf(other, 'reached'));
    if (!result && lastActivity(course)?.types.some(({ value }) => LOOKS.has(value))) explain();
    return;
  }
  if (role === 'informed' || role === 'committed') {
    // "20 hộ được tuyên truyền" tells of a talk.
    const talk = role === 'informed' && !lastActivity(course) && ahead(course, (other) => saysCue(other, 'informed'));
    const activity = talk
      ? begin(course, piece, 'communication')
      : (lastActivity(course) ?? draft.activities.at(-1) ?? null);
    if (!activity) {
      draft.doubts.push({
        field: role === 'informed' ? 'householdsInformed' : 'householdsCommitted',
        from: piece.from,
        to: piece.to,
        readings: piece.number.readings,
        of: null,
      });
      return;
    }
    if (role === 'informed') activity.informed ??= piece.number;
    else activity.committed ??= piece.number;
    return;
  }
  // "giúp được 6 hộ, 2 hộ thoát nghèo": among the six or besides, asked.
  if (isResultOfSome(course, piece) || isShareOf(course, piece)) return;
  const total = isTotal(course);
  if (group && group.names.length > 0 && (total || refersBack(course, piece))) {
    const named = draft.groups.reduce((sum, each) => sum + each.names.length, 0);
    if (piece.number.value === group.names.length || piece.number.value === named) {
      explain();
      return;
    }
    if (piece.number.value > named && total) {
      group.unnamed = {
        number: {
          ...piece.number,
          value: piece.number.value - named,
          readings: piece.number.readings.map((value) => value - named),
        },
        piece,
      };
      return;
    }
  }
  const more = group !== null && group.names.length > 0 && !group.told && !group.unnamed && !behind(course, isHead);
  const target = more ? group : beginGroup(course);
  target.unnamed = { number: piece.number, piece };
  if (!more) course.declared = target;
}

/** "80 hộ trên 95 hộ": two numbers of one thing. */
function isShareOf(course: Course, piece: CountPiece): boolean {
  const before = course.tokens[piece.from - 1];
  return (
    before !== undefined &&
    ['trên', 'trong'].some((word) => matchesWord(before, word)) &&
    behind(course, (other) => other.is === 'count' && other.of === 'households')
  );
}

/** Fewer households than were helped before in the sentence, of which nothing but a result is told. */
function isResultOfSome(course: Course, piece: CountPiece): boolean {
  const helped = course.declared?.unnamed;
  const told = ahead(
    course,
    (other) => meaningOf(other, 'criteria') !== undefined || meaningOf(other, 'set') !== undefined,
  );
  return (
    helped !== undefined &&
    helped !== null &&
    helped.number.value > piece.number.value &&
    course.declared!.clause !== course.clauses.indexOf(course.clause) &&
    (told
      ? course.declared!.criteria.length === 0
      : ahead(course, (other) => meaningOf(other, 'reached') !== undefined)) &&
    !course.clause.pieces.some((other) => meaningOf(other, 'support') || saysCue(other, 'helping', 'total'))
  );
}

/** "giúp hộ nghèo sửa nhà": given to, where the sentence names and counts no household otherwise. */
function isOnlyDeed({ clause, clauses }: Course, piece: CountPiece): boolean {
  const said = clauses.filter(({ sentence }) => sentence === clause.sentence).flatMap(({ pieces }) => pieces);
  const others = said.some(
    (other) => other !== piece && (other.is === 'name' || (other.is === 'count' && other.of !== 'goods')),
  );
  const given = clause.pieces.some(
    (other) => meaningOf(other, 'support') !== undefined || (saysCue(other, 'helping') && other.to <= piece.from),
  );
  return (
    given &&
    !others &&
    !said.some((other) => meaningOf(other, 'activity') !== undefined && !saysCue(other, 'correction'))
  );
}

function isTotal(course: Course): boolean {
  const before = beside(course, -1, 1);
  return saysCue(before, 'total') && !(before?.is === 'phrase' && before.phrase === 'là' && lastGroup(course) === null);
}

function refersBack(course: Course, piece: CountPiece): boolean {
  const next = course.tokens[piece.to];
  return next !== undefined && ['này', 'trên', 'đó', 'đều'].some((word) => matchesWord(next, word));
}
