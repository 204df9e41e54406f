import { randomBytes } from 'node:crypto';
import pg from 'pg';

/** The server for tests, when there is one: `scripts/with-postgres.sh npm test` starts its own. */
export const postgresServer = process.env.TEST_DATABASE_URL || null;

export const whyNoPostgres =
  'skipped on PostgreSQL: TEST_DATABASE_URL is not set (scripts/with-postgres.sh sets it and runs a command)';

export interface TestDatabase {
  url: string;
  drop: () => Promise<void>;
}

/** An empty database of its own on the server for tests. */
export async function freshPostgres(): Promise<TestDatabase> {
  if (!postgresServer) throw new Error(whyNoPostgres);
  const name = `to_am_test_${randomBytes(6).toString('hex')}`;
  await asAdministrator(`CREATE DATABASE ${name}`);
  const url = new URL(postgresServer);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => asAdministrator(`DROP DATABASE ${name} WITH (FORCE)`) };
}

async function asAdministrator(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: postgresServer ?? '' });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
