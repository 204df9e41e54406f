import { createInterface } from 'node:readline';
import { Command } from 'commander';
import { z } from 'zod';
import { ContentReader } from '../content/content-reader.ts';
import { readHelpContent, readSensitiveWords } from '../content/help-content.ts';
import { readKnowledgeFiles } from '../content/knowledge-content.ts';
import { type Day, dayOf } from '../core/day.ts';
import { newDangerRoute } from '../help/danger-card.ts';
import { newDangerGate } from '../help/danger-gate.ts';
import { dangerLexiconSchema } from '../help/danger-lexicon.ts';
import type { Answer } from '../knowledge/answer.ts';
import { type Knowledge, newKnowledge } from '../knowledge/knowledge.ts';
import { promptsFolder } from '../paths.ts';
import { clockAt } from './clock-at.ts';

const lineSchema = z.object({ text: z.string() });

/** `to-am ask QUESTION`, or lines `{"text"}` in and one line of JSON for each out. Needs no database and keeps nothing. */
export function askCommand(): Command {
  return new Command('ask')
    .description('What the assistant would answer to a question')
    .argument('[question...]', 'the question; without --stdin')
    .option('--stdin', 'read lines {"text": …} and print one line of JSON for each')
    .option('--json', 'print JSON')
    .option('--now <time>', 'answer as on this day, for example 2027-03-01T08:00+07:00')
    .action(async (words: string[], options: { stdin?: true; json?: true; now?: string }, command: Command) => {
      const today = dayOf(clockAt(options.now).now());
      if (options.stdin) return answerLines(openKnowledge(), today);
      if (words.length === 0) command.error('Write a question after "ask", or use --stdin.');
      const answer = openKnowledge().answer(words.join(' '), today);
      process.stdout.write(`${options.json ? JSON.stringify(answer) : forPeople(answer)}\n`);
    });
}

/** The knowledge of prompts/, with the danger gate before it. Throws TA-CONTENT-001 where its files have problems. */
function openKnowledge(): Knowledge {
  const reader = new ContentReader(promptsFolder);
  const files = readKnowledgeFiles(reader);
  const danger = reader.yaml('lexicon/danger.yaml', dangerLexiconSchema);
  const help = readHelpContent(reader);
  const sensitive = readSensitiveWords(reader);
  reader.throwProblems();
  const texts = reader.readAllSentences({});
  const route = danger && newDangerRoute(newDangerGate(danger.value), help.cards);
  return newKnowledge({
    ...files,
    texts,
    sensitive,
    danger: (text) => route?.read(text)?.card.text ?? null,
  });
}

async function answerLines(knowledge: Knowledge, today: Day): Promise<void> {
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line.trim() === '') continue;
    process.stdout.write(`${JSON.stringify(knowledge.answer(textOf(line), today))}\n`);
  }
}

/** A line that is no JSON is taken as the question itself, so that a plain list of questions works as well. */
function textOf(line: string): string {
  try {
    const parsed = lineSchema.safeParse(JSON.parse(line));
    return parsed.success ? parsed.data.text : line;
  } catch (error) {
    if (error instanceof SyntaxError) return line;
    throw error;
  }
}

function forPeople({ kind, entry, confidence, text, sources, choices }: Answer): string {
  const cited = sources.map(({ law, article }) => (article === null ? law : `${law} art. ${article}`)).join('; ');
  return [
    `${kind}${entry ? `  ${entry}` : ''}  ${confidence.toFixed(2)}`,
    text,
    ...(cited ? [`— ${cited}`] : []),
    ...choices.map(({ entry: id, title }) => `  · ${title}  (${id})`),
  ].join('\n');
}
