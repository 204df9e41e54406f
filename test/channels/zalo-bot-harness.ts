import { ZaloBotChannel, type ZaloBotOptions } from '../../src/channels/zalo-bot/zalo-bot-channel.ts';
import { systemClock } from '../../src/core/clock.ts';
import { keptLog } from '../support/kept-log.ts';
import type { PlatformProcess, PlatformServer } from '../support/platform-server/start.ts';
import { token } from '../support/zalo-bot-server/platform.ts';
import { publicAddress } from './bot-harness.ts';

export interface ZaloBotState {
  sent: { chatId: string; text: string; photo: string | null }[];
  webhook: { url: string; secret: string } | null;
  waiting: number;
  unconfirmed: number;
  statuses: number[];
}

export const stateOf = async (platform: PlatformProcess) => (await platform.control('state')) as ZaloBotState;

/** A bot against a platform of its own, polling or called by webhook through the real web server. */
export async function zaloBot(server: PlatformServer, mode: 'poll' | 'webhook', options: Partial<ZaloBotOptions> = {}) {
  const platform = await server.another();
  const { log, lines } = keptLog();
  const page = mode === 'webhook' ? await publicAddress() : null;
  const channel = new ZaloBotChannel({
    ...{ token, apiRoot: platform.root, clock: systemClock, log },
    ...(page ? { webhook: { publicUrl: page.url } } : {}),
    ...options,
  });
  await page?.serve(channel.routes);
  return {
    ...{ platform, channel, lines, url: page?.url ?? '' },
    ...{ write: (person: string, text: string) => platform.control('write', { person, text }) },
    async stop() {
      await channel.close();
      await page?.close();
    },
  };
}
