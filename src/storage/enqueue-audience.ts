import { join, sqltag } from '@prisma/client/runtime/client';
import { newId } from '../core/ids.ts';
import type { AudienceBatch } from '../core/store.ts';
import type { WriteContext } from './write-statements.ts';

/** One batch of core's `Store.enqueueAudience` as `INSERT … SELECT`: the rows never leave the database. */
export async function enqueueAudience(
  { kind, database: { client } }: WriteContext,
  batch: AudienceBatch,
): Promise<{ added: number; last: string | null }> {
  if (batch.roles.length === 0 || batch.unitIds.length === 0) return { added: 0, last: null };
  const unitIds = JSON.stringify(batch.unitIds);
  // The plus keeps SQLite from looking the units up one by one in every batch: it walks along the persons instead.
  const inUnits =
    kind === 'sqlite'
      ? sqltag`+"unitId" IN (SELECT value FROM json_each(${unitIds}))`
      : sqltag`"unitId" IN (SELECT jsonb_array_elements_text(CAST(${unitIds} AS jsonb)))`;
  const audience = sqltag`"role" IN (${join([...batch.roles])}) AND "fromDay" <= ${batch.day}
    AND ("untilDay" IS NULL OR "untilDay" >= ${batch.day}) AND ${inUnits} AND "personId" > ${batch.after ?? ''}`;
  const [end] = await client.$queryRaw<{ last: string | null }[]>(
    sqltag`SELECT MAX("personId") AS "last" FROM
      (SELECT DISTINCT "personId" FROM "Role" WHERE ${audience} ORDER BY "personId" LIMIT ${batch.limit}) AS "batch"`,
  );
  if (!end?.last) return { added: 0, last: null };
  const instant = (date: Date) => (kind === 'sqlite' ? sqltag`${date}` : sqltag`CAST(${date} AS TIMESTAMP(3))`);
  const added = await client.$executeRaw(
    sqltag`INSERT INTO "OutboxRow" ("id", "key", "kind", "personId", "state", "attempts", "notBefore", "expiresAt", "createdAt")
      SELECT ${newRowId(kind, batch.now)}, ${batch.keyPrefix} || "personId", ${batch.kind}, "personId", 'pending', 0,
        ${instant(batch.notBefore)}, ${instant(batch.expiresAt)}, ${instant(batch.now)}
      FROM (SELECT DISTINCT "personId" FROM "Role" WHERE ${audience} AND "personId" <= ${end.last}) AS "audience"
      WHERE TRUE
      ON CONFLICT ("key") DO NOTHING`,
  );
  return { added, last: end.last };
}

/**
 * A UUID of version 7 for each row: time and randomness of this batch, then the row's number in it. Rows that follow each other
 * in their index are written several times faster than rows scattered over it.
 */
function newRowId(kind: WriteContext['kind'], now: Date) {
  const start = newId(now).slice(0, -6);
  return kind === 'sqlite'
    ? sqltag`${start} || printf('%06x', ROW_NUMBER() OVER ())`
    : sqltag`${start} || lpad(to_hex(ROW_NUMBER() OVER ()), 6, '0')`;
}
