import { type Sql, sqltag } from '@prisma/client/runtime/client';
import type { FiguresBelow, SumBelow } from '../core/store.ts';
import { among, jsonNumbers, jsonRows } from './json-rows.ts';
import { pagesBelow } from './pages-below.ts';
import { eventLoopTurn } from './write-queue.ts';
import type { WriteContext } from './write-statements.ts';

/** SQLite answers on the event loop's thread, so a nation is summed in pieces: so many look-ups at once. */
const lookUpsAtOnce = 2_500;
/** Units with at most so many below them are summed together. */
const fewBelow = 1_000;
const rowsAtOnce = 2_000;

/**
 * core's `Store.sumFiguresBelow`: what the triggers have summed up (FigureSum). Only statements over several years are read from
 * the figures themselves, because of each unit its latest one counts.
 */
export async function sumFiguresBelow(context: WriteContext, query: FiguresBelow): Promise<SumBelow[]> {
  const { measures, first, last, firstYear } = query;
  const [monthly, stated] = [measures.filter(isMonthly), measures.filter(isStated)];
  const lastYear = last.slice(0, 4);
  const sums: SumBelow[] = [];
  const summed = (some: readonly string[], from: string, to: string) =>
    sumSums(context, query.unitIds, some, from, to, sums);
  await summed(
    measures.filter((measure) => !isStated(measure) && !isMonthly(measure)),
    first,
    last,
  );
  await summed(monthly, first.slice(0, 7), last.slice(0, 7));
  if (firstYear === lastYear) await summed(stated, lastYear, lastYear);
  else if (stated.length > 0) await sumLatest(context, query, stated, sums);
  return sums;
}

function isStated(measure: string): boolean {
  return measure.startsWith('yearly/');
}

function isMonthly(measure: string): boolean {
  return measure.startsWith('violence/');
}

async function sumSums(
  context: WriteContext,
  unitIds: readonly string[],
  measures: readonly string[],
  first: string,
  last: string,
  sums: SumBelow[],
): Promise<void> {
  const within = sqltag`s."day" >= ${first} AND s."day" <= ${last} AND s."figures" > 0`;
  const sumsOf = (values: readonly string[], which: Sql) =>
    jsonNumbers(
      context,
      values,
      sqltag`SELECT CAST(SUM(s."n") AS BIGINT) FROM "FigureSum" s WHERE ${which} AND ${within}`,
    );
  // Of units and measures, the fewer are walked through and the more asked for at once: names would be most of what is handed over.
  if (unitIds.length < measures.length) {
    for (const unitId of unitIds) {
      const numbers = await sumsOf(measures, sqltag`s."measure" = "value" AND s."unitId" = ${unitId}`);
      for (const [i, n] of numbers.entries()) if (n !== null) sums.push({ unitId, measure: measures[i] as string, n });
    }
    return;
  }
  for (const measure of measures)
    for (const units of inPieces(unitIds, lookUpsAtOnce)) {
      const numbers = await sumsOf(units, sqltag`s."measure" = ${measure} AND s."unitId" = "value"`);
      for (const [i, n] of numbers.entries()) if (n !== null) sums.push({ unitId: units[i] as string, measure, n });
      await eventLoopTurn();
    }
}

/**
 * Of each unit its latest statement of these years; of units with few below them together, of a province or the nation some
 * thousand units at a time.
 */
async function sumLatest(
  context: WriteContext,
  { unitIds, firstYear, last }: FiguresBelow,
  measures: readonly string[],
  sums: SumBelow[],
): Promise<void> {
  const { kind } = context;
  const lastYear = last.slice(0, 4);
  // Left alone, SQLite walks along all figures of a unit's days, whatever they measure.
  const byMeasure = kind === 'sqlite' ? sqltag`INDEXED BY "Figure_measure_unitId_day_key"` : sqltag``;
  const latest = sqltag`f."day" = (SELECT MAX(g."day") FROM "Figure" g WHERE g."measure" = f."measure"
    AND g."unitId" = f."unitId" AND g."day" >= ${firstYear} AND g."day" <= ${lastYear})`;
  // What stands below a province comes in several pages.
  const latestSums = new Map<string, SumBelow>();
  const sumOf = async (page: Sql): Promise<void> => {
    const rows = await jsonRows<[unitId: string, measure: string, n: number]>(
      context,
      sqltag`"unitId", "measure", "n"`,
      sqltag`SELECT a."ancestorId" AS "unitId", f."measure" AS "measure", CAST(SUM(f."n") AS BIGINT) AS "n"
        FROM "UnitAncestor" a JOIN "Figure" f ${byMeasure} ON f."unitId" = a."unitId"
        WHERE ${page} AND f."measure" IN ${among(kind, measures)} AND ${latest}
            AND ${holdsAtEnd(sqltag`f."day" || '-12-31'`)}
        GROUP BY a."ancestorId", f."measure"`,
    );
    for (const [unitId, measure, n] of rows) {
      const key = JSON.stringify([unitId, measure]);
      latestSums.set(key, { unitId, measure, n: n + (latestSums.get(key)?.n ?? 0) });
    }
    await eventLoopTurn();
  };
  let few: string[] = [];
  let below = 0;
  for (const units of inPieces(unitIds, rowsAtOnce)) {
    const counted = await jsonRows<[string, number]>(
      context,
      sqltag`"unitId", "n"`,
      sqltag`SELECT "ancestorId" AS "unitId", COUNT(*) AS "n" FROM "UnitAncestor"
        WHERE "ancestorId" IN ${among(kind, units)} GROUP BY "ancestorId"`,
    );
    for (const [unitId, n] of counted) {
      if (n > fewBelow) {
        await pagesBelow(context, unitId, rowsAtOnce, sumOf);
        continue;
      }
      few.push(unitId);
      below += n;
      if (below < rowsAtOnce) continue;
      await sumOf(sqltag`a."ancestorId" IN ${among(kind, few)}`);
      few = [];
      below = 0;
    }
  }
  if (few.length > 0) await sumOf(sqltag`a."ancestorId" IN ${among(kind, few)}`);
  for (const sum of latestSums.values()) sums.push(sum);
}

function* inPieces<T>(items: readonly T[], atOnce: number): Generator<T[]> {
  for (let start = 0; start < items.length; start += atOnce) yield items.slice(start, start + atOnce);
}

/**
 * Whether the ancestor row holds at the end of the year, or of the unit where that came before. A row without an end
 * is one of a unit that goes on.
 */
function holdsAtEnd(end: Sql): Sql {
  const ended = sqltag`(SELECT u."untilDay" FROM "Unit" u WHERE u."id" = a."unitId" AND u."untilDay" < ${end})`;
  return sqltag`(CASE WHEN a."untilDay" IS NULL OR a."untilDay" >= ${end} THEN a."fromDay" <= ${end}
    ELSE a."fromDay" <= ${ended} AND a."untilDay" >= ${ended} END)`;
}
