import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { SqlDriverAdapter, SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import { OperatorError } from '../core/errors.ts';
import type { DatabaseUrl } from './database-url.ts';
import { type MigrationStep, migrationSteps } from './migration-steps.ts';
import { cannotOpen, messageOf } from './store-failure.ts';

/** How long a start waits for another process that is migrating the same database. */
const lockWaitMs = 30_000;
/** Any number, as long as every version of this program uses the same. */
const advisoryLock = 6_062_021;

/**
 * Brings the database to this program's schema, making it when it is missing, and returns the names of the steps applied.
 * All steps happen in one transaction under a lock, so that processes may start together and a failure changes nothing:
 * left to itself, Prisma's engine applies a script statement by statement, and rebuilding a table of SQLite would stop
 * half-way. Throws OperatorError TA-STORE-001, 002 or 003.
 */
export function migrate(database: DatabaseUrl, given?: MigrationStep[]): Promise<string[]> {
  // Within one process they queue here: waiting for SQLite's lock would stop the very one that holds it.
  const turn = previous.then(async () => bringUpToDate(database, given ?? (await migrationSteps(database.kind))));
  previous = turn.catch(() => {});
  return turn;
}

let previous: Promise<unknown> = Promise.resolve();

async function bringUpToDate(database: DatabaseUrl, steps: MigrationStep[]): Promise<string[]> {
  const adapter = await connect(database);
  try {
    const pending = pendingOf(steps, await appliedSteps(adapter, database), database);
    return pending.length === 0 ? [] : await applyAll(adapter, database, steps);
  } finally {
    await adapter.dispose();
  }
}

async function connect(database: DatabaseUrl): Promise<SqlDriverAdapter> {
  try {
    if (database.kind === 'sqlite') {
      const { SqliteAdapter, SqliteConnection } = await import('./sqlite-connection.ts');
      if (database.path !== ':memory:') await mkdir(dirname(database.path), { recursive: true });
      return await new SqliteAdapter(database.url, (path) => new SqliteConnection(path, lockWaitMs)).connect();
    }
    const { PrismaPg } = await import('@prisma/adapter-pg');
    // One connection that is never let go: the transaction and the engine's own lock live on it until dispose().
    return await new PrismaPg({ connectionString: database.url, max: 1, idleTimeoutMillis: 0 }).connect();
  } catch (error) {
    throw cannotOpen(database, error);
  }
}

async function appliedSteps(adapter: SqlDriverAdapter, database: DatabaseUrl): Promise<string[]> {
  const table =
    database.kind === 'sqlite'
      ? `SELECT name FROM sqlite_master WHERE name = '_prisma_migrations'`
      : `SELECT to_regclass('_prisma_migrations')::text AS name WHERE to_regclass('_prisma_migrations') IS NOT NULL`;
  try {
    if ((await query(adapter, table)).length === 0) return [];
    return await query(
      adapter,
      'SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
    );
  } catch (error) {
    throw cannotOpen(database, error);
  }
}

function pendingOf(
  steps: readonly MigrationStep[],
  applied: readonly string[],
  database: DatabaseUrl,
): MigrationStep[] {
  const unknown = applied.filter((name) => !steps.some((step) => step.name === name));
  if (unknown.length > 0) {
    throw new OperatorError(
      'TA-STORE-003',
      `The database has steps that this program does not know (${unknown.join(', ')}). Start the newer program again, or restore a backup made before it ran.`,
      { place: database.place },
    );
  }
  return steps.filter((step) => !applied.includes(step.name));
}

async function applyAll(adapter: SqlDriverAdapter, database: DatabaseUrl, steps: MigrationStep[]): Promise<string[]> {
  let firstError: unknown;
  try {
    await adapter.executeScript(database.kind === 'sqlite' ? 'BEGIN IMMEDIATE' : 'BEGIN');
    if (database.kind === 'postgresql') await query(adapter, `SELECT pg_advisory_xact_lock(${advisoryLock})::text`);
    // Another process may have been faster while this one waited.
    const pending = pendingOf(steps, await appliedSteps(adapter, database), database);
    const isNew = database.kind === 'sqlite' && (await query(adapter, 'SELECT name FROM sqlite_master')).length === 0;
    const triggers = pending.length > 0 && database.kind === 'sqlite' ? await takeTriggersAway(adapter) : [];
    if (isNew) await makeNew(adapter, steps);
    else if (pending.length > 0) await runEngine(adapter, steps, (error) => (firstError ??= error));
    await putTriggersBack(adapter, triggers, pending);
    await adapter.executeScript('COMMIT');
    return pending.map(({ name }) => name);
  } catch (error) {
    await adapter.executeScript('ROLLBACK').catch(() => {});
    if (error instanceof OperatorError) throw error;
    throw new OperatorError(
      'TA-STORE-002',
      `The database could not be brought to this version: ${messageOf(firstError ?? error)} It was left as it was. Keep the older program running, and report this line.`,
      { place: database.place, cause: firstError ?? error },
    );
  }
}

/**
 * What Prisma's engine does to an empty SQLite file, without loading it, which is slow at the first start: the steps one after another,
 * and its table of steps as it writes it itself (`test/storage/make-new.test.ts` compares the two).
 */
async function makeNew(adapter: SqlDriverAdapter, steps: readonly MigrationStep[]): Promise<void> {
  await adapter.executeScript(tableOfSteps);
  for (const { name, sql, checksum } of steps) {
    await adapter.executeScript(sql);
    await adapter.executeRaw({
      sql: `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
        VALUES (?, ?, ?, ${now}, ${now}, 1)`,
      args: [randomUUID(), checksum, name],
      argTypes: [text, text, text],
    });
  }
}

const text = { scalarType: 'string', arity: 'scalar' } as const;
const now = `strftime('%Y-%m-%dT%H:%M:%f', 'now') || '+00:00'`;
const tableOfSteps = `CREATE TABLE "_prisma_migrations" (
    "id"                    TEXT PRIMARY KEY NOT NULL,
    "checksum"              TEXT NOT NULL,
    "finished_at"           DATETIME,
    "migration_name"        TEXT NOT NULL,
    "logs"                  TEXT,
    "rolled_back_at"        DATETIME,
    "started_at"            DATETIME NOT NULL DEFAULT current_timestamp,
    "applied_steps_count"   INTEGER UNSIGNED NOT NULL DEFAULT 0
)`;

/**
 * SQLite changes a column by building its table anew, and then triggers stand in the way: those that name the table stop the
 * step, those on it go with it, and the copying would set them off.
 */
async function takeTriggersAway(adapter: SqlDriverAdapter): Promise<{ name: string; sql: string }[]> {
  const result = await adapter.queryRaw({
    sql: `SELECT name, sql FROM sqlite_master WHERE type = 'trigger'`,
    args: [],
    argTypes: [],
  });
  const triggers = result.rows.map(([name, sql]) => ({ name: String(name), sql: String(sql) }));
  for (const { name } of triggers) await adapter.executeScript(`DROP TRIGGER "${name}"`);
  return triggers;
}

/** But those that a step has made itself, and those that a step says it drops. */
async function putTriggersBack(
  adapter: SqlDriverAdapter,
  triggers: readonly { name: string; sql: string }[],
  steps: readonly MigrationStep[],
): Promise<void> {
  if (triggers.length === 0) return;
  const there = await query(adapter, `SELECT name FROM sqlite_master WHERE type = 'trigger'`);
  for (const { name, sql } of triggers) {
    const isDropped = steps.some((step) => step.sql.includes(`DROP TRIGGER IF EXISTS "${name}"`));
    if (!there.includes(name) && !isDropped) await adapter.executeScript(sql);
  }
}

/** Lets Prisma's engine apply the steps over a connection that stays ours. */
export async function runEngine(
  adapter: SqlDriverAdapter,
  steps: MigrationStep[],
  onError: (error: unknown) => void,
): Promise<void> {
  const { withSchemaEngine } = await import('./schema-engine.ts');
  const { provider, adapterName } = adapter;
  const factory = {
    provider,
    adapterName,
    connect: async () => ({
      provider,
      adapterName,
      queryRaw: (query) => adapter.queryRaw(query),
      executeRaw: (query) => adapter.executeRaw(query),
      // The engine goes on after an error and meets others that say less.
      executeScript: (script) =>
        runScript(adapter, script).catch((error) => {
          onError(error);
          throw error;
        }),
      startTransaction: (level) => adapter.startTransaction(level),
      getConnectionInfo: () => adapter.getConnectionInfo?.() ?? { supportsRelationJoins: false },
      dispose: async () => {},
    }),
    connectToShadowDb: () => Promise.reject(new Error('applying steps needs no shadow database')),
  } satisfies SqlMigrationAwareDriverAdapterFactory;
  await withSchemaEngine(steps.at(-1)?.schema ?? '', factory, (engine) =>
    engine.applyMigrations({
      filters: { externalTables: [], externalEnums: [] },
      migrationsList: {
        baseDir: '/migrations',
        lockfile: {
          path: 'migration_lock.toml',
          content: `provider = "${provider === 'sqlite' ? 'sqlite' : 'postgresql'}"`,
        },
        shadowDbInitScript: '',
        migrationDirectories: steps.map(({ name, sql }) => ({
          path: name,
          migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: sql } },
        })),
      },
    }),
  );
}

/** Prisma's adapter cuts a script for PostgreSQL at every semicolon, also inside the body of a function; as one text it is one query. */
async function runScript(adapter: SqlDriverAdapter, script: string): Promise<void> {
  if (adapter.provider === 'sqlite') return adapter.executeScript(script);
  await adapter.executeRaw({ sql: script, args: [], argTypes: [] });
}

async function query(adapter: SqlDriverAdapter, sql: string): Promise<string[]> {
  const { rows } = await adapter.queryRaw({ sql, args: [], argTypes: [] });
  return rows.map(([first]) => String(first));
}
