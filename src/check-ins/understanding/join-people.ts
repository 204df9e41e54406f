import type { Token } from '../../language/tokenise.ts';
import { spanOf, textOf } from '../../language/tokenise.ts';
import type { CountPiece, Piece } from './pieces.ts';

const WOMEN = /^(?:chi|chi em|nu|phu nu|ba|co|hoi vien|chi hoi vien|hoi vien phu nu|c|hv|hvien|nguoi)$/u;
const MEN = /^(?:anh|nam|ong|nam gioi|anh em|chu|a|dan ong)$/u;

/** "20 chị 5 anh", "30 chị và 12 anh": women and men counted side by side are so many people together; "40 phụ huynh và 30 cháu" is not joined. */
export function joinPeople(pieces: readonly CountPiece[], tokens: readonly Token[]): CountPiece[] {
  const joined: CountPiece[] = [];
  for (const piece of pieces) {
    const before = joined.at(-1);
    if (before && areTogether(before, piece, tokens)) joined[joined.length - 1] = sumOf(before, piece, tokens);
    else joined.push(piece);
  }
  return joined;
}

function areTogether(one: CountPiece, two: CountPiece, tokens: readonly Token[]): boolean {
  const between = tokens.slice(one.to, two.from).map(({ folded }) => folded);
  if (one.parts || between.length > 1 || (between[0] && !/^(?:[,+&]|va|voi|vs)$/u.test(between[0]))) return false;
  const [first, second] = [unitOf(one, tokens), unitOf(two, tokens)];
  // "20 người 5 anh": the men may be among them.
  const apart = (WOMEN.test(first) && first !== 'nguoi' && MEN.test(second)) || (MEN.test(first) && WOMEN.test(second));
  return apart && isSurelyCounted(one) && isSurelyCounted(two);
}

function isSurelyCounted({ number }: CountPiece): boolean {
  return number.clear && Number.isInteger(number.value) && number.value > 0;
}

function unitOf({ number, to }: CountPiece, tokens: readonly Token[]): string {
  return tokens
    .slice(number.tokens.to, to)
    .map(({ folded }) => folded)
    .join(' ');
}

function sumOf(one: CountPiece, two: CountPiece, tokens: readonly Token[]): CountPiece {
  const value = one.number.value + two.number.value;
  const range = { from: one.number.tokens.from, to: two.number.tokens.to };
  return {
    is: 'count',
    of: 'people',
    from: one.from,
    to: two.to,
    parts: [one.number, two.number],
    number: {
      ...one.number,
      value,
      readings: [value],
      tokens: range,
      span: spanOf(tokens, range.from, range.to),
      text: textOf(tokens, range.from, range.to),
    },
  };
}

/** The numbers as they were typed. */
export function numbersOf(piece: Piece): CountPiece['number'][] {
  return piece.is === 'count' ? [...(piece.parts ?? [piece.number])] : [];
}
