import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

export type DatabaseKind = 'sqlite' | 'postgresql';

/** One step of the way from an empty database to today's: its SQL and the schema it leads to. */
export interface MigrationStep {
  name: string;
  /** What Prisma made of the two schemas (`migration.sql`), then what is written by hand (`after.sql`): triggers. */
  sql: string;
  schema: string;
  /** As `_prisma_migrations` keeps it. */
  checksum: string;
}

const folder = fileURLToPath(new URL('../../prisma/migrations/', import.meta.url));

/** The steps in order; the same names for both databases (`test/storage` checks it). */
export async function migrationSteps(kind: DatabaseKind): Promise<MigrationStep[]> {
  const entries = await readdir(`${folder}${kind}`, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.sort().map(async (name) => {
      const made = await readFile(`${folder}${kind}/${name}/migration.sql`, 'utf8');
      const after = `${folder}${kind}/${name}/after.sql`;
      const sql = existsSync(after) ? `${made}\n${await readFile(after, 'utf8')}` : made;
      const schema = await readFile(`${folder}${kind}/${name}/schema.prisma`, 'utf8');
      return { name, sql, schema, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}
