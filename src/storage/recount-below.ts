import { type Sql, sqltag } from '@prisma/client/runtime/client';
import { eventLoopTurn } from './write-queue.ts';
import type { WriteContext } from './write-statements.ts';

/** The day on which it is decided above whom a figure counts: see the step 0003_figure_sums. */
const decisiveDay = sqltag`(CASE WHEN length(f."day") = 10 THEN f."day" ELSE
  COALESCE((SELECT u."untilDay" FROM "Unit" u WHERE u."id" = f."unitId" AND u."untilDay" < ${endOf()}), ${endOf()}) END)`;

function endOf(): Sql {
  return sqltag`(CASE length(f."day") WHEN 4 THEN f."day" || '-12-31' ELSE f."day" || '-31' END)`;
}

/**
 * core's `Store.recountBelow`, one measure in one transaction. While it runs on PostgreSQL, nobody adds a figure or moves a
 * unit; on SQLite nobody can.
 */
export async function recountBelow(
  { kind, database: { client } }: Pick<WriteContext, 'kind' | 'database'>,
  unitId: string,
): Promise<number> {
  const measures = await client.$queryRaw<{ measure: string }[]>(
    sqltag`SELECT DISTINCT f."measure" AS "measure" FROM "UnitAncestor" a JOIN "Figure" f ON f."unitId" = a."unitId"
        WHERE a."ancestorId" = ${unitId}
      UNION SELECT DISTINCT "measure" FROM "FigureSum" WHERE "unitId" = ${unitId} ORDER BY 1`,
  );
  let wrong = 0;
  for (const { measure } of measures) {
    const wanted = sqltag`SELECT f."day" AS "day", CAST(SUM(f."n") AS BIGINT) AS "n", CAST(COUNT(*) AS INTEGER) AS "figures"
      FROM "UnitAncestor" a JOIN "Figure" f ON f."measure" = ${measure} AND f."unitId" = a."unitId"
      WHERE a."ancestorId" = ${unitId} AND a."fromDay" <= ${decisiveDay} AND (a."untilDay" IS NULL OR a."untilDay" >= ${decisiveDay})
      GROUP BY f."day"`;
    const stored = sqltag`SELECT "day", "n", "figures" FROM "FigureSum"
      WHERE "measure" = ${measure} AND "unitId" = ${unitId} AND "figures" > 0`;
    wrong += await client.$transaction(async (transaction) => {
      if (kind === 'postgresql')
        await transaction.$executeRaw(sqltag`LOCK TABLE "Figure", "UnitAncestor" IN SHARE ROW EXCLUSIVE MODE`);
      const [differ] = await transaction.$queryRaw<{ n: unknown }[]>(
        sqltag`SELECT COUNT(DISTINCT "day") AS "n" FROM (
          SELECT * FROM (SELECT * FROM (${wanted}) AS "w" EXCEPT ${stored}) AS "missing"
          UNION ALL SELECT * FROM (SELECT * FROM (${stored}) AS "s" EXCEPT ${wanted}) AS "extra") AS "both"`,
      );
      const n = Number(differ?.n ?? 0);
      if (n === 0) return 0;
      await transaction.$executeRaw(
        sqltag`DELETE FROM "FigureSum" WHERE "measure" = ${measure} AND "unitId" = ${unitId}`,
      );
      await transaction.$executeRaw(
        sqltag`INSERT INTO "FigureSum" ("measure", "unitId", "day", "n", "figures")
          SELECT ${measure}, ${unitId}, "day", "n", "figures" FROM (${wanted}) AS "w"`,
      );
      return n;
    });
    await eventLoopTurn();
  }
  return wrong;
}
