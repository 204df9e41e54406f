import { readFile } from 'node:fs/promises';
import { describe, expect, expectTypeOf, it } from 'vitest';
import type { Tables } from '../../src/core/records.ts';
import { diffSchemas } from '../../src/storage/diff-schemas.ts';
import type { PrismaClient } from '../../src/storage/generated/sqlite/client.ts';
import { type DatabaseKind, migrationSteps } from '../../src/storage/migration-steps.ts';
import { fieldsThatMayBeEmpty, fullRows } from '../support/rows.ts';

const { deriveSchema } = (await import(new URL('../../scripts/derive-schema.mjs', import.meta.url).href)) as {
  deriveSchema: (schema: string) => string;
};
const schema = await readFile(new URL('../../prisma/schema.prisma', import.meta.url), 'utf8');
const kinds: [DatabaseKind, string][] = [
  ['sqlite', schema],
  ['postgresql', deriveSchema(schema)],
];

describe('The database schema', () => {
  it.each(kinds)(
    'is where the last migration step of %s leads: else run node scripts/new-migration.mjs NAME',
    async (kind, today) => {
      const last = (await migrationSteps(kind)).at(-1);
      expect(last?.schema).toBe(today);
    },
  );

  it.each(kinds)('is reached on %s by the SQL that stands beside each step', async (kind) => {
    let before: string | null = null;
    for (const step of await migrationSteps(kind)) {
      // What is written by hand (after.sql) follows, and makes nothing that a schema could say.
      const made = await diffSchemas(kind, before, step.schema);
      expect(step.sql.startsWith(made), step.name).toBe(true);
      expect(step.sql.slice(made.length), step.name).toMatch(/^(?:\n-- .*CREATE TRIGGER .*)?$/s);
      before = step.schema;
    }
  });

  it('has the same steps for both databases', async () => {
    const [sqlite, postgresql] = await Promise.all([migrationSteps('sqlite'), migrationSteps('postgresql')]);
    expect(postgresql.map(({ name }) => name)).toEqual(sqlite.map(({ name }) => name));
    expect(sqlite.map(({ name }) => name.slice(0, 4))).toEqual(sqlite.map((_, n) => String(n + 1).padStart(4, '0')));
  });

  it('differs between the two databases in the provider and the place of the client only', () => {
    const lines = (text: string) => text.split('\n').filter((line) => !/^\s+(provider|output)\s/.test(line));
    expect(lines(deriveSchema(schema))).toEqual(lines(schema));
  });

  it('keeps texts on PostgreSQL in the order of their characters', async () => {
    for (const { sql, name } of await migrationSteps('postgresql')) {
      // Columns; the parameters of functions take the order of what they are given.
      const plain = sql
        .split('\n')
        .filter((line) => /^[\s(]*(?:\w+ COLUMN )?"\w+".*\bTEXT\b(?! COLLATE "C")/.test(line));
      expect(plain, name).toEqual([]);
    }
  });

  it('has the tables and fields of core/records.ts, and the same ones may be empty', () => {
    const inRecords = Object.fromEntries(
      (Object.keys(fullRows) as (keyof Tables)[]).map((table) => [
        table,
        Object.keys(fullRows[table])
          .map((field) => (mayBeEmpty(table, field) ? `${field}?` : field))
          .sort(),
      ]),
    );
    const inSchema = Object.fromEntries(
      [...schema.matchAll(/^model (\w+) \{\n(.*?)^\}/gms)].map(([, table = '', body = '']) => [
        table,
        [...body.matchAll(/^ {2}(\w+) +\w+(\??)/gm)].map(([, field, optional]) => `${field}${optional}`).sort(),
      ]),
    );
    expect(inSchema).toEqual(inRecords);
    expectTypeOf<SameFields>().toEqualTypeOf<{ [T in keyof Tables]: true }>();
  });
});

/** A Setting's null stands inside its Json value, and the field is never empty. */
function mayBeEmpty(table: keyof Tables, field: string): boolean {
  return table !== 'Setting' && (fieldsThatMayBeEmpty[table] as readonly string[]).includes(field);
}

/** For the type checker: each table of core is a model with the same fields. */
type Models = { [T in keyof Tables]: Awaited<ReturnType<PrismaClient[Uncapitalize<T>]['findFirstOrThrow']>> };
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
type SameFields = { [T in keyof Tables]: Same<keyof Tables[T], keyof Models[T]> };
