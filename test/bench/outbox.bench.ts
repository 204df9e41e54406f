import Database from 'libsql';
import { systemClock } from '../../src/core/clock.ts';
import { newId } from '../../src/core/ids.ts';
import { enqueue } from '../../src/outbox/enqueue.ts';
import { openStore } from '../../src/storage/open-store.ts';
import { freshSqlite } from '../support/sqlite.ts';

/** A real province: Khánh Hòa, October 2024. */
const members = 265_753;

const database = await freshSqlite();
let store = await openStore(database.url);
await store.close();
const raw = new Database(database.url.replace('file:', ''));
raw.exec(`INSERT INTO "Role" ("id", "personId", "unitId", "role", "fromDay")
  WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${members})
  SELECT 'role-' || i, lower(hex(randomblob(16))), 'unit-' || (i % 894), 'member', '2026-01-01' FROM n`);
raw.close();
store = await openStore(database.url);

const unitIds = Array.from({ length: 894 }, (_, n) => `unit-${n}`);
const now = systemClock.now();
const memoryBefore = process.memoryUsage().rss;
let memoryAtMost = memoryBefore;
const turns: number[] = [];
let enqueuing = true;
const watch = (async () => {
  while (enqueuing) {
    const start = performance.now();
    await store.commit([], { id: newId(systemClock.now()), at: systemClock.now() });
    turns.push(performance.now() - start);
    memoryAtMost = Math.max(memoryAtMost, process.memoryUsage().rss);
    await systemClock.sleep(20);
  }
})();
const start = performance.now();
const added = await enqueue(store, {
  name: 'hoi-vien',
  keyPrefix: 'campaign/25-11/2026/D/',
  kind: 'campaign',
  roles: ['member'],
  unitIds,
  day: '2026-11-25',
  notBefore: now,
  expiresAt: new Date(now.getTime() + 86_400_000),
  now,
});
const ms = performance.now() - start;
enqueuing = false;
await watch;
turns.sort((a, b) => a - b);
console.log(`enqueue: ${added} rows in ${(ms / 1000).toFixed(2)} s (limit 10 s), SQLite`);
console.log(
  `memory: ${Math.round((memoryAtMost - memoryBefore) / 2 ** 20)} MiB above ${Math.round(memoryBefore / 2 ** 20)} MiB`,
);
console.log(
  `turns committed meanwhile: ${turns.length}, p50 ${percentile(0.5)} ms, p95 ${percentile(0.95)} ms (limit 1000 ms)`,
);
await store.close();
await database.drop();
if (added !== members || ms > 10_000) process.exit(1);

function percentile(share: number): string {
  return (turns[Math.floor(turns.length * share)] ?? 0).toFixed(0);
}
