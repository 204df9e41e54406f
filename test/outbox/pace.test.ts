import { afterAll, describe, expect, it } from 'vitest';
import { TelegramChannel } from '../../src/channels/telegram/telegram-channel.ts';
import { ZaloBotChannel } from '../../src/channels/zalo-bot/zalo-bot-channel.ts';
import { insert } from '../../src/core/change.ts';
import type { Channel } from '../../src/core/channel.ts';
import { after, hours, minutes, systemClock } from '../../src/core/clock.ts';
import { dayOf, instantOf } from '../../src/core/day.ts';
import { silentLog } from '../../src/core/log.ts';
import { addPush } from '../../src/core/push.ts';
import { type ChannelLimits, channelLimits } from '../../src/outbox/channel-limits.ts';
import { leave } from '../../src/outbox/leave.ts';
import { newOutbox } from '../../src/outbox/outbox.ts';
import { Pacer } from '../../src/outbox/pacer.ts';
import { Seeded } from '../../src/simulation/seeded.ts';
import { openStore } from '../../src/storage/open-store.ts';
import { startPlatforms } from '../support/platform-server/start.ts';
import { fullRows } from '../support/rows.ts';
import { freshSqlite } from '../support/sqlite.ts';
import { startTelegramServer } from '../support/telegram-server/start.ts';
import { outboxTexts, sealedAddress, turningSealing } from '../support/test-outbox.ts';
import { WaitingClock } from '../support/waiting-clock.ts';
import { token as zaloToken } from '../support/zalo-bot-server/platform.ts';

const limitsOf = (name: string): ChannelLimits => channelLimits[name] ?? { inFlight: 1 };
const mostInASecond = (times: readonly number[]) =>
  Math.max(...times.map((at) => times.filter((other) => other >= at && other < at + 1_000).length));
const perSecond = (times: readonly number[]) =>
  ((times.length - 1) / ((times.at(-1) as number) - (times[0] as number))) * 1_000;
const atMostAWhile = { atMostMs: minutes(10) };

describe.each(['telegram', 'zalo-bot'])('Bulk and replies by %s on a clock of their own', (name) => {
  const limits = limitsOf(name);
  const limit = limits.perSecond ?? 0;
  /** The times that the limit binds: where it is our own, those of bulk. */
  const bound = (all: readonly { at: number; reply: boolean }[]) =>
    all.filter(({ reply }) => !reply || !limits.repliesGoAtOnce).map(({ at }) => at);

  /** One way out for bulk, others for the replies of people who write now and then; times of arrival. */
  async function sent(seed: number, way: (seeded: Seeded) => number): Promise<{ at: number; reply: boolean }[]> {
    const seeded = new Seeded(seed);
    const clock = new WaitingClock('2026-11-23T09:00:00+07:00');
    const pacer = new Pacer(limits);
    const arrived: { at: number; reply: boolean }[] = [];
    const now = () => clock.now().getTime();
    const send = async (reply: boolean, n: number) => {
      const chat = `${reply ? 'r' : 'p'}${n}`;
      const place = reply ? pacer.reply(chat, now(), false) : pacer.push(chat, now());
      await clock.sleep(place - now());
      const departed = await leave({ pacer, heldUntil: null }, clock, { calls: 1, reply, ...atMostAWhile });
      if ('until' in departed) throw new Error('no room in ten minutes');
      const arrives = async () => {
        await clock.sleep(way(seeded));
        arrived.push({ at: now(), reply });
        await clock.sleep(way(seeded));
        pacer.answered(departed, now());
      };
      return { arrival: arrives() };
    };
    const bulk = async () => {
      const underWay: Promise<void>[] = [];
      for (let n = 0; n < limit * 12; n++) underWay.push((await send(false, n)).arrival);
      await Promise.all(underWay);
    };
    const person = async (own: number) => {
      for (let n = 0; n < 8; n++) {
        await clock.sleep(seeded.between(100, 2_000));
        await await send(true, own * 100 + n);
      }
    };
    await Promise.all([bulk(), person(1), person(2), person(3)]);
    return arrived.sort((a, b) => a.at - b.at);
  }

  it.each([{ seed: 1 }, { seed: 2 }, { seed: 3 }])(
    'use at least 95 % of the limit and never more (seed $seed)',
    async ({ seed }) => {
      const all = await sent(seed, (seeded) => seeded.between(8, 20));
      expect(mostInASecond(bound(all))).toBeLessThanOrEqual(limit);
      expect(perSecond(all.map(({ at }) => at))).toBeGreaterThanOrEqual(limit * 0.95);
      expect(all.filter(({ reply }) => reply)).toHaveLength(24);
    },
  );

  it.each(Array.from({ length: 20 }, (_, n) => n + 4))(
    'never more, however unevenly they travel (seed %i)',
    async (seed) => {
      const all = await sent(seed, (seeded) => (seeded.chance(0.1) ? seeded.between(200, 900) : seeded.between(5, 60)));
      expect(mostInASecond(bound(all))).toBeLessThanOrEqual(limit);
    },
  );
});

describe('A message of several calls', () => {
  it('takes as many places in the second', async () => {
    const clock = new WaitingClock('2026-11-23T09:00:00+07:00');
    const pacer = new Pacer({ perSecond: 5, inFlight: 4 });
    const start = clock.now().getTime();
    const times: number[] = [];
    for (const calls of [3, 2, 1, 3]) {
      const departed = await leave({ pacer, heldUntil: null }, clock, { calls, reply: true, ...atMostAWhile });
      if (!('until' in departed)) pacer.answered(departed, clock.now().getTime());
      times.push(Math.round((clock.now().getTime() - start) / 1_000));
    }
    expect(times).toEqual([0, 0, 1, 1]);
  });
});

describe('A message that waits for room when the platform asks us to wait', () => {
  it('does not leave before that time', async () => {
    const clock = new WaitingClock('2026-11-23T09:00:00+07:00');
    const lane = { pacer: new Pacer(limitsOf('telegram')), heldUntil: null as Date | null };
    const options = { calls: 30, reply: true, ...atMostAWhile };
    await leave(lane, clock, options);
    const waiting = leave(lane, clock, options);
    lane.heldUntil = after(clock.now(), hours(1));
    expect(await waiting).toEqual({ until: lane.heldUntil });
  });
});

describe('Twenty-five replies in a Telegram group within a minute', () => {
  it('are no more than twenty; the others wait for their place', () => {
    const pacer = new Pacer(limitsOf('telegram'));
    const places = Array.from({ length: 25 }, (_, n) => pacer.reply('chi hội', n * 1_000, true));
    const most = Math.max(...places.map((at) => places.filter((other) => other >= at && other < at + 60_000).length));
    expect(most).toBe(20);
  });
});

/** From now to ten in the morning: pushes wait for daytime. */
const daytimeShift = instantOf(dayOf(systemClock.now()), '10:00').getTime() - systemClock.now().getTime();
const outboxClock = { ...systemClock, now: () => new Date(systemClock.now().getTime() + daytimeShift) };

/** Pushes to so many chats while so many people are answered at random moments, three at a time, through the real channel. */
async function sendThrough(channel: Channel, pushes: number, replies: number): Promise<void> {
  const fresh = await freshSqlite();
  const store = await openStore(fresh.url);
  await channel.open(async () => ({ outcome: 'done' }));
  const outbox = newOutbox({
    ...{ store, channels: new Map([[channel.name, channel]]), sealing: turningSealing, texts: outboxTexts },
    ...{ clock: outboxClock, log: silentLog },
  });
  outbox.register('pace', async (row) => ({ text: row.key }));
  await outbox.open();
  const now = outboxClock.now();
  await store.commit(
    Array.from({ length: pushes }, (_, n) => 50_000 + n).flatMap((chat) => {
      const account = { id: `a${chat}`, personId: `p${chat}`, channel: channel.name, accountHash: `h${chat}` };
      const due = { notBefore: now, expires: after(now, hours(1)) };
      return [
        insert('Person', { ...fullRows.Person, id: `p${chat}`, preferredAccountId: null }),
        insert('Role', { ...fullRows.Role, id: `r${chat}`, personId: `p${chat}`, role: 'member', untilDay: null }),
        insert('Account', { ...fullRows.Account, ...account, sealedAddress: sealedAddress(String(chat)) }),
        addPush({ key: `pace/${chat}`, to: { id: `p${chat}` }, kind: 'campaign', ...due }, now),
      ];
    }),
  );
  const stopping = new AbortController();
  const running = outbox.run(stopping.signal);
  const seeded = new Seeded(pushes);
  const answer = async (n: number) => {
    const account = {
      ...{ id: `x${n}`, personId: `x${n}`, channel: channel.name },
      sealedAddress: sealedAddress(String(90_000 + n)),
    };
    // Half are kept in a row, half are answers that make none.
    if (n % 2 === 0)
      return outbox.sayNow(channel.name, { text: `now ${n}` }, { conversation: { id: `${90_000 + n}` } as never });
    const turn = { inboundId: `in-${n}`, conversationId: `c-${n}`, account, now: outboxClock.now() };
    const { changes, sending } = outbox.replyRows(turn, [{ text: `reply ${n}` }]);
    await store.commit(changes);
    return outbox.deliverReplies(sending);
  };
  for (let n = 0; n < replies; n += 3) {
    await systemClock.sleep(seeded.between(100, 900));
    await Promise.all([n, n + 1, n + 2].map(answer));
  }
  while ((await store.count('OutboxRow', { state: { in: ['pending', 'leased'] } })) > 0) await systemClock.sleep(100);
  stopping.abort();
  await running;
  await channel.close();
  await store.close();
  await fresh.drop();
}

/** In real time a busy machine sends less; that 95 % are used is shown above on a clock, and by the bench. */
const shareOfBusyMachine = 0.75;

describe('Through the real channel, as the platform counts', () => {
  const stops: (() => Promise<void>)[] = [];
  afterAll(() => Promise.all(stops.map((stop) => stop())));

  it('Zalo Bot gets at most 5 messages in bulk in any second, and answers between them at once', {
    timeout: 60_000,
  }, async () => {
    const server = await startPlatforms(new URL('../support/zalo-bot-server/main.ts', import.meta.url));
    stops.push(() => server.stop());
    const platform = await server.another();
    const parts = { token: zaloToken, apiRoot: platform.root, clock: systemClock, log: silentLog };
    await sendThrough(new ZaloBotChannel(parts), 60, 18);
    const { sent } = (await platform.control('state')) as { sent: { at: number; text: string }[] };
    const times = sent.map(({ at }) => at).sort((a, b) => a - b);
    const bulk = sent.filter(({ text }) => text.startsWith('pace/')).map(({ at }) => at);
    console.log(`Zalo Bot: ${perSecond(times).toFixed(2)} a second, most in bulk in any second ${mostInASecond(bulk)}`);
    expect(times).toHaveLength(78);
    expect(bulk).toHaveLength(60);
    expect(mostInASecond(bulk)).toBeLessThanOrEqual(5);
    expect(perSecond(times)).toBeGreaterThan(5 * shareOfBusyMachine);
  });

  it('Telegram gets at most 30 messages in any second', { timeout: 60_000 }, async () => {
    const server = await startTelegramServer();
    stops.push(() => server.stop());
    for (let n = 0; n < 240; n++) await server.write(String(50_000 + n), 'hi');
    for (let n = 0; n < 18; n++) await server.write(String(90_000 + n), 'hi');
    const parts = { token: server.token, apiRoot: server.url, clock: systemClock, log: silentLog };
    await sendThrough(new TelegramChannel(parts), 240, 18);
    const times = (await server.state()).sent.map(({ at }) => at).sort((a, b) => a - b);
    console.log(`Telegram: ${perSecond(times).toFixed(2)} a second, most in any second ${mostInASecond(times)}`);
    expect(times).toHaveLength(258);
    expect(mostInASecond(times)).toBeLessThanOrEqual(30);
    expect(perSecond(times)).toBeGreaterThan(30 * shareOfBusyMachine);
  });
});

describe('An evening on which a whole province reports by Zalo Bot', () => {
  it('each of two hundred answers in a second leaves at once, and bulk waits', async () => {
    const clock = new WaitingClock('2026-11-27T19:30:00+07:00');
    const pacer = new Pacer(limitsOf('zalo-bot'));
    const start = clock.now().getTime();
    for (let n = 0; n < 200; n++) {
      await clock.sleep(Math.max(0, pacer.reply(`r${n}`, clock.now().getTime(), false) - clock.now().getTime()));
      const departed = await leave({ pacer, heldUntil: null }, clock, { calls: 1, reply: true, ...atMostAWhile });
      if (!('until' in departed)) pacer.answered(departed, clock.now().getTime());
    }
    expect(clock.now().getTime() - start).toBe(0);
    await leave({ pacer, heldUntil: null }, clock, { calls: 1, reply: false, ...atMostAWhile });
    expect(clock.now().getTime() - start).toBeGreaterThan(900);
  });
});
