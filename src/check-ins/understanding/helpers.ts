import { matchesWord } from '../../language/slips.ts';
import type { Course } from './course.ts';
import { type CountPiece, meaningOf, type Piece } from './pieces.ts';
import type { SupportId } from './reading.ts';

/** Help that many hands give. */
export const LABOUR: ReadonlySet<SupportId> = new Set(['labour_days', 'cleaning']);

/** "…, 7 chị làm trong 1 ngày" */
export function worksBehind({ tokens }: Course, { to }: CountPiece): boolean {
  const next = tokens[to];
  return (
    next !== undefined &&
    ['làm', 'phụ', 'giúp', 'góp', 'xúm', 'cùng', 'dọn', 'lợp', 'gặt', 'cấy'].some((word) => matchesWord(next, word))
  );
}

export function isLabour(piece: Piece): boolean {
  const kind = meaningOf(piece, 'support')?.kind;
  return (
    kind !== undefined && (LABOUR.has(kind) || kind === 'house_repair' || kind === 'counselling' || kind === 'other')
  );
}
