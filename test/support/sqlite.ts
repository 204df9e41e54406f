import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestDatabase } from './postgres.ts';

/** A file that does not exist yet, in a temporary folder. */
export async function freshSqlite(): Promise<TestDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'to-am-test-'));
  // A connection of a process that plays dead may still be writing its log back.
  const drop = () => rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  return { url: `file:${join(folder, 'to-am.db')}`, drop };
}
