import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { loadContent } from '../../src/content/load-content.ts';
import { addToFigure } from '../../src/core/change.ts';
import { systemClock } from '../../src/core/clock.ts';
import { digestText } from '../../src/digests/digest-text.ts';
import { unitFacts } from '../../src/indicators/unit-facts.ts';
import { promptsFolder } from '../../src/paths.ts';
import { readDatabaseUrl } from '../../src/storage/database-url.ts';
import { openStore } from '../../src/storage/open-store.ts';
import { connectPrisma } from '../../src/storage/prisma-database.ts';

const sizes = (process.env.BENCH_UNITS ?? '1000,5000').split(',').map(Number);
const branchesPerCommune = 50;
const weeks = 52;
const runs = 5;
const goalMs = 300;

/** The yearly digest of a province by its number of branches, each with 52 weeks of check-ins; and the update of one check-in. */
async function main(): Promise<void> {
  const { plans, texts } = loadContent(promptsFolder);
  console.log('branches | figures | yearly digest, median ms | longest stop of the event loop, ms | one check-in, ms');
  for (const branches of sizes) {
    const folder = await mkdtemp(join(tmpdir(), 'to-am-bench-'));
    const address = `file:${join(folder, 'figures.db')}`;
    const store = await openStore(address, { clock: systemClock });
    try {
      const figures = await fill(address, branches);
      const unit = await store.first('Unit', { code: 'P' });
      if (!unit) throw new Error('no province');
      const stops = monitorEventLoopDelay({ resolution: 5 });
      stops.enable();
      const ms: number[] = [];
      for (let run = 0; run < runs; run++) {
        const began = performance.now();
        const facts = await unitFacts(store, { unit, kind: 'plan-year', at: '2026-11-30', plans });
        digestText(texts, facts, null);
        ms.push(performance.now() - began);
      }
      stops.disable();
      const began = performance.now();
      await store.commit(
        ['check-ins', 'households', 'activities', 'participants'].map((measure) =>
          addToFigure(measure, 'b-1', '2026-11-29', 1),
        ),
      );
      const update = performance.now() - began;
      const median = [...ms].sort((a, b) => a - b)[Math.floor(runs / 2)] ?? 0;
      console.log([branches, figures, median.toFixed(0), (stops.max / 1e6).toFixed(0), update.toFixed(1)].join(' | '));
      if (branches === 5_000)
        console.log(`goal for 5000 branches: ${goalMs} ms, ${(median / goalMs).toFixed(2)} × of it`);
    } finally {
      await store.close();
      await rm(folder, { recursive: true, force: true });
    }
  }
}

/** A province of communes and branches with their figures, made by the database itself. Resolves to the number of figures. */
async function fill(address: string, branches: number): Promise<number> {
  const { client } = await connectPrisma(readDatabaseUrl(address));
  const run = (sql: string) => client.$executeRawUnsafe(sql);
  const communes = Math.ceil(branches / branchesPerCommune);
  const series = (n: number, name: string) =>
    `${name}(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM ${name} WHERE i < ${n})`;
  const unit = (id: string, kind: string, parent: string) =>
    `${id}, ${id}, ${id}, '${kind}', ${parent}, '2024-01-01', NULL, 0, '[]', '{}'`;
  await run(`INSERT INTO "Unit" ("id","code","name","kind","parentId","fromDay","untilDay","position","oldNames","marks")
    SELECT ${unit("'P'", 'province', 'NULL')}`);
  await run(`WITH RECURSIVE ${series(communes, 's')} INSERT INTO "Unit" ("id","code","name","kind","parentId","fromDay","untilDay","position","oldNames","marks")
    SELECT ${unit("'c-' || i", 'commune', "'P'")} FROM s`);
  await run(`WITH RECURSIVE ${series(branches, 's')} INSERT INTO "Unit" ("id","code","name","kind","parentId","fromDay","untilDay","position","oldNames","marks")
    SELECT ${unit("'b-' || i", 'branch', `'c-' || ((i - 1) / ${branchesPerCommune} + 1)`)} FROM s`);
  for (const [ancestor, depth, where] of [
    ['"id"', 0, 'TRUE'],
    ['"parentId"', 1, '"parentId" IS NOT NULL'],
    ["'P'", 2, `"kind" = 'branch'`],
  ] as const)
    await run(`INSERT INTO "UnitAncestor" ("id","unitId","ancestorId","depth","fromDay","untilDay")
      SELECT "id" || '/' || ${ancestor}, "id", ${ancestor}, ${depth}, '2024-01-01', NULL FROM "Unit" WHERE ${where}`);
  for (const [measure, everyWeeks, n] of [
    ...[
      ['check-ins', 1, 1],
      ['households', 3, 1],
      ['activities', 1, 1],
      ['participants', 1, 35],
      ['value-vnd', 3, 500000],
    ],
    ...['an_toan', 'trach_nhiem', 'thinh_vuong', 'binh_dang', 'conduct_code'].map((topic) => [
      `activities/topic/${topic}`,
      13,
      1,
    ]),
    ...['20-3', 'thang-6', '28-6', '25-11'].map((campaign) => [`activities/campaign/${campaign}`, weeks, 1]),
  ] as [string, number, number][])
    await run(`WITH RECURSIVE ${series(weeks, 'w')} INSERT INTO "Figure" ("id","measure","unitId","day","n")
      SELECT '${measure}' || "Unit"."id" || '|' || w.i, '${measure}', "Unit"."id", date('2025-12-07', '+' || (7 * (w.i - 1)) || ' days'), ${n}
      FROM "Unit", w WHERE "Unit"."kind" = 'branch' AND w.i % ${everyWeeks} = 0`);
  for (const [measure, n] of [
    ['households', 120],
    ['households-informed', 118],
    ['households-committed', 115],
    ['convention', 1],
  ] as const)
    await run(`INSERT INTO "Figure" ("id","measure","unitId","day","n")
      SELECT 'y-${measure}' || "id", 'yearly/${measure}', "id", '2026', ${n} FROM "Unit" WHERE "kind" = 'branch'`);
  await run('ANALYZE');
  const [counted] = await client.$queryRawUnsafe<{ n: unknown }[]>('SELECT COUNT(*) AS "n" FROM "Figure"');
  await client.$disconnect();
  return Number(counted?.n ?? 0);
}

await main();
