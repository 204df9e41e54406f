import { type Document, isCollection, isMap, isNode, isPair, LineCounter, type Node, parseDocument } from 'yaml';
import type { z } from 'zod';
import type { ContentProblem } from '../core/content-problem.ts';
import type { Texts } from '../core/texts.ts';
import { wordIssue } from './issue-wording.ts';

/** What was read, or every problem of the file with its line. */
export type Read<T> = { ok: true; value: T; lineOf: LineOf } | { ok: false; problems: ContentProblem[] };

/** The line in the file at which the value at a path stands; the nearest one above where the path does not exist. */
export type LineOf = (path: readonly PropertyKey[]) => number;

export interface Source {
  /** As it is shown: `prompts/laws.yaml`. */
  file: string;
  text: string;
  /** Line of the file at which `text` begins; 1 unless it is a part. */
  firstLine?: number;
}

/** Reads a text of YAML under a schema. Never throws for its content. `problems` words them (prompts/problems.yaml). */
export function readYaml<T>({ file, text, firstLine = 1 }: Source, schema: z.ZodType<T>, problems: Texts): Read<T> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const at = (offset: number) => lines.linePos(offset).line + firstLine - 1;
  if (document.errors.length > 0) {
    const found = document.errors.map((error) => ({
      file,
      line: at(error.pos[0]),
      text: problems.say('problems.content.syntax'),
    }));
    return { ok: false, problems: found };
  }
  const lineOf: LineOf = (path) => at(offsetOf(document, path));
  const parsed = schema.safeParse(document.toJS() ?? {});
  if (parsed.success) return { ok: true, value: parsed.data, lineOf };
  return {
    ok: false,
    problems: parsed.error.issues.flatMap((issue) =>
      wordIssue(issue, problems).map(({ path, text: said }) => ({ file, line: lineOf(path), text: said })),
    ),
  };
}

function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  let node: unknown = document.contents;
  let offset = isNode(node) ? (node.range?.[0] ?? 0) : 0;
  for (const key of path) {
    if (!isCollection(node)) break;
    const pair = isMap(node)
      ? node.items.find(
          (item) => isPair(item) && String((item.key as { value?: unknown } | null)?.value ?? item.key) === String(key),
        )
      : undefined;
    const inner: unknown = pair ? pair.value : node.get(key as never, true);
    const here = (pair?.key ?? inner) as Node | undefined;
    if (!isNode(here)) break;
    offset = here.range?.[0] ?? offset;
    node = inner;
  }
  return offset;
}
