import type { Day } from '../core/day.ts';
import type { Store } from '../core/store.ts';
import { peopleOf } from './audiences.ts';
import { countMissed, forwardsUnder, unreachableReasons } from './forward.ts';
import { keysUnder } from './stopping.ts';

/** People a message reached directly, through their reporter's group, and not at all: never added together. */
export interface Reach {
  direct: number;
  forwarded: number;
  unreachable: number;
}

/** The reach of the rows under this prefix: one reminder, a whole occurrence, or a hand-made message. */
export async function reachOf(store: Store, rowsUnder: string, day: Day): Promise<Reach> {
  const key = keysUnder(rowsUnder);
  const direct = await store.count('OutboxRow', { key, state: 'sent' });
  const missed = await store.count('OutboxRow', { key, state: 'given-up', because: { in: unreachableReasons } });
  const forwards = await store.find('OutboxRow', { key: keysUnder(forwardsUnder(rowsUnder)), state: 'sent' });
  let forwarded = 0;
  const counted = new Set<string>();
  for (const forward of forwards) {
    const parts = forward.key.split('/');
    const unitId = parts.at(-2) ?? '';
    const rows = `${parts.slice(1, -2).join('/')}/`;
    // A branch may have two reporters, and a member two branches.
    const members = (await peopleOf(store, ['member'], [unitId], day)).filter((id) => !counted.has(rows + id));
    for (const id of members) counted.add(rows + id);
    forwarded += await countMissed(store, rows, members);
  }
  return { direct, forwarded, unreachable: missed - forwarded };
}
