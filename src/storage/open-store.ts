import { type Clock, systemClock } from '../core/clock.ts';
import type { Store } from '../core/store.ts';
import { readDatabaseUrl } from './database-url.ts';
import { migrate } from './migrate.ts';
import { connectPrisma } from './prisma-database.ts';
import { PrismaStore } from './prisma-store.ts';

export interface OpenStoreOptions {
  clock?: Clock;
  /** Called with the names of the migration steps that were applied, when there were any. */
  onMigrated?: (steps: string[]) => void;
}

/**
 * Opens the database of `file:data/to-am.db` or `postgresql://…`, making an SQLite file that is missing, and brings its
 * schema up to date. One store per process and SQLite file: two would wait for each other's locks. Throws OperatorError TA-CONFIG-001, TA-STORE-001, 002 or 003.
 */
export async function openStore(
  url: string,
  { clock = systemClock, onMigrated }: OpenStoreOptions = {},
): Promise<Store> {
  const database = readDatabaseUrl(url);
  const [prisma, steps] = await Promise.all([connectPrisma(database), migrate(database)]);
  if (steps.length > 0) onMigrated?.(steps);
  return new PrismaStore({ kind: database.kind, database: prisma, clock });
}
