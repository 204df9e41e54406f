import type { PlacedWord, Vocabulary } from './danger-words.ts';

type Phrase = { ids: number[]; accentsOnly: boolean };
type Element =
  | { is: 'gap'; upTo: number }
  | { is: 'words'; slots: readonly number[]; optional: boolean; core: boolean }
  | { is: 'start' }
  | { is: 'end' };

/** A pattern found in a message: half-open range of word positions, where its core stands, and the groups of the persons in it. */
export type Found = { from: number; to: number; core: number; coreEnd: number; accented: boolean; people: readonly string[] };

/** What stands where: for each position the slots (groups and literal words) that begin there, and how far they reach. */
type Chart = Map<number, number[]>[];

/** Compiles groups and patterns of a lexicon over one vocabulary, so that a message is charted once for all of them. */
export function newPatterns(vocabulary: Vocabulary, groups: Readonly<Record<string, readonly string[]>>, harmless: readonly string[]) {
  const slots: { name: string; phrases: Phrase[] }[] = [];
  const slotOf = new Map<string, number>();
  const byFirst = new Map<number, { slot: number; phrase: Phrase }[]>();
  const harmlessSlot = slot('harmless', harmless);

  function phrase(text: string): Phrase {
    const accentsOnly = text.startsWith('=');
    return { accentsOnly, ids: (accentsOnly ? text.slice(1) : text).split(/[\s_]+/u).map((word) => vocabulary.idOf(word)) };
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
      return { is: 'words', core, optional, slots: names.flatMap((name) => (name.startsWith('@') ? groupSlots(name.slice(1)) : [slot(name, [name])])) };
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
    const result: Chart = words.map(() => new Map());
    for (const { slot: at, from, to } of all) {
      const cover = covered.get(from);
      if (cover && to <= cover.to && to - from < cover.to - cover.from) continue;
      const ends = result[from]!.get(at) ?? [];
      if (!ends.includes(to)) ends.push(to);
      result[from]!.set(at, ends);
    }
    return result;
  }

  function reaches(words: readonly PlacedWord[], from: number, { ids, accentsOnly }: Phrase): boolean {
    if (from + ids.length > words.length) return false;
    let accented = false;
    for (let n = 0; n < ids.length; n++) {
      const word = words[from + n]!;
      if (!word.ids.has(ids[n]!) || word.clause !== words[from]!.clause) return false;
      accented ||= word.accented;
    }
    return accented || !accentsOnly;
  }

  /** Every end at which the pattern is met, each with one way of meeting it. Linear in the length of the message. */
  function find(elements: readonly Element[], words: readonly PlacedWord[], where: Chart): Found[] {
    let states = new Map<number, Found>();
    const inClause = (left: number, right: number) => right >= words.length || words[left]!.clause === words[right]!.clause;
    elements.forEach((element, n) => {
      const next = new Map<number, Found>();
      const keep = (to: number, state: Found) => {
        const other = next.get(to);
        if (!other || state.people.length > other.people.length || (state.people.length === other.people.length && state.from > other.from)) next.set(to, state);
      };
      if (n === 0 && element.is !== 'gap') {
        words.forEach((_word, at) => {
          if (element.is !== 'start' || at === 0 || words[at - 1]!.clause !== words[at]!.clause)
            states.set(at, { from: at, to: at, core: -1, coreEnd: -1, accented: false, people: [] });
        });
      }
      for (const [at, state] of states) {
        if (element.is === 'start') keep(at, state);
        else if (element.is === 'end') {
          if (at >= words.length || words[at]!.clause !== words[at - 1]!.clause) keep(at, state);
        } else if (element.is === 'gap') {
          for (let skip = 0; skip <= element.upTo && at + skip <= words.length; skip++) {
            if (skip > 0 && at > 0 && (at + skip - 1 >= words.length || !inClause(at - 1, at + skip - 1))) break;
            keep(at + skip, { ...state, to: at + skip });
          }
        } else {
          if (element.optional) keep(at, state);
          if (at >= words.length || (at > state.from && words[at - 1]!.clause !== words[at]!.clause)) continue;
          for (const slotAt of element.slots) {
            for (const to of where[at]!.get(slotAt) ?? []) {
              const name = slots[slotAt]!.name;
              keep(to, {
                from: state.from,
                to,
                core: element.core ? at : state.core,
                coreEnd: element.core ? to : state.coreEnd,
                accented: element.core ? words.slice(at, to).some((word) => word.accented) : state.accented,
                people: name.startsWith('@') ? [...state.people, name.slice(1)] : state.people,
              });
            }
          }
        }
      }
      states = next;
    });
    return [...states.values()].map((state) => (state.core < 0 ? { ...state, core: state.from, coreEnd: state.to, accented: words.slice(state.from, state.to).some((word) => word.accented) } : state));
  }

  return { compile, chart, find, slot, groupSlots };
}
