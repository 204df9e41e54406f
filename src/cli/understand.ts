import { createInterface } from 'node:readline';
import { Command, Option } from 'commander';
import { z } from 'zod';
import { buildLexicon, type Lexicon } from '../check-ins/understanding/lexicon.ts';
import type { Understood } from '../check-ins/understanding/reading.ts';
import { type Looking, understand } from '../check-ins/understanding/understand.ts';
import { readCheckInLexicon } from '../content/check-in-lexicon.ts';
import { ContentReader } from '../content/content-reader.ts';
import { type Day, dayOf, isDay } from '../core/day.ts';
import { promptsFolder } from '../paths.ts';
import { clockAt } from './clock-at.ts';

const lineSchema = z.object({ text: z.string(), today: z.string().refine(isDay).optional() });

type Options = { stdin?: true; json?: true; today?: string; now?: string; prefer: 'past' | 'future' };

/** `to-am understand TEXT`, or lines `{"text","today"}` in and one line of JSON for each out. Needs no database and keeps nothing. */
export function understandCommand(): Command {
  return new Command('understand')
    .description('What the assistant reads in a sentence')
    .argument('[text...]', 'the sentence; without --stdin')
    .option('--stdin', 'read lines {"text": …, "today": …} and print one line of JSON for each')
    .option('--json', 'print JSON')
    .option('--today <day>', 'read as on this day, for example 2026-11-22')
    .option('--now <time>', 'the same as an instant, for example 2026-11-22T08:00+07:00')
    .addOption(
      new Option('--prefer <side>', 'where "thứ 5" and "20/10" lie: back, as in a report, or ahead, as in a schedule')
        .choices(['past', 'future'])
        .default('past'),
    )
    .action(async (words: string[], options: Options, command: Command) => {
      if (options.today !== undefined && !isDay(options.today))
        command.error(`--today ${options.today} is no day. Write it like 2026-11-22.`);
      const today = options.today ?? dayOf(clockAt(options.now).now());
      const looking: Looking = { prefer: options.prefer };
      if (options.stdin) return understandLines(openLexicon(), today, looking);
      if (words.length === 0) command.error('Write a sentence after "understand", or use --stdin.');
      const understood = understand(words.join(' '), today, openLexicon(), looking);
      process.stdout.write(`${options.json ? JSON.stringify(understood) : forPeople(understood)}\n`);
    });
}

/** The words of prompts/lexicon. Throws TA-CONTENT-001 where its files have problems. */
function openLexicon(): Lexicon {
  const reader = new ContentReader(promptsFolder);
  const files = readCheckInLexicon(reader);
  reader.throwProblems();
  return buildLexicon(files);
}

async function understandLines(lexicon: Lexicon, today: Day, looking: Looking): Promise<void> {
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line.trim() === '') continue;
    const asked = lineOf(line);
    process.stdout.write(`${JSON.stringify(understand(asked.text, asked.today ?? today, lexicon, looking))}\n`);
  }
}

/** A line that is no JSON is taken as the sentence itself, so that a plain list of sentences works as well. */
function lineOf(line: string): { text: string; today?: string | undefined } {
  try {
    const parsed = lineSchema.safeParse(JSON.parse(line));
    return parsed.success ? parsed.data : { text: line };
  } catch (error) {
    if (error instanceof SyntaxError) return { text: line };
    throw error;
  }
}

function forPeople({ numbers, money, dates, checkIn, unclear }: Understood): string {
  const lines = [
    ...(numbers.length > 0 ? [`numbers    ${numbers.join(', ')}`] : []),
    ...(money.length > 0 ? [`money      ${money.map((sum) => sum.toLocaleString('vi-VN')).join(', ')}`] : []),
    ...(dates.length > 0 ? [`dates      ${dates.join(', ')}`] : []),
    ...checkIn.households.map(
      ({ name, hamlet, ...rest }) => `household  ${[name, hamlet].filter(Boolean).join(', ')}  ${told(rest)}`,
    ),
    ...(checkIn.householdsCount === null ? [] : [`households ${checkIn.householdsCount}`]),
    ...checkIn.activities.map(({ type, ...rest }) => `activity   ${type}  ${told(rest)}`),
    ...(checkIn.nothing ? ['nothing this week'] : []),
    ...(checkIn.sameAsLast ? ['the same as last time'] : []),
    ...unclear.map(
      ({ field, text, readings }) =>
        `unclear    ${field}: "${text}"${readings.length > 0 ? ` may be ${readings.join(' or ')}` : ''}`,
    ),
  ];
  return lines.length > 0 ? lines.join('\n') : 'nothing read';
}

/** The values that are there, by name. */
function told(values: Record<string, unknown>): string {
  return Object.entries(values)
    .filter(([, value]) => value !== null && !(Array.isArray(value) && value.length === 0))
    .map(
      ([name, value]) =>
        `${name} ${typeof value === 'object' && !Array.isArray(value) ? JSON.stringify(value) : String(value)}`,
    )
    .join('  ');
}
