import Database from 'libsql';
import { TelegramChannel } from '../../src/channels/telegram/telegram-channel.ts';
import { ZaloBotChannel } from '../../src/channels/zalo-bot/zalo-bot-channel.ts';
import { insert } from '../../src/core/change.ts';
import type { Channel } from '../../src/core/channel.ts';
import { systemClock } from '../../src/core/clock.ts';
import { dayOf, instantOf } from '../../src/core/day.ts';
import { newId } from '../../src/core/ids.ts';
import { silentLog } from '../../src/core/log.ts';
import { addPush } from '../../src/core/push.ts';
import { channelLimits } from '../../src/outbox/channel-limits.ts';
import { enqueue } from '../../src/outbox/enqueue.ts';
import { newOutbox } from '../../src/outbox/outbox.ts';
import { openStore } from '../../src/storage/open-store.ts';
import { startPlatforms } from '../support/platform-server/start.ts';
import { fullRows } from '../support/rows.ts';
import { freshSqlite } from '../support/sqlite.ts';
import { startTelegramServer } from '../support/telegram-server/start.ts';
import { outboxTexts, sealedAddress, turningSealing } from '../support/test-outbox.ts';
import { token as zaloToken } from '../support/zalo-bot-server/platform.ts';

/** A real province: Khánh Hòa, October 2024. */
const members = 265_753;
/** From now to ten in the morning: pushes wait for daytime. */
const daytimeShift = instantOf(dayOf(systemClock.now()), '10:00').getTime() - systemClock.now().getTime();

/** Replies that leave while pushes do, to people from this number on. */
const replies = 40;
const firstReplied = 90_000;
const holdSeconds = 5;

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

/** What was measured of one channel's pace by the platform's own server. */
interface Pace {
  perSecond: number;
  most: number;
  replyP95: number;
}

interface Paced {
  channel: Channel;
  chats: readonly number[];
  /** When each message came, as the platform noted it. */
  arrivals(): Promise<number[]>;
  /** Something that happens while it sends. */
  meanwhile?: () => Promise<void>;
}

/** Pushes to all chats while replies to others leave, through the real channel, and what the platform saw of it. */
async function pace({ channel, chats, arrivals, meanwhile }: Paced): Promise<Pace> {
  const fresh = await freshSqlite();
  const paceStore = await openStore(fresh.url);
  await channel.open(async () => ({ outcome: 'done' }));
  const outbox = newOutbox({
    ...{ store: paceStore, channels: new Map([[channel.name, channel]]), sealing: turningSealing, texts: outboxTexts },
    // Quiet hours are not what is measured here.
    ...{ clock: { ...systemClock, now: outboxNow }, log: silentLog },
  });
  outbox.register('bench', async (row) => ({ text: row.key }));
  await outbox.open();
  const started = outboxNow();
  await paceStore.commit(
    chats.flatMap((chat) => [
      insert('Person', { ...fullRows.Person, id: `p${chat}`, preferredAccountId: null }),
      insert('Role', { ...fullRows.Role, id: `r${chat}`, personId: `p${chat}`, role: 'member', untilDay: null }),
      insert('Account', {
        ...{
          ...fullRows.Account,
          id: `a${chat}`,
          personId: `p${chat}`,
          channel: channel.name,
          accountHash: `h${chat}`,
        },
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
  for (let n = 0; n < replies; n++) {
    await systemClock.sleep(200);
    if (n === replies / 2) await meanwhile?.();
    const account = {
      ...{ id: `x${n}`, personId: `x${n}`, channel: channel.name },
      sealedAddress: sealedAddress(String(firstReplied + n)),
    };
    const asked = performance.now();
    const turn = { inboundId: `in-${n}`, conversationId: `c-${n}`, account, now: outboxNow() };
    const { changes, sending } = outbox.replyRows(turn, [{ text: `reply ${n}` }]);
    await paceStore.commit(changes);
    await outbox.deliverReplies(sending);
    replyMs.push(performance.now() - asked);
  }
  while ((await paceStore.count('OutboxRow', { state: { in: ['pending', 'leased'] } })) > 0)
    await systemClock.sleep(200);
  stopping.abort();
  await running;
  const at = (await arrivals()).sort((a, b) => a - b);
  const spanMs = (at.at(-1) ?? 0) - (at[0] ?? 0);
  await channel.close();
  await paceStore.close();
  await fresh.drop();
  replyMs.sort((a, b) => a - b);
  return {
    perSecond: ((at.length - 1) / spanMs) * 1_000,
    most: Math.max(...at.map((one) => at.filter((other) => other >= one && other < one + 1_000).length)),
    replyP95: replyMs[Math.floor(replyMs.length * 0.95)] ?? 0,
  };
}

function show(name: string, limit: number, { perSecond, most, replyP95 }: Pace): boolean {
  const used = (perSecond / limit) * 100;
  console.log(
    `${name}: ${perSecond.toFixed(1)} a second, ${used.toFixed(1)} % of ${limit} (at least 95 %); most in any second ${most} (limit ${limit}); replies meanwhile: p95 ${replyP95.toFixed(0)} ms (limit 1000 ms)`,
  );
  return used >= 95 && most <= limit && replyP95 < 1_000;
}

function outboxNow(): Date {
  return new Date(systemClock.now().getTime() + daytimeShift);
}

const server = await startTelegramServer();
const telegramChats = Array.from({ length: 300 }, (_, n) => 50_000 + n);
// Nobody is written to who has not written first.
for (const chat of [...telegramChats, ...Array.from({ length: replies }, (_, n) => firstReplied + n)])
  await server.write(String(chat), 'hi');
const telegram = await pace({
  channel: new TelegramChannel({ token: server.token, apiRoot: server.url, clock: systemClock, log: silentLog }),
  chats: telegramChats,
  arrivals: async () => (await server.state()).sent.map(({ at }) => at),
});
const telegramKept = show('Telegram', channelLimits.telegram?.perSecond ?? 0, telegram);
await server.stop();

const zalo = await startPlatforms(new URL('../support/zalo-bot-server/main.ts', import.meta.url));
const zaloChannel = (root: string) =>
  new ZaloBotChannel({ token: zaloToken, apiRoot: root, clock: systemClock, log: silentLog });
const sentOf = async (platform: { control(name: string): Promise<unknown> }) =>
  ((await platform.control('state')) as { sent: { at: number }[] }).sent.map(({ at }) => at);
const quiet = await zalo.another();
const zaloBot = await pace({
  channel: zaloChannel(quiet.root),
  chats: Array.from({ length: 60 }, (_, n) => 60_000 + n),
  arrivals: () => sentOf(quiet),
});
const zaloKept = show('Zalo Bot', channelLimits['zalo-bot']?.perSecond ?? 0, zaloBot);

// A platform that says 429 with a time: nothing comes before that time is over, and nothing is lost.
const strict = await zalo.another();
let refusedAt = 0;
await pace({
  channel: zaloChannel(strict.root),
  chats: Array.from({ length: 60 }, (_, n) => 70_000 + n),
  arrivals: () => sentOf(strict),
  meanwhile: async () => {
    refusedAt = systemClock.now().getTime();
    await strict.control('plan', { method: 'sendMessage', faults: [{ kind: '429', retryAfter: holdSeconds }] });
  },
});
const after429 = (await sentOf(strict)).sort((a, b) => a - b);
const longestGap = Math.max(...after429.slice(1).map((at, n) => at - (after429[n] ?? 0)));
const arrived = after429.length;
console.log(
  `Zalo Bot says 429 "in ${holdSeconds} s" after ${((refusedAt - (after429[0] ?? 0)) / 1_000).toFixed(1)} s: silent for ${(longestGap / 1_000).toFixed(1)} s, then ${arrived} of ${60 + replies} have arrived`,
);
await zalo.stop();
const held = longestGap >= holdSeconds * 1_000 - 300 && arrived === 60 + replies;
if (added !== members || ms > 10_000 || !telegramKept || !zaloKept || !held) process.exit(1);
process.exit(0);
