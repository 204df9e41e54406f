/**
 * `node scripts/new-migration.mjs NAME`: the next migration step for both databases, from the last step's schema to
 * prisma/schema.prisma. Look at the SQL before you commit it: a renamed field is a dropped and an added one to Prisma.
 */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { tsImport } from 'tsx/esm/api';
import { deriveSchema } from './derive-schema.mjs';

const { diffSchemas } = await tsImport('../src/storage/diff-schemas.ts', import.meta.url);
const [, , given] = process.argv;
if (!given || !/^[a-z][a-z0-9_]*$/.test(given)) {
  console.error(
    'usage: node scripts/new-migration.mjs NAME   (lower-case letters, digits, _), for example: add_service_hours',
  );
  process.exit(2);
}

const root = fileURLToPath(new URL('../', import.meta.url));
const sqliteSchema = await readFile(`${root}prisma/schema.prisma`, 'utf8');
const made = [];
for (const [kind, schema] of [
  ['sqlite', sqliteSchema],
  ['postgresql', deriveSchema(sqliteSchema)],
]) {
  const folder = `${root}prisma/migrations/${kind}`;
  await mkdir(folder, { recursive: true });
  const steps = (await readdir(folder)).filter((name) => /^\d{4}_/.test(name)).sort();
  const last = steps.at(-1);
  const before = last ? await readFile(`${folder}/${last}/schema.prisma`, 'utf8') : null;
  const sql = await diffSchemas(kind, before, schema);
  if (/^-- This is an empty migration/.test(sql)) {
    console.error(`nothing to do: ${last} already leads to prisma/schema.prisma`);
    process.exit(1);
  }
  made.push({ folder: `${folder}/${String(steps.length + 1).padStart(4, '0')}_${given}`, sql, schema });
}
for (const { folder, sql, schema } of made) {
  await mkdir(folder);
  await writeFile(`${folder}/migration.sql`, sql);
  await writeFile(`${folder}/schema.prisma`, schema);
  console.log(folder.slice(root.length));
}
