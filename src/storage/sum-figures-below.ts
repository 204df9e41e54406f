import { type Sql, sqltag } from '@prisma/client/runtime/client';
import type { FiguresBelow, SumBelow } from '../core/store.ts';
import { among, jsonRows, listed } from './json-rows.ts';
import { pagesBelow } from './pages-below.ts';
import { eventLoopTurn } from './write-queue.ts';
import type { WriteContext } from './write-statements.ts';

/** SQLite answers on the event loop's thread, so a nation is summed in pieces: so many look-ups of a unit and a measure at once. */
const lookUpsAtOnce = 6_000;
/** Units with at most so many below them are summed together. */
const fewBelow = 1_000;
const rowsAtOnce = 2_000;

type Sums = Map<string, Map<string, number>>;

/**
 * core's `Store.sumFiguresBelow`. What is counted by day has been summed up by the triggers (FigureSum); what is stated for a
 * month or a year is read from the figures themselves, because only one statement of each unit counts.
 */
export async function sumFiguresBelow(context: WriteContext, query: FiguresBelow): Promise<SumBelow[]> {
  const daily = query.measures.filter((measure) => !isStated(measure) && !isMonthly(measure));
  const monthly = query.measures.filter(isMonthly);
  const stated = query.measures.filter(isStated);
  const sums: Sums = new Map();
  if (daily.length > 0) await sumDaily(context, query, daily, sums);
  if (monthly.length > 0) await sumStatements(context, query.unitIds, monthly, monthsOf(context.kind, query), sums);
  if (stated.length > 0)
    await sumStatements(context, query.unitIds, stated, yearsOf(context.kind, query, stated.length), sums);
  return [...sums].flatMap(([unitId, ofUnit]) => [...ofUnit].map(([measure, n]) => ({ unitId, measure, n })));
}

function isStated(measure: string): boolean {
  return measure.startsWith('yearly/');
}

function isMonthly(measure: string): boolean {
  return measure.startsWith('violence/');
}

function add(sums: Sums, unitId: string, measure: string, n: number): void {
  const ofUnit = sums.get(unitId) ?? new Map<string, number>();
  sums.set(unitId, ofUnit);
  ofUnit.set(measure, (ofUnit.get(measure) ?? 0) + n);
}

async function sumDaily(
  context: WriteContext,
  { unitIds, first, last }: FiguresBelow,
  measures: readonly string[],
  sums: Sums,
): Promise<void> {
  const { kind } = context;
  for (const units of inPieces(unitIds, Math.ceil(lookUpsAtOnce / measures.length))) {
    // A number for each unit and measure, in their order: names would be most of what is handed over.
    const rows = await jsonRows<[unit: number, measure: number, n: number | null]>(
      context,
      sqltag`"unit", "measure", "n"`,
      sqltag`SELECT u."at" AS "unit", m."at" AS "measure", (SELECT CAST(SUM(s."n") AS BIGINT) FROM "FigureSum" s
          WHERE s."measure" = m."value" AND s."unitId" = u."value" AND s."day" >= ${first} AND s."day" <= ${last}
            AND s."figures" > 0) AS "n"
        FROM ${listed(kind, measures)} m CROSS JOIN ${listed(kind, units)} u`,
    );
    for (const [unit, measure, n] of rows)
      if (n !== null) add(sums, units[unit] as string, measures[measure] as string, n);
    await eventLoopTurn();
  }
}

/** Which of a unit's statements count, and by which index SQLite finds them; left alone it walks along everything of a year. */
interface Statements {
  condition: Sql;
  index: Sql;
}

/** Statements of units with few below them together; those of a province or the nation some thousand units at a time. */
async function sumStatements(
  context: WriteContext,
  unitIds: readonly string[],
  measures: readonly string[],
  { condition, index }: Statements,
  sums: Sums,
): Promise<void> {
  const { kind } = context;
  const sumOf = async (page: Sql): Promise<void> => {
    const rows = await jsonRows<[unitId: string, measure: string, n: number]>(
      context,
      sqltag`"unitId", "measure", "n"`,
      sqltag`SELECT a."ancestorId" AS "unitId", f."measure" AS "measure", CAST(SUM(f."n") AS BIGINT) AS "n"
        FROM "UnitAncestor" a JOIN "Figure" f ${index} ON f."unitId" = a."unitId"
        WHERE ${page} AND f."measure" IN ${among(kind, measures)} AND ${condition}
        GROUP BY a."ancestorId", f."measure"`,
    );
    for (const [unitId, measure, n] of rows) add(sums, unitId, measure, n);
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
}

function* inPieces<T>(items: readonly T[], atOnce: number): Generator<T[]> {
  for (let start = 0; start < items.length; start += atOnce) yield items.slice(start, start + atOnce);
}

function monthsOf(kind: WriteContext['kind'], { first, last }: FiguresBelow): Statements {
  return {
    condition: sqltag`f."day" >= ${first.slice(0, 7)} AND f."day" <= ${last.slice(0, 7)}
      AND length(f."day") = 7 AND ${holdsAtEnd(sqltag`f."day" || '-31'`)}`,
    index: byIndex(kind, 'Figure_measure_unitId_day_key'),
  };
}

/** Of each unit its latest statement of these years. */
function yearsOf(kind: WriteContext['kind'], { firstYear, last }: FiguresBelow, measures: number): Statements {
  const lastYear = Number(last.slice(0, 4));
  const years = Array.from({ length: lastYear - Number(firstYear) + 1 }, (_, i) => String(Number(firstYear) + i));
  const latest = sqltag`NOT EXISTS (SELECT 1 FROM "Figure" g WHERE g."measure" = f."measure" AND g."unitId" = f."unitId"
    AND g."day" > f."day" AND g."day" IN ${among(kind, years)})`;
  return {
    condition: sqltag`f."day" IN ${among(kind, years)} AND ${years.length > 1 ? latest : sqltag`TRUE`}
      AND ${holdsAtEnd(sqltag`f."day" || '-12-31'`)}`,
    // Asked for many measures, it is faster to look at everything a unit has stated.
    index: byIndex(kind, measures > years.length ? 'Figure_unitId_day_idx' : 'Figure_measure_unitId_day_key'),
  };
}

function byIndex(kind: WriteContext['kind'], name: 'Figure_measure_unitId_day_key' | 'Figure_unitId_day_idx'): Sql {
  if (kind === 'postgresql') return sqltag``;
  return name === 'Figure_unitId_day_idx'
    ? sqltag`INDEXED BY "Figure_unitId_day_idx"`
    : sqltag`INDEXED BY "Figure_measure_unitId_day_key"`;
}

/**
 * Whether the ancestor row holds at the end of the month or year, or of the unit where that came before. A row without an end
 * is one of a unit that goes on.
 */
function holdsAtEnd(end: Sql): Sql {
  const ended = sqltag`(SELECT u."untilDay" FROM "Unit" u WHERE u."id" = a."unitId" AND u."untilDay" < ${end})`;
  return sqltag`(CASE WHEN a."untilDay" IS NULL OR a."untilDay" >= ${end} THEN a."fromDay" <= ${end}
    ELSE a."fromDay" <= ${ended} AND a."untilDay" >= ${ended} END)`;
}
