import { put } from '../core/change.ts';
import type { AudienceBatch, Store } from '../core/store.ts';

/** How far an audience has been written; kept, so that a kill between two batches costs nothing. */
interface Progress {
  after: string | null;
  done: boolean;
}

const rowsPerBatch = 5_000;

export interface Audience extends Omit<AudienceBatch, 'after' | 'limit'> {
  /** Names this audience among those that share a key prefix; their common people are written to once. */
  name: string;
}

/**
 * Writes the pushes of a whole audience, a batch a transaction, with flat memory; between two batches turns are handled.
 * Continues where an earlier call ended; calling it again after the end adds nothing. Resolves to the rows added by this call.
 */
export async function enqueue(
  store: Store,
  { name, ...audience }: Audience,
  { rows = rowsPerBatch, signal }: { rows?: number; signal?: AbortSignal } = {},
): Promise<number> {
  const id = `outbox/enqueued/${audience.keyPrefix}${name}`;
  const kept = (await store.first('Setting', { id }))?.value as Progress | undefined;
  let after = kept?.after ?? null;
  let added = 0;
  if (kept?.done) return added;
  while (!signal?.aborted) {
    const batch = await store.enqueueAudience({ ...audience, after, limit: rows });
    added += batch.added;
    const progress: Progress = batch.last === null ? { after, done: true } : { after: batch.last, done: false };
    await store.commit([put('Setting', { id, value: progress })]);
    if (progress.done) break;
    after = progress.after;
    await new Promise((resolve) => setImmediate(resolve));
  }
  return added;
}
