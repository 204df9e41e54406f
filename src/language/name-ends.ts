import { isCounted, type Line } from './counting-words.ts';
import { readHamletAt } from './hamlets.ts';
import { isTitle } from './name-parts.ts';

export const VERBS: ReadonlySet<string> = new Set(
  'o tai ben ve den di cua bi duoc dc da dang co khong la thi va voi con ba chi nhe nha nhi oi ah roi nua do day nay kia ay nao gi'.split(
    ' ',
  ),
);

/** A hamlet, or what befell her: "xóm 3", "bị liệt", "ốm", "nghèo", "neo đơn". */
export function isTold(line: Line, at: number, opensPhrase: (at: number) => number): boolean {
  const token = line.tokens[at];
  if (token?.kind === 'number') return /^(?:tr|trieu|k|nghin|ngan)$/u.test(line.tokens[at + 1]?.folded ?? '');
  if (token?.kind !== 'word') return false;
  return /^(?:bi|om|benh|ngheo|neo|goa|mu|liet)$/u.test(token.folded) || readHamletAt(line, at, opensPhrase) !== null;
}

/** A hamlet or a sum: what stands behind a name, and hardly behind "nhà" and another word. */
export function isPlacedOrPaid(line: Line, at: number, opensPhrase: (at: number) => number): boolean {
  return line.tokens[at]?.kind === 'number'
    ? isTold(line, at, opensPhrase)
    : readHamletAt(line, at, opensPhrase) !== null;
}

export function endsNameOrJoins(line: Line, at: number, opensPhrase: (at: number) => number): boolean {
  return endsName(line, at, opensPhrase) || /^(?:va|voi|moi|vay|co|con)$/u.test(line.tokens[at]?.folded ?? '');
}

/** Whether what stands at `at` shows that the word before it was a whole name: a hamlet, another title, a sum, a deed, a comma. */
export function endsName(line: Line, at: number, opensPhrase: (at: number) => number): boolean {
  const token = line.tokens[at];
  if (!token || /^[,;.(]$/u.test(token.raw)) return true;
  if (/^(?:neo|ngheo|om|benh|bi|goa|duoc|dc|dat|vay)$/u.test(token.folded)) return true;
  // "mỗi người"
  if (token.folded === 'moi' && /^(?:c|chi|ng|nguoi|ho|nha|ba|cu)$/u.test(line.tokens[at + 1]?.folded ?? ''))
    return true;
  if (token.kind === 'number')
    return !isCounted(line, at + 1, true) || /^(?:tr|trieu|k|nghin|ngan)$/u.test(line.tokens[at + 1]?.folded ?? '');
  return opensPhrase(at) > 0 || isTitle(line, at) || readHamletAt(line, at, opensPhrase) !== null;
}
