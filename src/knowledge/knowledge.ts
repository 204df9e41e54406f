import type { Day } from '../core/day.ts';
import type { Outgoing } from '../core/outgoing.ts';
import type { Texts } from '../core/texts.ts';
import type { Answer } from './answer.ts';
import { type DangerCheck, newAnswerQuestion } from './answer-question.ts';
import type { Entry } from './entry.ts';
import { type Law, newLaws } from './laws.ts';
import { type Learned, learn } from './learn.ts';
import type { Lexicon } from './lexicon.ts';
import { newQuestionReader } from './question-reader.ts';
import { newAnswerRenderer } from './render-answer.ts';
import { newSearchIndex } from './search-index.ts';

export interface KnowledgeContent {
  entries: readonly Entry[];
  laws: readonly Law[];
  lexicon: Lexicon;
  /** What `learn` made of these entries and this lexicon, where it is at hand; learned now without it. */
  learned?: Learned;
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
  const learned = content.learned ?? learn(content.entries, lexicon);
  const reader = newQuestionReader(learned);
  const index = newSearchIndex(learned.index, reader.terms.kindOf);
  const answer = newAnswerQuestion({ entries, laws: newLaws(content.laws), reader, index, lexicon, texts, danger });
  const { render } = newAnswerRenderer({ entries, laws: newLaws(content.laws), texts, sensitive });
  return { answer, render };
}
