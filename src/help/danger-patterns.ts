import { hasAccents } from '../language/fold.ts';
import type { PlacedWord, Vocabulary } from './danger-words.ts';

/** `accents`: the words that count only when they were typed with their accents. */
type Phrase = { ids: number[]; accents: boolean[] };
type Element =
  | { is: 'gap'; upTo: number }
  | { is: 'words'; slots: readonly number[]; optional: boolean; core: boolean }
  | { is: 'start' }
  | { is: 'end' };

/** A pattern found in a message: half-open range of word positions, where its core stands, and the groups of persons in it. */
export type Found = { from: number; to: number; core: number; coreEnd: number; people: readonly string[] };

/** What stands where: for each slot (a group or a literal word) the positions at which it begins, and how far it reaches from there. */
export type Chart = { bySlot: ReadonlyMap<number, ReadonlyMap<number, readonly number[]>> };

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
    const words = (accentsOnly ? text.slice(1) : text).split(/[\s_]+/u);
    return {
      ids: words.map((word) => vocabulary.idOf(word)),
      accents: words.map((word) => accentsOnly && hasAccents(word)),
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

  function compile(pattern: string): Element[] {
    return pattern.split(' ').map((part): Element => {
      if (part === '^') return { is: 'start' };
      if (part === '$') return { is: 'end' };
      if (part.startsWith('~')) return { is: 'gap', upTo: Number(part.slice(1)) };
      const core = part.startsWith('!');
      const optional = part.endsWith('?');
      const names = part.slice(core ? 1 : 0, optional ? -1 : undefined).split('|');
      return {
        is: 'words',
        core,
        optional,
        slots: names.flatMap((name) => (name.startsWith('@') ? groupSlots(name.slice(1)) : [slot(name, [name])])),
      };
    });
  }

  function chart(words: readonly PlacedWord[]): Chart {
    const all: { slot: number; from: number; to: number }[] = [];
    // The furthest end of a harmless compound that covers a position from its start on.
    const covered = new Map<number, { from: number; to: number }>();
    words.forEach((word, from) => {
      for (const id of word.ids) {
        for (const { slot: at, phrase: one } of byFirst.get(id) ?? []) {
          const to = from + one.ids.length;
          if (!reaches(words, from, one)) continue;
          if (at === harmlessSlot) {
            for (let position = from; position < to; position++) {
              const before = covered.get(position);
              if (!before || before.to - before.from < to - from) covered.set(position, { from, to });
            }
          } else all.push({ slot: at, from, to });
        }
      }
    });
    const bySlot = new Map<number, Map<number, number[]>>();
    for (const { slot: at, from, to } of all) {
      const cover = covered.get(from);
      if (cover && to <= cover.to && to - from < cover.to - cover.from) continue;
      const froms = bySlot.get(at) ?? new Map<number, number[]>();
      const ends = froms.get(from) ?? [];
      if (!ends.includes(to)) ends.push(to);
      froms.set(from, ends);
      bySlot.set(at, froms);
    }
    return { bySlot };
  }

  function reaches(words: readonly PlacedWord[], from: number, { ids, accents }: Phrase): boolean {
    if (from + ids.length > words.length) return false;
    for (let n = 0; n < ids.length; n++) {
      const word = words[from + n]!;
      if (!word.ids.has(ids[n]!) || word.clause !== words[from]!.clause || (accents[n] && !word.accented)) return false;
    }
    return true;
  }

  /** Every end at which the pattern is met, each with one way of meeting it. Linear in the length of the message. */
  function find(elements: readonly Element[], words: readonly PlacedWord[], chart: Chart): Found[] {
    for (const element of elements)
      if (element.is === 'words' && !element.optional && !element.slots.some((at) => chart.bySlot.has(at))) return [];
    let states = beginnings(elements[0], words, chart);
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
    const begin = (at: number) => states.set(at, { from: at, to: at, core: -1, coreEnd: -1, people: [] });
    if (first?.is === 'start') {
      words.forEach((word, at) => {
        if (words[at - 1]?.clause !== word.clause) begin(at);
      });
    } else if (first?.is === 'words') {
      for (const slotAt of first.slots) for (const at of chart.bySlot.get(slotAt)?.keys() ?? []) begin(at);
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
        for (const slotAt of element.slots) {
          for (const to of chart.bySlot.get(slotAt)?.get(at) ?? []) {
            const group = slots[slotAt]!.name.startsWith('@') ? slots[slotAt]!.name.slice(1) : null;
            keep(to, {
              from: state.from,
              to,
              core: element.core ? at : state.core,
              coreEnd: element.core ? to : state.coreEnd,
              people: group ? [...state.people, group] : state.people,
            });
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

/** Of two ways to the same place the one that names more persons, then the shorter one. */
function keepBetter(states: Map<number, Found>, to: number, found: Found): void {
  const other = states.get(to);
  const more = found.people.length - (other?.people.length ?? -1);
  if (!other || more > 0 || (more === 0 && (found.people.includes('self') || found.from > other.from)))
    states.set(to, found);
}
