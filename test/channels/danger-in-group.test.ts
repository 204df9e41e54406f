import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { newAssistant } from '../../src/assistant.ts';
import { TelegramChannel } from '../../src/channels/telegram/telegram-channel.ts';
import { loadContent } from '../../src/content/load-content.ts';
import { systemClock } from '../../src/core/clock.ts';
import { silentLog } from '../../src/core/log.ts';
import { promptsFolder } from '../../src/paths.ts';
import { newPhotoFiles } from '../../src/photo-files.ts';
import { makeKey, newSealing } from '../../src/privacy/sealing.ts';
import { openStore } from '../../src/storage/open-store.ts';
import { startTelegramServer, type TelegramServer } from '../support/telegram-server/start.ts';

const group = { id: '-100200', type: 'supergroup' };
let server: TelegramServer;
let stop: () => Promise<void>;

/** The whole bot on the real Telegram channel, in the group of a branch. */
beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'to-am-group-'));
  server = await startTelegramServer();
  const sealing = newSealing(makeKey());
  const store = await openStore(`file:${join(folder, 'group.db')}`);
  const channel = new TelegramChannel({ token: server.token, apiRoot: server.url, clock: systemClock, log: silentLog });
  const assistant = newAssistant({
    ...{ content: loadContent(promptsFolder), store, sealing, clock: systemClock, log: silentLog },
    channels: new Map([[channel.name, channel]]),
    photos: newPhotoFiles(join(folder, 'photos'), sealing),
  });
  await assistant.open();
  stop = async () => {
    await assistant.close();
    await store.close();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
});
afterAll(() => stop());

const inGroup = async (person: string, text: string) => {
  const name = '@to_am_test_bot';
  const said = `${name} ${text}`;
  const entities = [{ type: 'mention', offset: 0, length: name.length }];
  await server.control('write', { person, fields: { text: said, entities }, chat: group });
};
const screen = async (chat: string, n: number) => {
  await vi.waitFor(async () => expect((await server.screenOf(chat)).length).toBeGreaterThanOrEqual(n), {
    timeout: 15_000,
  });
  return server.screenOf(chat);
};

describe('A cry for help in a group', () => {
  it('is answered in her own chat when she has written there before; the group sees nothing', async () => {
    await server.write('501', 'chào');
    await screen('501', 1);
    await inGroup('501', 'chồng em đang đánh em, cứu với');
    const [, card = ''] = await screen('501', 2);
    expect(card).toContain('113');
    expect(await server.screenOf(group.id)).toEqual([]);
  });

  it('of somebody the bot may not write to is answered by the invitation everybody gets, which names nothing', async () => {
    await inGroup('502', 'chồng em đang đánh em, cứu với');
    const [invited = ''] = await screen(group.id, 1);
    expect(invited).toMatch(/^Mình nhắn riêng nhé/);
    expect(invited).not.toMatch(/113|đánh|bạo lực/);
    expect(await server.screenOf('502')).toEqual([]);
    await inGroup('503', 'họp chi hội 35 chị');
    expect((await screen(group.id, 2))[1]).toBe(invited);
  });

  it('that is not said to the bot is not read', async () => {
    await server.control('write', { person: '501', fields: { text: 'nó đang đánh con bé' }, chat: group });
    await server.write('504', 'chào');
    await screen('504', 1);
    expect(await server.screenOf(group.id)).toHaveLength(2);
    expect(await server.screenOf('501')).toHaveLength(2);
  });

  it('goes on in her own chat: the number under the card is understood there', async () => {
    await server.write('501', '1');
    const third = (await screen('501', 3))[2] ?? '';
    expect(third).not.toMatch(/không hiểu/);
  });
});
