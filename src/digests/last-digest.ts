import { z } from 'zod';
import { type Change, put } from '../core/change.ts';
import { after, days } from '../core/clock.ts';
import type { Store } from '../core/store.ts';
import type { UnitFacts } from '../indicators/unit-facts.ts';
import { digestResults, nearDeadline, worstBehind } from './digest-text.ts';

/** What a number typed after a digest asks for: a command of ours and what would follow its words. */
const opened = z.object({
  command: z.enum(['silent', 'open', 'indicators', 'due', 'why', 'behind']),
  rest: z.string(),
});
export type Opened = z.infer<typeof opened>;
const kept = z.object({
  lines: z.array(opened),
  at: z.string(),
  /** What "thêm" shows: the next page of the last list that went on. */
  more: z.object({ ...opened.shape, at: z.string() }).optional(),
  /** The indicator she opened last: "vì sao" alone asks about it. */
  about: z.object({ rest: z.string(), at: z.string() }).optional(),
});

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
  const { lines, at } = await keptOf(store, personId, now);
  return after(new Date(at), keptFor) < now ? null : (lines[n - 1] ?? null);
}

/**
 * Keeps what was shown: what "thêm" goes on with (null when there is no more of it), and the indicator it was about, with the unit
 * where that was not her own.
 */
export async function keepShown(
  store: Store,
  personId: string,
  { more, about }: { more: Opened | null; about?: string },
  now: Date,
): Promise<Change> {
  const { more: _, ...others } = await keptOf(store, personId, now);
  const at = now.toISOString();
  const value = {
    ...others,
    ...(more ? { more: { ...more, at } } : {}),
    ...(about ? { about: { rest: about, at } } : {}),
  };
  return put('Setting', { id: idFor(personId), value });
}

/** What "thêm" asks for; null where no list that she got lately goes on. */
export async function moreOfLast(store: Store, personId: string, now: Date): Promise<Opened | null> {
  const { more } = await keptOf(store, personId, now);
  return more && after(new Date(more.at), keptFor) >= now ? more : null;
}

/** The indicator that "vì sao" alone asks about: the one opened last, or the one that a later digest named. */
export async function askedLast(store: Store, personId: string, now: Date): Promise<string | null> {
  const { lines, at, about } = await keptOf(store, personId, now);
  if (about && about.at >= at && after(new Date(about.at), keptFor) >= now) return about.rest;
  const named = after(new Date(at), keptFor) >= now ? lines[1] : undefined;
  return named?.command === 'open' ? named.rest : null;
}

async function keptOf(store: Store, personId: string, now: Date): Promise<z.infer<typeof kept>> {
  const row = await store.first('Setting', { id: idFor(personId) });
  return kept.safeParse(row?.value).data ?? { lines: [], at: now.toISOString() };
}

function idFor(personId: string): string {
  return `digest-last/${personId}`;
}
