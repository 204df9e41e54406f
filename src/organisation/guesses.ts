import { type Change, put } from '../core/change.ts';
import { after, hours } from '../core/clock.ts';
import type { Said } from '../core/dialog.ts';
import type { Store } from '../core/store.ts';

/** Wrong codes within an hour. */
export const triesOfOneAccount = 5;
export const triesOfAll = 100;

/**
 * - `locked`: this account has had its wrong tries of the hour; neither right nor wrong codes are looked at.
 * - `doubtful`: so many wrong tries come from everywhere that a right code might be a guess: it waits for the inviter's yes.
 */
export type Trust = { trust: 'full' | 'doubtful' } | { trust: 'locked'; until: Date };

/** What the wrong tries of the last hour mean for the next code. `mine`: their times, the oldest first. */
export function trustAfter(mine: readonly Date[], all: number): Trust {
  const counting = mine.at(-triesOfOneAccount);
  if (counting) return { trust: 'locked', until: after(counting, hours(1)) };
  return { trust: all > triesOfAll ? 'doubtful' : 'full' };
}

export async function readTrust(store: Store, said: Said): Promise<Trust> {
  const at = { gt: after(said.now, -hours(1)) };
  const mine = await store.find('InvitationTry', { accountHash: said.account.hash, at }, { orderBy: [{ at: 'asc' }] });
  return trustAfter(
    mine.map((row) => row.at),
    await store.count('InvitationTry', { at }),
  );
}

/** A wrong try; the same message delivered again counts once. */
export function wrongTry(said: Said): Change {
  return put('InvitationTry', { id: said.inboundId, accountHash: said.account.hash, at: said.now });
}
