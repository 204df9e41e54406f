import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addToFigure, insert } from '../../src/core/change.ts';
import { systemClock } from '../../src/core/clock.ts';
import { OperatorError } from '../../src/core/errors.ts';
import { readDatabaseUrl } from '../../src/storage/database-url.ts';
import { diffSchemas } from '../../src/storage/diff-schemas.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { type DatabaseKind, type MigrationStep, migrationSteps } from '../../src/storage/migration-steps.ts';
import { openStore } from '../../src/storage/open-store.ts';
import { connectPrisma } from '../../src/storage/prisma-database.ts';
import { PrismaStore } from '../../src/storage/prisma-store.ts';
import { freshPostgres, postgresServer, type TestDatabase, whyNoPostgres } from '../support/postgres.ts';
import { fullRows } from '../support/rows.ts';
import { freshSqlite } from '../support/sqlite.ts';

migrationContract('sqlite', freshSqlite);
if (postgresServer) migrationContract('postgresql', freshPostgres);
else describe('Migrations on PostgreSQL', () => it('say why they are not tried', () => console.log(whyNoPostgres)));

function migrationContract(kind: DatabaseKind, fresh: () => Promise<TestDatabase>): void {
  describe(`Migrations on ${kind}`, () => {
    let database: TestDatabase;
    beforeEach(async () => {
      database = await fresh();
    });
    afterEach(() => database.drop());

    it('make an empty database ready, and have nothing to do the second time', async () => {
      const names = (await migrationSteps(kind)).map(({ name }) => name);
      expect(await migrate(readDatabaseUrl(database.url))).toEqual(names);
      expect(await migrate(readDatabaseUrl(database.url))).toEqual([]);
    });

    it('are made once when several stores open together in one process', async () => {
      const made: string[] = [];
      const onMigrated = (steps: string[]) => made.push(...steps);
      const stores = await Promise.all([1, 2, 3].map(() => openStore(database.url, { onMigrated })));
      expect(made).toEqual((await migrationSteps(kind)).map(({ name }) => name));
      for (const store of stores) expect(await store.count('Unit', {})).toBe(0);
      await Promise.all(stores.map((store) => store.close()));
    });

    it('are made once when several processes start together', async () => {
      const outputs = await Promise.all([1, 2, 3].map(() => migrateInChild(database.url)));
      const names = (await migrationSteps(kind)).map(({ name }) => name);
      expect(outputs.sort()).toEqual([JSON.stringify(names), '[]', '[]'].sort());
    });

    it('that fail half-way leave the database as it was, and go on once the step is mended', async () => {
      await migrate(readDatabaseUrl(database.url));
      const store = await openStore(database.url);
      await store.commit([insert('Unit', fullRows.Unit)]);
      const bad = await nextStep(kind, 'CREATE TABLE "Half" ("id" INTEGER);\nINSERT INTO "Nowhere" VALUES (1);\n');
      const failing = migrate(readDatabaseUrl(database.url), [...(await migrationSteps(kind)), bad]);
      await expect(failing).rejects.toMatchObject({ code: 'TA-STORE-002' });
      await expect(failing).rejects.toThrow(/Nowhere/);
      expect(await store.count('Unit', {})).toBe(1);
      await store.close();
      const mended = await nextStep(kind, 'CREATE TABLE "Half" ("id" INTEGER);\n');
      expect(await migrate(readDatabaseUrl(database.url), [...(await migrationSteps(kind)), mended])).toEqual([
        bad.name,
      ]);
    });

    it('that build a table anew keep its rows', async () => {
      const before = await openStore(database.url);
      await before.commit([insert('Unit', fullRows.Unit)]);
      await before.close();
      const steps = await migrationSteps(kind);
      const today = steps.at(-1)?.schema ?? '';
      const changed = today.replace('  position Int\n', '  position Int @default(7)\n  size Int @default(3)\n');
      const step = await nextStep(kind, await diffSchemas(kind, today, changed), changed);
      if (kind === 'sqlite') expect(step.sql).toContain('DROP TABLE "Unit"');
      expect(await migrate(readDatabaseUrl(database.url), [...steps, step])).toEqual([step.name]);
      const after = new PrismaStore({
        kind,
        database: await connectPrisma(readDatabaseUrl(database.url)),
        clock: systemClock,
      });
      expect(await after.find('Unit', {})).toEqual([fullRows.Unit]);
      // And the triggers that sum up still do.
      await after.commit([insert('UnitAncestor', fullRows.UnitAncestor)]);
      await after.commit([addToFigure('activities', fullRows.UnitAncestor.unitId, '2026-11-22', 3)]);
      const { ancestorId } = fullRows.UnitAncestor;
      const days = { first: '2026-11-01', last: '2026-11-30', firstYear: '2026' };
      expect(await after.sumFiguresBelow({ unitIds: [ancestorId], measures: ['activities'], ...days })).toEqual([
        { unitId: ancestorId, measure: 'activities', n: 3 },
      ]);
      await after.close();
    });

    it('are refused on a database that a newer program has changed', async () => {
      const newer = await nextStep(kind, 'CREATE TABLE "Later" ("id" INTEGER);\n');
      await migrate(readDatabaseUrl(database.url), [...(await migrationSteps(kind)), newer]);
      const older = openStore(database.url);
      await expect(older).rejects.toThrow(OperatorError);
      await expect(older).rejects.toMatchObject({ code: 'TA-STORE-003' });
      await expect(older).rejects.toThrow(/9999_later/);
    });
  });
}

describe('A database that cannot be opened is named with its place and a cure', () => {
  it('when the file is no database', async () => {
    const { url, drop } = await freshSqlite();
    const path = url.slice('file:'.length);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, 'Kính gửi Hội Liên hiệp Phụ nữ xã. '.repeat(200));
    await expect(openStore(url)).rejects.toMatchObject({ code: 'TA-STORE-001', place: path });
    await drop();
  });

  it('when the file is a folder', async () => {
    const { url, drop } = await freshSqlite();
    const path = url.slice('file:'.length);
    await mkdir(path, { recursive: true });
    await expect(openStore(url)).rejects.toMatchObject({ code: 'TA-STORE-001', place: path });
    await drop();
  });

  it('when no server answers, without the password', async () => {
    const url = `postgresql://hoi:mat-khau@127.0.0.1:${await closedPort()}/to_am`;
    const error = await openStore(url).catch((reason: OperatorError) => reason);
    expect(error).toMatchObject({ code: 'TA-STORE-001' });
    const { message, place } = error as OperatorError;
    expect(`${message} ${place}`).toContain('127.0.0.1');
    expect(`${message} ${place}`).not.toContain('mat-khau');
  });

  it.each(['', 'file:', 'data/to-am.db', 'mysql://localhost/x', 'postgresql://'])(
    '"%s" is no DATABASE_URL',
    async (url) => {
      await expect(openStore(url)).rejects.toMatchObject({ code: 'TA-CONFIG-001' });
    },
  );
});

async function nextStep(kind: DatabaseKind, sql: string, schema?: string): Promise<MigrationStep> {
  const last = (await migrationSteps(kind)).at(-1);
  return { name: '9999_later', sql, schema: schema ?? last?.schema ?? '', checksum: 'of a test' };
}

function migrateInChild(url: string): Promise<string> {
  const script = `
    const { migrate } = await import('./src/storage/migrate.ts');
    const { readDatabaseUrl } = await import('./src/storage/database-url.ts');
    console.log(JSON.stringify(await migrate(readDatabaseUrl(${JSON.stringify(url)}))));
    process.exit(); // else the engine's time-out for PostgreSQL's lock, 10 s, keeps the process
  `;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', script], {
    cwd: fileURLToPath(new URL('../../', import.meta.url)),
  });
  return new Promise((resolve) => {
    let printed = '';
    child.stdout.on('data', (bytes) => {
      printed += bytes;
    });
    child.stderr.on('data', (bytes) => {
      printed += bytes;
    });
    child.on('close', () => resolve(printed.trim()));
  });
}

function closedPort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
