import type { TableName } from '../core/records.ts';
import type { Values } from './prisma-database.ts';

/** Whole numbers that may pass 2³¹ are 64-bit in the database and plain numbers everywhere else (at most 10¹² đồng). */
const bigNumbers: Partial<Record<TableName, string>> = { HouseholdHelp: 'valueVnd', Figure: 'n' };

/** A row as Prisma takes it. */
export function toDatabase(table: TableName, row: object, jsonNull: unknown): Values {
  const values = { ...row } as Values;
  const big = bigNumbers[table];
  if (big && typeof values[big] === 'number') values[big] = BigInt(values[big]);
  if (table === 'Setting' && values.value === null) values.value = jsonNull;
  return values;
}

/** A row as Prisma gives it. Changes the row it is given. */
export function fromDatabase(table: TableName, row: Values): Values {
  const big = bigNumbers[table];
  if (big && typeof row[big] === 'bigint') row[big] = Number(row[big]);
  return row;
}

/**
 * Conditions as Prisma takes them. Prisma leaves out a condition that is `undefined`, and would then find, change or
 * remove every row; so that is an error here.
 */
export function toWhere(table: TableName, where: object): Values {
  const big = bigNumbers[table];
  const values: Values = {};
  for (const [field, condition] of Object.entries(where)) {
    if (condition === undefined)
      throw new TypeError(`the condition on ${table}.${field} has no value and would match every row`);
    values[field] = field === big ? withBigNumbers(condition) : condition;
  }
  return values;
}

function withBigNumbers(condition: unknown): unknown {
  if (typeof condition === 'number') return BigInt(condition);
  if (Array.isArray(condition)) return condition.map(withBigNumbers);
  if (condition === null || typeof condition !== 'object') return condition;
  return Object.fromEntries(Object.entries(condition).map(([key, value]) => [key, withBigNumbers(value)]));
}
