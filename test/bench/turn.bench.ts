import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ActivityHandler, ConversationState, MemoryStorage, TestAdapter } from 'botbuilder';
import { newAssistant } from '../../src/assistant.ts';
import { SimulatedChannel } from '../../src/channels/simulated/simulated-channel.ts';
import { loadContent } from '../../src/content/load-content.ts';
import { type Change, insert } from '../../src/core/change.ts';
import { systemClock } from '../../src/core/clock.ts';
import { dayOf } from '../../src/core/day.ts';
import { newId } from '../../src/core/ids.ts';
import { silentLog } from '../../src/core/log.ts';
import { monthOf, periodBefore } from '../../src/core/period.ts';
import { promptsFolder } from '../../src/paths.ts';
import { newPhotoFiles } from '../../src/photo-files.ts';
import { makeKey, newSealing } from '../../src/privacy/sealing.ts';
import { readDatabaseUrl } from '../../src/storage/database-url.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { openStore } from '../../src/storage/open-store.ts';
import { connectPrisma } from '../../src/storage/prisma-database.ts';
import { sqlitePragmas } from '../../src/storage/sqlite-connection.ts';

const atOnce = 50;
const turnsEach = 20;
const branches = Number(process.env.BENCH_BRANCHES ?? 10_000);

/** A durable turn with 50 conversations at once, beside bare Prisma one at a time and botbuilder's echo in memory; then a check-in for many branches. */
async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'to-am-bench-'));
  try {
    const floor = await bareFloor(join(folder, 'floor.db'));
    const echo = await botbuilderEcho();
    const turns = await durableTurns(join(folder, 'turns.db'), folder);
    console.log(`pragmas of all SQLite files: ${sqlitePragmas.join(', ')}`);
    print('floor: bare Prisma, same reads and writes, one at a time', floor);
    print(`durable turn of Tổ Ấm, ${atOnce} conversations at once`, turns);
    print(`botbuilder MemoryStorage echo, ${atOnce} conversations at once (keeps nothing)`, echo);
    console.log(`ratio to the floor: ${(turns.perSecond / floor.perSecond).toFixed(2)} × (goal: at least 1)`);
    await manyCheckIns(join(folder, 'many.db'), folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Measured {
  perSecond: number;
  ms: number[];
}

function print(name: string, { perSecond, ms }: Measured): void {
  const sorted = [...ms].sort((a, b) => a - b);
  const at = (share: number) =>
    (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(1);
  console.log(`${name}: ${perSecond.toFixed(0)} turns/s, p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, p99 ${at(0.99)} ms`);
}

/** What a recorded turn reads and writes at least, by Prisma's own calls in an interactive transaction. */
async function bareFloor(path: string): Promise<Measured> {
  const url = readDatabaseUrl(`file:${path}`);
  await migrate(url);
  const { client } = await connectPrisma(url);
  const ms: number[] = [];
  const began = performance.now();
  for (let i = 0; i < atOnce * turnsEach; i++) {
    const start = performance.now();
    const now = systemClock.now();
    const conversation = `c${i % atOnce}`;
    await client.account.findFirst({ where: { channel: 'bench', accountHash: conversation } });
    await client.person.findFirst({ where: { id: conversation } });
    await client.role.findMany({ where: { personId: conversation } });
    await client.unit.findMany({ where: { id: { in: ['u'] } } });
    await client.inbound.findFirst({ where: { id: `m${i}` } });
    await client.conversation.findFirst({ where: { id: conversation } });
    await client.$transaction(async (tx) => {
      await tx.inbound.create({ data: { id: `m${i}`, at: now } });
      await tx.conversation.upsert({
        where: { id: conversation },
        create: { id: conversation, personId: conversation, sealedState: 'x'.repeat(600), updatedAt: now },
        update: { sealedState: 'x'.repeat(600), updatedAt: now },
      });
      await tx.outboxRow.create({ data: outboxRow(i, now) });
    });
    await client.outboxRow.deleteMany({ where: { key: `reply/m${i}/0` } });
    ms.push(performance.now() - start);
    if (i % 20 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  const perSecond = (ms.length / (performance.now() - began)) * 1_000;
  await client.$disconnect();
  return { perSecond, ms };
}

function outboxRow(i: number, now: Date) {
  return {
    ...{ id: newId(now), key: `reply/m${i}/0`, kind: 'reply', accountId: 'a', personId: 'p', conversationId: 'c' },
    ...{ sealedPayload: 'x'.repeat(700), state: 'leased', attempts: 0, notBefore: now, expiresAt: now },
    ...{ leaseUntil: now, because: 'sending', createdAt: now, settledAt: null },
  };
}

async function botbuilderEcho(): Promise<Measured> {
  const state = new ConversationState(new MemoryStorage());
  const count = state.createProperty<number>('count');
  const handler = new ActivityHandler();
  handler.onMessage(async (context, next) => {
    await count.set(context, (await count.get(context, 0)) + 1);
    await context.sendActivity(`echo ${context.activity.text}`);
    await state.saveChanges(context);
    await next();
  });
  const adapters = Array.from({ length: atOnce }, () => new TestAdapter((context) => handler.run(context)));
  const ms: number[] = [];
  const began = performance.now();
  await Promise.all(
    adapters.map(async (adapter) => {
      for (let i = 0; i < turnsEach; i++) {
        const start = performance.now();
        await adapter.receiveActivity(`message ${i}`);
        ms.push(performance.now() - start);
      }
    }),
  );
  return { perSecond: (ms.length / (performance.now() - began)) * 1_000, ms };
}

async function durableTurns(path: string, folder: string): Promise<Measured> {
  const bench = await openBench(path, folder, atOnce);
  const ms: number[] = [];
  const began = performance.now();
  await Promise.all(
    Array.from({ length: atOnce }, async (_, person) => {
      for (let i = 0; i < turnsEach; i++) {
        const start = performance.now();
        // Two recorded turns in alternation: a report read back, and its cancellation.
        await bench.channel.say(`p${person}`, i % 2 === 0 ? 'hôm qua họp chi hội 35 người' : 'hủy');
        ms.push(performance.now() - start);
      }
    }),
  );
  const perSecond = (ms.length / (performance.now() - began)) * 1_000;
  await bench.close();
  return { perSecond, ms };
}

/** A check-in of four messages for each branch; memory must stay flat. */
async function manyCheckIns(path: string, folder: string): Promise<void> {
  const bench = await openBench(path, folder, branches);
  const messages = ['báo cáo', 'giúp bà Lan 500k', 'họp chi hội 35 người', 'lưu'];
  const memory: number[] = [];
  const began = performance.now();
  let next = 0;
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (next < branches) {
        const person = next++;
        for (const text of messages) await bench.channel.say(`p${person}`, text);
        bench.channel.deliveries.length = 0;
        if (person % Math.ceil(branches / 10) === 0) {
          globalThis.gc?.();
          memory.push(Math.round(process.memoryUsage().rss / 2 ** 20));
        }
      }
    }),
  );
  const seconds = (performance.now() - began) / 1_000;
  const stored = await bench.checkIns();
  console.log(
    `check-ins of 4 messages for ${branches} branches: ${stored} stored in ${seconds.toFixed(0)} s (${((branches * 4) / seconds).toFixed(0)} turns/s); memory every tenth: ${memory.join(', ')} MB`,
  );
  await bench.close();
}

async function openBench(path: string, folder: string, people: number) {
  const clock = systemClock;
  const sealing = newSealing(makeKey());
  const store = await openStore(`file:${path}`, { clock });
  const channel = new SimulatedChannel({ clock });
  const now = clock.now();
  const month = monthOf(dayOf(now));
  let changes: Change[] = [insert('Unit', unit('commune', null))];
  for (let i = 0; i < people; i++) {
    const accountHash = sealing.hash('account', `simulated/p${i}`);
    changes.push(
      insert('Unit', unit(`b${i}`, 'commune')),
      insert('UnitAncestor', {
        id: `up${i}`,
        unitId: `b${i}`,
        ancestorId: 'commune',
        depth: 1,
        fromDay: '2020-01-01',
        untilDay: null,
      }),
      insert('Person', {
        id: `p${i}`,
        calledAs: 'chị',
        preferredAccountId: null,
        consent: 'yes',
        consentVersion: 1,
        consentAt: now,
        createdAt: now,
      }),
      insert('Account', {
        id: `a${i}`,
        personId: `p${i}`,
        channel: 'simulated',
        accountHash,
        sealedAddress: sealing.seal(JSON.stringify(channel.addressOf(`p${i}`))),
        state: 'active',
        createdAt: now,
      }),
      insert('Role', {
        id: `r${i}`,
        personId: `p${i}`,
        unitId: `b${i}`,
        role: 'reporter',
        fromDay: '2020-01-01',
        untilDay: null,
        invitationId: null,
      }),
      ...[month, periodBefore(month)].map((one) =>
        insert('MonthlyCount', {
          id: `m${i}${one}`,
          checkInId: 'none',
          unitId: `b${i}`,
          day: dayOf(now),
          version: 1,
          replacedById: null,
          waiting: false,
          createdAt: now,
          month: one,
          found: null,
          supported: null,
        }),
      ),
    );
    if (changes.length > 2_000) {
      await store.commit(changes);
      changes = [];
    }
  }
  await store.commit(changes);
  const assistant = newAssistant({
    ...{ content: loadContent(promptsFolder), store, sealing, clock, log: silentLog },
    channels: new Map([[channel.name, channel]]),
    photos: newPhotoFiles(join(folder, 'photos'), sealing),
  });
  await assistant.open();
  return {
    channel,
    checkIns: () => store.count('CheckIn', {}),
    close: async () => {
      await assistant.close();
      await store.close();
    },
  };
}

function unit(id: string, parentId: string | null) {
  return {
    ...{ id, code: id, name: id, kind: parentId ? ('branch' as const) : ('commune' as const), parentId },
    ...{ fromDay: '2020-01-01', untilDay: null, position: 0, oldNames: [], marks: {} },
  };
}

await main();
