import { countingWord, type Line, lineOf } from '../../language/counting-words.ts';
import { readListedNames, readNamesWithSums } from '../../language/listed-names.ts';
import { type NameReading, readNameAt, readNextUnderTitle } from '../../language/names-of-households.ts';
import { matchesWord } from '../../language/slips.ts';
import type { Token } from '../../language/tokenise.ts';
import type { Range } from './phrase-index.ts';

/** The people and households named, in order. `fullPhrase`: how long the phrase of the report is that starts at a token. */
export function findNames(
  tokens: readonly Token[],
  taken: readonly Range[],
  fullPhrase: (at: number) => number,
): NameReading[] {
  const line = lineOf(tokens, taken);
  const names: NameReading[] = [];
  for (let at = 0; at < tokens.length; ) {
    const length = fullPhrase(at);
    const listed = readListedNames(line, at, fullPhrase) ?? readNamesWithSums(line, at, fullPhrase);
    if (listed) {
      names.push(...listed);
      at = listed.at(-1)!.to;
      continue;
    }
    const found = length > 2 ? null : readNameAt(line, at, fullPhrase);
    if (found) names.push(found);
    at = found ? found.to : at + Math.max(1, length > 2 ? length : 1);
    if (!found || !saysSeveral(line, found.from)) continue;
    for (
      let next = readNextUnderTitle(line, found, fullPhrase);
      next;
      next = readNextUnderTitle(line, next, fullPhrase)
    ) {
      names.push(next);
      at = next.to;
    }
  }
  return names;
}

/** A number or "các" before a title: more than one is named under it. */
function saysSeveral(line: Line, at: number): boolean {
  const before = line.tokens[at - 1];
  return (
    before !== undefined &&
    (before.kind === 'number' || countingWord(line, at - 1) !== null || matchesWord(before, 'các'))
  );
}
