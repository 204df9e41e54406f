import { matchesWord } from '../../language/slips.ts';
import type { Course } from './course.ts';
import { type CountPiece, meaningOf, type Piece } from './pieces.ts';

/** What the words around a number of people make of it. */

/** "8 đội, mỗi đội 5 người": how many there are of those that so many people are in; 1 where it is not said, null where people are just counted. */
export function teamsOf({ clauses, tokens }: Course, piece: CountPiece): number | null {
  const at = [piece.from - 2, piece.from - 3].find((pos) => tokens[pos] && matchesWord(tokens[pos]!, 'mỗi'));
  const noun = at === undefined ? undefined : tokens[at + 1];
  if (
    !noun ||
    !['đội', 'nhóm', 'tổ', 'xóm', 'thôn', 'chi', 'khu', 'ấp', 'bản', 'nhà', 'hộ'].some((word) =>
      matchesWord(noun, word),
    )
  )
    return null;
  const counted = clauses
    .flatMap(({ pieces }) => pieces)
    .find((other) => other.is === 'count' && other.to <= at! && tokens[other.number.tokens.to]?.folded === noun.folded);
  return counted?.is === 'count' && counted.number.clear ? counted.number.value : 1;
}

/** "2 cặp vợ chồng cãi nhau, hội hòa giải": as many households. */
export function isReconciled({ clause, clauses, tokens }: Course, { to }: CountPiece): boolean {
  const said = clauses.filter(({ sentence }) => sentence === clause.sentence).flatMap(({ pieces }) => pieces);
  return (
    tokens[to - 1]?.folded === 'chong' &&
    said.some((piece) => meaningOf(piece, 'support')?.kind === 'counselling') &&
    !said.some((piece) => meaningOf(piece, 'activity')?.weak === false)
  );
}

/** More than these are not taken for absent where nobody was counted as present: "vang 50" may be another word. */
const MOST_ABSENT = 20;

export function isSurelyAbsent({ clauses }: Course, piece: CountPiece): boolean {
  const others = clauses
    .flatMap(({ pieces }) => pieces)
    .some((other) => other !== piece && other.is === 'count' && (other.of === 'people' || other.of === 'bare'));
  return others || piece.number.value <= MOST_ABSENT;
}

/** How many members there are, said before a gathering and those who came to it. */
export function saysSize({ clause, clauses, tokens, index }: Course, piece: CountPiece): boolean {
  const before = tokens.slice(Math.max(clause.from, piece.from - 5), piece.from);
  const branch = before.some((token) => matchesWord(token, 'hội')) && before.some((token) => matchesWord(token, 'có'));
  if (
    !branch ||
    clause.pieces.some((other, at) => at !== index && other.is === 'phrase' && meaningOf(other, 'activity'))
  )
    return false;
  const rest = clauses.slice(clauses.indexOf(clause) + 1).filter(({ sentence }) => sentence === clause.sentence);
  return rest.some(
    ({ pieces }) =>
      pieces.some((other) => meaningOf(other, 'activity')?.weak === false) &&
      pieces.some((other) => other.is === 'count' && other.of === 'people'),
  );
}

/** "40 chị vắng 5 chị": the five are absent, not the forty. */
export function isCountBehind(course: Course, cue: Piece | undefined): boolean {
  return course.clause.pieces.some(
    (piece) => piece.is === 'count' && cue !== undefined && piece.from - cue.to >= 0 && piece.from - cue.to <= 1,
  );
}
