import type { TableName, Tables } from './records.ts';

/**
 * One write. A turn ends in a list of these, written in one transaction with the id of the message that caused them.
 * - `insert` fails the whole list when the id or a unique key exists already;
 * - `put` inserts or replaces by id;
 * - `amend` changes fields of rows that match; with `expect` the list fails with `Conflict` unless exactly so many matched;
 * - `add` adds to the number of a Figure, making it when it is missing;
 * - `remove` deletes rows that match.
 */
export type Change =
  | { [T in TableName]: { do: 'insert'; table: T; row: Tables[T] } }[TableName]
  | { [T in TableName]: { do: 'put'; table: T; row: Tables[T] } }[TableName]
  | {
      [T in TableName]: { do: 'amend'; table: T; where: Where<Tables[T]>; set: Partial<Tables[T]>; expect?: number };
    }[TableName]
  | { [T in TableName]: { do: 'remove'; table: T; where: Where<Tables[T]> } }[TableName]
  | { do: 'add'; figure: { measure: string; unitId: string; day: string }; n: number };

/** Equality, or one of the comparisons; every field given must hold. */
export type Where<Row> = { readonly [K in keyof Row]?: Row[K] | Comparison<Row[K]> };

export interface Comparison<V> {
  readonly in?: readonly V[];
  readonly not?: V;
  readonly gte?: V;
  readonly gt?: V;
  readonly lte?: V;
  readonly lt?: V;
}

export function insert<T extends TableName>(table: T, row: Tables[T]): Change {
  return { do: 'insert', table, row } as Change;
}

export function put<T extends TableName>(table: T, row: Tables[T]): Change {
  return { do: 'put', table, row } as Change;
}

export function amend<T extends TableName>(
  table: T,
  where: Where<Tables[T]>,
  set: Partial<Tables[T]>,
  expect?: number,
): Change {
  return { do: 'amend', table, where, set, ...(expect === undefined ? {} : { expect }) } as Change;
}

export function remove<T extends TableName>(table: T, where: Where<Tables[T]>): Change {
  return { do: 'remove', table, where } as Change;
}

export function addToFigure(measure: string, unitId: string, day: string, n: number): Change {
  return { do: 'add', figure: { measure, unitId, day }, n };
}
