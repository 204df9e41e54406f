import { ColumnTypeEnum, type SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import type { DatabaseKind } from './migration-steps.ts';
import { withSchemaEngine } from './schema-engine.ts';
import { SqliteAdapter } from './sqlite-connection.ts';

/**
 * The SQL that leads from one schema (null: an empty database) to another. Compares schema with schema and touches no
 * database: comparing with a folder of migrations gives wrong SQL without an error on libsql, and runs them on the real
 * database on PostgreSQL.
 */
export async function diffSchemas(kind: DatabaseKind, from: string | null, to: string): Promise<string> {
  const factory = kind === 'sqlite' ? new SqliteAdapter('file::memory:') : postgresWithoutServer;
  const sql = await withSchemaEngine(to, factory, async (engine) => {
    const { stdout } = await engine.diff({
      from:
        from === null
          ? { tag: 'empty' }
          : { tag: 'schemaDatamodel', files: [{ path: 'schema.prisma', content: from }] },
      to: { tag: 'schemaDatamodel', files: [{ path: 'schema.prisma', content: to }] },
      script: true,
      exitCode: null,
      filters: { externalTables: [], externalEnums: [] },
    });
    return stdout ?? '';
  });
  return kind === 'sqlite' ? sql : sortLikeSqlite(withoutSchemaCreation(sql));
}

/** PostgreSQL would compare texts by the language of the server; ours are ids, days and keys, compared byte by byte as in SQLite. */
function sortLikeSqlite(sql: string): string {
  return sql.replaceAll(
    /(^\s+"\w+"|ADD COLUMN\s+"\w+"|ALTER COLUMN "\w+" SET DATA TYPE) TEXT\b/gm,
    '$1 TEXT COLLATE "C"',
  );
}

/** Every database has its schema already, and a role that may not make schemas must be able to migrate. */
function withoutSchemaCreation(sql: string): string {
  return sql.replace('-- CreateSchema\nCREATE SCHEMA IF NOT EXISTS "public";\n\n', '');
}

/** The engine asks a PostgreSQL server for its version before it compares; this one answers and can do nothing else. */
const postgresWithoutServer = {
  provider: 'postgres',
  adapterName: 'no server',
  connect: async () => ({
    provider: 'postgres',
    adapterName: 'no server',
    queryRaw: async () => ({
      columnNames: ['exists', 'version', 'numeric_version'],
      columnTypes: [ColumnTypeEnum.Boolean, ColumnTypeEnum.Text, ColumnTypeEnum.Int32],
      rows: [[true, 'PostgreSQL 15.0', 150_000]],
    }),
    executeRaw: refuse,
    executeScript: refuse,
    startTransaction: refuse,
    getConnectionInfo: () => ({ schemaName: 'public', supportsRelationJoins: true }),
    dispose: async () => {},
  }),
  connectToShadowDb: refuse,
} satisfies SqlMigrationAwareDriverAdapterFactory;

async function refuse(): Promise<never> {
  throw new Error('comparing two schemas needs no database');
}
