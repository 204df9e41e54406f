import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestDatabase } from './postgres.ts';

/** A file that does not exist yet, in a temporary folder. */
export async function freshSqlite(): Promise<TestDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'to-am-test-'));
  return { url: `file:${join(folder, 'to-am.db')}`, drop: () => rm(folder, { recursive: true, force: true }) };
}
