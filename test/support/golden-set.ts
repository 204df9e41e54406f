import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const rowSchema = z.strictObject({
  question: z.string().min(1),
  kind: z.enum(['facts', 'situations', 'unknown', 'safety', 'incomplete', 'similar']),
  /** The entries of which any one answers it. */
  entries: z.array(z.string()).min(1).optional(),
  /** Or how it is turned away. */
  expect: z.string().optional(),
  mustSay: z.array(z.string()).optional(),
  mustNotSay: z.array(z.string()).optional(),
  /** The round in which it was written: asked once unseen, and then mended after; so it is never held out. */
  source: z.string().optional(),
});

export type GoldenRow = z.infer<typeof rowSchema> & {
  /** A third of the set, chosen by a hash of the question, on which nothing is tuned. */
  heldOut: boolean;
};

const folder = join(import.meta.dirname, '../knowledge/golden');

export function loadGolden(): GoldenRow[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .sort()
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').trim().split('\n'))
    .map((line) => {
      const row = rowSchema.parse(JSON.parse(line));
      return {
        ...row,
        heldOut: row.source === undefined && createHash('sha256').update(row.question).digest()[0]! % 3 === 0,
      };
    });
}
