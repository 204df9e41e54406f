import { matchesWord } from '../../language/slips.ts';
import type { Token } from '../../language/tokenise.ts';
import { ahead, beginGroup, behind, type Course, lastActivity, lastGroup } from './course.ts';
import { addOnce, type Group } from './draft.ts';
import { type CountPiece, meaningOf, type Piece, saysCue } from './pieces.ts';

type MoneyPiece = Extract<Piece, { is: 'money' }>;

/** Kinds of support, criteria and whole sets: of the group at hand, or ahead of the names that follow in the clause. */
export function readAttribute(course: Course, piece: Extract<Piece, { is: 'phrase' }>): void {
  const support = meaningOf(piece, 'support');
  if (support?.kind === 'livestock_seed' && isReared(course, piece)) return;
  const criteria = meaningOf(piece, 'criteria');
  const set = meaningOf(piece, 'set');
  const comesFirst = !behind(course, isHousehold) && ahead(course, isHousehold);
  const group = comesFirst ? null : splitOff(course, lastGroup(course));
  if (!group && course.lead.used)
    Object.assign(course.lead, { supports: [], criteria: [], wholeSets: [], used: false });
  const target = group ?? course.lead;
  // What was said ahead for others gives way to what is said of this one.
  if (group?.led && support && !group.told && group.names[0]?.clause !== leadClause(course, group)) {
    group.supports = [];
    group.led = false;
  }
  if (support && !isPurpose(course, target.supports, piece)) addOnce(target.supports, support.kind, piece);
  if (set) {
    addOnce(target.wholeSets, set.id, piece);
    for (const id of set.ids) addOnce(target.criteria, id, piece);
  }
  for (const id of criteria?.ids ?? []) addOnce(target.criteria, id, piece);
  if (criteria && target.criteria.length > 0) addShortForms(course, piece, target.criteria);
  if (group) group.told = true;
  if (group && course.meant?.clause === course.clause)
    for (const other of course.meant.groups) {
      for (const criterion of group.criteria) addOnce(other.criteria, criterion.value, criterion);
      for (const whole of group.wholeSets) addOnce(other.wholeSets, whole.value, whole);
    }
}

/** "chị Bảy nuôi 200 con gà, hội cho vay …": they are hers. */
function isReared(course: Course, piece: Piece): boolean {
  const before = course.tokens.slice(Math.max(course.clause.from, piece.from - 2), piece.from);
  return before.some((token) => matchesWord(token, 'nuôi')) && !behind(course, (other) => saysCue(other, 'helping'));
}

/** "vay 20 triệu nuôi dê": what the loan is for is not given besides. */
function isPurpose(course: Course, supports: Group['supports'], piece: Piece): boolean {
  const loan = supports.find(({ value }) => value === 'loan');
  const [before, beforeThat] = [course.tokens[piece.from - 1], course.tokens[piece.from - 2]];
  const aims = (token: Token | undefined) =>
    token !== undefined &&
    ['để', 'nuôi', 'mua', 'làm', 'chăn', 'trồng', 'xây', 'sửa', 'lợp', 'chữa'].some((word) => matchesWord(token, word));
  return (
    loan !== undefined &&
    loan.to <= piece.from &&
    (loan.from >= course.clause.from || !course.clause.pieces.some((other) => saysCue(other, 'helping'))) &&
    (aims(before) || aims(beforeThat) || aims(course.tokens[piece.from]))
  );
}

/** "tặng quà bà Lan, chị Hoa đạt sạch bếp": what follows the second name is hers alone where the first has its own already. */
export function splitOff(course: Course, group: Group | null): Group | null {
  const here = course.clauses.indexOf(course.clause);
  if (
    !group?.led ||
    group.told ||
    (course.eachFrom !== null && course.eachFrom >= course.clause.from) ||
    group.names.length < 2 ||
    !group.names.some(({ clause }) => clause === here) ||
    group.names.every(({ clause }) => clause === here)
  )
    return group;
  const own = beginGroup(course);
  own.names = group.names.filter(({ clause }) => clause === here);
  group.names = group.names.filter(({ clause }) => clause !== here);
  Object.assign(own, { supports: [], criteria: [], wholeSets: [], led: false });
  return own;
}

export function leadClause(course: Course, group: Group): number {
  const first = group.supports[0];
  return first ? course.clauses.findIndex(({ from, to }) => from <= first.from && first.from < to) : -1;
}

export function isHousehold(piece: Piece): boolean {
  return piece.is === 'name' || (piece.is === 'count' && piece.of === 'households' && !isUncounted(piece));
}

/** "hộ nghèo" without a number. */
export function isUncounted({ number, to }: CountPiece): boolean {
  return Number.isNaN(number.value) && number.tokens.to === to;
}

/** "sạch nhà, bếp, ngõ": the word is said once. */
export function addShortForms(course: Course, piece: Piece, criteria: Group['criteria']): void {
  if (!/^sach/u.test(course.tokens[piece.from]?.folded ?? '')) return;
  for (let at = piece.to; at < piece.to + 6; at++) {
    const token = course.tokens[at];
    // "nhà Lan sạch bếp, nhà Hoa sạch ngõ": the house of the next one.
    if (!token || course.clauses.some(({ pieces }) => pieces.some((other) => other.is === 'name' && other.from === at)))
      return;
    const id = matchesWord(token, 'bếp')
      ? 'sach_bep'
      : matchesWord(token, 'ngõ')
        ? 'sach_ngo'
        : matchesWord(token, 'nhà')
          ? 'sach_nha'
          : null;
    if (id) addOnce(criteria, id, { from: at, to: at + 1 });
    else if (!/^[,&]$/u.test(token.raw) && !matchesWord(token, 'và')) return;
  }
}

/** "góp mỗi chị 50k được 600k": what each paid in, where what came together is said as well. */
function isPaidIn({ clause, clauses, tokens }: Course, piece: MoneyPiece): boolean {
  const paid = tokens
    .slice(Math.max(clause.from, piece.from - 4), piece.from)
    .some((token) => matchesWord(token, 'góp'));
  const sums = clauses.filter(({ sentence }) => sentence === clause.sentence).flatMap(({ pieces }) => pieces);
  return paid && piece.sum.per !== null && sums.some((other) => other.is === 'money' && other.from > piece.from);
}

/** "thăm bà Liễu hôm 16, ông Bách hôm 17, đều 200k": said at the end of all before it. */
function isOfAll({ clause, tokens }: Course, { from }: MoneyPiece): boolean {
  const before = tokens[from - 1];
  return (
    before !== undefined &&
    ['đều', 'cùng'].some((word) => matchesWord(before, word)) &&
    !clause.pieces.some((other) => isHousehold(other))
  );
}

/** "gây quỹ được 1 triệu 7, cho bé Na con chị Tư …": raised here, given in the next clause, which names no sum of its own. */
function isGivenNext({ clause, clauses }: Course): boolean {
  const next = clauses[clauses.indexOf(clause) + 1];
  return (
    next?.sentence === clause.sentence &&
    saysCue(next.pieces[0], 'helping') &&
    next.pieces.some(isHousehold) &&
    !next.pieces.some(({ is }) => is === 'money')
  );
}

/** A sum: to the group at hand, or ahead of the name that follows in the clause ("5tr cho bà Lan"). */
export function readMoneyPiece(course: Course, piece: MoneyPiece): void {
  const { draft } = course;
  const group = lastGroup(course);
  if (isPaidIn(course, piece)) {
    draft.explained.add(piece.sum.tokens.from);
    return;
  }
  const each = course.eachFrom !== null && course.eachFrom >= course.clause.from && course.eachFrom < piece.from;
  const said = each && piece.sum.per === null ? { ...piece.sum, perHousehold: true } : piece.sum;
  // "2 cháu con chị Tơ, mỗi cháu 500 nghìn": of one household or for each of the two, asked.
  const { persons } = course;
  const isShared = persons?.sentence === course.clause.sentence && persons.value > 1 && (said.per !== null || each);
  const sum = isShared ? { ...said, clear: false, readings: [said.value * persons.value, said.value] } : said;
  const forOthers = !behind(course, isHousehold) && (ahead(course, isHousehold) || (!group && isGivenNext(course)));
  if (forOthers && !course.correcting) {
    course.lead.sums.push(sum);
    return;
  }
  if (!group) {
    if (course.correcting && course.lead.sums.length > 0) course.lead.sums = [];
    const activity = lastActivity(course);
    draft.doubts.push({
      field: 'valueVnd',
      from: piece.from,
      to: piece.to,
      readings: piece.sum.readings,
      of: activity,
    });
    return;
  }
  if (course.correcting && group.sums.length > 0) {
    const wrong = group.sums.pop()!;
    draft.replaced.add(wrong.tokens.from);
    draft.corrections.push({ was: wrong.text, from: piece.from, to: piece.to });
    course.correcting = false;
  }
  if (each) group.given = true;
  const ofAll = isOfAll(course, piece) || each;
  const here = course.clauses.indexOf(course.clause);
  const named = course.clause.pieces.some(({ is }) => is === 'name');
  if (ofAll) {
    for (const other of draft.groups)
      if (
        (!each || ((!other.told || other.supports.length === 0) && (!named || other.clause === here))) &&
        other !== group &&
        other.sums.length === 0 &&
        course.clauses[other.clause]?.sentence === course.clause.sentence
      ) {
        other.sums.push({ ...sum, perHousehold: true });
        other.given = true;
      }
    group.given = true;
  }
  // "tiền 3tr, quần áo, 50kg thóc"
  const before = course.tokens[piece.from - 1];
  if (before && group.supports.length === 0 && matchesWord(before, 'tiền')) addOnce(group.supports, 'cash', piece);
  group.sums.push(sum);
  group.told = true;
}
