import { type Choice, type Outgoing, plain } from '../core/outgoing.ts';
import type { Texts } from '../core/texts.ts';
import { sameTone } from '../language/fold.ts';
import { tokenise } from '../language/tokenise.ts';
import type { Answer } from './answer.ts';
import type { Entry, EntryAction } from './entry.ts';
import type { Laws } from './laws.ts';

/** So many characters of a message may show on a locked screen. */
export const previewLength = 80;
/** No sensitive word is longer than this, so one that begins in the preview is seen whole. */
const longestWord = 40;

export interface AnswerRenderer {
  render(answer: Answer): Outgoing;
}

export interface RendererParts {
  entries: ReadonlyMap<string, Entry>;
  laws: Laws;
  texts: Texts;
  /** Words that must not stand where a locked screen shows them (`prompts/lexicon/sensitive.yaml`). */
  sensitive: readonly string[];
}

/**
 * An answer as a message: the text, the help line where the entry is about violence, what it rests on, and what she can choose next.
 * No sensitive word stands in its first 80 characters: where the text begins with one, a neutral sentence goes before it.
 */
export function newAnswerRenderer({ entries, laws, texts, sensitive }: RendererParts): AnswerRenderer {
  const showsSensitive = previewWatch(sensitive);
  return {
    render(answer) {
      const entry = answer.entry === null ? undefined : entries.get(answer.entry);
      const actions = answer.kind === 'answer' || answer.kind === 'unknown' ? (entry?.actions ?? []) : [];
      const lines = [answer.text];
      if (actions.includes('help-card')) lines.push(texts.say('knowledge.answer.help_line'));
      if (answer.sources.length > 0)
        lines.push(texts.say('knowledge.answer.sources', { sources: writeSources(answer.sources, laws, texts) }));
      if (showsSensitive(lines.join('\n'))) lines.unshift(texts.say('knowledge.answer.before'));
      const choices = [
        ...answer.choices.map(({ title }) => askAbout(title, texts)),
        ...actions.map((action) => offer(action, texts)),
      ];
      return choices.length > 0 ? plain(lines.join('\n'), choices) : plain(lines.join('\n'));
    },
  };
}

/** Tells whether one of the words begins in the part of a message of ours that a locked screen may show. */
function previewWatch(sensitive: readonly string[]): (message: string) => boolean {
  const phrases = sensitive.map((phrase) => sameTone(phrase).split(/\s+/u));
  return (message) => {
    const tokens = tokenise(message.slice(0, previewLength + longestWord));
    return tokens.some(
      ({ span }, at) =>
        span.from < previewLength && phrases.some((words) => words.every((word, n) => tokens[at + n]?.toned === word)),
    );
  };
}

function askAbout(title: string, texts: Texts): Choice {
  return { label: title, says: texts.say('knowledge.ask_about', { title }) };
}

function offer(action: EntryAction, texts: Texts): Choice {
  const key = action.replaceAll('-', '_');
  return { label: texts.say(`knowledge.action.${key}`), says: texts.say(`knowledge.action.${key}_says`) };
}

/** Each law by its name and number, with its articles in order. */
function writeSources(sources: Answer['sources'], laws: Laws, texts: Texts): string {
  const byLaw = new Map<string, number[]>();
  for (const { law, article } of sources)
    byLaw.set(law, [...(byLaw.get(law) ?? []), ...(article === null ? [] : [article])]);
  return [...byLaw]
    .map(([number, articles]) => {
      const title = laws.find(number)?.title;
      const law = title ? texts.say('knowledge.answer.law', { title, number }) : number;
      if (articles.length === 0) return law;
      const article = articles.sort((a, b) => a - b).join(', ');
      return texts.say('knowledge.answer.article', { article, law });
    })
    .join('; ');
}
