import type { Line } from './counting-words.ts';
import { hasAccents } from './fold.ts';
import { GIVEN_NAMES } from './given-names.ts';
import { hamletBehind } from './hamlets.ts';
import { APPOSITION, COUPLE, HOUSE, NO_NAMES } from './household-words.ts';
import { isCapital, isPair, isTitle, longest, matchesWordAt, nameWord } from './name-parts.ts';
import { isFullName } from './names-in-context.ts';
import { matchesWord } from './slips.ts';
import { bareAt, titledAt } from './titled-names.ts';

export type NameReading = {
  from: number;
  to: number;
  /** As people say it: the title with its accents, the name as typed with a capital: "ba lan" is "bà Lan". */
  name: string;
  hamlet: string | null;
  /** Said as one of a family: "mẹ con chị Nho", "vợ chồng anh Tuấn". */
  kin?: boolean;
  /** The tokens of the hamlet, empty where there is none. */
  hamletTokens: { from: number; to: number };
};

/**
 * The person or household named at `at`, or null: "bà Lan", "chi hoa xom 3", "hộ bà Bảy (thôn Đông)", "vợ chồng anh Tuấn chị Hà", "nhà Hoa".
 * `opensPhrase` says whether a phrase of the report starts at a token and how long it is; a name never reaches into one.
 */
export function readNameAt(line: Line, at: number, opensPhrase: (at: number) => number = () => 0): NameReading | null {
  if (line.isTaken(at)) return null;
  // "ông Ba Tri" is one man: in a text with accents "Ba" is no "bà".
  const second = line.tokens[at + 1];
  const bareBa = second !== undefined && line.accented && isCapital(second) && !hasAccents(second.raw);
  const couple = bareBa ? 0 : longest(line, at, COUPLE);
  const house = couple ? 0 : longest(line, at, HOUSE);
  const start =
    at +
    couple +
    house +
    (couple ? longest(line, at + couple, ['nhà']) : house ? longest(line, at + house, COUPLE) : 0);
  const person =
    titledAt(line, start, opensPhrase, house > 0) ??
    (house > 0 || isFullName(line, start, opensPhrase) ? bareAt(line, start, opensPhrase) : null);
  if (!person && couple > 0 && longest(line, at, ['ông bà']) > 0)
    return couplesName(line, at, at + couple, opensPhrase);
  if (!person) return null;
  let { name, to } = person;
  // "nhà ông bà Thanh"
  const both = !couple && house ? longest(line, at + house, ['ông bà']) : couple ? longest(line, at, ['ông bà']) : 0;
  if (both && !/ /u.test(name)) name = `ông bà ${name}`;
  // "vợ chồng anh Tuấn chị Hà", "nhà anh Tuấn chị Hà" are one household.
  if (couple || house) {
    const other =
      titledAt(line, to, opensPhrase) ??
      (couple && matchesWordAt(line, to, 'và') ? titledAt(line, to + 1, opensPhrase) : null);
    if (other && (couple || isPair(name, other.name))) {
      name += ` ${other.name}`;
      to = other.to;
    }
  }
  // "cháu Minh con chị Hằng": the household is the mother's.
  const parent = /^(?:cháu|em|bé) /u.test(name) ? parentOf(line, to, opensPhrase) : null;
  if (parent) ({ name, to } = parent);
  to = pastApposition(line, to, opensPhrase);
  const hamlet = hamletBehind(line, to, opensPhrase);
  return {
    from: at,
    to: hamlet?.to ?? to,
    name,
    ...(couple ? { kin: true } : {}),
    hamlet: hamlet?.name ?? null,
    hamletTokens: hamlet ? { from: hamlet.from, to: hamlet.to } : { from: to, to },
  };
}

/** "ông bà Thanh", whose names are one. */
function couplesName(line: Line, from: number, at: number, opensPhrase: (at: number) => number): NameReading | null {
  const first = line.tokens[at];
  if (first?.kind !== 'word' || opensPhrase(at) > 1 || !(isCapital(first) || GIVEN_NAMES.has(first.folded)))
    return null;
  if (!isCapital(first) && NO_NAMES.has(first.folded)) return null;
  const to = at + 1;
  const hamlet = hamletBehind(line, to, opensPhrase);
  return {
    from,
    to: hamlet?.to ?? to,
    name: `ông bà ${nameWord(first)}`,
    hamlet: hamlet?.name ?? null,
    hamletTokens: hamlet ? { from: hamlet.from, to: hamlet.to } : { from: to, to },
  };
}

/** "hai chị Hà và Hải", "3 bà Lan, Huệ, Cúc": a further name under the title said once before, at its joint; null where none follows. */
export function readNextUnderTitle(
  line: Line,
  before: NameReading,
  opensPhrase: (at: number) => number,
): NameReading | null {
  const joint = line.tokens[before.to];
  if (!joint || !(joint.raw === ',' || ['và', 'với'].some((word) => matchesWord(joint, word)))) return null;
  const at = before.to + 1;
  const first = line.tokens[at];
  if (!first || !isCapital(first) || isTitle(line, at)) return null;
  const found = bareAt(line, at, opensPhrase);
  if (!found) return null;
  const hamlet = hamletBehind(line, found.to, opensPhrase);
  return {
    from: at,
    to: hamlet?.to ?? found.to,
    name: `${before.name.split(' ')[0]} ${found.name}`,
    hamlet: hamlet?.name ?? null,
    hamletTokens: hamlet ? { from: hamlet.from, to: hamlet.to } : { from: found.to, to: found.to },
  };
}

function parentOf(line: Line, at: number, opensPhrase: (at: number) => number): { name: string; to: number } | null {
  const child = longest(line, at, ['con', 'con của', 'con nhà', 'con gái', 'con trai', 'cháu']);
  return child ? titledAt(line, at + child, opensPhrase) : null;
}

/** "chị Hoa vợ anh Tuấn", "bà Lan (mẹ cháu Minh)": who she belongs to is read past. */
function pastApposition(line: Line, at: number, opensPhrase: (at: number) => number): number {
  const open = line.tokens[at]?.raw === '(' ? 1 : 0;
  const relation = longest(line, at + open, APPOSITION);
  if (!relation) return at;
  const other = titledAt(line, at + open + relation, opensPhrase);
  if (!other) return at;
  return other.to + (open && line.tokens[other.to]?.raw === ')' ? 1 : 0);
}
