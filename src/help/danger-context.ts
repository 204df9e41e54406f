import type { DangerLexicon } from './danger-lexicon.ts';
import type { Chart, Found, Patterns } from './danger-patterns.ts';
import type { PlacedWord } from './danger-words.ts';

export type CueName = keyof DangerLexicon['cues'];

type Mark = { from: number; to: number };

/** Where each kind of cue stands in a message, and the questions that a rule asks about the words around what it found. */
export type Context = {
  has(cue: CueName, place: Place): boolean;
  /** Denied by what stands before it, and with `alsoBehind` by what follows ("có đánh em đâu"). */
  isDenied(found: Found, alsoBehind: boolean): boolean;
  hasBefore(cue: CueName, found: Found): boolean;
};

export type Place = { clauseOf: Found } | { sentenceOf: Found } | 'message';

/** Reads the cues of a message once. `slots` are those that {@link cueSlots} made of the same lexicon. */
export function readContext(
  slots: Readonly<Record<CueName, number>>,
  patterns: Patterns,
  chart: Chart,
  words: readonly PlacedWord[],
): Context {
  const marks = {} as Record<CueName, Mark[]>;
  const sentences = {} as Record<CueName, Map<number, number>>;
  const clauses = {} as Record<CueName, Set<number>>;
  for (const name of Object.keys(slots) as CueName[]) {
    marks[name] = patterns.places(chart, slots[name]);
    clauses[name] = new Set(marks[name].map(({ from }) => words[from]?.clause ?? -1));
    // The first place of each sentence.
    sentences[name] = new Map();
    for (const { from } of marks[name]) {
      const sentence = words[from]?.sentence ?? -1;
      sentences[name].set(sentence, Math.min(from, sentences[name].get(sentence) ?? from));
    }
  }
  const endingAt = (cue: CueName) => {
    const ends = new Map<number, Mark>();
    for (const mark of marks[cue]) {
      const other = ends.get(mark.to);
      if (!other || other.from > mark.from) ends.set(mark.to, mark);
    }
    return ends;
  };
  const negations = endingAt('negation');
  const fillers = endingAt('negationFillers');
  const bridges = endingAt('negationBridges');
  const persons = endingAt('persons');
  const deniedAfter = new Set(marks.deniedAfter.map(({ from }) => from));

  function has(cue: CueName, place: Place): boolean {
    if (place === 'message') return marks[cue].length > 0;
    if ('clauseOf' in place) return clauses[cue].has(words[place.clauseOf.core]?.clause ?? -2);
    return sentences[cue].has(words[place.sentenceOf.core]?.sentence ?? -2);
  }

  /** "không bị chồng đánh": walks back from the core over words that may stand between it and a "không". */
  function isDenied({ core, from }: Found, alsoBehind: boolean): boolean {
    const clause = words[core]?.clause;
    if (clause === undefined) return false;
    if (alsoBehind && deniedBehind(core, from, clause)) return true;
    let at = core;
    let personsSince = false;
    for (let steps = 0; steps < 8 && at > 0 && words[at - 1]?.clause === clause; steps++) {
      const negation = negations.get(at);
      // "em không đi nó đánh": a person right behind a bare "không" begins another thought.
      if (negation) return !personsSince || negation.to - negation.from > 1;
      const bridge = bridges.get(at);
      const step = bridge ?? fillers.get(at) ?? persons.get(at);
      if (!step) return false;
      personsSince = bridge ? false : personsSince || persons.has(at);
      at = step.from;
    }
    return false;
  }

  function deniedBehind(core: number, from: number, clause: number): boolean {
    if (deniedAfter.size === 0) return false;
    for (let at = core; at < from + 14 && words[at]?.clause === clause; at++) if (deniedAfter.has(at)) return true;
    return false;
  }

  function hasBefore(cue: CueName, { core }: Found): boolean {
    const first = sentences[cue].get(words[core]?.sentence ?? -2);
    return first !== undefined && first < core;
  }

  return { has, isDenied, hasBefore };
}

export function cueSlots(cues: DangerLexicon['cues'], patterns: Patterns): Record<CueName, number> {
  const slots = {} as Record<CueName, number>;
  for (const name of Object.keys(cues) as CueName[]) slots[name] = patterns.slot(`cue ${name}`, cues[name]);
  return slots;
}
