import type { AccountRow } from '../core/records.ts';
import type { Store } from '../core/store.ts';

/**
 * When these accounts last wrote to us, as far as it is kept: the time of the last recorded turn of a person by that channel.
 * Conversations are named after their channel (`zalo-oa/…`).
 */
export async function lastWrittenBy(store: Store, accounts: readonly AccountRow[]): Promise<ReadonlyMap<string, Date>> {
  if (accounts.length === 0) return new Map();
  const personId = { in: [...new Set(accounts.map((account) => account.personId))] };
  const conversations = await store.find('Conversation', { personId });
  const last = new Map<string, Date>();
  for (const account of accounts) {
    for (const { personId, id, updatedAt } of conversations) {
      if (personId !== account.personId || !id.startsWith(`${account.channel}/`)) continue;
      const known = last.get(account.id);
      if (!known || known < updatedAt) last.set(account.id, updatedAt);
    }
  }
  return last;
}
