import { create, insert, search as searchOrama } from '@orama/orama';
import MiniSearch from 'minisearch';
import type { Day } from '../../src/core/day.ts';
import type { Entry } from '../../src/knowledge/entry.ts';
import type { Knowledge } from '../../src/knowledge/knowledge.ts';
import type { GoldenRow } from './golden-set.ts';
import { type VariantName, variantOf } from './question-variants.ts';

/** The day on which the golden set is asked. */
export const askedOn: Day = '2026-11-24';

export interface Recall {
  questions: number;
  at1: number;
  at3: number;
}

/** The best three entries for a question, best first. */
export type TopThree = (question: string) => string[];

/** Our own: the entry that answers and what is offered with it. */
export function ours(knowledge: Knowledge): TopThree {
  return (question) => {
    const { entry, choices } = knowledge.answer(question, askedOn);
    return [...(entry ? [entry] : []), ...choices.map((choice) => choice.entry)].slice(0, 3);
  };
}

/** MiniSearch with its defaults over the same entries. */
export function miniSearch(entries: readonly Entry[]): TopThree {
  const index = new MiniSearch<{ id: string; title: string; asks: string; text: string }>({
    fields: ['title', 'asks', 'text'],
  });
  index.addAll(entries.map(documentOf));
  return (question) =>
    index
      .search(question)
      .slice(0, 3)
      .map(({ id }) => String(id));
}

/** Orama with its defaults over the same entries. */
export function orama(entries: readonly Entry[]): TopThree {
  const index = create({ schema: { id: 'string', title: 'string', asks: 'string', text: 'string' } as const });
  for (const entry of entries) insert(index, documentOf(entry));
  return (question) => {
    const found = searchOrama(index, { term: question, properties: ['title', 'asks', 'text'], limit: 3 });
    if (found instanceof Promise) throw new Error('Orama answers at once without plugins');
    return found.hits.map(({ document }) => document.id);
  };
}

export function recallOf(rows: readonly GoldenRow[], variant: VariantName, topThree: TopThree): Recall {
  let at1 = 0;
  let at3 = 0;
  let questions = 0;
  for (const { question, entries } of rows) {
    if (!entries) continue;
    questions++;
    const top = topThree(variantOf(question, variant));
    if (top[0] !== undefined && entries.includes(top[0])) at1++;
    if (top.some((id) => entries.includes(id))) at3++;
  }
  return { questions, at1: at1 / questions, at3: at3 / questions };
}

export function writeRecall({ at1, at3, questions }: Recall): string {
  return `recall@1 ${at1.toFixed(3)}  recall@3 ${at3.toFixed(3)}  (${questions} questions)`;
}

function documentOf({ id, title, asks, texts }: Entry) {
  return { id, title, asks: asks.join('\n'), text: texts.map(({ text }) => text).join('\n') };
}
