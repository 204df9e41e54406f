import { matchesWord } from '../../language/slips.ts';
import type { Token } from '../../language/tokenise.ts';
import type { Clause } from './clauses.ts';
import { meaningOf, type Piece, saysCue } from './pieces.ts';
import { isHousehold } from './read-attributes.ts';

/**
 * The clauses without the names of those who did something: "Chị Vui đi cấy giúp nhà bà Xế", "chị Liên tổ phó và 3 chị nữa thăm bà Lộc".
 * They are no households helped.
 */
export function withoutActors(clauses: readonly Clause[], tokens: readonly Token[]): Clause[] {
  const actors = new Set<Piece>();
  for (const [at, clause] of clauses.entries()) {
    for (const piece of clause.pieces) if (piece.is === 'name' && holdsOffice(clause, piece, tokens)) actors.add(piece);
    for (const piece of clause.pieces) if (piece.is === 'name' && teaches(clause, piece)) actors.add(piece);
    for (const piece of helpersIn(clauses, at, tokens)) actors.add(piece);
  }
  if (actors.size === 0) return [...clauses];
  return clauses.map((clause) => ({ ...clause, pieces: clause.pieces.filter((piece) => !actors.has(piece)) }));
}

/** "chị Hạnh chi hội trưởng trao …", unless something was given to her. */
function holdsOffice({ pieces }: Clause, name: Piece, tokens: readonly Token[]): boolean {
  const office = pieces.find(
    (piece) => saysCue(piece, 'offices') && piece.from - name.to >= 0 && piece.from - name.to <= 1,
  );
  if (!office || isPassive(tokens, office.to)) return false;
  return !pieces.some((piece) => piece.to <= name.from && saysCue(piece, 'helping'));
}

/** "chị Nở dạy nghề đan cho 7 chị em" */
function teaches({ pieces }: Clause, name: Piece): boolean {
  return (
    pieces.some(
      (piece) =>
        piece.from === name.to && piece.is === 'phrase' && /^(?:dạy|hướng dẫn|truyền nghề)/u.test(piece.phrase),
    ) && pieces.some((piece) => piece.is === 'count' && piece.of === 'people' && piece.from > name.to)
  );
}

/** Those named before a verb of giving that has its household behind it, back over "và" and commas. */
function helpersIn(clauses: readonly Clause[], at: number, tokens: readonly Token[]): Piece[] {
  const { pieces, sentence } = clauses[at]!;
  const verb = pieces.findIndex(
    (piece, nth) => gives(piece) || handsOver(pieces, nth) || worksFor(pieces, nth, tokens),
  );
  if (verb < 1 || isPassive(tokens, pieces[verb]!.from - 1) || !pieces.slice(verb + 1).some(isHousehold)) return [];
  const own = pieces.slice(0, verb);
  if (
    !own.every((piece) => isWho(piece) || saysCue(piece, 'together', 'attend') || meaningOf(piece, 'support')) ||
    !own.some((piece) => piece.is === 'name' || piece.is === 'count')
  )
    return [];
  if (tokens[own.at(-1)!.to]?.kind !== 'word') return [];
  const helpers = own.filter(({ is }) => is === 'name');
  for (let before = at; /^(?:,|và|với|cùng|\+)$/u.test(clauses[before]!.mark); before--) {
    const earlier = clauses[before - 1];
    if (!earlier || earlier.sentence !== sentence || !earlier.pieces.every(isWho)) break;
    helpers.push(...earlier.pieces.filter(({ is }) => is === 'name'));
  }
  return helpers;
}

/** "chị Bướm cho bà Nghé mượn bò": between two names "cho" says who gives. */
function handsOver(pieces: readonly Piece[], nth: number): boolean {
  const [before, piece, after] = [pieces[nth - 1], pieces[nth], pieces[nth + 1]];
  if (piece?.is !== 'phrase' || !/^cho/u.test(piece.phrase) || piece.parts[0] === undefined) return false;
  return before?.is === 'name' && after?.is === 'name' && before.to === piece.from && after.from === piece.parts[0].to;
}

/** "chị Mơ và 4 chị đi dọn nhà cho cụ Nghi": who went to work. */
function worksFor(pieces: readonly Piece[], nth: number, tokens: readonly Token[]): boolean {
  const [work, piece] = [pieces[nth - 1], pieces[nth]];
  if (piece?.is !== 'phrase' || piece.phrase !== 'cho' || !work || !meaningOf(work, 'support')) return false;
  const went = tokens[work.from - 1];
  return went !== undefined && ['đi', 'đến', 'sang', 'tới', 'qua'].some((word) => matchesWord(went, word));
}

function gives(piece: Piece): boolean {
  return saysCue(piece, 'helping') && piece.is === 'phrase' && !/^(?:cho|vận động|chia sẻ)$/u.test(piece.phrase);
}

/** Says only who and when. */
function isWho(piece: Piece): boolean {
  if (piece.is === 'count') return piece.of === 'people';
  return piece.is === 'name' || piece.is === 'hamlet' || piece.is === 'when' || saysCue(piece, 'offices', 'more');
}

function isPassive(tokens: readonly Token[], at: number): boolean {
  return tokens[at] !== undefined && ['được', 'bị'].some((word) => matchesWord(tokens[at]!, word));
}
