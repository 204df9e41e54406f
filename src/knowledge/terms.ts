import { newPhraseTrie } from './phrase-trie.ts';
import { mostWords, pairOf, unknownWord } from './word-model.ts';

/**
 * What a text is compared by: its words, neighbouring words, the groups of synonyms it speaks of, and pairs of ideas. An idea is a group,
 * or a word that is in no group; two of them with nothing but quiet words between tell who does what to whom.
 */
export type TermKind = 'word' | 'word-pair' | 'group' | 'idea-pair';

/** A term by its number; terms are numbered as texts of ours are learned. */
export type Term = number;

export interface QuestionTerms {
  /** Those that some text of ours has. */
  terms: readonly Term[];
  /** How many of its words are in no text of ours, and tell how foreign the question is. */
  strangers: number;
  /** How many groups it has that tell a subject: families, violence, marriage, papers, the Union. */
  subjects: number;
}

export interface TermReader {
  /** The different terms of a text of ours; new ones get a number. Of the texts of answers only words and groups are learned. */
  learn(words: readonly number[], what?: 'all' | 'words-and-groups'): Term[];
  /** The terms of a question; nothing is added. */
  read(words: readonly number[]): QuestionTerms;
  kindOf(term: Term): TermKind;
}

/** Groups are ideas from this number on; below it an idea is a word. */
const firstGroup = mostWords;

export interface SynonymGroup {
  /** Its phrases as word numbers. */
  phrases: readonly number[][];
  /** Whether it tells a subject, and not only how something is asked or what is said of any subject. */
  isSubject: boolean;
}

/** What a reader of terms knows, as plain data. */
export interface KnownTerms {
  groups: readonly SynonymGroup[];
  /** The words that say nothing of what is asked. */
  quiet: ReadonlySet<number>;
  /** The terms of each kind by what they stand for. */
  numbers: Record<TermKind, Map<number, Term>>;
}

export function noTerms(groups: readonly SynonymGroup[], quiet: ReadonlySet<number>): KnownTerms {
  return {
    groups,
    quiet,
    numbers: { word: new Map(), 'word-pair': new Map(), group: new Map(), 'idea-pair': new Map() },
  };
}

/** Over what is known; what it learns is added there. */
export function newTermReader({ groups, quiet, numbers }: KnownTerms): TermReader {
  const trie = newPhraseTrie();
  groups.forEach(({ phrases }, group) => {
    for (const phrase of phrases) trie.add(phrase, firstGroup + group);
  });
  const subjectGroups = new Set(groups.flatMap(({ isSubject }, group) => (isSubject ? [firstGroup + group] : [])));
  const kinds: TermKind[] = [];
  for (const kind of Object.keys(numbers) as TermKind[]) for (const term of numbers[kind].values()) kinds[term] = kind;
  /** When a term was last seen in the text that is being learned. */
  const lastSeen: number[] = kinds.map(() => 0);
  let textsLearned = 0;

  function findOrAdd(kind: TermKind, key: number): Term {
    let term = numbers[kind].get(key);
    if (term === undefined) {
      term = kinds.push(kind) - 1;
      lastSeen.push(0);
      numbers[kind].set(key, term);
    }
    return term;
  }

  function ideasOf(words: readonly number[]): (readonly number[])[] {
    const ideas: (readonly number[])[] = [];
    for (let at = 0; at < words.length; ) {
      const found = trie.longest(words, at);
      if (found) {
        ideas.push(found.values);
        at += found.length;
        continue;
      }
      const word = words[at]!;
      if (!quiet.has(word)) ideas.push([word]);
      at++;
    }
    return ideas;
  }

  function visit(words: readonly number[], see: (kind: TermKind, key: number) => void): void {
    words.forEach((word, at) => {
      if (word === unknownWord) return;
      const next = words[at + 1];
      if (!quiet.has(word)) see('word', word);
      if (next !== undefined && next !== unknownWord && !(quiet.has(word) && quiet.has(next)))
        see('word-pair', pairOf(word, next));
    });
    const ideas = ideasOf(words);
    ideas.forEach((here, at) => {
      for (const idea of here) {
        if (idea === unknownWord) continue;
        if (idea >= firstGroup) see('group', idea);
        for (const next of ideas[at + 1] ?? [])
          if (next !== unknownWord && next !== idea) see('idea-pair', pairOf(idea, next));
      }
    });
  }

  return {
    kindOf: (term) => kinds[term]!,
    learn(words, what = 'all') {
      const terms: Term[] = [];
      textsLearned++;
      visit(words, (kind, key) => {
        if (what !== 'all' && kind === 'idea-pair') return;
        const term = findOrAdd(kind, key);
        if (lastSeen[term] === textsLearned) return;
        lastSeen[term] = textsLearned;
        terms.push(term);
      });
      return terms;
    },
    read(words) {
      const terms = new Set<Term>();
      const strange = new Set<number>();
      const subjects = new Set<number>();
      let strangers = words.filter((word) => word === unknownWord).length;
      visit(words, (kind, key) => {
        if (kind === 'group' && subjectGroups.has(key)) subjects.add(key);
        const term = numbers[kind].get(key);
        if (term !== undefined) terms.add(term);
        else if (kind === 'word') strange.add(key);
      });
      strangers += strange.size;
      return { terms: [...terms], strangers, subjects: subjects.size };
    },
  };
}
