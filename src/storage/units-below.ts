import { sqltag } from '@prisma/client/runtime/client';
import type { Day } from '../core/day.ts';
import type { UnitKind, UnitMarks } from '../core/records.ts';
import type { ReportedBelow, ReportsBelow, UnitBelow } from '../core/store.ts';
import { jsonRows } from './json-rows.ts';
import { pagesBelow } from './pages-below.ts';
import type { WriteContext } from './write-statements.ts';

const rowsAtOnce = 1_500;

type UnitValues = [
  depth: number,
  id: string,
  code: string,
  name: string,
  kind: UnitKind,
  parentId: string | null,
  fromDay: Day,
  untilDay: Day | null,
  position: number,
  oldNames: string[],
  marks: UnitMarks,
];

/** core's `Store.unitsBelow`. */
export async function unitsBelow(context: WriteContext, unitId: string, day: Day): Promise<UnitBelow[]> {
  const json = (column: typeof names) => (context.kind === 'sqlite' ? sqltag`json(${column})` : column);
  const names = sqltag`"oldNames"`;
  const columns = sqltag`"depth", "id", "code", "name", "kind", "parentId", "fromDay", "untilDay", "position",
    ${json(names)}, ${json(sqltag`"marks"`)}`;
  const found = new Map<string, UnitBelow>();
  await pagesBelow(context, unitId, rowsAtOnce, async (page) => {
    const rows = await jsonRows<UnitValues>(
      context,
      columns,
      sqltag`SELECT a."depth", u.* FROM "UnitAncestor" a JOIN "Unit" u ON u."id" = a."unitId"
        WHERE ${page} AND a."fromDay" <= ${day} AND (a."untilDay" IS NULL OR a."untilDay" >= ${day})`,
    );
    for (const [depth, id, code, name, kind, parentId, fromDay, untilDay, position, oldNames, marks] of rows)
      found.set(id, {
        unit: { id, code, name, kind, parentId, fromDay, untilDay, position, oldNames, marks },
        depth,
      });
  });
  const itself = found.get(unitId);
  found.delete(unitId);
  const others = [...found.values()];
  if (itself) others.unshift(itself);
  return others;
}

/**
 * core's `Store.reportsBelow`. What the branches reported is what was reported by all less what the other units reported
 * themselves: those are few, branches are many.
 */
export async function reportsBelow(
  context: WriteContext,
  { unitId, first, last }: ReportsBelow,
): Promise<ReportedBelow> {
  const spans = new Map<string, { fromDay: Day; untilDay: Day | null; branches: number }>();
  const sums = { 'check-ins': 0, 'check-ins/late': 0 };
  const add = (measure: string, n: number) => {
    sums[measure as keyof typeof sums] += n;
  };
  const held = sqltag`a."fromDay" <= ${last} AND (a."untilDay" IS NULL OR a."untilDay" >= ${first})`;
  await pagesBelow(context, unitId, rowsAtOnce, async (page) => {
    const rows = await jsonRows<[Day, Day, number]>(
      context,
      sqltag`"fromDay", "untilDay", "branches"`,
      sqltag`SELECT (CASE WHEN u."fromDay" > a."fromDay" THEN u."fromDay" ELSE a."fromDay" END) AS "fromDay",
          (CASE WHEN a."untilDay" IS NULL OR u."untilDay" < a."untilDay" THEN u."untilDay" ELSE a."untilDay" END) AS "untilDay",
          COUNT(*) AS "branches"
        FROM "UnitAncestor" a JOIN "Unit" u ON u."id" = a."unitId" AND u."kind" = 'branch'
        WHERE ${page} AND ${held} GROUP BY 1, 2`,
    );
    for (const [fromDay, untilDay, branches] of rows) {
      const key = `${fromDay}/${untilDay}`;
      const known = spans.get(key)?.branches ?? 0;
      spans.set(key, { fromDay, untilDay, branches: known + branches });
    }
    const others = await jsonRows<[string, number]>(
      context,
      sqltag`"measure", "n"`,
      sqltag`SELECT f."measure", CAST(SUM(f."n") AS BIGINT) AS "n" FROM "UnitAncestor" a
        JOIN "Unit" u ON u."id" = a."unitId" AND u."kind" <> 'branch'
        JOIN "Figure" f ON f."measure" IN ('check-ins', 'check-ins/late') AND f."unitId" = a."unitId"
        WHERE ${page} AND f."day" >= ${first} AND f."day" <= ${last}
          AND f."day" >= a."fromDay" AND (a."untilDay" IS NULL OR f."day" <= a."untilDay")
        GROUP BY f."measure"`,
    );
    for (const [measure, n] of others) add(measure, -n);
  });
  const all = await jsonRows<[string, number]>(
    context,
    sqltag`"measure", "n"`,
    sqltag`SELECT "measure", CAST(SUM("n") AS BIGINT) AS "n" FROM "FigureSum"
      WHERE "measure" IN ('check-ins', 'check-ins/late') AND "unitId" = ${unitId} AND "day" >= ${first} AND "day" <= ${last}
      GROUP BY "measure"`,
  );
  for (const [measure, n] of all) add(measure, n);
  return { branches: [...spans.values()], reported: sums['check-ins'], late: sums['check-ins/late'] };
}
