import { newPhraseTrie } from './phrase-trie.ts';
import { unknownWord } from './word-model.ts';

/**
 * What a text is compared by: its words, neighbouring words, the groups of synonyms it speaks of, and pairs of ideas. An idea is a group,
 * or a word that is in no group; two of them with nothing but quiet words between tell who does what to whom.
 */
export type TermKind = 'word' | 'word-pair' | 'group' | 'idea-pair';

export interface Term {
  key: number;
  kind: TermKind;
  /** Neither a word of ours nor an idea: it can be found nowhere, and tells how much of a question is foreign. */
  unknown: boolean;
}

export interface TermReader {
  /** The different terms of a text, in order of their first place. */
  read(words: readonly number[]): Term[];
}

const most = 65_536;
const offsets: Record<TermKind, number> = {
  word: 0,
  group: most * 2,
  'word-pair': most * most,
  'idea-pair': most * most * 8,
};

/** `groups`: the phrases of each group of synonyms as word numbers; `quiet`: the words that say nothing of what is asked. */
export function newTermReader(groups: readonly (readonly number[][])[], quiet: ReadonlySet<number>): TermReader {
  const trie = newPhraseTrie();
  groups.forEach((phrases, group) => {
    for (const phrase of phrases) trie.add(phrase, group);
  });

  function ideasOf(words: readonly number[]): (readonly number[])[] {
    const ideas: (readonly number[])[] = [];
    for (let at = 0; at < words.length; ) {
      const found = trie.longest(words, at);
      if (found) {
        ideas.push(found.values.map((group) => most + group));
        at += found.length;
        continue;
      }
      const word = words[at]!;
      if (!quiet.has(word)) ideas.push([word]);
      at++;
    }
    return ideas;
  }

  return {
    read(words) {
      const terms = new Map<number, Term>();
      let strangers = 0;
      const add = (kind: TermKind, left: number, right = 0) => {
        const key = offsets[kind] + left * (kind.endsWith('pair') ? most * 2 : 1) + right;
        if (!terms.has(key)) terms.set(key, { key, kind, unknown: false });
      };
      words.forEach((word, at) => {
        if (word === unknownWord) {
          strangers++;
          terms.set(-strangers, { key: -strangers, kind: 'word', unknown: true });
          return;
        }
        const next = words[at + 1];
        if (!quiet.has(word)) add('word', word);
        if (next !== undefined && next !== unknownWord && !(quiet.has(word) && quiet.has(next)))
          add('word-pair', word, next);
      });
      const ideas = ideasOf(words);
      ideas.forEach((here, at) => {
        for (const idea of here) {
          if (idea === unknownWord) continue;
          if (idea >= most) add('group', idea);
          for (const next of ideas[at + 1] ?? [])
            if (next !== unknownWord && next !== idea) add('idea-pair', idea, next);
        }
      });
      return [...terms.values()];
    },
  };
}
