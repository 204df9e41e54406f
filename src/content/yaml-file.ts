import { constructFromEvents, EVENT_ID, type Event, parseEvents, YAMLException } from 'js-yaml';
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
  let events: Event[];
  let value: unknown;
  try {
    events = parseEvents(text, {});
    value = constructFromEvents(events, { source: text })[0];
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const line = firstLine + (error.mark?.line ?? 0);
    return { ok: false, problems: [{ file, line, text: problems.say('problems.content.syntax') }] };
  }
  const lineOf: LineOf = (path) => firstLine + lineAt(text, offsetOf(events, text, path));
  const parsed = schema.safeParse(value ?? {});
  if (parsed.success) return { ok: true, value: parsed.data, lineOf };
  return {
    ok: false,
    problems: parsed.error.issues.flatMap((issue) =>
      wordIssue(issue, problems).map(({ path, text: said }) => ({ file, line: lineOf(path), text: said })),
    ),
  };
}

/** Counted from 0. */
function lineAt(text: string, offset: number): number {
  let line = 0;
  for (let end = text.indexOf('\n'); end !== -1 && end < offset; end = text.indexOf('\n', end + 1)) line++;
  return line;
}

/** Where the value at a path begins: its key in a mapping, itself in a list. */
function offsetOf(events: readonly Event[], text: string, path: readonly PropertyKey[]): number {
  let here = events[0]?.type === EVENT_ID.DOCUMENT ? 1 : 0;
  let offset = startOf(events[here]);
  for (const key of path) {
    const found = childOf(events, here, text, key);
    if (!found) break;
    offset = found.offset;
    here = found.at;
  }
  return offset;
}

/** The child of the collection at `here` with this key or index: the event it begins with, and where it is written. */
function childOf(events: readonly Event[], here: number, text: string, key: PropertyKey) {
  const kind = events[here]?.type;
  if (kind !== EVENT_ID.MAPPING && kind !== EVENT_ID.SEQUENCE) return null;
  let at = here + 1;
  for (let n = 0; at < events.length && events[at]?.type !== EVENT_ID.POP; n++) {
    const first = events[at];
    if (kind === EVENT_ID.SEQUENCE) {
      if (String(n) === String(key)) return { at, offset: startOf(first) };
    } else {
      const name = first?.type === EVENT_ID.SCALAR ? text.slice(first.valueStart, first.valueEnd) : null;
      at = pastNode(events, at);
      if (name === String(key)) return { at, offset: startOf(first) };
    }
    at = pastNode(events, at);
  }
  return null;
}

function pastNode(events: readonly Event[], at: number): number {
  let depth = 0;
  for (let i = at; i < events.length; i++) {
    const type = events[i]?.type;
    if (type === EVENT_ID.MAPPING || type === EVENT_ID.SEQUENCE) depth++;
    if (type === EVENT_ID.POP) depth--;
    if (depth === 0) return i + 1;
  }
  return events.length;
}

function startOf(event: Event | undefined): number {
  if (!event) return 0;
  if ('valueStart' in event) return event.valueStart;
  return 'start' in event ? event.start : 0;
}
