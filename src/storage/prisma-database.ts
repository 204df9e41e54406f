import type { TableName } from '../core/records.ts';
import type { DatabaseUrl } from './database-url.ts';
import type { PrismaClient } from './generated/sqlite/client.ts';

export type Values = Record<string, unknown>;

/** What we use of Prisma's access to one table. */
export interface TableAccess {
  findMany(query: { where: Values; orderBy?: Values[]; take?: number; skip?: number }): Promise<Values[]>;
  count(query: { where: Values }): Promise<number>;
  aggregate(query: { where: Values; _sum: Values }): Promise<{ _sum: Values }>;
  createMany(query: { data: Values[] }): PendingWrite;
  upsert(query: { where: Values; create: Values; update: Values }): PendingWrite;
  updateMany(query: { where: Values; data: Values }): PendingWrite;
  deleteMany(query: { where: Values }): PendingWrite;
}

/** A write that runs when it is awaited, or with others in one transaction. */
export type PendingWrite = Promise<unknown>;

/** Either client, or a transaction of it. */
export type Writer = Pick<PrismaClient, '$executeRaw'>;

export interface PrismaDatabase {
  readonly client: PrismaClient;
  /** Prisma's mark for a null inside a Json field, as opposed to a field without a value. */
  readonly jsonNull: unknown;
}

const transactionOptions = { maxWait: 10_000, timeout: 30_000 };

/** Loads the client of this kind of database and its adapter; the other one stays unloaded. */
export async function connectPrisma(database: DatabaseUrl): Promise<PrismaDatabase> {
  if (database.kind === 'sqlite') {
    const [{ PrismaClient, Prisma }, { SqliteAdapter }] = await Promise.all([
      import('./generated/sqlite/client.ts'),
      import('./sqlite-connection.ts'),
    ]);
    const adapter = new SqliteAdapter(database.url);
    return {
      client: new PrismaClient({ adapter, transactionOptions, errorFormat: 'minimal' }),
      jsonNull: Prisma.JsonNull,
    };
  }
  const [{ PrismaClient, Prisma }, { PrismaPg }] = await Promise.all([
    import('./generated/postgresql/client.ts'),
    import('@prisma/adapter-pg'),
  ]);
  const adapter = new PrismaPg({ connectionString: database.url });
  const client = new PrismaClient({ adapter, transactionOptions, errorFormat: 'minimal' });
  // The one cast between the twins: both are generated from the same models.
  return { client: client as unknown as PrismaClient, jsonNull: Prisma.JsonNull };
}

/** Prisma names its accesses after the models: `OutboxRow` is `client.outboxRow`. */
export function access(client: Writer, table: TableName): TableAccess {
  const name = `${table.charAt(0).toLowerCase()}${table.slice(1)}`;
  return (client as unknown as Record<string, TableAccess>)[name] as TableAccess;
}
