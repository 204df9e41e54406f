/**
 * Prisma wants a literal provider, so the PostgreSQL schema is this text with two lines replaced. Nothing else may
 * differ: both clients then have the same types, and one cast (src/storage/open-store.ts) joins them.
 */
export function deriveSchema(sqliteSchema) {
  return replaceOnce(
    replaceOnce(sqliteSchema, 'provider = "sqlite"', 'provider = "postgresql"'),
    'output              = "../src/storage/generated/sqlite"',
    'output              = "./postgresql"',
  );
}

function replaceOnce(text, found, by) {
  if (text.split(found).length !== 2)
    throw new Error(`prisma/schema.prisma should have exactly one line with: ${found}`);
  return text.replace(found, by);
}
