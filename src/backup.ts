import { createReadStream, createWriteStream } from 'node:fs';
import { rename } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { type Change, insert } from './core/change.ts';
import { OperatorError } from './core/errors.ts';
import { type TableName, type Tables, tableNames } from './core/records.ts';
import type { Store } from './core/store.ts';

/**
 * Copies of the database that either kind can read: gzipped lines of JSON, a row each, names still sealed. The key is not in it.
 * Messages in flight (Inbound, OutboxRow) are left out: a restored copy must not answer or greet again.
 */
const form = 'to-am-backup-1';
const pageSize = 1_000;
const instantFields = /At$|^at$|^leaseUntil$|^notBefore$/u;
const copied = tableNames.filter((table) => table !== 'Inbound' && table !== 'OutboxRow');

/** Writes a backup; the file appears under its name only when it is whole. Resolves to the number of rows. */
export async function backup(store: Store, file: string): Promise<number> {
  let rows = 0;
  async function* lines(): AsyncGenerator<string> {
    yield `${JSON.stringify({ form })}\n`;
    for await (const { table, row } of allRows(store)) {
      rows++;
      yield `${JSON.stringify([table, row])}\n`;
    }
    yield `${JSON.stringify({ rows })}\n`;
  }
  await pipeline(Readable.from(lines()), createGzip(), createWriteStream(`${file}.part`, { mode: 0o600 }));
  await rename(`${file}.part`, file);
  return rows;
}

/** Puts a backup into an empty database. Throws TA-STORE-001 where the database has rows or the file is no whole backup. */
export async function restore(store: Store, file: string): Promise<number> {
  await refuseUnlessEmpty(store);
  const input = createReadStream(file).pipe(createGunzip());
  let batch: Change[] = [];
  let rows = 0;
  let whole = false;
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    const read = JSON.parse(line) as { form?: string; rows?: number } | [TableName, Record<string, unknown>];
    if (Array.isArray(read)) {
      batch.push(insert(read[0], withInstants(read[1])));
      rows++;
      if (batch.length >= pageSize) {
        await store.commit(batch);
        batch = [];
      }
    } else if (read.rows !== undefined) whole = read.rows === rows;
    else if (read.form !== form) break;
  }
  if (batch.length > 0) await store.commit(batch);
  if (!whole)
    throw new OperatorError('TA-STORE-001', 'This is no whole backup; empty the database and take another file.', {
      place: file,
    });
  return rows;
}

/** Copies every row into another, empty database (SQLite to PostgreSQL or back). Resolves to the number of rows. */
export async function moveDatabase(from: Store, to: Store): Promise<number> {
  await refuseUnlessEmpty(to);
  let rows = 0;
  let batch: Change[] = [];
  for await (const { table, row } of allRows(from)) {
    batch.push(insert(table, row));
    rows++;
    if (batch.length < pageSize) continue;
    await to.commit(batch);
    batch = [];
  }
  if (batch.length > 0) await to.commit(batch);
  return rows;
}

async function* allRows(store: Store): AsyncGenerator<{ table: TableName; row: Tables[TableName] }> {
  for (const table of copied) {
    for (let last = ''; ; ) {
      const rows = await store.find(table, { id: { gt: last } } as never, {
        orderBy: [{ id: 'asc' }] as never,
        limit: pageSize,
      });
      for (const row of rows) yield { table, row };
      if (rows.length < pageSize) break;
      last = rows.at(-1)?.id ?? '';
    }
  }
}

async function refuseUnlessEmpty(store: Store): Promise<void> {
  for (const table of ['Unit', 'Person', 'CheckIn'] as const) {
    if ((await store.count(table, {})) > 0) {
      throw new OperatorError('TA-STORE-001', 'The database already has rows; name an empty one in DATABASE_URL.', {
        place: 'DATABASE_URL',
      });
    }
  }
}

/** Dates are texts in JSON; the names of the fields say which they are. */
function withInstants(row: Record<string, unknown>): Tables[TableName] {
  return Object.fromEntries(
    Object.entries(row).map(([field, value]) => [
      field,
      instantFields.test(field) && typeof value === 'string' ? new Date(value) : value,
    ]),
  ) as unknown as Tables[TableName];
}
