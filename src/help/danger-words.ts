import { fold, hasAccents, sameTone } from '../language/fold.ts';
import { matchesWord, repair } from '../language/slips.ts';
import { isBareSyllable } from '../language/syllable.ts';
import { type Token, tokenise } from '../language/tokenise.ts';

/** A word of a message with its place: sentences end at . ! ? ; and line ends, clauses also at commas, dashes and dots in a row. */
export type PlacedWord = {
  token: Token;
  sentence: number;
  clause: number;
  /** The words of the lexicon that it may be. */
  ids: ReadonlySet<number>;
  /** It was typed with accents (or with the keys that make them), so that no other word can be meant. */
  accented: boolean;
  /** Its sentence ends in a question mark, or in a "không" that asks. */
  asked: boolean;
};

/** The single words of a lexicon, numbered, and how a typed word is matched with them. */
export type Vocabulary = { idOf(word: string): number; place(text: string): PlacedWord[] };

const mostSlips = 200;
const asksAtEnd = /^(?:không|khong|ko|kh|khg|hông|hổng|hong|hok)$/u;

const mixedTones: Record<string, string> = { '\u0309': '\u0303', '\u0303': '\u0309' };

/** Words are added by `idOf` while a lexicon is compiled; afterwards only `place` is called. Nothing of a message is kept. */
export function newVocabulary(): Vocabulary {
  const words: string[] = [];
  const known = new Map<string, number>();
  const byFold = new Map<string, number[]>();
  const bySqueezed = new Map<string, number[]>();
  const byShape = new Map<string, number[]>();
  // What the lexicon's own spellings mean; never a word that only a message has.
  const spellings = new Map<string, ReadonlySet<number>>();
  // Whoever types more words that are none at all types no message; this keeps reading linear.
  let slipsLeft = mostSlips;

  function idOf(word: string): number {
    const toned = sameTone(word);
    const found = known.get(toned);
    if (found !== undefined) return found;
    spellings.clear();
    const id = words.push(toned) - 1;
    known.set(toned, id);
    push(byFold, fold(toned), id);
    push(bySqueezed, squeeze(fold(toned)), id);
    push(byShape, `${fold(toned)[0]}${fold(toned).length}`, id);
    return id;
  }

  function idsOf(token: Token): ReadonlySet<number> {
    if (!known.has(token.toned) && !byFold.has(token.toned)) return findIds(token);
    const before = spellings.get(token.toned);
    if (before) return before;
    const ids = findIds(token);
    spellings.set(token.toned, ids);
    return ids;
  }

  function findIds(token: Token): ReadonlySet<number> {
    const ids = new Set<number>();
    const accept = (candidate: Token, among: readonly number[] | undefined) => {
      for (const id of among ?? []) if (matchesWord(candidate, words[id]!)) ids.add(id);
    };
    const readings = repair(token);
    for (const { words: read } of readings) if (read.length === 1) accept(token, byFold.get(fold(read[0]!)));
    // "cứuuuu": a letter held down; "khoong": telex that did not convert, though "oong" is a syllable. Typed accents still count.
    if (/(\p{L})\1\1|oo[nc]/u.test(token.toned)) {
      for (const id of bySqueezed.get(squeeze(token.folded)) ?? [])
        if (!hasAccents(token.raw) || squeeze(token.toned) === squeeze(words[id]!)) ids.add(id);
    }
    // Hỏi and ngã sound alike in most of the country and are mixed up in writing ("bóp cỗ").
    const mixed = mixTones(token.toned);
    if (mixed !== token.toned) {
      const id = known.get(mixed);
      if (id !== undefined) ids.add(id);
    }
    const slipped =
      ids.size === 0 && readings.length === 1 && token.folded.length >= 4 && !isBareSyllable(token.folded);
    if (slipped && slipsLeft > 0) {
      slipsLeft--;
      for (const length of [-1, 0, 1]) accept(token, byShape.get(`${token.folded[0]}${token.folded.length + length}`));
    }
    return ids;
  }

  function place(text: string): PlacedWord[] {
    const placed: PlacedWord[] = [];
    slipsLeft = mostSlips;
    // A message may repeat one word thousands of times; each spelling is looked up once, and forgotten with the message.
    const memory = new Map<string, { tokens: Token[]; ids: ReadonlySet<number>[] }>();
    const asked = new Set<number>();
    let sentence = 0;
    let clause = 0;
    let lastEnd = 0;
    const tokens = tokenise(text);
    tokens.forEach((token, at) => {
      const between = text.slice(lastEnd, token.span.from);
      if (between.includes('\n')) {
        sentence++;
        clause++;
      }
      lastEnd = token.span.to;
      if (token.kind === 'punctuation') {
        const dots = token.raw === '.' && (tokens[at + 1]?.raw === '.' || tokens[at - 1]?.raw === '.');
        if (token.raw === '?') asked.add(sentence);
        if (/[.!?;…]/u.test(token.raw) && !dots && token.raw !== '…') sentence++;
        if (/[.!?;…,:()–—"“”«»\n]|-/u.test(token.raw)) clause++;
        return;
      }
      let entry = memory.get(token.raw);
      if (!entry) {
        const parts = apart(token);
        entry = { tokens: parts, ids: parts.map(idsOf) };
        memory.set(token.raw, entry);
      }
      entry.tokens.forEach((part, n) => {
        const from = token.span.from + (part.span.from - entry.tokens[0]!.span.from);
        const span = entry.tokens.length === 1 ? token.span : { from, to: from + part.raw.length };
        placed.push({
          token: { ...part, span },
          sentence,
          clause,
          ids: entry.ids[n]!,
          accented: hasAccents(part.raw) || repair(part).some(({ how }) => how === 'telex' || how === 'vni'),
          asked: false,
        });
      });
    });
    placed.forEach((word, at) => {
      if (placed[at + 1]?.sentence !== word.sentence && asksAtEnd.test(word.token.toned)) asked.add(word.sentence);
    });
    for (const word of placed) word.asked = asked.has(word.sentence);
    return placed;
  }

  /** Several words typed as one: abbreviations of several words ("vc"), and words without spaces ("cuutoivoi"). */
  function apart(token: Token): Token[] {
    if (token.kind !== 'word' || idsOf(token).size > 0) return [token];
    const short = repair(token).find(({ words: read }) => read.length > 1);
    if (short)
      return short.words.map((word) => ({
        ...token,
        toned: word,
        folded: fold(word),
        raw: token.raw.length === 1 ? token.raw : word,
      }));
    if (token.raw.length < 5 || token.raw.length > 120 || isBareSyllable(token.folded)) return [token];
    const pieces = syllablesOf(token.toned);
    if (!pieces) return [token];
    let from = token.span.from;
    return pieces.map((piece) => {
      const part: Token = {
        raw: piece,
        toned: sameTone(piece),
        folded: fold(piece),
        span: { from, to: from + piece.length },
        kind: 'word',
      };
      from += piece.length;
      return part;
    });
  }

  /** The letters cut into Vietnamese syllables, as many of them words of the lexicon as possible; null where that cannot be done. */
  function syllablesOf(letters: string): string[] | null {
    const best: ({ score: number; from: number } | undefined)[] = [{ score: 0, from: 0 }];
    for (let end = 1; end <= letters.length; end++) {
      for (let from = Math.max(0, end - 7); from < end; from++) {
        const before = best[from];
        if (!before) continue;
        const folded = fold(letters.slice(from, end));
        const inLexicon = byFold.has(folded) && folded.length > 1;
        if (!inLexicon && !isBareSyllable(folded)) continue;
        // Long words of the lexicon first, then few pieces.
        const score = before.score + (inLexicon ? folded.length * folded.length : folded.length) - 1;
        const soFar = best[end];
        if (!soFar || score > soFar.score) best[end] = { score, from };
      }
    }
    if (!best[letters.length]) return null;
    const pieces: string[] = [];
    for (let end = letters.length; end > 0; end = best[end]!.from) pieces.unshift(letters.slice(best[end]!.from, end));
    return pieces;
  }

  return { idOf, place };
}

function push(map: Map<string, number[]>, key: string, id: number): void {
  const list = map.get(key);
  if (list) list.push(id);
  else map.set(key, [id]);
}

function squeeze(word: string): string {
  return word.replace(/(\p{L})\1+/gu, '$1');
}

function mixTones(toned: string): string {
  return toned
    .normalize('NFD')
    .replace(/[\u0309\u0303]/gu, (tone) => mixedTones[tone]!)
    .normalize('NFC');
}
