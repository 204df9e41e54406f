import { isLabelWord, lineOf } from '../../language/counting-words.ts';
import type { Token } from '../../language/tokenise.ts';
import type { Piece } from './pieces.ts';

/** Words that may stand between a place or a day and the number of those who came: "tổ 5: 18 chị", "tổ 3 họp được 12 chị". */
const FARTHEST = 5;

/** "tổ 4: 15 chị; tổ 5: 18 chị", "15/11 20 chị, 20/11 25 chị": which of several gatherings a number of people is that of. */
export function markPlaces(pieces: Piece[], tokens: readonly Token[]): void {
  const line = lineOf(tokens);
  let after = 0;
  for (const [at, piece] of pieces.entries()) {
    if (piece.is !== 'count' || piece.of !== 'people') continue;
    const from = Math.max(after, piece.from - FARTHEST);
    const said = pieces
      .slice(0, at)
      .filter((other) => (other.is === 'hamlet' || (other.is === 'when' && !other.occasion)) && other.from >= from)
      .at(-1);
    const label = Array.from({ length: piece.from - from }, (_none, back) => piece.from - 1 - back).find(
      (pos) => tokens[pos]!.kind === 'number' && pos > from && isLabelWord(line, pos - 1),
    );
    const place = Math.max(said?.from ?? -1, label ?? -1);
    if (place >= 0) pieces[at] = { ...piece, place };
    after = piece.to;
  }
}
