import { countingWord, isCounted, isDigit, type Line } from './counting-words.ts';
import { GIVEN_NAMES, SURNAME_SYLLABLES } from './given-names.ts';
import { hamletBehind } from './hamlets.ts';
import { NO_NAMES, TITLES } from './household-words.ts';
import { isCapital, isTitle, longestOf, matchesWordAt, nameWord } from './name-parts.ts';
import type { NameReading } from './names-of-households.ts';

const COUNTED = [...TITLES, 'hộ', 'nhà', 'gia đình', 'hội viên', 'chị em', 'hộ nghèo', 'hộ gia đình'];
/** More words than these between the number and the list: "3 hội viên nghèo có hoàn cảnh khó khăn: …". */
const FARTHEST = 7;

/**
 * "3 chị: Mơ, Mận, Đào", "2 ho: lan to 3, hoa to 5": bare names of as many people as were counted right before. The title counted is
 * theirs. Null where the list holds anything else or another number of names.
 */
export function readListedNames(line: Line, at: number, opensPhrase: (at: number) => number): NameReading[] | null {
  const count = countAt(line, at);
  const noun = count === null || count < 2 ? null : longestOf(line, at + 1, COUNTED);
  if (!noun || count === null) return null;
  const title = TITLES.find((word) => word === noun.phrase);
  const side = title ? sideBySide(line, at + 1 + noun.length, count, title) : null;
  if (side) return side;
  const start = opensList(line, at + 1 + noun.length);
  if (start === null) return null;
  const names = listFrom(line, start, opensPhrase, title, count);
  return names?.length === count ? names : null;
}

/** "vay vốn: Hoa 10tr, Huệ xóm 2 15tr": bare names behind a colon, each with its sum; null where fewer than two or others stand there. */
export function readNamesWithSums(line: Line, at: number, opensPhrase: (at: number) => number): NameReading[] | null {
  if (line.tokens[at]?.raw !== ':') return null;
  const names = listFrom(line, at + 1, opensPhrase);
  const paid = names?.every(({ from, to }) => !isCommon(line, from) && isSumAt(line, to));
  return names && names.length > 1 && paid ? names : null;
}

/** Oftener another word, typed without a capital. */
function isCommon(line: Line, at: number): boolean {
  const token = line.tokens[at]!;
  return !isCapital(token) && NO_NAMES.has(token.folded);
}

function isSumAt(line: Line, at: number): boolean {
  return (
    line.tokens[at]?.kind === 'number' && /^(?:tr|trieu|k|nghin|ngan|cu)$/u.test(line.tokens[at + 1]?.folded ?? '')
  );
}

function listFrom(
  line: Line,
  start: number,
  opensPhrase: (at: number) => number,
  title?: string,
  most = Number.POSITIVE_INFINITY,
): NameReading[] | null {
  const names: NameReading[] = [];
  for (let from = start; ; ) {
    const name = bareNameAt(line, from, opensPhrase);
    if (!name) return null;
    const hamlet = hamletBehind(line, name.to, opensPhrase);
    const to = hamlet?.to ?? name.to;
    names.push({
      from,
      to,
      name: title ? `${title} ${name.name}` : name.name,
      hamlet: hamlet?.name ?? null,
      hamletTokens: hamlet ? { from: hamlet.from, to: hamlet.to } : { from: to, to },
    });
    const next = pastSum(line, to);
    const joins = /^[,&+;-]$/u.test(line.tokens[next]?.raw ?? '') || matchesWordAt(line, next, 'và');
    if (!joins || names.length === most) return names;
    from = next + 1;
  }
}

/** "2 chị Lan Huệ": as many names as were counted, one word each. */
function sideBySide(line: Line, from: number, count: number, title: string): NameReading[] | null {
  const words = Array.from({ length: count + 1 }, (_none, nth) => line.tokens[from + nth]);
  const isName = (nth: number) => words[nth]?.kind === 'word' && isCapital(words[nth]) && !line.isTaken(from + nth);
  if (!words.slice(0, count).every((_word, nth) => isName(nth)) || isName(count)) return null;
  if (SURNAME_SYLLABLES.has(words[0]!.folded) && count > 2) return null;
  return words.slice(0, count).map((word, nth) => ({
    from: from + nth,
    to: from + nth + 1,
    name: `${title} ${nameWord(word!)}`,
    hamlet: null,
    hamletTokens: { from: from + nth + 1, to: from + nth + 1 },
  }));
}

/** "Hoa 10tr, Huệ 15tr": what each got stands between. */
function pastSum(line: Line, at: number): number {
  if (line.tokens[at]?.kind !== 'number') return at;
  for (let pos = at + 1; pos < at + 6; pos++) {
    const token = line.tokens[pos];
    if (!token || /^[,&+;]$/u.test(token.raw) || matchesWordAt(line, pos, 'và')) return pos;
  }
  return at;
}

function countAt(line: Line, at: number): number | null {
  const token = line.tokens[at];
  if (token?.kind === 'number') return /^0?\d{1,2}$/u.test(token.raw) ? Number(token.raw) : null;
  const word = countingWord(line, at);
  return isDigit(word) ? word.value : null;
}

/** The first token behind ":", "(", "là" or "gồm". */
function opensList(line: Line, at: number): number | null {
  for (let pos = at; pos < at + FARTHEST; pos++) {
    const token = line.tokens[pos];
    if (!token || /^[.,;]$/u.test(token.raw)) return null;
    if (/^[:(]$/u.test(token.raw)) return pos + 1;
    if (matchesWordAt(line, pos, 'là') || matchesWordAt(line, pos, 'gồm'))
      return line.tokens[pos + 1]?.raw === ':' ? pos + 2 : pos + 1;
  }
  return null;
}

function bareNameAt(line: Line, at: number, opensPhrase: (at: number) => number): { name: string; to: number } | null {
  const words: string[] = [];
  let to = at;
  while (words.length < 4) {
    const token = line.tokens[to];
    if (token?.kind !== 'word' || line.isTaken(to) || matchesWordAt(line, to, 'và')) break;
    const isName = isCapital(token) || GIVEN_NAMES.has(token.folded) || SURNAME_SYLLABLES.has(token.folded);
    if (!isName || (words.length === 0 && isTitle(line, to) && line.tokens[to + 1]?.kind === 'word')) break;
    if (words.length > 0 && (hamletBehind(line, to, opensPhrase) !== null || opensPhrase(to) > 1)) break;
    words.push(nameWord(token));
    to++;
  }
  return words.length > 0 && !isCounted(line, at, true) ? { name: words.join(' '), to } : null;
}
