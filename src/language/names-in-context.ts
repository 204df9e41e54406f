import type { Line } from './counting-words.ts';
import { GIVEN_NAMES, SURNAME_SYLLABLES } from './given-names.ts';
import { readHamletAt } from './hamlets.ts';
import { MAYBE_NAMES, NAMES_ALL_THE_SAME } from './household-words.ts';
import { endsName, isTold, VERBS } from './name-ends.ts';
import { isCapital, isTitle } from './name-parts.ts';

/** Words that are names because of what stands around them. */

/** What is told of a household, without accents. */
const HAPPENS = /^(?:vay|duoc|dc|dat|sach|om|bi|thoat|muon)$/u;
/** What stands before those who are helped, without accents. */
const GIVES_TO = /^(?:giup|cho|tham|tang|bieu|tro|trao|nha|ho|dinh|gd|do|vay)$/u;

/**
 * "giup chi len xom dong", "cho chi nhan 2tr": given to, she is a person; "chi tham xom 5 vay 30tr": what happened to somebody of that
 * hamlet. `at` is the name behind its title.
 */
export function isHelped(line: Line, at: number, standsAlone: boolean, opensPhrase: (at: number) => number): boolean {
  const { folded } = line.tokens[at]!;
  if (!isCalledSo(folded)) return false;
  if (
    !VERBS.has(folded) &&
    GIVES_TO.test(line.tokens[at - 2]?.folded ?? '') &&
    (standsAlone || isTold(line, at + 1, opensPhrase))
  )
    return true;
  const hamlet = readHamletAt(line, at + 1, opensPhrase);
  return hamlet !== null && HAPPENS.test(line.tokens[hamlet.to]?.folded ?? '');
}

/** Whether people are called so, though it may be another word as well. */
function isCalledSo(folded: string): boolean {
  return GIVEN_NAMES.has(folded) || NAMES_ALL_THE_SAME.has(folded);
}

function isSum(line: Line, at: number): boolean {
  return line.tokens[at]?.kind === 'number' && /^(?:tr|trieu|k|nghin|ngan)$/u.test(line.tokens[at + 1]?.folded ?? '');
}

/** "ba Que, chi Hoi, chi Nhan": a woman among others and no branch. */
export function isListed(line: Line, at: number): boolean {
  const next = line.tokens[at + 1]?.raw ?? ',';
  return (
    (next === ',' || isSum(line, at + 1)) && line.tokens[at - 1]?.raw !== 'Chi' && (at > 1 || isTitle(line, at + 2))
  );
}

/** "c cuc, c hoa": a name that is oftener another word, and here nothing follows. */
export function isNameAlone(line: Line, at: number, opensPhrase: (at: number) => number): boolean {
  const { folded } = line.tokens[at]!;
  return (NAMES_ALL_THE_SAME.has(folded) || MAYBE_NAMES.has(folded)) && endsName(line, at + 1, opensPhrase);
}

/** "Nguyễn Thị Hoa", "tran thi nhai" without a title. */
export function isFullName(line: Line, at: number, opensPhrase: (at: number) => number): boolean {
  const [surname, middle, given] = [line.tokens[at], line.tokens[at + 1], line.tokens[at + 2]];
  if (
    surname?.kind === 'word' &&
    !line.accented &&
    surname.folded.length > 2 &&
    SURNAME_SYLLABLES.has(surname.folded) &&
    middle?.toned === 'thi' &&
    given?.kind === 'word' &&
    GIVEN_NAMES.has(given.folded) &&
    [at, at + 1, at + 2].every((pos) => opensPhrase(pos) < 2)
  )
    return true;
  return (
    surname?.kind === 'word' &&
    isCapital(surname) &&
    SURNAME_SYLLABLES.has(surname.folded) &&
    /^(?:Thị|Văn|Thi|Van)$/u.test(middle?.raw ?? '') &&
    given?.kind === 'word' &&
    isCapital(given)
  );
}
