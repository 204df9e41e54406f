import { amend, type Change } from '../core/change.ts';
import type { Store } from '../core/store.ts';
import type { KeyedSealing } from './sealing.ts';

export interface Resealed {
  /** Rows sealed again with the newest key. */
  rows: number;
  /** Rows that none of the keys opens; they were left as they are. */
  unreadable: number;
}

const sealedFields = [
  ['Account', 'sealedAddress'],
  ['Conversation', 'sealedState'],
  ['OutboxRow', 'sealedPayload'],
  ['HouseholdHelp', 'sealedName'],
  ['HouseholdReached', 'sealedName'],
  ['Nomination', 'sealedText'],
] as const;
const atOnce = 500;

/**
 * Seals everything in the database again with the newest key, in small commits, so that it may run beside the bot (which must
 * have both keys by then). Calling it again goes on where it stopped. A row that changes meanwhile keeps its new value.
 */
export async function resealAll(store: Store, sealing: KeyedSealing): Promise<Resealed> {
  const done: Resealed = { rows: 0, unreadable: 0 };
  for (const [table, field] of sealedFields) {
    let last = '';
    for (;;) {
      const rows = (await store.find(table, { id: { gt: last } } as never, {
        orderBy: [{ id: 'asc' }],
        limit: atOnce,
      })) as unknown as Record<string, unknown>[];
      if (rows.length === 0) break;
      last = String(rows.at(-1)?.id);
      const changes: Change[] = [];
      for (const row of rows) {
        const old = row[field];
        const again = typeof old === 'string' ? reseal(old, sealing, done) : null;
        if (again) changes.push(amend(table, { id: row.id, [field]: old } as never, { [field]: again } as never));
      }
      if (changes.length > 0) await store.commit(changes);
    }
  }
  for (const { id, value } of await store.find('Setting', {})) {
    const again = resealInside(value, sealing, done);
    if (again !== value) await store.commit([amend('Setting', { id }, { value: again })]);
  }
  return done;
}

/** A text sealed again with the newest key; null where nothing is to be done or can be. */
export function reseal(text: string, sealing: KeyedSealing, done: Resealed): string | null {
  if (sealing.isNewest(text)) return null;
  try {
    const again = sealing.seal(sealing.open(text));
    done.rows++;
    return again;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    done.unreadable++;
    return null;
  }
}

/** Sealed texts inside a setting's value, at any depth; the very value where nothing changes. */
function resealInside(value: unknown, sealing: KeyedSealing, done: Resealed): unknown {
  if (typeof value === 'string') return value.startsWith('s1.') ? (reseal(value, sealing, done) ?? value) : value;
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).map(
    ([key, inner]) => [key, inner, resealInside(inner, sealing, done)] as const,
  );
  if (entries.every(([, inner, again]) => inner === again)) return value;
  return Array.isArray(value)
    ? entries.map(([, , again]) => again)
    : Object.fromEntries(entries.map(([key, , again]) => [key, again]));
}
