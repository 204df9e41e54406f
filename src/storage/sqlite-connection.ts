import { PrismaLibSql } from '@prisma/adapter-libsql';
import type { SqlDriverAdapter } from '@prisma/driver-adapter-utils';
import Database from 'libsql';

type Client = ReturnType<PrismaLibSql['createClient']>;
type Value = string | number | bigint | boolean | null | Date | ArrayBuffer;
type Statement = Database.Statement;
interface Prepared {
  statement: Statement;
  reads: boolean;
  columns: string[];
  columnTypes: string[];
}
interface Query {
  sql: string;
  args: readonly Value[];
}

/** How long a statement waits for another process; the wait holds up this one, so commands keep their writes short. */
const busyMs = 5_000;
const keptStatements = 500;
/** Longer ones are as good as never the same twice, and large. */
const longestKept = 10_000;
/** SQLite's own limit (SQLITE_MAX_VARIABLE_NUMBER); Prisma supposes that of older versions, 999. */
const maxBindValues = 32_766;
export const sqlitePragmas = ['journal_mode=WAL', 'synchronous=FULL', 'foreign_keys=ON', 'secure_delete=ON'] as const;

/**
 * One SQLite connection for the life of a client, under Prisma's own adapter. The stock client opens another connection
 * at every transaction and leaves it to the garbage collector: file handles run out, pragmas are lost, and its busy
 * time-out is 0. Prisma's adapter keeps statements out of an open transaction with a lock of its own.
 */
export class SqliteConnection {
  readonly #db: Database.Database;
  readonly #kept = new Map<string, Prepared>();

  /** Opens the file, making it when it is missing. Throws libsql's SqliteError. */
  constructor(path: string, waitMs = busyMs) {
    this.#db = new Database(path, { timeout: waitMs });
    for (const pragma of sqlitePragmas) this.#db.exec(`PRAGMA ${pragma}`);
  }

  execute = async ({ sql, args }: Query) => {
    const prepared = this.#prepare(sql);
    const values = args.map(toSqlite);
    try {
      if (!prepared.reads) {
        const { changes } = prepared.statement.run(values);
        return { columns: [], columnTypes: [], rows: [], rowsAffected: changes };
      }
      const rows = prepared.statement.all(values) as unknown[][];
      for (const row of rows) for (let i = 0; i < row.length; i++) row[i] = fromSqlite(row[i]);
      return { columns: prepared.columns, columnTypes: prepared.columnTypes, rows, rowsAffected: 0 };
    } catch (error) {
      this.#kept.delete(sql); // a statement that failed half-way would hold its read lock
      throw error;
    }
  };

  executeMultiple = async (script: string) => {
    this.#db.exec(script);
  };

  transaction = async () => {
    this.#db.exec('BEGIN IMMEDIATE');
    return {
      execute: this.execute,
      commit: async () => {
        this.#db.exec('COMMIT');
      },
      rollback: async () => {
        if (this.#db.inTransaction) this.#db.exec('ROLLBACK');
      },
    };
  };

  close = () => {
    if (!this.#db.open) return;
    this.#kept.clear();
    this.#db.close();
  };

  #prepare(sql: string): Prepared {
    const kept = this.#kept.get(sql);
    if (kept) {
      this.#kept.delete(sql);
      this.#kept.set(sql, kept);
      return kept;
    }
    const statement = this.#db.prepare(sql) as Statement;
    statement.safeIntegers(true);
    const reads = statement.reader;
    if (reads) statement.raw(true);
    const columns = reads ? statement.columns() : [];
    const prepared = {
      statement,
      reads,
      columns: columns.map(({ name }) => name),
      columnTypes: columns.map(({ type }) => type ?? ''),
    };
    if (sql.length <= longestKept) this.#kept.set(sql, prepared);
    if (this.#kept.size > keptStatements) this.#kept.delete(this.#kept.keys().next().value as string);
    return prepared;
  }
}

/** Prisma's libsql adapter over our connections. */
export class SqliteAdapter extends PrismaLibSql {
  readonly #connect: (path: string) => SqliteConnection;

  /** `url` is `file:` and a path. */
  constructor(url: string, connect: (path: string) => SqliteConnection = (path) => new SqliteConnection(path)) {
    super({ url });
    this.#connect = connect;
  }

  override async connect(): Promise<SqlDriverAdapter> {
    const adapter = await super.connect();
    return Object.assign(adapter, { getConnectionInfo: () => ({ maxBindValues, supportsRelationJoins: false }) });
  }

  override createClient({ url }: { url: string }): Client {
    // The adapter calls execute, executeMultiple, transaction and close, nothing else of a client.
    return this.#connect(sqlitePath(url)) as unknown as Client;
  }
}

export function sqlitePath(url: string): string {
  return url.replace(/^file:/, '');
}

function toSqlite(value: Value): string | number | bigint | Buffer | null {
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value instanceof Date) return value.getTime();
  if (value instanceof ArrayBuffer) return Buffer.from(value);
  return value;
}

function fromSqlite(value: unknown): unknown {
  if (typeof value !== 'bigint') return value;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}
