import type { DateReading } from '../../language/dates.ts';
import type { MoneyReading } from '../../language/money.ts';
import type { NameReading } from '../../language/names-of-households.ts';
import type { NumberReading } from '../../language/numbers.ts';
import type { Cue, Meaning } from './lexicon.ts';
import type { Range } from './phrase-index.ts';

/** What a number counts, by the word behind it. `bare`: nothing that we know. */
export type Counted = 'households' | 'people' | 'recipients' | 'sessions' | 'goods' | 'percent' | 'bare';

/** A stretch of the sentence that means something, in the order said. Positions are those of tokens. */
export type Piece = { from: number; to: number } & (
  | { is: 'break'; strong: boolean; mark: string }
  | { is: 'when'; date: DateReading; occasion: boolean }
  | { is: 'name'; name: NameReading }
  | { is: 'hamlet'; name: string }
  /**
   * `parts`: the numbers of which it is the sum, where several were typed ("20 chị 5 anh"). `place`: the token of the place or day said
   * for it alone ("tổ 5: 18 chị").
   */
  | { is: 'count'; of: Counted; number: NumberReading; parts?: readonly NumberReading[]; place?: number }
  | { is: 'money'; sum: MoneyReading }
  | { is: 'phrase'; meanings: readonly Meaning[]; phrase: string; parts: readonly Range[] }
);
export type PhrasePiece = Extract<Piece, { is: 'phrase' }>;
export type CountPiece = Extract<Piece, { is: 'count' }>;

/** The meaning of one kind in a phrase, or undefined. */
export function meaningOf<Kind extends Meaning['is']>(
  piece: Piece | undefined,
  kind: Kind,
): Extract<Meaning, { is: Kind }> | undefined {
  if (piece?.is !== 'phrase') return undefined;
  return piece.meanings.find((meaning): meaning is Extract<Meaning, { is: Kind }> => meaning.is === kind);
}

export function saysCue(piece: Piece | undefined, ...cues: Cue[]): boolean {
  return piece?.is === 'phrase' && piece.meanings.some((meaning) => meaning.is === 'cue' && cues.includes(meaning.cue));
}
