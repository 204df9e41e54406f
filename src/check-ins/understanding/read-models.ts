import { matchesWord } from '../../language/slips.ts';
import { type Course, lastActivity } from './course.ts';
import { meaningOf, type PhrasePiece } from './pieces.ts';
import { begin } from './read-activities.ts';

/** "ra mắt mô hình …": a model founded or strengthened, held as an activity of its own or as part of the one at hand. */
export function readModelChange(course: Course, piece: PhrasePiece, change: 'founded' | 'strengthened'): void {
  const rest = course.clauses
    .slice(course.clauses.indexOf(course.clause))
    .filter(({ sentence }) => sentence === course.clause.sentence);
  const pieces = rest.flatMap(({ pieces }) => pieces).filter((other) => other.from >= piece.to);
  const named = pieces.find((other) => meaningOf(other, 'model') && other.from - piece.to <= 8);
  const noun =
    pieces.find((other) => meaningOf(other, 'model-noun') && other.from - piece.to <= 3) ??
    course.clause.pieces.find((other) => meaningOf(other, 'model-noun') && other.to <= piece.from);
  const before = course.clause.pieces.find((other) => meaningOf(other, 'model') && other.to <= piece.from);
  const model = named ?? before;
  // "ra mắt tổ phụ nữ phân loại rác"
  const next = course.tokens[piece.to];
  const team =
    next !== undefined &&
    ['tổ', 'nhóm'].some((word) => matchesWord(next, word)) &&
    course.tokens[piece.to + 1]?.folded !== 'zalo' &&
    (next.toned !== 'to' ||
      /^(?:phu|tu|hop|tiet|vay|lien|san|dan|doi)$/u.test(course.tokens[piece.to + 1]?.folded ?? ''));
  if (!model && !noun && !team) return;
  const id = meaningOf(model, 'model')?.id ?? 'other';
  const current = lastActivity(course);
  const joins =
    current &&
    current.sentence === course.clause.sentence &&
    !current.model &&
    (course.clauses[current.clause] === course.clause || current.people.length === 0);
  const activity = joins ? current : begin(course, piece, 'other');
  activity.model = { value: { id, change }, from: piece.from, to: (model ?? noun ?? piece).to };
}
