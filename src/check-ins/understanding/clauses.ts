import { matchesWord } from '../../language/slips.ts';
import type { Token } from '../../language/tokenise.ts';
import { meaningOf, type Piece, saysCue } from './pieces.ts';

/** What stands between two breaks. */
export type Clause = {
  pieces: readonly Piece[];
  from: number;
  to: number;
  /** How it is divided from the clause before: '' at the beginning. */
  mark: string;
  /** Clauses of one sentence have the same number. */
  sentence: number;
  /** Planned or not done: nothing in it is recorded. */
  skip: 'planned' | 'not-done' | null;
};

export function divide(pieces: readonly Piece[], tokens: readonly Token[]): Clause[] {
  const clauses: Clause[] = [];
  let current: Piece[] = [];
  let [from, mark, sentence] = [0, '', 0];
  let strong = false;
  const close = (to: number) => {
    if (current.length > 0) clauses.push({ pieces: current, from, to, mark, sentence, skip: null });
    current = [];
  };
  for (const piece of pieces) {
    if (piece.is !== 'break') {
      current.push(piece);
      strong = false;
      continue;
    }
    const hadAny = current.length > 0;
    close(piece.from);
    if (piece.strong && !strong) sentence++;
    // Of several breaks in a row ("., rồi") the strongest names the joint.
    if (hadAny || piece.strong || (!strong && mark !== '\n')) mark = strong && !piece.strong ? mark : piece.mark;
    strong = strong || piece.strong;
    from = piece.to;
  }
  close(tokens.length);
  return markSkipped(clauses, tokens);
}

/** Whether the piece is what a clause can be about. */
export function isHead(piece: Piece | undefined): boolean {
  if (!piece) return false;
  if (piece.is === 'name' || (piece.is === 'count' && piece.of === 'households')) return true;
  return (
    (piece.is === 'phrase' &&
      piece.meanings.some(
        ({ is }) => is === 'activity' || is === 'support' || is === 'change' || is === 'criteria' || is === 'set',
      )) ||
    saysCue(piece, 'helping')
  );
}

const DENIALS = ['không', 'chưa', 'chẳng', 'chả', 'hổng', 'hông'];

function markSkipped(clauses: readonly Clause[], tokens: readonly Token[]): Clause[] {
  let carried: 'planned' | null = null;
  let sentence = -1;
  return clauses.map((clause) => {
    if (clause.sentence !== sentence) carried = null;
    sentence = clause.sentence;
    const own = ownSkip(clause, tokens);
    if (own === 'planned') carried = 'planned';
    // A day behind us ends the plan.
    else if (clause.pieces.some((piece) => piece.is === 'when' && !piece.date.ahead && !piece.occasion)) carried = null;
    const skip = own ?? carried;
    return { ...clause, skip, pieces: skip === 'planned' ? clause.pieces.map(asPlanned) : clause.pieces };
  });
}

/** In a plan "28/11" and "thứ 5" lie ahead. */
function asPlanned(piece: Piece): Piece {
  if (piece.is !== 'when' || piece.date.ifPlanned === null || piece.occasion) return piece;
  return {
    ...piece,
    date: { ...piece.date, day: piece.date.ifPlanned, readings: [piece.date.ifPlanned], clear: true },
  };
}

function ownSkip({ pieces, to }: Clause, tokens: readonly Token[]): 'planned' | 'not-done' | null {
  // "tổ 8 nghỉ", "ngày 22/11 nghỉ"
  const last = tokens[to - 1];
  if (last && matchesWord(last, 'nghỉ') && pieces.every(({ is }) => is === 'when' || is === 'hamlet'))
    return 'not-done';
  for (const [index, piece] of pieces.entries()) {
    // "không sinh hoạt", "chưa tập huấn"
    const denied = tokens[piece.from - 1];
    const isOwn = !pieces.some(({ from, to }) => from < piece.from && piece.from <= to);
    if (denied && isOwn && meaningOf(piece, 'activity') && DENIALS.some((word) => matchesWord(denied, word)))
      return 'not-done';
    if (piece.is === 'when' && piece.date.ahead) return 'planned';
    if (saysCue(piece, 'planned')) return 'planned';
    if (!saysCue(piece, 'notDone')) continue;
    const phrase = piece.is === 'phrase' ? piece.phrase : '';
    if (/hoãn|hủy|kịp|lùi|dời|được$|chuyển sang/u.test(phrase)) return 'not-done';
    // "chị Lai vay 10tr chưa được"
    if (phrase === 'chưa' && index === pieces.length - 1 && tokens[piece.to] && matchesWord(tokens[piece.to]!, 'được'))
      return 'not-done';
    const next = pieces[index + 1];
    const near = next !== undefined && next.from - piece.to <= 2;
    if (near && (meaningOf(next, 'activity') || saysCue(next, 'helping') || meaningOf(next, 'change')))
      return 'not-done';
    const worked = pieces.some((piece) => meaningOf(piece, 'support') !== undefined || piece.is === 'money');
    if (near && !worked && (meaningOf(next, 'reached') || meaningOf(next, 'criteria') || meaningOf(next, 'set')))
      return 'not-done';
  }
  return null;
}
