import type { Chart, Patterns } from './danger-patterns.ts';
import type { PlacedWord } from './danger-words.ts';

/**
 * Who is spoken of: the clauses in which the writer speaks of herself, of her own people ("con em"), and of somebody else as
 * the one who suffers. `sure`: of herself in a word that means nobody else ("con" may be a child of hers). */
export type People = {
  sure: ReadonlySet<number>;
  self: ReadonlySet<number>;
  hers: ReadonlySet<number>;
  third: ReadonlySet<number>;
};

const writer = ['self'];
const thirdPersons = ['child', 'elder', 'other'];
const anybody = ['child', 'elder', 'other', 'partner', 'kin', 'stranger'];

/** Reads the persons of a message. "em" in "chồng em" or "em gái em" is no mention of herself: it says whose he or she is. */
export function readPeople(patterns: Patterns, chart: Chart, words: readonly PlacedWord[]): People {
  const reach = (groups: readonly string[]) => {
    const longest = new Map<number, number>();
    for (const slot of groups.flatMap(patterns.groupSlots))
      for (const { from, to } of patterns.places(chart, slot)) longest.set(from, Math.max(longest.get(from) ?? 0, to));
    return longest;
  };
  const selves = reach(writer);
  const persons = reach(anybody);
  const inside = new Set<number>();
  const behind = new Set<number>();
  for (const [from, to] of persons) {
    behind.add(to);
    for (let at = from + 1; at < to; at++) inside.add(at);
  }
  const self = new Set<number>();
  const hers = new Set<number>();
  const sure = new Set<number>();
  for (const [from, to] of selves) {
    const clause = words[from]?.clause ?? -1;
    if ((persons.get(from) ?? 0) > to) continue;
    if (to - from > 1 || (!inside.has(from) && !behind.has(from))) {
      self.add(clause);
      if (!/^(?:con|chau|t)$/u.test(words[from]?.token.folded ?? '') || to - from > 1) sure.add(clause);
    }
    // "trẻ em" are nobody's in particular.
    else if (words[from - 1]?.token.folded !== 'tre') hers.add(clause);
  }
  const third = new Set<number>();
  for (const [from, to] of reach(thirdPersons)) {
    // "chị ơi" is who is written to; "bị vợ đánh" says who beats; "bạn" in "bạn trai" is no friend.
    const addressed =
      words[to]?.token.folded === 'oi' || /^(?:ha|a|oi|nhe|da)$/u.test(words[from - 1]?.token.folded ?? '');
    const beats = words[from - 1]?.token.folded === 'bi';
    if (!addressed && !beats && !inside.has(from) && (persons.get(from) ?? 0) <= to)
      third.add(words[from]?.clause ?? -1);
  }
  return { sure, self, hers, third };
}
