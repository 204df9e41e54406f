import { amend, type Change, put, remove } from '../core/change.ts';
import { instantOf } from '../core/day.ts';
import type { Store } from '../core/store.ts';

/** Rows that are paused wait for this day; their expiry still holds when they go on. */
export const parked = instantOf('2999-01-01');

/** Whether what is still to come of a campaign leaves: `stopped`: never; `paused`: when it goes on. */
export type Held = 'stopped' | 'paused';

/** Keys that begin with a prefix that ends in a slash. */
export function keysUnder(prefix: string): { gte: string; lt: string } {
  return { gte: prefix, lt: `${prefix.slice(0, -1)}0` };
}

/** Nothing more of this leaves; what is on its way within the next seconds still does. */
export function stop(prefix: string, now: Date): Change {
  const set = { state: 'given-up', because: 'stopped', settledAt: now, sealedPayload: null } as const;
  return amend('OutboxRow', { key: keysUnder(prefix), state: 'pending' }, set);
}

export function pause(prefix: string): Change {
  return amend('OutboxRow', { key: keysUnder(prefix), state: 'pending' }, { notBefore: parked });
}

export function goOn(prefix: string, now: Date): Change {
  return amend('OutboxRow', { key: keysUnder(prefix), state: 'pending', notBefore: parked }, { notBefore: now });
}

/** The same for reminders under this prefix whose rows are not written yet. */
export function holdComing(prefix: string, held: Held): Change {
  return put('Setting', { id: heldId(prefix), value: held });
}

export function letComingGo(prefix: string): Change {
  return remove('Setting', { id: heldId(prefix) });
}

/** How the rows under any of these prefixes are held; null when they leave at their time. */
export async function heldOf(store: Store, prefixes: readonly string[]): Promise<Held | null> {
  const kept = await store.find('Setting', { id: { in: prefixes.map(heldId) } });
  const values = kept.map(({ value }) => value as Held);
  return values.includes('stopped') ? 'stopped' : (values[0] ?? null);
}

function heldId(prefix: string): string {
  return `held/${prefix}`;
}
