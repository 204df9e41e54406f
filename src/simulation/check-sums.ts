import type { Evidence, PromiseCheck } from './check-promises.ts';
import { toldMeasures } from './roll-up.ts';
import type { Sql } from './sql.ts';

/** Promise 4: figures are the sum of their facts, a parent's are the sum of its children's, and months add up to the whole. */
export async function sumsAgree(sql: Sql, { rollUp }: Evidence): Promise<PromiseCheck> {
  const one = async (query: string) => Number((await sql.all<{ n: number | null }>(query))[0]?.n ?? 0);
  const facts = `FROM "Activity" WHERE "replacedById" IS NULL`;
  const counts = {
    activities: await one(`SELECT COUNT(*) AS "n" ${facts}`),
    activitiesInFigures: await one(`SELECT SUM("n") AS "n" FROM "Figure" WHERE "measure" = 'activities'`),
    participants: await one(`SELECT SUM("participants") AS "n" ${facts}`),
    participantsInFigures: await one(`SELECT SUM("n") AS "n" FROM "Figure" WHERE "measure" = 'participants'`),
    households: await one(`SELECT SUM("households") AS "n" FROM "HouseholdHelp" WHERE "replacedById" IS NULL`),
    householdsInFigures: await one(`SELECT SUM("n") AS "n" FROM "Figure" WHERE "measure" = 'households'`),
    waiting: await one(`SELECT COUNT(*) AS "n" ${facts} AND "waiting"`),
    ...(await parents(sql, rollUp)),
  };
  const kept =
    counts.activities - counts.waiting === counts.activitiesInFigures &&
    (counts.waiting > 0 || counts.participants === counts.participantsInFigures) &&
    counts.households === counts.householdsInFigures &&
    counts.parentsWrong === 0 &&
    counts.monthsWrong === 0;
  return {
    promise: "4 figures are the sum of their facts, a parent's of its children's, months of the whole",
    counts,
    kept,
  };
}

/** What the assistant said of each parent, beside the facts below it by way of `parentId`, which it does not use for its sums. */
async function parents(sql: Sql, { whole, months }: Evidence['rollUp']) {
  const counts = { parentSums: 0, parentsWrong: 0, monthsWrong: 0 };
  const truth = new Map<string, number>();
  const sources = {
    activities: `SELECT "unitId", 1 AS "n" FROM "Activity" WHERE "replacedById" IS NULL AND NOT "waiting"`,
    participants: `SELECT "unitId", "participants" AS "n" FROM "Activity" WHERE "replacedById" IS NULL AND NOT "waiting"`,
    households: `SELECT "unitId", "households" AS "n" FROM "HouseholdHelp" WHERE "replacedById" IS NULL`,
  };
  for (const measure of toldMeasures) {
    const rows = await sql.all<{ unitId: string; n: number | null }>(
      `WITH RECURSIVE "below"("top", "id") AS (
         SELECT "id", "id" FROM "Unit" UNION ALL
         SELECT "below"."top", "Unit"."id" FROM "Unit" JOIN "below" ON "Unit"."parentId" = "below"."id")
       SELECT "below"."top" AS "unitId", SUM("facts"."n") AS "n"
       FROM "below" JOIN (${sources[measure]}) AS "facts" ON "facts"."unitId" = "below"."id" GROUP BY "below"."top"`,
    );
    for (const { unitId, n } of rows) truth.set(`${measure} ${unitId}`, Number(n ?? 0));
  }
  const added = new Map<string, number>();
  for (const { unitId, measure, n } of months)
    added.set(`${measure} ${unitId}`, (added.get(`${measure} ${unitId}`) ?? 0) + n);
  for (const { unitId, measure, n } of whole) {
    counts.parentSums++;
    if ((truth.get(`${measure} ${unitId}`) ?? 0) !== n) counts.parentsWrong++;
    if ((added.get(`${measure} ${unitId}`) ?? 0) !== n) counts.monthsWrong++;
  }
  const said = new Set(whole.map(({ unitId, measure }) => `${measure} ${unitId}`));
  const isParent = new Set(
    (await sql.all<{ id: string }>(`SELECT DISTINCT "parentId" AS "id" FROM "Unit"`)).map(({ id }) => id),
  );
  for (const [key, n] of truth)
    if (n > 0 && isParent.has(key.split(' ')[1] ?? '') && !said.has(key)) counts.parentsWrong++;
  return counts;
}
