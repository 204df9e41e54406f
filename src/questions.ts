import type { QuestionRoute } from './bot/parts.ts';
import type { Content } from './content/load-content.ts';
import type { Outgoing } from './core/outgoing.ts';
import type { Help } from './help/new-help.ts';
import type { Knowledge } from './knowledge/knowledge.ts';

/** Below this an answer does not come between the questions of a form. */
const sureFrom = 0.6;

/** Questions of citizens, answered from the knowledge, with the help line where the danger gate hears of violence. */
export function newQuestions(
  content: Content,
  answers: Knowledge,
  { gate }: Help,
  count: (topic: string) => void,
): QuestionRoute {
  const { knowledge, texts } = content;
  const entries = new Map(knowledge.entries.map((entry) => [entry.id, entry]));
  return {
    answer(text, today) {
      const answer = answers.answer(text, today);
      const message = answers.render(answer);
      const about = answer.entry === null ? undefined : entries.get(answer.entry);
      const isSensitive = gate.read(text).mentions || (about?.actions.includes('help-card') ?? false);
      // Whoever asks about violence finds the number to call under any answer.
      const withHelpLine = (said: Outgoing, needed: boolean): Outgoing => {
        const line = texts.say('knowledge.answer.help_line');
        return needed && !said.text.includes(line) ? { ...said, text: `${said.text}\n${line}` } : said;
      };
      if (answer.kind === 'answer') count(isSensitive ? 'violence' : (answer.sources[0]?.law ?? 'other'));
      switch (answer.kind) {
        case 'answer':
          return {
            kind: 'answer',
            message: withHelpLine(message, isSensitive),
            sensitive: isSensitive,
            again: text,
            sure: answer.confidence >= sureFrom,
          };
        case 'choices':
          return { kind: 'choices', message, sensitive: isSensitive, again: text };
        case 'out-of-scope':
          return { kind: 'out-of-scope', message };
        case 'unknown':
        case 'danger':
          return { kind: 'unknown', message };
      }
    },
  };
}
