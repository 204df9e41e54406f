import { afterAll, afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { readOf } from '../../src/campaigns/read.ts';
import { BotFrameworkChannel } from '../../src/channels/bot-framework/bot-framework-channel.ts';
import { insert } from '../../src/core/change.ts';
import type { Channel } from '../../src/core/channel.ts';
import { after, days, systemClock } from '../../src/core/clock.ts';
import { silentLog } from '../../src/core/log.ts';
import { addPush } from '../../src/core/push.ts';
import { publicAddress } from '../channels/bot-harness.ts';
import { zaloOa } from '../channels/zalo-oa-harness.ts';
import { zaloPersonal } from '../channels/zalo-personal-harness.ts';
import { type PlatformServer, startPlatforms } from '../support/platform-server/start.ts';
import { fullRows } from '../support/rows.ts';
import { type OutboxWorld, outboxWorld, turningSealing } from '../support/test-outbox.ts';

const servers: PlatformServer[] = [];
const serverOf = async (name: string) => {
  const server = await startPlatforms(new URL(`../support/${name}/main.ts`, import.meta.url));
  servers.push(server);
  return server;
};
afterAll(() => Promise.all(servers.map((server) => server.stop())));

const lan = '2001';
const rows = 'campaign/28-6/2027/D/';
let world: OutboxWorld;
beforeEach(async () => {
  world = await outboxWorld({ limits: {} });
});
afterEach(() => world.close());

/** One reminder and one digest to a person by this channel; resolves when both have left. */
async function sendBy(channel: Channel, address: object): Promise<void> {
  const { store, clock } = world;
  const outbox = await world.restarted({ channels: new Map([[channel.name, channel]]), limits: {} });
  outbox.register('campaign', async () => ({ text: 'Hôm nay 28/6' }));
  outbox.register('digest', async () => ({ text: 'Bản tin tuần' }));
  const sealedAddress = turningSealing.seal(JSON.stringify(address));
  const push = (key: string, kind: 'campaign' | 'digest') =>
    addPush(
      { key, to: { id: 'lan' }, kind, notBefore: clock.now(), expires: after(clock.now(), days(1)) },
      clock.now(),
    );
  await store.commit([
    insert('Person', { ...fullRows.Person, id: 'lan', preferredAccountId: null }),
    insert('Role', { ...fullRows.Role, personId: 'lan', role: 'official', fromDay: '2026-01-01', untilDay: null }),
    insert('Account', { ...fullRows.Account, personId: 'lan', channel: channel.name, sealedAddress, state: 'active' }),
    push(`${rows}lan`, 'campaign'),
    push('digest/2027-W26/lan', 'digest'),
  ]);
  await outbox.tick();
  expect(await store.count('OutboxRow', { state: 'sent' })).toBe(2);
}

const unread = () => world.store.count('Setting', { id: { gte: 'unread/', lt: 'unread0' } });
const becomesRead = (read: number) =>
  vi.waitFor(async () => expect(await readOf(world.store, rows)).toEqual({ read, of: 1 }), { timeout: 5_000 });

describe('A campaign counts how many of its messages were read, and nothing of who', () => {
  it('on an Official Account, each message once', async () => {
    const bot = await zaloOa(await serverOf('zalo-oa-server'));
    onTestFinished(bot.stop);
    await bot.channel.open(async () => ({ outcome: 'done' }));
    await bot.write(lan, 'chào');
    await sendBy(bot.channel, { conversation: { id: lan } });
    await becomesRead(0);
    const { sent } = (await bot.platform.control('state')) as { sent: { messageId: string }[] };
    const see = (messageIds: string[]) => bot.platform.control('see', { person: lan, messageIds });
    await see(['another']);
    await see(sent.map(({ messageId }) => messageId));
    await becomesRead(1);
    await see(sent.map(({ messageId }) => messageId));
    await bot.write(lan, 'cảm ơn');
    await becomesRead(1);
    expect(await unread()).toBe(0);
    const figures = JSON.stringify(await world.store.find('Figure', {}));
    expect(figures).not.toMatch(/lan|2001/);
  });

  it('on a personal account, by either of the two ids Zalo gives a message', async () => {
    const platform = await (await serverOf('zalo-personal-server')).another();
    const { channel } = zaloPersonal(platform);
    onTestFinished(() => channel.close());
    await channel.open(async () => ({ outcome: 'done' }));
    await vi.waitFor(() => expect(channel.health().state).toBe('well'), { timeout: 10_000 });
    await sendBy(channel, { conversation: { id: lan } });
    const { sent } = (await platform.control('state')) as { sent: { msgId: string; text: string }[] };
    const campaign = sent.find(({ text }) => text.includes('28/6'))?.msgId;
    await platform.control('see', { person: '2002', msgId: campaign });
    await platform.control('see', { person: lan, msgId: '1', realMsgId: campaign });
    await becomesRead(1);
  });

  it('in Teams, everything up to the last message read', async () => {
    const platform = await (await serverOf('direct-line')).another();
    const page = await publicAddress();
    const channel = new BotFrameworkChannel({ clock: systemClock, log: silentLog });
    onTestFinished(async () => {
      await channel.close();
      await page.close();
    });
    await page.serve(channel.routes);
    await platform.control('settings', { hookUrl: `${page.url}/api/messages` });
    await channel.open(async () => ({ outcome: 'done' }));
    await sendBy(channel, { serviceUrl: platform.root, conversation: { id: lan }, bot: { id: 'bot' } });
    const { sent } = (await platform.control('state')) as { sent: { id: string }[] };
    await platform.control('see', { person: lan, lastReadMessageId: '0000000' });
    await becomesRead(0);
    await platform.control('see', { person: lan, lastReadMessageId: String(Number(sent.at(-1)?.id) + 5) });
    await becomesRead(1);
  });

  it('says nothing of it where no channel tells, and waits a month for a message to be read', async () => {
    await sendBy(world.telegram, { conversation: { id: lan } });
    expect(await readOf(world.store, rows)).toBeNull();
    const old = { of: rows, ids: ['1'], until: world.clock.now().toISOString() };
    await world.store.commit([insert('Setting', { id: 'unread/zalo-oa/x/1', value: old })]);
    const telling = Object.assign(world.zalo, { abilities: { ...world.zalo.abilities, tellsRead: true as const } });
    const outbox = await world.restarted({ channels: new Map([['zalo-bot', telling]]), limits: {} });
    outbox.register('campaign', async () => ({ text: 'Mai là 28/6' }));
    await world.addPerson('hoa', 'member', ['zalo-bot']);
    const { clock } = world;
    clock.advance(days(1));
    const due = { notBefore: clock.now(), expires: after(clock.now(), days(1)) };
    await world.store.commit([
      addPush({ key: `${rows}hoa`, to: { id: 'hoa' }, kind: 'campaign', ...due }, clock.now()),
    ]);
    await outbox.tick();
    await vi.waitFor(async () =>
      expect((await world.store.find('Setting', { id: { gte: 'unread/', lt: 'unread0' } })).length).toBe(1),
    );
  });
});
