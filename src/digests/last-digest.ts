import { z } from 'zod';
import { type Change, put } from '../core/change.ts';
import { after, days } from '../core/clock.ts';
import type { Store } from '../core/store.ts';
import type { UnitFacts } from '../indicators/unit-facts.ts';
import { digestResults, nearDeadline, worstBehind } from './digest-text.ts';

/** What a number typed after a digest asks for: a command of ours and what would follow its words. */
const opened = z.object({ command: z.enum(['silent', 'open', 'indicators', 'due']), rest: z.string() });
export type Opened = z.infer<typeof opened>;
const kept = z.object({ lines: z.array(opened), at: z.string() });

/** A number means a line of a digest for so long. */
const keptFor = days(7);

/** What stands behind the numbered lines of a digest, in their order. */
export function behindLines(facts: UnitFacts): Opened[] {
  const worst = worstBehind(digestResults(facts));
  return [
    { command: 'silent', rest: '' },
    worst ? { command: 'open', rest: worst.id } : { command: 'indicators', rest: '' },
    nearDeadline(facts) ? { command: 'due', rest: '' } : { command: 'indicators', rest: '' },
  ];
}

export function keepLastDigest(personId: string, facts: UnitFacts, now: Date): Change {
  return put('Setting', { id: idFor(personId), value: { lines: behindLines(facts), at: now.toISOString() } });
}

/** What line `n` of the last digest she got opens; null where there was none lately, or no such line. */
export async function lineOfLastDigest(store: Store, personId: string, n: number, now: Date): Promise<Opened | null> {
  const row = await store.first('Setting', { id: idFor(personId) });
  const read = kept.safeParse(row?.value);
  if (!read.success || after(new Date(read.data.at), keptFor) < now) return null;
  return read.data.lines[n - 1] ?? null;
}

function idFor(personId: string): string {
  return `digest-last/${personId}`;
}
