import { hasAccents } from '../language/fold.ts';
import type { PlacedWord, Vocabulary } from './danger-words.ts';

/** `accents`: the words that count only faintly, or with `strict` not at all, when they were typed without their accents. */
type Phrase = { ids: number[]; accents: boolean[]; strict: boolean };
type Element =
  | { is: 'gap'; upTo: number }
  | { is: 'words'; slots: readonly number[]; optional: boolean; core: boolean; persons: boolean }
  | { is: 'start' }
  | { is: 'end' };

/** A compiled pattern. `required`: of each of these lists of slots one must stand in a message, or the pattern cannot. */
export type Pattern = {
  elements: readonly Element[];
  /** What follows a person at the beginning, who may be left unsaid; null where the pattern begins otherwise. */
  afterPerson: readonly Element[] | null;
  required: readonly (readonly number[])[];
};

/**
 * A pattern found in a message: half-open range of word positions, where its core stands, and the groups of persons in it.
 * `faint`: a word of it counts fully only with its accents, and was typed without any ("em bi dam": đâm, or đầm, or dám).
 */
export type Found = {
  from: number;
  to: number;
  core: number;
  coreEnd: number;
  people: readonly string[];
  faint: boolean;
};

/** What stands where: for each slot (a group or a literal word) the positions at which it begins, and how far it reaches from there. */
export type Chart = {
  bySlot: ReadonlyMap<number, ReadonlyMap<number, readonly number[]>>;
  /** The same for words that ask for accents and were typed without. */
  faintBySlot: ReadonlyMap<number, ReadonlyMap<number, readonly number[]>>;
  /** Where a clause begins that names nobody and follows one that does: "hắn say, (hắn) ném bát vào người em". */
  unsaid: readonly number[];
};

// A message of thousands of clauses is no message; this keeps reading fast.
const mostUnsaid = 200;

const personGroups = new Set(['partner', 'kin', 'stranger', 'self', 'child', 'elder', 'other']);

export type Patterns = ReturnType<typeof newPatterns>;

/** Compiles groups and patterns of a lexicon over one vocabulary, so that a message is charted once for all of them. */
export function newPatterns(
  vocabulary: Vocabulary,
  groups: Readonly<Record<string, readonly string[]>>,
  harmless: readonly string[],
) {
  const slots: { name: string; phrases: Phrase[] }[] = [];
  const slotOf = new Map<string, number>();
  const byFirst = new Map<number, { slot: number; phrase: Phrase }[]>();
  const harmlessSlot = slot('harmless', harmless);

  function phrase(text: string): Phrase {
    const accentsOnly = text.startsWith('=');
    const words = text.replace(/^=+/u, '').split(/[\s_]+/u);
    return {
      ids: words.map((word) => vocabulary.idOf(word)),
      accents: words.map((word) => accentsOnly && hasAccents(word)),
      strict: text.startsWith('=='),
    };
  }

  function slot(name: string, texts: readonly string[]): number {
    const found = slotOf.get(name);
    if (found !== undefined) return found;
    const at = slots.push({ name, phrases: texts.map(phrase) }) - 1;
    slotOf.set(name, at);
    for (const one of slots[at]!.phrases) {
      const first = byFirst.get(one.ids[0]!) ?? [];
      first.push({ slot: at, phrase: one });
      byFirst.set(one.ids[0]!, first);
    }
    return at;
  }

  /** The groups that a name stands for: itself, or those it lists as "@other". */
  function groupSlots(name: string): number[] {
    const texts = groups[name] ?? [];
    const own = texts.filter((text) => !text.startsWith('@'));
    return [
      ...(own.length > 0 ? [slot(`@${name}`, own)] : []),
      ...texts.filter((text) => text.startsWith('@')).flatMap((text) => groupSlots(text.slice(1))),
    ];
  }

  function compile(pattern: string): Pattern {
    const elements = pattern.split(' ').map(elementOf);
    const [first] = elements;
    const afterPerson = first?.is === 'words' && first.persons ? elements.slice(1) : null;
    const required = (afterPerson ?? elements).flatMap((element) =>
      element.is === 'words' && !element.optional ? [element.slots] : [],
    );
    return { elements, afterPerson, required };
  }

  function elementOf(part: string): Element {
    if (part === '^') return { is: 'start' };
    if (part === '$') return { is: 'end' };
    if (part.startsWith('~')) return { is: 'gap', upTo: Number(part.slice(1)) };
    const core = part.startsWith('!');
    const optional = part.endsWith('?');
    const names = part.slice(core ? 1 : 0, optional ? -1 : undefined).split('|');
    const all = names.flatMap((name) => (name.startsWith('@') ? groupSlots(name.slice(1)) : [slot(name, [name])]));
    return { is: 'words', core, optional, slots: all, persons: !core && all.every(isPerson) };
  }

  function isPerson(slotAt: number): boolean {
    const { name } = slots[slotAt]!;
    return name.startsWith('@') && personGroups.has(name.slice(1));
  }

  function chart(words: readonly PlacedWord[]): Chart {
    const all: { slot: number; from: number; to: number; faint: boolean }[] = [];
    // The furthest end of a harmless compound that covers a position from its start on.
    const covered = new Map<number, { from: number; to: number }>();
    words.forEach((word, from) => {
      for (const id of word.ids) {
        for (const { slot: at, phrase: one } of byFirst.get(id) ?? []) {
          const to = from + one.ids.length;
          const reach = reaches(words, from, one);
          if (reach === 'not' || (reach === 'faintly' && at === harmlessSlot)) continue;
          if (at === harmlessSlot) {
            for (let position = from; position < to; position++) {
              const before = covered.get(position);
              if (!before || before.to - before.from < to - from) covered.set(position, { from, to });
            }
          } else all.push({ slot: at, from, to, faint: reach === 'faintly' });
        }
      }
    });
    const bySlot = new Map<number, Map<number, number[]>>();
    const faintBySlot = new Map<number, Map<number, number[]>>();
    for (const { slot: at, from, to, faint } of all) {
      const cover = covered.get(from);
      if (cover && to <= cover.to && to - from < cover.to - cover.from) continue;
      const table = faint ? faintBySlot : bySlot;
      const froms = table.get(at) ?? new Map<number, number[]>();
      const ends = froms.get(from) ?? [];
      if (!ends.includes(to)) ends.push(to);
      froms.set(from, ends);
      table.set(at, froms);
    }
    return { bySlot, faintBySlot, unsaid: clausesWithoutPerson(words, bySlot) };
  }

  function clausesWithoutPerson(words: readonly PlacedWord[], bySlot: Chart['bySlot']): number[] {
    const named = new Set<number>();
    const opening = new Set<number>();
    for (const [slotAt, froms] of bySlot) {
      if (!isPerson(slotAt)) continue;
      for (const from of froms.keys()) {
        named.add(words[from]!.clause);
        opening.add(from);
      }
    }
    const found: number[] = [];
    words.forEach(({ clause }, at) => {
      const before = words[at - 1]?.clause;
      if (before === undefined || before === clause || !named.has(before) || opening.has(at)) return;
      if (found.length >= mostUnsaid) return;
      found.push(at);
      named.add(clause);
    });
    return found;
  }

  function reaches(
    words: readonly PlacedWord[],
    from: number,
    { ids, accents, strict }: Phrase,
  ): 'not' | 'faintly' | 'fully' {
    if (from + ids.length > words.length) return 'not';
    let faint = false;
    for (let n = 0; n < ids.length; n++) {
      const word = words[from + n]!;
      if (!word.ids.has(ids[n]!) || word.clause !== words[from]!.clause) return 'not';
      if (accents[n] && !word.accented) faint = true;
    }
    if (!faint) return 'fully';
    return strict ? 'not' : 'faintly';
  }

  /** Every end at which the pattern is met, each with one way of meeting it. Linear in the length of the message. */
  function find({ elements, afterPerson, required }: Pattern, words: readonly PlacedWord[], chart: Chart): Found[] {
    for (const slotsOfOne of required)
      if (!slotsOfOne.some((at) => chart.bySlot.has(at) || chart.faintBySlot.has(at))) return [];
    const found = walk(elements, beginnings(elements[0], words, chart), words, chart);
    if (!afterPerson || chart.unsaid.length === 0) return found;
    const unsaid = new Map(chart.unsaid.map((at) => [at, beginning(at)]));
    return [...found, ...walk(afterPerson, unsaid, words, chart)];
  }

  function walk(
    elements: readonly Element[],
    from: Map<number, Found>,
    words: readonly PlacedWord[],
    chart: Chart,
  ): Found[] {
    let states = from;
    for (const element of elements) {
      if (states.size === 0) return [];
      const next = new Map<number, Found>();
      for (const [at, state] of states)
        advance(element, at, state, words, chart, (to, found) => keepBetter(next, to, found));
      states = next;
    }
    return [...states.values()].map((state) =>
      state.core < 0 ? { ...state, core: state.from, coreEnd: state.to } : state,
    );
  }

  function beginnings(first: Element | undefined, words: readonly PlacedWord[], chart: Chart): Map<number, Found> {
    const states = new Map<number, Found>();
    const begin = (at: number) => states.set(at, beginning(at));
    if (first?.is === 'start') {
      words.forEach((word, at) => {
        if (words[at - 1]?.clause !== word.clause) begin(at);
      });
    } else if (first?.is === 'words') {
      for (const table of [chart.bySlot, chart.faintBySlot])
        for (const slotAt of first.slots) for (const at of table.get(slotAt)?.keys() ?? []) begin(at);
    }
    return states;
  }

  function advance(
    element: Element,
    at: number,
    state: Found,
    words: readonly PlacedWord[],
    chart: Chart,
    keep: (to: number, state: Found) => void,
  ): void {
    const clause = words[at > state.from ? at - 1 : at]?.clause;
    switch (element.is) {
      case 'start':
        keep(at, state);
        return;
      case 'end':
        if (words[at]?.clause !== clause) keep(at, state);
        return;
      case 'gap':
        for (let skip = 0; skip <= element.upTo; skip++) {
          if (skip > 0 && words[at + skip - 1]?.clause !== clause) return;
          keep(at + skip, { ...state, to: at + skip });
        }
        return;
      case 'words':
        if (element.optional) keep(at, state);
        if (words[at]?.clause !== clause) return;
        for (const [table, faint] of [[chart.bySlot, false] as const, [chart.faintBySlot, true] as const]) {
          for (const slotAt of element.slots) {
            for (const to of table.get(slotAt)?.get(at) ?? []) {
              const group = slots[slotAt]!.name.startsWith('@') ? slots[slotAt]!.name.slice(1) : null;
              keep(to, {
                from: state.from,
                to,
                core: element.core ? at : state.core,
                coreEnd: element.core ? to : state.coreEnd,
                people: group ? [...state.people, group] : state.people,
                faint: state.faint || faint,
              });
            }
          }
        }
    }
  }

  /** Where a slot is met, each place once. */
  function places(chart: Chart, slotAt: number): { from: number; to: number }[] {
    return [...(chart.bySlot.get(slotAt) ?? [])].flatMap(([from, ends]) => ends.map((to) => ({ from, to })));
  }

  return { compile, chart, find, slot, groupSlots, places };
}

function beginning(at: number): Found {
  return { from: at, to: at, core: -1, coreEnd: -1, people: [], faint: false };
}

/** Of two ways to the same place the one that was typed with its accents, then the one that names more persons, then the shorter one. */
function keepBetter(states: Map<number, Found>, to: number, found: Found): void {
  const other = states.get(to);
  if (other && other.faint !== found.faint) {
    if (other.faint) states.set(to, found);
    return;
  }
  const more = found.people.length - (other?.people.length ?? -1);
  if (!other || more > 0 || (more === 0 && (found.people.includes('self') || found.from > other.from)))
    states.set(to, found);
}
