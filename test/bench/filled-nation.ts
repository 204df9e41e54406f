import { readDatabaseUrl } from '../../src/storage/database-url.ts';
import { connectPrisma } from '../../src/storage/prisma-database.ts';

export const weeks = 52;
const branchesPerCommune = 50;
const branchesPerProvince = 5_000;

/** What each branch is given: every so many weeks this number. */
const counted: readonly [measure: string, everyWeeks: number, n: number][] = [
  ['check-ins', 1, 1],
  ['households', 3, 1],
  ['activities', 1, 1],
  ['participants', 1, 35],
  ['value-vnd', 3, 500_000],
  ...['an_toan', 'trach_nhiem', 'thinh_vuong', 'binh_dang', 'conduct_code'].map(
    (topic) => [`activities/topic/${topic}`, 13, 1] as [string, number, number],
  ),
  ...['20-3', 'thang-6', '28-6', '25-11'].map(
    (campaign) => [`activities/campaign/${campaign}`, weeks, 1] as [string, number, number],
  ),
];
const stated: readonly [measure: string, n: number][] = [
  ['households', 120],
  ['households-informed', 118],
  ['households-committed', 115],
  ['convention', 1],
];

/**
 * A nation of provinces (5,000 branches each, the last one fewer), communes and branches with 52 weekly check-ins each, made by
 * the database itself; ids are as long as real ones, rows lie in the order of the weeks. Resolves to the number of figures.
 */
export async function fillNation(address: string, branches: number): Promise<number> {
  const { client } = await connectPrisma(readDatabaseUrl(address));
  const run = (sql: string) => client.$executeRawUnsafe(sql);
  const ask = <Row>(sql: string) => client.$queryRawUnsafe<Row[]>(sql);
  const provinces = Math.ceil(branches / branchesPerProvince);
  const communes = Math.ceil(branches / branchesPerCommune);
  const id = (kind: string, number: string) => `printf('0199a000-0000-7000-8000-${kind}%011d', ${number})`;
  const series = (n: number) => `WITH RECURSIVE s(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s WHERE i < ${n})`;
  const units = (kind: string, letter: string, n: number, parent: string) =>
    run(`${series(n)} INSERT INTO "Unit" ("id","code","name","kind","parentId","fromDay","untilDay","position","oldNames","marks")
      SELECT ${id(letter, 'i')}, '${letter}' || i, '${letter} ' || i, '${kind}', ${parent}, '2024-01-01', NULL, i, '[]', '{}' FROM s`);

  // As at night on a new machine: rows first, then what is derived from them.
  const derived = await ask<{ name: string; type: string; sql: string }>(
    `SELECT name, type, sql FROM sqlite_master WHERE sql IS NOT NULL AND
      (type = 'trigger' OR (type = 'index' AND tbl_name = 'Figure'))`,
  );
  for (const { type, name } of derived) await run(`DROP ${type} "${name}"`);
  for (const pragma of ['cache_size = -500000', 'synchronous = OFF', 'secure_delete = OFF'])
    await ask(`PRAGMA ${pragma}`);
  // Without a log it is faster; while somebody else still has the file open it stays as it is.
  await ask('PRAGMA journal_mode = OFF').catch(() => []);
  await units('central', 'a', 1, 'NULL');
  await units('province', 'b', provinces, id('a', '1'));
  await units('commune', 'c', communes, id('b', `(i - 1) / ${branchesPerProvince / branchesPerCommune} + 1`));
  await units('branch', 'd', branches, id('c', `(i - 1) / ${branchesPerCommune} + 1`));
  await run(`WITH RECURSIVE above(unitId, ancestorId, depth) AS (
      SELECT "id", "id", 0 FROM "Unit" UNION ALL
      SELECT unitId, u."parentId", depth + 1 FROM above JOIN "Unit" u ON u."id" = ancestorId WHERE u."parentId" IS NOT NULL)
    INSERT INTO "UnitAncestor" ("id","unitId","ancestorId","depth","fromDay","untilDay")
    SELECT unitId || '/' || ancestorId, unitId, ancestorId, depth, '2024-01-01', NULL FROM above`);
  await run(`${series(weeks)}, given(measure, everyWeeks, n) AS (VALUES ${counted.map(([measure, every, n]) => `('${measure}', ${every}, ${n})`).join(', ')})
    INSERT INTO "Figure" ("id","measure","unitId","day","n")
    SELECT lower(hex(randomblob(18))), measure, u."id", date('2025-12-07', '+' || (7 * (i - 1)) || ' days'), n
    FROM s CROSS JOIN "Unit" u CROSS JOIN given WHERE u."kind" = 'branch' AND i % everyWeeks = 0`);
  for (const [measure, n] of stated)
    await run(`INSERT INTO "Figure" ("id","measure","unitId","day","n")
      SELECT lower(hex(randomblob(18))), 'yearly/${measure}', "id", '2026', ${n} FROM "Unit" WHERE "kind" = 'branch'`);
  for (const { sql, type } of derived) if (type === 'index') await run(sql);
  await run(
    `INSERT INTO "FigureSum" SELECT "measure", "unitId", "day", "n", 1 FROM "Figure" ORDER BY "measure", "unitId", "day"`,
  );
  // Level by level: nobody has moved here.
  for (const kind of ['branch', 'commune', 'province'])
    await run(`INSERT INTO "FigureSum" SELECT s."measure", u."parentId", s."day", SUM(s."n"), SUM(s."figures")
      FROM "FigureSum" s JOIN "Unit" u ON u."id" = s."unitId" AND u."kind" = '${kind}'
      GROUP BY s."measure", u."parentId", s."day"`);
  for (const { sql, type } of derived) if (type === 'trigger') await run(sql);
  const [sum] = await ask<{ n: unknown }>('SELECT COUNT(*) AS "n" FROM "Figure"');
  await ask('PRAGMA journal_mode = WAL');
  await client.$disconnect();
  return Number(sum?.n ?? 0);
}
