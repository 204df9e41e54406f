import Database from 'libsql';
import { TelegramChannel } from '../../src/channels/telegram/telegram-channel.ts';
import { insert } from '../../src/core/change.ts';
import { systemClock } from '../../src/core/clock.ts';
import { dayOf, instantOf } from '../../src/core/day.ts';
import { newId } from '../../src/core/ids.ts';
import { silentLog } from '../../src/core/log.ts';
import { addPush } from '../../src/core/push.ts';
import { enqueue } from '../../src/outbox/enqueue.ts';
import { newOutbox } from '../../src/outbox/outbox.ts';
import { openStore } from '../../src/storage/open-store.ts';
import { fullRows } from '../support/rows.ts';
import { freshSqlite } from '../support/sqlite.ts';
import { startTelegramServer } from '../support/telegram-server/start.ts';
import { outboxTexts, sealedAddress, turningSealing } from '../support/test-outbox.ts';

/** A real province: Khánh Hòa, October 2024. */
const members = 265_753;
/** From now to ten in the morning: pushes wait for daytime. */
const daytimeShift = instantOf(dayOf(systemClock.now()), '10:00').getTime() - systemClock.now().getTime();

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

function percentile(share: number): string {
  return (turns[Math.floor(turns.length * share)] ?? 0).toFixed(0);
}

// The pace on Telegram: the real channel, and a Bot API server of ours in a process of its own that notes when each message came.
const server = await startTelegramServer();
const pace = await freshSqlite();
const paceStore = await openStore(pace.url);
const channel = new TelegramChannel({ token: server.token, apiRoot: server.url, clock: systemClock, log: silentLog });
await channel.open(async () => ({ outcome: 'done' }));
const outbox = newOutbox({
  ...{ store: paceStore, channels: new Map([['telegram', channel]]), sealing: turningSealing, texts: outboxTexts },
  // Quiet hours are not what is measured here.
  ...{ clock: { ...systemClock, now: () => new Date(systemClock.now().getTime() + daytimeShift) }, log: silentLog },
});
outbox.register('bench', async (row) => ({ text: row.key }));
await outbox.open();
const people = Array.from({ length: 300 }, (_, n) => 50_000 + n);
// Nobody is written to who has not written first.
for (const chat of [...people, ...Array.from({ length: 40 }, (_, n) => 90_000 + n)])
  await server.write(String(chat), 'hi');
const started = new Date(systemClock.now().getTime() + daytimeShift);
await paceStore.commit(
  people.flatMap((chat) => [
    insert('Person', { ...fullRows.Person, id: `p${chat}`, preferredAccountId: null }),
    insert('Role', { ...fullRows.Role, id: `r${chat}`, personId: `p${chat}`, role: 'member', untilDay: null }),
    insert('Account', {
      ...{ ...fullRows.Account, id: `a${chat}`, personId: `p${chat}`, channel: 'telegram', accountHash: `h${chat}` },
      sealedAddress: sealedAddress(String(chat)),
    }),
    addPush(
      {
        ...{ key: `bench/${chat}`, to: { id: `p${chat}` }, kind: 'campaign', notBefore: started },
        expires: new Date(started.getTime() + 3_600_000),
      },
      started,
    ),
  ]),
);
const stopping = new AbortController();
const running = outbox.run(stopping.signal);
const replyMs: number[] = [];
for (let n = 0; n < 40; n++) {
  await systemClock.sleep(200);
  const account = {
    id: `x${n}`,
    personId: `x${n}`,
    channel: 'telegram',
    sealedAddress: sealedAddress(String(90_000 + n)),
  };
  const asked = performance.now();
  const turn = { inboundId: `in-${n}`, conversationId: `c-${n}`, account, now: outboxNow() };
  const { changes, sending } = outbox.replyRows(turn, [{ text: `reply ${n}` }]);
  await paceStore.commit(changes);
  await outbox.deliverReplies(sending);
  replyMs.push(performance.now() - asked);
}
while ((await paceStore.count('OutboxRow', { state: { in: ['pending', 'leased'] } })) > 0) await systemClock.sleep(200);
stopping.abort();
await running;
const arrivals = (await server.state()).sent.map(({ at }) => at).sort((a, b) => a - b);
const spanMs = (arrivals.at(-1) ?? 0) - (arrivals[0] ?? 0);
const perSecond = ((arrivals.length - 1) / spanMs) * 1000;
const most = Math.max(...arrivals.map((at) => arrivals.filter((other) => other >= at && other < at + 1000).length));
replyMs.sort((a, b) => a - b);
console.log(
  `pace: ${arrivals.length} messages at ${perSecond.toFixed(1)} a second, ${((perSecond / 30) * 100).toFixed(1)} % of Telegram's 30 (at least 95 %); most in any second ${most} (limit 30)`,
);
console.log(
  `replies meanwhile: p95 ${(replyMs[Math.floor(replyMs.length * 0.95)] ?? 0).toFixed(0)} ms (limit 1000 ms)`,
);
await channel.close();
await paceStore.close();
await pace.drop();
await server.stop();
if (added !== members || ms > 10_000 || most > 30 || perSecond < 28.5) process.exit(1);

function outboxNow(): Date {
  return new Date(systemClock.now().getTime() + daytimeShift);
}
