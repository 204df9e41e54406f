import { nfc } from '../language/fold.ts';
import type { Span } from '../language/tokenise.ts';
import { type Context, type CueName, cueSlots, readContext } from './danger-context.ts';
import { type DangerKind, type DangerLexicon, type DangerRule, dangerKinds } from './danger-lexicon.ts';
import { type Chart, type Found, newPatterns, type Pattern } from './danger-patterns.ts';
import { type People, readPeople } from './danger-people.ts';
import { newVocabulary, type PlacedWord } from './danger-words.ts';

/**
 * What the gate reads in a message. `mentions`: violence is spoken of, so an answer carries the help line under it.
 * `spans`: the dangerous clauses, half-open UTF-16 offsets in the NFC text, ordered and apart; what lies outside may still be read as a report.
 */
export type DangerReading =
  | { danger: null; mentions: boolean }
  | { danger: DangerKind; kinds: readonly DangerKind[]; onBehalf: boolean; spans: readonly Span[]; mentions: true };

/** Says whether somebody is in danger. Pure: no database, no network, no index; nothing of a message is kept. */
export interface DangerGate {
  read(text: string): DangerReading;
}

// "c ứ u e m": letters set apart, to shout or to slip past a reader.
const spacedLetters = /(?<![\p{L}\p{M}])\p{L}(?: \p{L}){3,}(?![\p{L}\p{M}])/gu;

const thirds = new Set(['child', 'elder', 'other']);

type Hit = { rule: DangerRule; found: Found };

/** Compiles the lexicon once (some ten milliseconds); reading takes well under a millisecond and grows linearly with the message. */
export function newDangerGate(lexicon: DangerLexicon): DangerGate {
  const vocabulary = newVocabulary();
  const patterns = newPatterns(vocabulary, lexicon.groups, lexicon.harmless);
  const compiled = lexicon.rules.flatMap((rule) =>
    rule.says.map((says) => ({ rule, pattern: patterns.compile(says) })),
  );
  const candidates = newCandidates(compiled.map(({ pattern }) => pattern));
  const cues = cueSlots(lexicon.cues, patterns);
  const mentionSlot = patterns.slot('mentions', lexicon.mentions);
  const scripts = lexicon.otherScripts.map((cry) => nfc(cry).toLowerCase());

  function read(text: string): DangerReading {
    const message = nfc(text);
    const reading = readMessage(message);
    const joined = reading.danger ? null : message.replace(spacedLetters, (letters) => letters.replaceAll(' ', ''));
    if (joined === null || joined === message) return reading;
    const again = readMessage(joined);
    return again.danger ? { ...again, spans: [{ from: 0, to: message.length }] } : reading;
  }

  function readMessage(message: string): DangerReading {
    const words = vocabulary.place(message);
    const chart = patterns.chart(words);
    const context = readContext(cues, patterns, chart, words);
    const people = readPeople(patterns, chart, words);
    const hits: Hit[] = [];
    for (const n of candidates(chart)) {
      const { rule, pattern } = compiled[n] as (typeof compiled)[number];
      for (const found of patterns.find(pattern, words, chart)) {
        if (stands(rule, found, context, people, words)) hits.push({ rule, found });
      }
    }
    // Signs alone ("chồng", "làm ơn", "gấp") are everyday words; something must have happened beside them.
    const heavy = hits.filter(({ rule }) => rule.weight > 1);
    const weight = heavy.length === 0 ? 0 : weightOf(hits);
    const foreign = scripts.filter((cry) => message.toLowerCase().includes(cry));
    if (weight < 3 && foreign.length === 0)
      return { danger: null, mentions: patterns.places(chart, mentionSlot).length > 0 };
    const kinds = dangerKinds.filter((kind) => heavy.some(({ rule }) => rule.kind === kind));
    return {
      danger: kinds[0] ?? 'violence_now',
      kinds: kinds.length > 0 ? kinds : ['violence_now'],
      onBehalf: isOnBehalf(heavy, people, words),
      spans: heavy.length > 0 ? clauseSpans(heavy, words) : [{ from: 0, to: message.length }],
      mentions: true,
    };
  }

  return { read };
}

/**
 * Which patterns a message may hold at all, in their order: each is looked up by the rarest of the things it requires, so
 * that most messages try a few dozen instead of all.
 */
function newCandidates(compiled: readonly Pattern[]): (chart: Chart) => number[] {
  const always: number[] = [];
  const bySlot = new Map<number, number[]>();
  compiled.forEach(({ required }, n) => {
    const [fewest] = [...required].sort((a, b) => a.length - b.length);
    if (!fewest) always.push(n);
    for (const slot of fewest ?? []) bySlot.set(slot, [...(bySlot.get(slot) ?? []), n]);
  });
  return ({ bySlot: surely, faintBySlot: faintly }) => {
    const found = new Set(always);
    for (const slot of [...surely.keys(), ...faintly.keys()]) for (const n of bySlot.get(slot) ?? []) found.add(n);
    return [...found].sort((a, b) => a - b);
  };
}

/** Words that may be others (typed without the accents that would tell) prove one less, and all of them together no more than one does. */
function weightOf(hits: readonly Hit[]): number {
  const surely = new Set(hits.filter(({ found }) => !found.faint).map(({ rule }) => rule));
  const faintly = hits.filter(({ rule }) => !surely.has(rule)).map(({ rule }) => rule.weight - 1);
  return [...surely].reduce((sum, rule) => sum + rule.weight, 0) + Math.max(0, ...faintly);
}

/** Whether what was found is said of now and of real people. */
function stands(
  rule: DangerRule,
  found: Found,
  context: Context,
  people: People,
  words: readonly PlacedWord[],
): boolean {
  if (context.isDenied(found, rule.kind !== 'suicide')) return false;
  // A sign proves nothing by itself, so it needs no proof of its own.
  if (rule.weight === 1) return true;
  const here = (cue: CueName) => context.has(cue, { clauseOf: found });
  const inSentence = (cue: CueName) => context.has(cue, { sentenceOf: found });
  const clause = words[found.core]?.clause ?? -1;
  // A condition that somebody sets ("nó bảo nếu bỏ nó thì nó giết") is the threat itself, neither a supposition nor a question of law.
  const threatened = inSentence('saysIf') && (rule.kind === 'threat' || rule.always === true);
  const personal =
    threatened ||
    people.self.has(clause) ||
    people.hers.has(clause) ||
    (rule.kind === 'suicide' && !people.third.has(clause));
  const now = inSentence('now');
  if (context.has('over', 'message') || inSentence('defines') || inSentence('staged')) return false;
  if (inSentence('past') && (!now || inSentence('law'))) return false;
  if (rule.kind === 'suicide' && here('intense')) return false;
  if (context.has('laughter', 'message') && !context.has('fearful', 'message')) return false;
  if ((rule.kind === 'weapon' || rule.kind === 'fire') && here('toolwork') && !here('aimed')) return false;
  if ((rule.kind === 'suicide' || rule.id === 'cry') && inSentence('trifle') && !found.people.includes('partner'))
    return false;
  // "Nếu em chết thì con ở với ai" is a supposition only in its own clause; what she says of herself beside it is not.
  const supposed = rule.kind === 'suicide' ? here('hypothetical') : context.hasBefore('hypothetical', found);
  if (supposed && !now && !threatened && (inSentence('asks') || !rule.always || !personal)) return false;
  if (inSentence('campaign') && !personal && !context.has('cries', 'message')) return false;
  if (found.faint && (inSentence('trifle') || (inSentence('asks') && !inSentence('urgent')))) return false;
  if (context.hasBefore('fiction', found) && !people.sure.has(clause)) return false;
  if (context.has('law', 'message') && !now && !(rule.always && personal)) return false;
  if (now) return true;
  const asks = inSentence('asks') || words[found.core]?.asked === true;
  // "Chồng đánh tôi thì phải làm gì?" asks in general; "chồng đánh tôi, làm sao bây giờ" does not.
  if (asks && !rule.always && isFollowedBy('thi', found, words)) return personal && inSentence('urgent');
  // "Chồng đánh vợ báo ở đâu?" speaks of nobody; "chị hàng xóm bị đánh, em phải làm sao" tells first and asks then.
  return (
    personal ||
    isEnglishOfHerself(rule, found, words) ||
    !(here('asks') || words[found.core]?.asked === true) ||
    speaksOfHerself(found, people, words)
  );
}

function isFollowedBy(word: string, { coreEnd }: Found, words: readonly PlacedWord[]): boolean {
  const clause = words[coreEnd - 1]?.clause;
  for (let at = coreEnd; at < coreEnd + 8 && words[at]?.clause === clause; at++)
    if (words[at]?.token.folded === word) return true;
  return false;
}

/** Whether another clause of the sentence is about the writer. */
function speaksOfHerself({ core }: Found, people: People, words: readonly PlacedWord[]): boolean {
  const sentence = words[core]?.sentence;
  for (let at = core; words[at]?.sentence === sentence && at < core + 40; at++)
    if (people.self.has(words[at]?.clause ?? -1)) return true;
  return false;
}

function isOnBehalf(hits: readonly Hit[], people: People, words: readonly PlacedWord[]): boolean {
  if (hits.some(({ rule, found }) => isEnglishOfHerself(rule, found, words))) return false;
  // "Em thấy một chị bị đánh": whoever is named as the one who suffers counts before whoever writes.
  const suffers = hits.map(({ found: { people: named } }) => named.at(-1) ?? '');
  if (suffers.some((who) => thirds.has(who)) && !suffers.includes('self')) return true;
  const clauses = hits.flatMap(({ found }) =>
    words.slice(found.from, Math.max(found.to, found.from + 1)).map(({ clause }) => clause),
  );
  return clauses.some((clause) => people.third.has(clause)) && !clauses.some((clause) => people.self.has(clause));
}

/** The groups of persons are Vietnamese; in English "me" says enough. */
function isEnglishOfHerself(rule: DangerRule, { from, to }: Found, words: readonly PlacedWord[]): boolean {
  return (
    rule.id.startsWith('english') &&
    words.slice(Math.max(0, from - 3), to + 3).some(({ token }) => /^(?:me|us|my|myself|i)$/u.test(token.folded))
  );
}

function clauseSpans(hits: readonly Hit[], words: readonly PlacedWord[]): Span[] {
  const clauses = new Set<number>();
  for (const { found } of hits) {
    for (let at = found.from; at < Math.max(found.to, found.from + 1); at++) {
      const word = words[at];
      if (word) clauses.add(word.clause);
    }
  }
  const spans = new Map<number, Span>();
  for (const { clause, token } of words) {
    if (!clauses.has(clause)) continue;
    const span = spans.get(clause);
    if (span) span.to = Math.max(span.to, token.span.to);
    else spans.set(clause, { ...token.span });
  }
  return [...spans.values()].sort((left, right) => left.from - right.from);
}

/** The message without its dangerous clauses: what is left to be read as a report. Empty when nothing is left. */
export function withoutDanger(text: string, spans: readonly Span[]): string {
  const message = nfc(text);
  let rest = '';
  let at = 0;
  for (const { from, to } of spans) {
    rest += message.slice(at, from);
    at = Math.max(at, to);
  }
  rest += message.slice(at);
  return rest
    .replace(/(?:\s*[,;:–—-]\s*)+(?=[,.;:!?]|$)/gu, '')
    .replace(/^[\s,.;:!?–—-]+/u, '')
    .trim();
}
