import { fold, hasAccents } from '../language/fold.ts';
import { repair } from '../language/slips.ts';
import { isBareSyllable, isSyllable } from '../language/syllable.ts';
import type { Token } from '../language/tokenise.ts';
import { bareSoundKey, soundKey } from './sound.ts';
import { unknownWord, type WordModel } from './word-model.ts';

/** Words that a token may stand for, and how far-fetched that is (0: as typed; natural logarithms of unlikelihood). */
export interface Spelling {
  ids: readonly number[];
  cost: number;
}

export interface Spellings {
  /** `accented`: whether the message as a whole is typed with accents, so that a bare word in it is likely meant bare. */
  of(token: Token, accented: boolean, most: number): Spelling[];
}

const cost = { missingAccent: 2.5, abbreviation: 1, keyboard: 0.5, soundsAlike: 5, joined: 2, slip: 4.5, unknown: 3 };

/** Over the words that the model knows now. Typed accents count: another word of the same letters is far-fetched, or no candidate. */
export function newSpellings(model: WordModel): Spellings {
  const byFold = groupBy(model, fold);
  const bySound = groupBy(model, soundKey);
  const byBareSound = groupBy(model, (word) => bareSoundKey(fold(word)));
  const bySlip = new Map<string, Set<string>>();
  for (const folded of byFold.keys()) {
    if (folded.length < 4) continue;
    for (const shorter of withOneLess(folded)) addTo(bySlip, shorter, folded);
  }

  function ofWord(token: Token, accented: boolean): Spelling[] {
    const found = new Map<string, Spelling>();
    const add = (ids: readonly number[], at: number) => {
      const key = ids.join(' ');
      const before = found.get(key);
      if (!before || before.cost > at) found.set(key, { ids, cost: at });
    };
    /** A reading of the token: with accents it is that word; without, every word of these letters. */
    const addReading = (word: string, at: number) => {
      const id = model.idOf(word);
      if (id !== undefined) add([id], at);
      if (hasAccents(word)) return id !== undefined;
      const others = byFold.get(word) ?? [];
      for (const other of others) if (other !== id) add([other], at + (accented ? cost.missingAccent : 0));
      return others.length > 0;
    };

    const { toned, folded } = token;
    const typedAccents = hasAccents(toned);
    const whole = typedAccents ? isSyllable(toned) : isBareSyllable(folded);
    const known = addReading(toned, 0);
    for (const { words, how } of repair(token)) {
      if (how === 'typed') continue;
      const at = how === 'abbreviation' ? cost.abbreviation + (known && folded.length > 2 ? 2 : 0) : cost.keyboard;
      if (words.length === 1) addReading(words[0]!, at);
      else
        add(
          words.map((word) => model.idOf(word) ?? unknownWord),
          at,
        );
    }
    const alike = typedAccents ? bySound.get(soundKey(toned)) : byBareSound.get(bareSoundKey(folded));
    const far = cost.soundsAlike + (typedAccents ? 0 : accented ? cost.missingAccent + 1 : 1);
    for (const id of alike ?? []) add([id], known ? far : far - 1);
    if (typedAccents && !known) for (const id of byFold.get(folded) ?? []) add([id], whole ? 5 : 1.5);
    if (!whole || !known) {
      for (const near of slipsOf(folded))
        for (const id of byFold.get(near) ?? []) add([id], cost.slip + (whole ? 2 : 0));
    }
    if (!whole && folded.length >= 4) {
      for (let at = 1; at < folded.length - 1; at++) {
        const [left, right] = [byFold.get(folded.slice(0, at)), byFold.get(folded.slice(at))];
        for (const one of left ?? []) for (const two of right ?? []) add([one, two], cost.joined);
      }
    }
    if (!known) add([unknownWord], whole ? 0 : cost.unknown);
    return [...found.values()];
  }

  function slipsOf(folded: string): Set<string> {
    const near = new Set<string>();
    if (folded.length < 3 || folded.length > 12) return near;
    for (const word of bySlip.get(folded) ?? []) near.add(word);
    for (const shorter of withOneLess(folded)) {
      if (shorter.length >= 3 && byFold.has(shorter)) near.add(shorter);
      for (const word of bySlip.get(shorter) ?? []) if (isOneEdit(folded, word)) near.add(word);
    }
    near.delete(folded);
    return near;
  }

  return {
    of(token, accented, most) {
      if (token.kind === 'number') return [{ ids: [model.idOf(token.raw) ?? unknownWord], cost: 0 }];
      if (token.raw.length > 24) return [{ ids: [unknownWord], cost: 0 }];
      const all = ofWord(token, accented);
      if (all.length <= most) return all;
      const likely = ({ ids, cost: at }: Spelling) => Math.log((model.countOf(ids[0] ?? 0) || 0) + 0.5) - at;
      return all.sort((one, other) => likely(other) - likely(one)).slice(0, most);
    },
  };
}

/** The same, each token looked at once. For texts of ours only: what people write is not kept. */
export function rememberedSpellings(spellings: Spellings): Spellings {
  const memory = new Map<string, Spelling[]>();
  return {
    of(token, accented, most) {
      const key = `${token.raw}/${accented}/${most}`;
      let found = memory.get(key);
      if (!found) {
        found = spellings.of(token, accented, most);
        memory.set(key, found);
      }
      return found;
    },
  };
}

function groupBy(model: WordModel, keyOf: (word: string) => string): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  model.words.forEach((word, id) => {
    if (word === '') return;
    const key = keyOf(word);
    const group = groups.get(key);
    if (group) group.push(id);
    else groups.set(key, [id]);
  });
  return groups;
}

function withOneLess(word: string): Set<string> {
  const shorter = new Set<string>();
  for (let at = 0; at < word.length; at++) shorter.add(word.slice(0, at) + word.slice(at + 1));
  return shorter;
}

function addTo(map: Map<string, Set<string>>, key: string, value: string): void {
  const set = map.get(key);
  if (set) set.add(value);
  else map.set(key, new Set([value]));
}

/** One letter more, less or other, or two neighbours exchanged. */
function isOneEdit(one: string, other: string): boolean {
  if (Math.abs(one.length - other.length) > 1) return false;
  let same = 0;
  while (same < one.length && one[same] === other[same]) same++;
  const [left, right] = [one.slice(same), other.slice(same)];
  return (
    left.slice(1) === right ||
    left === right.slice(1) ||
    left.slice(1) === right.slice(1) ||
    (left[0] === right[1] && left[1] === right[0] && left.slice(2) === right.slice(2))
  );
}
