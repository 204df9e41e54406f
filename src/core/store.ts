import type { Change, Where } from './change.ts';
import type { TableName, Tables } from './records.ts';

export interface FindOptions<Row> {
  orderBy?: readonly { readonly [K in keyof Row]?: 'asc' | 'desc' }[];
  limit?: number;
  skip?: number;
}

/** What became of a commit. `seen-before`: the inbound id is there already, nothing was written. */
export type Committed = { outcome: 'done' } | { outcome: 'seen-before' };

/** Thrown when an `amend` with `expect` matched another number of rows, or an `insert` met an existing key: read again and decide again. */
export class Conflict extends Error {
  override name = 'Conflict';
  readonly table: TableName;
  constructor(table: TableName) {
    super(`a row of ${table} is not as this change expected`);
    this.table = table;
  }
}

/**
 * The database, as far as anybody but `storage/` knows it. Features say in their own files what they read; there is no
 * repository per table, because a second name for `find` would hide nothing. The one contract suite
 * (`test/contracts/store-contract.ts`) runs on SQLite and PostgreSQL.
 */
export interface Store {
  readonly kind: 'sqlite' | 'postgresql';
  find<T extends TableName>(table: T, where: Where<Tables[T]>, options?: FindOptions<Tables[T]>): Promise<Tables[T][]>;
  first<T extends TableName>(table: T, where: Where<Tables[T]>, options?: FindOptions<Tables[T]>): Promise<Tables[T] | null>;
  count<T extends TableName>(table: T, where: Where<Tables[T]>): Promise<number>;
  /** Sum of a Figure's `n`; null when there is no row: missing is not zero. */
  sumFigures(where: Where<Tables['Figure']>): Promise<number | null>;
  /**
   * Writes all of it in one transaction, or nothing. With `inboundId`, the id is written as well and a second commit with
   * it changes nothing. Commits that wait together share one transaction on SQLite; one that fails does not harm the others.
   * Throws Conflict.
   */
  commit(changes: readonly Change[], inboundId?: { id: string; at: Date }): Promise<Committed>;
  close(): Promise<void>;
}
