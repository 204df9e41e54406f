import { join, sqltag } from '@prisma/client/runtime/client';
import type { Clock } from '../core/clock.ts';
import { newId } from '../core/ids.ts';
import { Conflict } from '../core/store.ts';
import type { FigureSum, Statement } from './merge-changes.ts';
import type { DatabaseKind } from './migration-steps.ts';
import { access, type PendingWrite, type PrismaDatabase, type Writer } from './prisma-database.ts';
import { toDatabase, toWhere } from './row-values.ts';

export interface WriteContext {
  kind: DatabaseKind;
  database: PrismaDatabase;
  clock: Clock;
}

/**
 * Runs the statements in one transaction. Throws Conflict when an amend matched another number of rows than it expected,
 * and Prisma's errors; then nothing is written.
 */
export async function writeStatements(statements: readonly Statement[], context: WriteContext): Promise<void> {
  const { client } = context.database;
  if (statements.length === 0) return;
  if (!statements.some((statement) => statement.do === 'amend' && statement.expect !== undefined)) {
    await client.$transaction(statements.flatMap((statement) => writesOf(statement, client, context)) as never);
    return;
  }
  await client.$transaction(async (transaction) => {
    for (const statement of statements) {
      for (const write of writesOf(statement, transaction, context)) {
        const result = await write;
        if (statement.do !== 'amend' || statement.expect === undefined) continue;
        if ((result as { count: number }).count !== statement.expect) throw new Conflict(statement.table);
      }
    }
  });
}

function writesOf(statement: Statement, writer: Writer, context: WriteContext): PendingWrite[] {
  const table = access(writer, statement.table);
  const values = (row: object) => toDatabase(statement.table, row, context.database.jsonNull);
  switch (statement.do) {
    case 'insert':
      return [table.createMany({ data: statement.rows.map(values) })];
    case 'put': {
      const rows = [...statement.rows];
      // Replacing many at once takes two statements; two processes that do so with one id would collide, so only in SQLite.
      if (rows.length > 1 && context.kind === 'sqlite') {
        const ids = rows.map(([id]) => id);
        return [
          table.deleteMany({ where: { id: { in: ids } } }),
          table.createMany({ data: rows.map(([, row]) => values(row)) }),
        ];
      }
      return rows.map(([id, row]) => {
        const { id: _, ...rest } = values(row);
        return table.upsert({ where: { id }, create: { id, ...rest }, update: rest });
      });
    }
    case 'amend':
      return [table.updateMany({ where: toWhere(statement.table, statement.where), data: values(statement.set) })];
    case 'remove':
      return [table.deleteMany({ where: toWhere(statement.table, statement.where) })];
    case 'add':
      return addFigures([...statement.sums.values()], writer, context);
  }
}

const figuresAtOnce = 150; // five parameters each, under SQLite's old limit of 999

/** Prisma adds to one row at a time; this is the same in SQL that both databases read. */
function addFigures(sums: FigureSum[], writer: Writer, { clock }: WriteContext): PendingWrite[] {
  const inOneOrder = sums.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)); // two processes must not wait for each other
  const writes: PendingWrite[] = [];
  for (let start = 0; start < inOneOrder.length; start += figuresAtOnce) {
    const rows = inOneOrder
      .slice(start, start + figuresAtOnce)
      .map(
        ({ measure, unitId, day, n }) => sqltag`(${newId(clock.now())}, ${measure}, ${unitId}, ${day}, ${BigInt(n)})`,
      );
    writes.push(
      writer.$executeRaw(
        sqltag`INSERT INTO "Figure" ("id", "measure", "unitId", "day", "n") VALUES ${join(rows)}
          ON CONFLICT ("measure", "unitId", "day") DO UPDATE SET "n" = "Figure"."n" + excluded."n"`,
      ),
    );
  }
  return writes;
}

function keyOf({ measure, unitId, day }: FigureSum): string {
  return JSON.stringify([measure, unitId, day]);
}
