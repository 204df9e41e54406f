import type { Day } from '../core/day.ts';
import type { Texts } from '../core/texts.ts';
import { type Answer, citedArticles } from './answer.ts';
import { confidenceOf, decide, thresholds } from './confidence.ts';
import { currentVersion } from './current-version.ts';
import type { Entry } from './entry.ts';
import type { Laws } from './laws.ts';
import type { Lexicon, RefusalKind } from './lexicon.ts';
import type { QuestionReader } from './question-reader.ts';
import { newRefusals } from './refusals.ts';
import type { Hit, SearchIndex } from './search-index.ts';

/** The text that answers a message in which somebody is in danger, or null. */
export type DangerCheck = (text: string) => string | null;

export interface AnswerParts {
  entries: ReadonlyMap<string, Entry>;
  laws: Laws;
  reader: QuestionReader;
  index: SearchIndex;
  lexicon: Lexicon;
  texts: Texts;
  danger: DangerCheck;
}

const mostChoices = 3;

/** Begins the id of a subject that is not ours; such subjects stand in the index beside the entries and compete with them. */
export const foreignSubject = 'not-ours/';

/**
 * What to say to a question: one entry's text of today, two or three to choose from, that it is not known, or that it is none of our
 * subjects. Deterministic, and keeps nothing of the question.
 */
export function newAnswerQuestion(parts: AnswerParts): (question: string, today: Day) => Answer {
  const { entries, laws, reader, index, lexicon, texts, danger } = parts;
  const refusals = newRefusals(lexicon.refusals, lexicon.loanWords);

  const byAsking = new Map(
    [...entries.values()].map((entry) => [
      texts.say('knowledge.ask_about', { title: entry.title }).toLowerCase(),
      entry,
    ]),
  );

  // What a branch has done may be a report of ours, only not from this person: unknown, not foreign.
  const refuse = (kind: RefusalKind): Answer =>
    nothing(
      kind === 'report' ? 'unknown' : 'out-of-scope',
      texts.say(`knowledge.refusal.${kind.replaceAll('-', '_')}`),
    );

  function quote(entry: Entry, confidence: number, others: Answer['choices'], today: Day): Answer {
    const current = currentVersion(entry, laws, today);
    const sources = citedArticles(current.sources);
    if (current.quotable)
      return { kind: 'answer', entry: entry.id, confidence, text: current.text, sources, choices: others };
    return {
      kind: 'unknown',
      entry: entry.id,
      confidence,
      text: texts.say('knowledge.under_review'),
      sources,
      choices: others,
    };
  }

  const toChoices = (hits: readonly Hit[]) => {
    const named = hits.flatMap(({ id }) => entries.get(id) ?? []);
    return named.map(({ id, title }) => ({ entry: id, title }));
  };

  return (question, today) => {
    const card = danger(question);
    if (card !== null) return { ...nothing('danger', card), confidence: 1, choices: nearest(question) };
    const named = entryAsked(question);
    if (named) return quote(named, 1, related(named), today);

    const words = reader.words(question);
    const spelt = reader.spell(words);
    const refused = refusals.asked(question, spelt);
    if (refused) return refuse(refused);

    const terms = reader.terms.read(words);
    const found = index.search(terms);
    const hits = found.filter(isOurs);
    const [best, second] = hits;
    if (!best) {
      const hinted = refusals.hinted(question, spelt);
      if (hinted) return refuse(hinted);
      return words.length > 0 && words.length <= thresholds.scrap
        ? nothing('unknown', texts.say('knowledge.unknown_scrap'))
        : refuse('gibberish');
    }
    const foreign = found.find((hit) => !isOurs(hit))?.score ?? 0;
    const confidence = confidenceOf(best, second);
    const decision = decide({ best, confidence, foreign, subjects: terms.subjects, length: words.length });
    switch (decision) {
      case 'answer':
        return quote(entries.get(best.id)!, confidence, alsoNear(entries.get(best.id)!, hits), today);
      case 'choices':
        return {
          ...nothing('choices', texts.say('knowledge.choices')),
          confidence,
          choices: toChoices(hits.slice(0, mostChoices)),
        };
      case 'out-of-scope':
      case 'unknown': {
        const hinted = refusals.hinted(question, spelt);
        if (hinted) return refuse(hinted);
        if (decision === 'out-of-scope')
          return { ...nothing(decision, texts.say('knowledge.out_of_scope')), confidence };
        const scrap =
          words.length <= thresholds.bareWords || (words.length <= thresholds.scrap && terms.subjects === 0);
        return {
          ...nothing(decision, texts.say(scrap ? 'knowledge.unknown_scrap' : 'knowledge.unknown')),
          confidence,
        };
      }
    }
  };

  /** What a choice says (`hỏi: Báo tin ở đâu`) leads back to its entry. */
  function entryAsked(question: string): Entry | undefined {
    return question.length > 200 ? undefined : byAsking.get(question.normalize('NFC').trim().toLowerCase());
  }

  /** What she may read afterwards; nothing where hardly anything fits. */
  function nearest(question: string): Answer['choices'] {
    const hits = index.search(reader.terms.read(reader.words(question))).filter(isOurs);
    return toChoices(hits.slice(0, mostChoices).filter(({ score }) => score >= thresholds.choices));
  }

  /** What goes with an answer: what fits nearly as well, for it may be what was meant, then what its entry names. */
  function alsoNear(entry: Entry, hits: readonly Hit[]): Answer['choices'] {
    const from = (hits[0]?.score ?? 0) * thresholds.alsoNear;
    const near = toChoices(hits.slice(1, mostChoices).filter(({ score }) => score >= from));
    const others = related(entry).filter((one) => near.every((other) => other.entry !== one.entry));
    return [...near, ...others].slice(0, mostChoices - 1);
  }

  function related(entry: Entry): Answer['choices'] {
    const found = entry.related.flatMap((id) => entries.get(id) ?? []);
    return found.slice(0, mostChoices - 1).map(({ id, title }) => ({ entry: id, title }));
  }
}

const isOurs = ({ id }: Hit) => !id.startsWith(foreignSubject);

function nothing(kind: Answer['kind'], text: string): Answer {
  return { kind, entry: null, confidence: 0, text, sources: [], choices: [] };
}
