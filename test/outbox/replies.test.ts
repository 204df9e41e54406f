import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { plain } from '../../src/core/outgoing.ts';
import { SendFailed } from '../../src/core/send-failure.ts';
import { type OutboxWorld, outboxWorld, sealedAddress } from '../support/test-outbox.ts';

let world: OutboxWorld;
beforeEach(async () => {
  world = await outboxWorld();
});
afterEach(() => world.close());

const account = (chat: string, isGroup = false) => ({
  id: `${chat}@telegram`,
  personId: chat,
  channel: 'telegram',
  sealedAddress: sealedAddress(chat, isGroup),
});
const lan = account('lan');
const turn = (inboundId: string, of = lan) => ({
  inboundId,
  conversationId: `telegram/${of.personId}`,
  account: of,
  now: world.clock.now(),
});

async function committed(inboundId: string, ...texts: string[]) {
  const { changes, sending } = world.outbox.replyRows(
    turn(inboundId),
    texts.map((text) => plain(text)),
  );
  await world.store.commit(changes, { id: inboundId, at: world.clock.now() });
  return sending;
}

const waiting = () => world.store.find('OutboxRow', {}, { orderBy: [{ createdAt: 'asc' }] });

describe('The replies of a turn', () => {
  it('leave in order right after the commit, and then nothing of them is kept', async () => {
    await world.outbox.deliverReplies(await committed('m1', 'một', 'hai', 'ba'));
    expect(world.telegram.texts('lan')).toEqual(['một', 'hai', 'ba']);
    await world.outbox.close();
    expect(await waiting()).toEqual([]);
  });

  it('are not sent again when the same message is delivered again', async () => {
    const rows = await committed('m1', 'một');
    const first = world.outbox.deliverReplies(rows);
    await world.outbox.resume('m1');
    await first;
    await world.outbox.resume('m1');
    await world.outbox.tick();
    expect(world.telegram.texts()).toEqual(['một']);
  });

  it('leave after a kill between the commit and the sending, without waiting for a lease', async () => {
    await committed('m1', 'một', 'hai');
    const outbox = await world.restarted();
    await outbox.resume('m1');
    expect(world.telegram.texts()).toEqual(['một', 'hai']);
  });

  it('leave after a kill even when the message does not come again', async () => {
    await committed('m1', 'một', 'hai');
    await (await world.restarted()).tick();
    expect(world.telegram.texts()).toEqual(['một', 'hai']);
  });

  it('survive any number of kills before they are sent', async () => {
    await committed('m1', 'một');
    world.telegram.faults.push('hang', 'hang', 'hang');
    for (let kill = 0; kill < 3; kill++) {
      void (await world.restarted()).tick();
      await world.clock.sleep(0);
      for (let n = 0; n < 20; n++) await new Promise((resolve) => setImmediate(resolve));
    }
    await (await world.restarted()).tick();
    expect(world.telegram.texts()).toEqual(['một']);
  });

  it('wait exactly as long as the platform says, in order, with the next turn behind them', async () => {
    world.telegram.faults.push({ kind: 'throttled', waitMs: 7_000 });
    await world.outbox.deliverReplies(await committed('m1', 'một', 'hai'));
    await world.outbox.deliverReplies(await committed('m2', 'ba'));
    expect(world.telegram.texts()).toEqual([]);
    const start = world.clock.now().getTime();
    world.clock.moveTo(new Date(start + 6_900));
    await world.outbox.tick();
    expect(world.telegram.texts()).toEqual([]);
    world.clock.moveTo(new Date(start + 7_001));
    await world.outbox.tick();
    expect(world.telegram.texts()).toEqual(['một', 'hai', 'ba']);
    await world.outbox.deliverReplies(await committed('m3', 'bốn'));
    expect(world.telegram.texts()).toEqual(['một', 'hai', 'ba', 'bốn']);
  });

  it('are sent once more when nobody knows whether they arrived, and not a third time', async () => {
    world.telegram.faults.push('lost', 'lost');
    await world.outbox.deliverReplies(await committed('m1', 'một'));
    for (let n = 0; n < 5; n++) {
      world.clock.advance(60_000);
      await world.outbox.tick();
    }
    expect(world.telegram.texts()).toEqual([]);
    expect(await waiting()).toMatchObject([{ state: 'unknown', sealedPayload: null }]);
  });

  it('to someone who blocked the bot are given up, and nothing more is written to her', async () => {
    await world.addPerson('lan', 'reporter');
    world.telegram.faults.push({ kind: 'blocked' });
    await world.outbox.deliverReplies(await committed('m1', 'một'));
    expect(await waiting()).toMatchObject([{ state: 'given-up', because: 'blocked', sealedPayload: null }]);
    expect(await world.store.first('Account', { id: 'lan@telegram' })).toMatchObject({ state: 'blocked' });
  });

  it('are dropped a day later, when they answer nothing any more', async () => {
    world.telegram.faults.push({ kind: 'unreachable' });
    await world.outbox.deliverReplies(await committed('m1', 'một'));
    world.clock.advance(25 * 3_600_000);
    await world.outbox.tick();
    expect(world.telegram.texts()).toEqual([]);
    expect(await waiting()).toMatchObject([{ state: 'given-up', because: 'expired' }]);
  });

  it('stop when the same is said again and again, as two bots talking to each other do', async () => {
    for (let n = 0; n < 25; n++) await world.outbox.deliverReplies(await committed(`m${n}`, 'em chưa hiểu'));
    expect(world.telegram.texts()).toHaveLength(20);
    world.clock.advance(6 * 60_000);
    await world.outbox.deliverReplies(await committed('later', 'em chưa hiểu'));
    expect(world.telegram.texts()).toHaveLength(21);
  });

  it('carry their pictures and choices through a kill', async () => {
    const picture = { png: new Uint8Array([1, 2, 250]), alt: 'biểu đồ' };
    const seen: unknown[] = [];
    const { changes } = world.outbox.replyRows(turn('m1'), [
      { text: 'xem', photo: picture, choices: [{ label: 'Lưu', says: '1' }] },
    ]);
    await world.store.commit(changes);
    world.telegram.deliver = async (message) => {
      seen.push(message);
      return { messageIds: ['1'] };
    };
    await (await world.restarted()).tick();
    expect(seen).toMatchObject([{ text: 'xem', choices: [{ label: 'Lưu', says: '1' }] }]);
    expect([...(seen[0] as { photo: { png: Uint8Array } }).photo.png]).toEqual([1, 2, 250]);
  });

  it('of one group stay under 20 a minute', async () => {
    for (let n = 0; n < 30; n++) {
      const { changes, sending } = world.outbox.replyRows(turn(`g${n}`, account('group', true)), [plain(`${n}`)]);
      await world.store.commit(changes);
      await world.outbox.deliverReplies(sending);
    }
    for (let n = 0; n < 100; n++) {
      world.clock.advance(1_000);
      await world.outbox.tick();
    }
    const times = world.telegram.delivered.map(({ at }) => at);
    expect(times).toHaveLength(30);
    for (let n = 20; n < times.length; n++)
      expect((times[n] as number) - (times[n - 20] as number)).toBeGreaterThanOrEqual(60_000);
  });
});

describe('Replies to many people at once', () => {
  it('share the commits that settle them', async () => {
    const commits: number[] = [];
    const { store } = world;
    const commit = store.commit.bind(store);
    store.commit = (changes, inbound) => {
      if (changes.some((change) => change.do === 'remove')) commits.push(changes.length);
      return commit(changes, inbound);
    };
    const turns = await Promise.all(
      Array.from({ length: 100 }, async (_, n) => {
        const { changes, sending } = world.outbox.replyRows(turn(`m${n}`, account(`chat-${n}`)), [plain(`${n}`)]);
        await store.commit(changes);
        return sending;
      }),
    );
    await Promise.all(turns.map((sending) => world.outbox.deliverReplies(sending)));
    await world.outbox.close();
    expect(world.telegram.delivered).toHaveLength(100);
    expect(commits.length).toBeLessThan(50);
  });
});

describe('An answer that makes no row', () => {
  const to = { conversation: { id: 'lan', name: '', isGroup: false, conversationType: 'personal' } };
  const failure = (sending: Promise<unknown>) =>
    sending.then(
      () => null,
      (error: unknown) => (error instanceof SendFailed ? error.failure : error),
    );

  it('holds the channel when the platform asks to wait, and the next one does not ask it again', async () => {
    world.telegram.faults.push({ kind: 'throttled', waitMs: 60_000 });
    expect(await failure(world.outbox.sayNow('telegram', plain('một'), to))).toMatchObject({ kind: 'throttled' });
    expect(await failure(world.outbox.sayNow('telegram', plain('hai'), to))).toMatchObject({ kind: 'throttled' });
    expect(world.telegram.faults).toEqual([]);
    expect(world.telegram.texts()).toEqual([]);
    world.clock.advance(61_000);
    await world.outbox.sayNow('telegram', plain('ba'), to);
    expect(world.telegram.texts()).toEqual(['ba']);
  });

  it('waits out a short hold, and does not wait when somebody is in danger', async () => {
    world.telegram.faults.push({ kind: 'throttled', waitMs: 4_000 });
    await failure(world.outbox.sayNow('telegram', plain('một'), to));
    const began = world.clock.now().getTime();
    await world.outbox.sayNow('telegram', plain('thẻ'), to, { urgent: true });
    expect(world.clock.now().getTime() - began).toBe(0);
    await world.outbox.sayNow('telegram', plain('hai'), to);
    expect(world.clock.now().getTime() - began).toBeGreaterThanOrEqual(4_000);
    expect(world.telegram.texts()).toEqual(['thẻ', 'hai']);
  });
});
