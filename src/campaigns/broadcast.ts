import { z } from 'zod';
import { type Change, put } from '../core/change.ts';
import { randomDigits } from '../core/ids.ts';
import type { RoleName } from '../core/records.ts';
import type { Store } from '../core/store.ts';

/**
 * A message that an official wrote to people of her own units. It leaves only after a second official has confirmed it:
 * `waiting` → `confirmed` → `sending`; or `refused`, `paused`, `stopped`.
 */
const broadcast = z.object({
  id: z.string(),
  /** What the second official answers with. */
  code: z.string(),
  unitId: z.string(),
  unitName: z.string(),
  by: z.string(),
  roles: z.array(z.enum(['reporter', 'member', 'official'])),
  sealedText: z.string(),
  sealedPhoto: z.string().nullable(),
  at: z.string(),
  /** When its rows were written; null or absent until then. */
  began: z.string().nullable().default(null),
  until: z.string(),
  people: z.number(),
  state: z.enum(['waiting', 'confirmed', 'sending', 'paused', 'refused', 'stopped']),
  decidedBy: z.string().nullable(),
});
export type Broadcast = z.infer<typeof broadcast>;
export type BroadcastRole = Extract<RoleName, 'reporter' | 'member' | 'official'>;

const prefix = 'broadcast/';

export async function readBroadcast(store: Store, id: string): Promise<Broadcast | null> {
  const kept = await store.first('Setting', { id: `${prefix}${id}` });
  const parsed = broadcast.safeParse(kept?.value);
  return parsed.success ? parsed.data : null;
}

/** All of them, those of the last days first. */
export async function readBroadcasts(store: Store): Promise<Broadcast[]> {
  const kept = await store.find(
    'Setting',
    { id: { gte: prefix, lt: 'broadcast0' } },
    { orderBy: [{ id: 'desc' }], limit: 200 },
  );
  return kept.flatMap(({ value }) => {
    const parsed = broadcast.safeParse(value);
    return parsed.success ? [parsed.data] : [];
  });
}

/** What the keys of its messages begin with; the person's id follows. */
export function rowsOf({ id }: Pick<Broadcast, 'id'>): string {
  return `broadcast/${id}/`;
}

export function keepBroadcast(value: Broadcast): Change {
  return put('Setting', { id: `${prefix}${value.id}`, value });
}

/** Four digits that no other broadcast waits under. */
export function freshCode(taken: readonly Broadcast[]): string {
  for (;;) {
    const code = randomDigits(4);
    if (!taken.some((one) => one.state === 'waiting' && one.code === code)) return code;
  }
}
