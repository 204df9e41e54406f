import { describe, expect, it } from 'vitest';
import { insert } from '../../src/core/change.ts';
import { MovableClock } from '../../src/core/clock.ts';
import { silentLog } from '../../src/core/log.ts';
import { addPush } from '../../src/core/push.ts';
import { newOutbox } from '../../src/outbox/outbox.ts';
import { openStore } from '../../src/storage/open-store.ts';
import { freshPostgres, postgresServer, whyNoPostgres } from '../support/postgres.ts';
import { fullRows } from '../support/rows.ts';
import { KeepingChannel, outboxTexts, sealedAddress, turningSealing } from '../support/test-outbox.ts';

const people = Array.from({ length: 60 }, (_, n) => `p${n}`);

/** Several processes over one database, each with its own connection and its own memory, and one Telegram. */
async function processes(n: number) {
  const database = await freshPostgres();
  const clock = new MovableClock('2026-11-23T09:00:00+07:00');
  const telegram = new KeepingChannel('telegram', clock);
  const stores = await Promise.all(Array.from({ length: n }, () => openStore(database.url, { clock })));
  const outboxes = await Promise.all(
    stores.map(async (store) => {
      const channels = new Map([['telegram', telegram]]);
      const outbox = newOutbox({ store, channels, sealing: turningSealing, texts: outboxTexts, clock, log: silentLog });
      outbox.register('test', async (row) => ({ text: row.key }));
      await outbox.open();
      return outbox;
    }),
  );
  const [store] = stores;
  if (!store) throw new RangeError('at least one process');
  await store.commit(
    people.flatMap((id) => [
      insert('Person', { ...fullRows.Person, id, preferredAccountId: null }),
      insert('Role', { ...fullRows.Role, id: `r-${id}`, personId: id, role: 'member', untilDay: null }),
      insert('Account', {
        ...{ ...fullRows.Account, id: `a-${id}`, personId: id, channel: 'telegram', accountHash: id },
        sealedAddress: sealedAddress(id),
      }),
    ]),
  );
  const push = (prefix: string) =>
    store.commit(
      people.map((id) =>
        addPush(
          {
            ...{ key: `${prefix}/${id}`, to: { id }, kind: 'campaign', notBefore: clock.now() },
            expires: new Date(clock.now().getTime() + 86_400_000),
          },
          clock.now(),
        ),
      ),
    );
  return {
    ...{ clock, telegram, store, outboxes, push },
    close: async () => {
      await Promise.all(stores.map((one) => one.close()));
      await database.drop();
    },
  };
}

describe('Several processes on PostgreSQL', () => {
  if (!postgresServer) it('are not tried', () => console.log(whyNoPostgres));

  it.runIf(postgresServer)('send each push once between them, at the pace of one', async () => {
    const { clock, telegram, outboxes, push, store, close } = await processes(3);
    await push('test');
    for (let round = 0; round < 30 && telegram.delivered.length < people.length; round++) {
      await Promise.all(outboxes.map((outbox) => outbox.tick()));
      clock.advance(1_000);
    }
    expect(telegram.texts().sort()).toEqual(people.map((id) => `test/${id}`).sort());
    expect(await store.count('OutboxRow', { state: 'sent' })).toBe(people.length);
    const times = telegram.delivered.map(({ at }) => at);
    const most = Math.max(...times.map((at) => times.filter((other) => other >= at && other < at + 1_000).length));
    expect(most).toBeLessThanOrEqual(30);
    await close();
  });

  it.runIf(postgresServer)('go on when the one that sends dies', async () => {
    const { clock, telegram, outboxes, push, close } = await processes(2);
    const [dying, other] = outboxes;
    telegram.faults.push(...Array.from({ length: 40 }, () => 'hang' as const));
    await push('test');
    void dying?.tick();
    for (let n = 0; n < 400; n++) await new Promise((resolve) => setImmediate(resolve));
    telegram.faults.length = 0;
    for (let round = 0; round < 20; round++) {
      await other?.tick();
      clock.advance(30_000);
    }
    const texts = telegram.texts();
    expect(new Set(texts).size).toBe(texts.length);
    // All but those that were on their way when it died: whether they arrived nobody knows.
    expect(texts.length).toBeGreaterThanOrEqual(people.length - 18);
    await close();
  });

  it.runIf(postgresServer)('send the replies of a dead one, once', async () => {
    const { clock, telegram, outboxes, store, close } = await processes(3);
    const account = { id: 'a-p0', personId: 'p0', channel: 'telegram', sealedAddress: sealedAddress('p0') };
    const turn = { inboundId: 'm1', conversationId: 'c1', account, now: clock.now() };
    const [first] = outboxes;
    const { changes } = first?.replyRows(turn, [{ text: 'một' }, { text: 'hai' }]) ?? { changes: [] };
    await store.commit(changes);
    clock.advance(61_000);
    await Promise.all(outboxes.map((outbox) => outbox.tick()));
    await Promise.all(outboxes.map((outbox) => outbox.tick()));
    expect(telegram.texts()).toEqual(['một', 'hai']);
    await close();
  });
});
