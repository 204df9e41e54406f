import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newAssistant } from '../../src/assistant.ts';
import { SimulatedChannel } from '../../src/channels/simulated/simulated-channel.ts';
import { loadContent } from '../../src/content/load-content.ts';
import { MovableClock } from '../../src/core/clock.ts';
import { silentLog } from '../../src/core/log.ts';
import { promptsFolder } from '../../src/paths.ts';
import { newPhotoFiles } from '../../src/photo-files.ts';
import { makeKey, newSealing } from '../../src/privacy/sealing.ts';
import { openStore } from '../../src/storage/open-store.ts';

const clock = new MovableClock('2026-11-25T08:00:00+07:00');
const channel = new SimulatedChannel({ clock });
const content = loadContent(promptsFolder);
let stop: () => Promise<void>;

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'to-am-refused-'));
  const sealing = newSealing(makeKey());
  const store = await openStore(`file:${join(folder, 'to-am.db')}`, { clock });
  const assistant = newAssistant({
    ...{ content, store, sealing, clock, log: silentLog },
    channels: new Map([[channel.name, channel]]),
    photos: newPhotoFiles(join(folder, 'photos'), sealing),
  });
  await assistant.open();
  stop = async () => {
    await assistant.close();
    await store.close();
    await rm(folder, { recursive: true, force: true });
  };
});
afterAll(() => stop());

describe('A question whose answer cannot be delivered', () => {
  it('because she has blocked us meanwhile, is done with: the platform need not bring it again', async () => {
    channel.failNext({ kind: 'blocked' });
    const question = channel.activity('lan', 'kết hôn cần giấy tờ gì');
    expect(await channel.handOver(question)).toEqual({ outcome: 'done' });
    expect(await channel.handOver(question)).toEqual({ outcome: 'seen-before' });
  });

  it('because the messenger is away, comes again until it is', async () => {
    const question = channel.activity('hoa', 'kết hôn cần giấy tờ gì');
    for (let n = 0; n < 8; n++) {
      channel.failNext({ kind: 'unreachable' });
      await expect(channel.handOver(question)).rejects.toThrow('unreachable');
    }
    expect(await channel.handOver(question)).toEqual({ outcome: 'done' });
    expect(channel.deliveries.filter(({ conversationId }) => conversationId === 'hoa')).not.toEqual([]);
  });

  it('because the messenger refuses to carry it, ends with an apology instead of coming for ever', async () => {
    const question = channel.activity('mai', 'kết hôn cần giấy tờ gì');
    channel.failNext(...Array.from({ length: 5 }, () => ({ kind: 'rejected' as const })));
    for (let n = 0; n < 4; n++) await expect(channel.handOver(question)).rejects.toThrow('rejected');
    expect(await channel.handOver(question)).toEqual({ outcome: 'done' });
    const shown = channel.deliveries.filter(({ conversationId }) => conversationId === 'mai').map(({ shown }) => shown);
    expect(shown).toEqual([content.texts.say('bot.failed')]);
  });
});
