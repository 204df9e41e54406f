import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterAll, describe, expect, it } from 'vitest';
import { readDatabaseUrl } from '../../src/storage/database-url.ts';
import { migrate, runEngine } from '../../src/storage/migrate.ts';
import { migrationSteps } from '../../src/storage/migration-steps.ts';
import { SqliteAdapter } from '../../src/storage/sqlite-connection.ts';

const folder = await mkdtemp(join(tmpdir(), 'to-am-new-'));
afterAll(() => rm(folder, { recursive: true }));

function open<T>(name: string, use: (db: Database.Database) => T): T {
  const db = new Database(join(folder, name));
  try {
    return use(db);
  } finally {
    db.close();
  }
}

function lookAt(name: string) {
  return open(name, (db) => {
    const rows = (sql: string) => db.prepare(sql).all() as Record<string, unknown>[];
    return {
      objects: rows('SELECT type, name, sql FROM sqlite_master ORDER BY rowid'),
      steps: rows('SELECT * FROM _prisma_migrations ORDER BY started_at, rowid').map((row) => ({
        ...row,
        // What differs each time; its form must not.
        id: /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/u.test(String(row.id)),
        started_at: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00$/u.test(String(row.started_at)),
        finished_at: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00$/u.test(String(row.finished_at)),
        _metadata: null,
      })),
    };
  });
}

describe('A new SQLite file', () => {
  it("made without Prisma's engine is the file that the engine makes", async () => {
    await migrate(readDatabaseUrl(`file:${join(folder, 'ours.db')}`));

    const engine = await new SqliteAdapter(`file:${join(folder, 'engine.db')}`).connect();
    await runEngine(engine, await migrationSteps('sqlite'), (error) => {
      throw error;
    });
    await engine.dispose();
    expect(lookAt('ours.db')).toEqual(lookAt('engine.db'));
  });
});
