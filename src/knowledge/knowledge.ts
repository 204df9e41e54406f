import type { Day } from '../core/day.ts';
import type { Outgoing } from '../core/outgoing.ts';
import type { Texts } from '../core/texts.ts';
import type { Answer } from './answer.ts';
import { type DangerCheck, foreignSubject, newAnswerQuestion } from './answer-question.ts';
import type { Entry } from './entry.ts';
import { type Law, newLaws } from './laws.ts';
import type { Lexicon } from './lexicon.ts';
import { newQuestionReader, type QuestionReader } from './question-reader.ts';
import { newAnswerRenderer } from './render-answer.ts';
import { type IndexedEntry, newSearchIndex } from './search-index.ts';

export interface KnowledgeContent {
  entries: readonly Entry[];
  laws: readonly Law[];
  lexicon: Lexicon;
  texts: Texts;
  /** Words that must not show on a locked screen. */
  sensitive: readonly string[];
  /** Left out where the danger gate has already let the message pass. */
  danger?: DangerCheck;
}

export interface Knowledge {
  /** What to say to a question. Pure: the same question on the same day has the same answer, and nothing of it is kept. */
  answer(question: string, today: Day): Answer;
  /** An answer as a message, with its sources and what can be chosen next. */
  render(answer: Answer): Outgoing;
}

/** Everything that answers questions, built once from the content. */
export function newKnowledge(content: KnowledgeContent): Knowledge {
  const { texts, sensitive, lexicon, danger = () => null } = content;
  const entries = new Map(content.entries.map((entry) => [entry.id, entry]));
  const reader = newQuestionReader(content.entries, lexicon);
  const index = newSearchIndex(indexedEntries(content, reader), reader.terms.kindOf);
  const answer = newAnswerQuestion({ entries, laws: newLaws(content.laws), reader, index, lexicon, texts, danger });
  const { render } = newAnswerRenderer({ entries, laws: newLaws(content.laws), texts, sensitive });
  return { answer, render };
}

/** The entries and, beside them, the subjects that are not ours. */
function indexedEntries({ entries, lexicon }: KnowledgeContent, reader: QuestionReader): IndexedEntry[] {
  const termsOf = (text: string) => reader.terms.learn(reader.ownWords(text));
  const wordsOf = (text: string) => reader.terms.learn(reader.ownWords(text), 'words-and-groups');
  const ours = entries.map(({ id, title, asks, texts }) => ({
    id,
    asks: [title, ...asks].map(termsOf),
    body: [...new Set(texts.flatMap(({ text }) => wordsOf(text)))],
  }));
  const foreign = Object.entries(lexicon.outOfScope).map(([subject, asks]) => ({
    id: `${foreignSubject}${subject}`,
    asks: asks.map(termsOf),
    body: [],
  }));
  return [...ours, ...foreign];
}
