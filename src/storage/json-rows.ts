import type { Sql } from '@prisma/client/runtime/client';
import { sqltag } from '@prisma/client/runtime/client';
import type { WriteContext } from './write-statements.ts';

type Reading = Pick<WriteContext, 'kind' | 'database'>;

/**
 * The rows of a query, each an array of these columns, read as one JSON text: Prisma spends several microseconds on every
 * value it hands over, and ten thousand rows would hold up the event loop.
 */
export async function jsonRows<Row extends readonly unknown[]>(
  { kind, database: { client } }: Reading,
  columns: Sql,
  query: Sql,
): Promise<Row[]> {
  const list =
    kind === 'sqlite'
      ? sqltag`json_group_array(json_array(${columns}))`
      : sqltag`CAST(COALESCE(json_agg(json_build_array(${columns})), '[]') AS TEXT)`;
  const [all] = await client.$queryRaw<{ list: string }[]>(sqltag`SELECT ${list} AS "list" FROM (${query}) AS "q"`);
  return JSON.parse(all?.list ?? '[]') as Row[];
}

/** `"column" IN …` for any number of values with one bound parameter. */
export function among(kind: Reading['kind'], values: readonly string[]): Sql {
  const list = JSON.stringify(values);
  return kind === 'sqlite'
    ? sqltag`(SELECT value FROM json_each(${list}))`
    : sqltag`(SELECT jsonb_array_elements_text(CAST(${list} AS jsonb)))`;
}

/** For each of the values, in their order, the one number that the query gives for it as "value". */
export async function jsonNumbers(
  { kind, database: { client } }: Reading,
  values: readonly string[],
  query: Sql,
): Promise<(number | null)[]> {
  const list = JSON.stringify(values);
  const [all] = await client.$queryRaw<{ list: string }[]>(
    kind === 'sqlite'
      ? sqltag`SELECT json_group_array((${query})) AS "list" FROM (SELECT value AS "value" FROM json_each(${list}))`
      : sqltag`SELECT CAST(COALESCE(json_agg((${query}) ORDER BY "at"), '[]') AS TEXT) AS "list"
          FROM jsonb_array_elements_text(CAST(${list} AS jsonb)) WITH ORDINALITY AS "given"("value", "at")`,
  );
  return JSON.parse(all?.list ?? '[]') as (number | null)[];
}
