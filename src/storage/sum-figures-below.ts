import { type Sql, sqltag } from '@prisma/client/runtime/client';
import type { FiguresBelow, SumBelow } from '../core/store.ts';
import { eventLoopTurn } from './write-queue.ts';
import type { WriteContext } from './write-statements.ts';

/** Units asked for in one statement: SQLite answers on the event loop's thread, so a nation is summed in pieces. */
const unitsAtOnce = 200;

/** Only months and years ask when the unit ended. */
const withUnit = sqltag`JOIN "Unit" u ON u."id" = a."unitId"`;

/** core's `Store.sumFiguresBelow`: each row of the ancestor table names a unit and the days on which its figures count. */
export async function sumFiguresBelow(context: WriteContext, query: FiguresBelow): Promise<SumBelow[]> {
  const daily = query.measures.filter((measure) => !isStated(measure) && !isMonthly(measure));
  const sums: SumBelow[] = [];
  for (let i = 0; i < query.unitIds.length; i += unitsAtOnce) {
    const units = query.unitIds.slice(i, i + unitsAtOnce);
    for (const [measures, condition, join] of [
      [daily, dailyCondition(query), sqltag``],
      [query.measures.filter(isMonthly), monthlyCondition(query), withUnit],
      [query.measures.filter(isStated), statedCondition(query), withUnit],
    ] as const) {
      if (measures.length === 0) continue;
      sums.push(...(await sumGroup(context, units, measures, condition, join)));
      await eventLoopTurn();
    }
  }
  return sums;
}

function isStated(measure: string): boolean {
  return measure.startsWith('yearly/');
}

function isMonthly(measure: string): boolean {
  return measure.startsWith('violence/');
}

async function sumGroup(
  { kind, database: { client } }: WriteContext,
  units: readonly string[],
  measures: readonly string[],
  condition: Sql,
  join: Sql,
): Promise<SumBelow[]> {
  const among = (values: readonly string[]) =>
    kind === 'sqlite'
      ? sqltag`(SELECT value FROM json_each(${JSON.stringify(values)}))`
      : sqltag`(SELECT jsonb_array_elements_text(CAST(${JSON.stringify(values)} AS jsonb)))`;
  // Left alone, SQLite walks along all figures of a unit's days, whatever they measure.
  const byMeasure = kind === 'sqlite' ? sqltag`INDEXED BY "Figure_measure_unitId_day_key"` : sqltag``;
  const rows = await client.$queryRaw<{ unitId: string; measure: string; n: unknown }[]>(
    sqltag`SELECT a."ancestorId" AS "unitId", f."measure" AS "measure", CAST(SUM(f."n") AS BIGINT) AS "n"
      FROM "UnitAncestor" a
      JOIN "Figure" f ${byMeasure} ON f."unitId" = a."unitId"
      ${join}
      WHERE a."ancestorId" IN ${among(units)} AND f."measure" IN ${among(measures)} AND ${condition}
      GROUP BY a."ancestorId", f."measure"`,
  );
  return rows.map(({ unitId, measure, n }) => ({ unitId, measure, n: Number(n) }));
}

function dailyCondition({ first, last }: FiguresBelow): Sql {
  return sqltag`f."day" >= ${first} AND f."day" <= ${last}
    AND f."day" >= a."fromDay" AND (a."untilDay" IS NULL OR f."day" <= a."untilDay")`;
}

function monthlyCondition({ first, last }: FiguresBelow): Sql {
  return sqltag`f."day" >= ${first.slice(0, 7)} AND f."day" <= ${last.slice(0, 7)} AND ${holdsAtEnd(sqltag`f."day" || '-31'`)}`;
}

function statedCondition({ firstYear, last }: FiguresBelow): Sql {
  const lastYear = last.slice(0, 4);
  return sqltag`f."day" = (SELECT MAX(g."day") FROM "Figure" g WHERE g."measure" = f."measure" AND g."unitId" = f."unitId"
      AND g."day" >= ${firstYear} AND g."day" <= ${lastYear})
    AND ${holdsAtEnd(sqltag`f."day" || '-12-31'`)}`;
}

/** Whether the ancestor row holds at the end of the month or year, or of the unit where that came before. */
function holdsAtEnd(end: Sql): Sql {
  const day = sqltag`(CASE WHEN u."untilDay" < ${end} THEN u."untilDay" ELSE ${end} END)`;
  return sqltag`a."fromDay" <= ${day} AND (a."untilDay" IS NULL OR a."untilDay" >= ${day})`;
}
