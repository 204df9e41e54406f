import { z } from 'zod';
import type { Day } from '../core/day.ts';
import { daySchema } from './laws.ts';

const sourceSchema = z.strictObject({
  law: z.string().min(1),
  /** Missing where a whole text is meant, such as a decision of two pages. */
  article: z.number().int().positive().optional(),
  clause: z.union([z.number().int().positive(), z.string().min(1)]).optional(),
  point: z.string().min(1).optional(),
});

export const entryActions = ['help-card', 'commune-services', 'handover'] as const;
export type EntryAction = (typeof entryActions)[number];

const common = {
  title: z.string().min(1).max(60),
  asks: z.array(z.string().min(1)).min(6),
  verifiedOn: daySchema,
  verifiedBy: z.string().min(1),
  /** An official of the Union who has read it; null until then. */
  approvedBy: z.string().min(1).nullable(),
  reviewBy: daySchema,
  related: z.array(z.string().min(1)),
  actions: z.array(z.enum(entryActions)),
};

/** The front matter of `prompts/faq/*.md`: `sources` of one text, or `versions` of a text that changes with the law. */
export const entryHeadSchema = z
  .strictObject({
    ...common,
    sources: z.array(sourceSchema).optional(),
    versions: z
      .array(z.strictObject({ from: daySchema, until: daySchema.nullable(), sources: z.array(sourceSchema) }))
      .min(1)
      .optional(),
  })
  .refine((head) => (head.sources === undefined) !== (head.versions === undefined), 'knowledge.sources_or_versions');

export type EntryHead = z.infer<typeof entryHeadSchema>;
export type Source = z.infer<typeof sourceSchema>;

/** One text of an entry and the days on which it holds; without days it always holds. */
export interface EntryText {
  from: Day | null;
  until: Day | null;
  sources: readonly Source[];
  text: string;
}

export interface Entry {
  /** The name of its file. */
  id: string;
  title: string;
  asks: readonly string[];
  texts: readonly EntryText[];
  verifiedOn: Day;
  approvedBy: string | null;
  reviewBy: Day;
  related: readonly string[];
  actions: readonly EntryAction[];
}

/** What is wrong with the body of an entry: a line of the body (0 is the first) and a key of `prompts/problems.yaml` under `knowledge`. */
export interface BodyProblem {
  bodyLine: number;
  say: 'text_missing' | 'part_without_version' | 'version_without_part';
}

const partLine = /^## from (\S+)[ \t]*$/gmu;

/**
 * An entry of its front matter and body. The first text of `versions` stands first in the body, each later one under a line
 * `## from 2027-01-01` with the day of its version. All problems of the body come together.
 */
export function toEntry(
  id: string,
  head: EntryHead,
  body: string,
): { ok: true; entry: Entry } | { ok: false; problems: BodyProblem[] } {
  const parts = splitBody(body);
  const versions: { from: Day | null; until: Day | null; sources: readonly Source[] }[] = head.versions ?? [
    { from: null, until: null, sources: head.sources ?? [] },
  ];
  const problems: BodyProblem[] = [];
  const texts: EntryText[] = [];
  versions.forEach((version, at) => {
    const part = at === 0 ? parts[0] : parts.find((one) => one.from !== null && one.from === version.from);
    if (!part) problems.push({ bodyLine: 0, say: 'version_without_part' });
    else if (part.text === '') problems.push({ bodyLine: part.line, say: 'text_missing' });
    else texts.push({ ...version, text: part.text });
  });
  for (const part of parts.slice(1)) {
    if (!versions.slice(1).some(({ from }) => from === part.from))
      problems.push({ bodyLine: part.line, say: 'part_without_version' });
  }
  if (problems.length > 0) return { ok: false, problems };
  const { title, asks, verifiedOn, approvedBy, reviewBy, related, actions } = head;
  return { ok: true, entry: { id, title, asks, texts, verifiedOn, approvedBy, reviewBy, related, actions } };
}

function splitBody(body: string): { from: string | null; line: number; text: string }[] {
  const marks = [...body.matchAll(partLine)];
  const first = { from: null, line: 0, text: body.slice(0, marks[0]?.index).trim() };
  return [
    first,
    ...marks.map((mark, at) => ({
      from: mark[1] ?? '',
      line: body.slice(0, mark.index).split('\n').length - 1,
      text: body.slice(mark.index + mark[0].length, marks[at + 1]?.index).trim(),
    })),
  ];
}

/** Every entry that is named as `related` and does not exist, with who names it: `[entry, related]`. */
export function missingRelated(entries: readonly Entry[]): [string, string][] {
  const ids = new Set(entries.map(({ id }) => id));
  return entries.flatMap(({ id, related }) =>
    related.filter((other) => !ids.has(other)).map((other): [string, string] => [id, other]),
  );
}
