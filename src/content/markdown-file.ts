import type { z } from 'zod';
import type { ContentProblem } from '../core/content-problem.ts';
import type { Texts } from '../core/texts.ts';
import { type LineOf, readYaml, type Source } from './yaml-file.ts';

export interface Markdown<T> {
  head: T;
  /** The text under the front matter, NFC, without white space around it. */
  body: string;
  /** Line of the file at which the body begins. */
  bodyLine: number;
  lineOf: LineOf;
}

/** A file with front matter between two lines of three dashes, and a body. */
export function readMarkdown<T>(
  { file, text }: Source,
  schema: z.ZodType<T>,
  problems: Texts,
): { ok: true; value: Markdown<T> } | { ok: false; problems: ContentProblem[] } {
  const match = /^---\r?\n([\s\S]*?)\r?\n---[ \t]*(?:\r?\n|$)/.exec(text);
  if (!match) return { ok: false, problems: [{ file, line: 1, text: problems.say('problems.content.front_matter') }] };
  const head = readYaml({ file, text: match[1] ?? '', firstLine: 2 }, schema, problems);
  if (!head.ok) return head;
  const rest = text.slice(match[0].length);
  const leading = /^\s*/.exec(rest)?.[0] ?? '';
  return {
    ok: true,
    value: {
      head: head.value,
      body: rest.trim().normalize('NFC'),
      bodyLine: countLines(match[0]) + countLines(leading) + 1,
      lineOf: head.lineOf,
    },
  };
}

function countLines(text: string): number {
  return text.split('\n').length - 1;
}
