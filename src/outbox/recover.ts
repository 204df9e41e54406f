import { amend, type Change } from '../core/change.ts';
import { after, minutes } from '../core/clock.ts';
import type { OutboxRow } from '../core/records.ts';
import type { Store } from '../core/store.ts';
import { mayResendUnknown } from './settle-failure.ts';

/**
 * Pushes whose lease ended because their process died. One that was not yet on its way waits again; one that was may have
 * arrived: a digest is sent once more, marked so, and everything else stays unknown.
 */
export async function recoverPushes(store: Store, now: Date, inHand: (rowId: string) => boolean): Promise<number> {
  const left = await store.find(
    'OutboxRow',
    { state: 'leased', kind: { not: 'reply' }, leaseUntil: { lte: now } },
    { limit: 500 },
  );
  const rows = left.filter(({ id }) => !inHand(id));
  if (rows.length > 0) await store.commit(rows.map((row) => recovered(row, now)));
  return rows.length;
}

function recovered(row: OutboxRow, now: Date): Change {
  const where = { id: row.id, state: 'leased' as const, leaseUntil: row.leaseUntil };
  if (row.because === null || row.because === 'resend') {
    return amend('OutboxRow', where, { state: 'pending', leaseUntil: null });
  }
  const again = after(now, minutes(1));
  if (row.because === 'sending' && mayResendUnknown(row.kind) && again < row.expiresAt) {
    return amend('OutboxRow', where, { state: 'pending', leaseUntil: null, because: 'resend', notBefore: again });
  }
  return amend('OutboxRow', where, { state: 'unknown', leaseUntil: null, because: null, settledAt: now });
}
