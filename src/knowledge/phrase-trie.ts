interface Node {
  next: Map<number, Node>;
  values: number[];
}

export interface PhraseTrie {
  add(words: readonly number[], value: number): void;
  /** The longest phrase that begins at this word, with its length and every value it was added under; null where none does. */
  longest(words: readonly number[], at: number): { values: readonly number[]; length: number } | null;
}

/** Phrases as sequences of word numbers, found in one walk. */
export function newPhraseTrie(): PhraseTrie {
  const root: Node = { next: new Map(), values: [] };
  return {
    add(words, value) {
      let node = root;
      for (const word of words) {
        let next = node.next.get(word);
        if (!next) {
          next = { next: new Map(), values: [] };
          node.next.set(word, next);
        }
        node = next;
      }
      if (!node.values.includes(value)) node.values.push(value);
    },
    longest(words, at) {
      let node = root;
      let found: { values: readonly number[]; length: number } | null = null;
      for (let length = 0; at + length < words.length; length++) {
        const next = node.next.get(words[at + length]!);
        if (!next) break;
        node = next;
        if (node.values.length > 0) found = { values: node.values, length: length + 1 };
      }
      return found;
    },
  };
}
