import { ZaloOaChannel, type ZaloOaOptions } from '../../src/channels/zalo-oa/zalo-oa-channel.ts';
import type { OaTokens } from '../../src/channels/zalo-oa/zalo-oa-tokens.ts';
import { systemClock } from '../../src/core/clock.ts';
import { keptLog } from '../support/kept-log.ts';
import type { PlatformProcess, PlatformServer } from '../support/platform-server/start.ts';
import { app, firstRefreshToken } from '../support/zalo-oa-server/platform.ts';
import { publicAddress } from './bot-harness.ts';

export interface OaState {
  sent: { userId: string; answered: string | null; text: string; picture: string | null }[];
  pictures: Record<string, number>;
  renewals: number;
  refusedRenewals: number;
  refreshToken: string;
  unconfirmed: number;
  statuses: number[];
}

export const stateOf = async (platform: PlatformProcess) => (await platform.control('state')) as OaState;

/** Tokens in memory, every state they were saved in kept. */
export function keptTokens(first: OaTokens | null = null) {
  const saved: OaTokens[] = [];
  return {
    saved,
    loadTokens: async () => saved.at(-1) ?? first,
    saveTokens: async (tokens: OaTokens) => void saved.push(tokens),
  };
}

/** An Official Account's channel against a platform of its own, called through the real web server. */
export async function zaloOa(server: PlatformServer, options: Partial<ZaloOaOptions> = {}) {
  const platform = await server.another();
  const { log, lines } = keptLog();
  const page = await publicAddress();
  const tokens = keptTokens();
  const channel = new ZaloOaChannel({
    ...app,
    ...{ refreshToken: firstRefreshToken, apiRoot: platform.root, oauthRoot: platform.root, clock: systemClock, log },
    ...{ loadTokens: tokens.loadTokens, saveTokens: tokens.saveTokens },
    ...options,
  });
  await page.serve(channel.routes);
  await platform.control('settings', { hookUrl: `${page.url}/hooks/zalo-oa` });
  return {
    ...{ platform, channel, lines, tokens, url: `${page.url}/hooks/zalo-oa` },
    write: async (person: string, text: string) => (await platform.control('write', { person, text })) as string,
    async stop() {
      await channel.close();
      await page.close();
    },
  };
}
