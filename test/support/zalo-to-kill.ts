import { freePort } from './free-port.ts';
import type { KillPlatform } from './kill-run.ts';
import { startPlatforms } from './platform-server/start.ts';
import { token } from './zalo-bot-server/platform.ts';
import { app, firstRefreshToken } from './zalo-oa-server/platform.ts';

/** Repeats for minutes, and everything three times: no platform is kinder. */
const rules = { pausesMs: Array.from({ length: 600 }, () => 250), redeliveries: 2 };

/** The Zalo Bot Platform calling the program's webhook. */
export async function zaloBotToKill(): Promise<KillPlatform> {
  const { platform, port, stop } = await aPlatform('zalo-bot-server');
  return {
    channel: 'zalo-bot',
    environment: {
      ...{ PORT: String(port), PUBLIC_URL: `http://127.0.0.1:${port}` },
      ...{ ZALO_BOT_TOKEN: token, ZALO_BOT_API_ROOT: platform.root },
    },
    write: async (person, text) => void (await platform.control('write', { person, text })),
    sent: async () => ((await platform.control('state')) as { sent: { chatId: string; text: string }[] }).sent,
    unconfirmed: async () => ((await platform.control('state')) as { unconfirmed: number }).unconfirmed,
    stop,
  };
}

/** The Official Account calling the program's webhook. */
export async function zaloOaToKill(): Promise<KillPlatform> {
  const { platform, port, stop } = await aPlatform('zalo-oa-server');
  await platform.control('settings', { hookUrl: `http://127.0.0.1:${port}/hooks/zalo-oa` });
  return {
    channel: 'zalo-oa',
    environment: {
      ...{
        PORT: String(port),
        ZALO_OA_APP_ID: app.appId,
        ZALO_OA_APP_SECRET: app.appSecret,
        ZALO_OA_SECRET: app.oaSecret,
      },
      ...{ ZALO_OA_REFRESH_TOKEN: firstRefreshToken },
      ...{ ZALO_OA_API_ROOT: platform.root, ZALO_OA_OAUTH_ROOT: platform.root },
    },
    write: async (person, text) => void (await platform.control('write', { person, text })),
    sent: async () =>
      ((await platform.control('state')) as { sent: { userId: string; text: string }[] }).sent.map(
        ({ userId, text }) => ({
          chatId: userId,
          text,
        }),
      ),
    unconfirmed: async () => ((await platform.control('state')) as { unconfirmed: number }).unconfirmed,
    stop,
  };
}

async function aPlatform(folder: string) {
  const server = await startPlatforms(new URL(`./${folder}/main.ts`, import.meta.url));
  const platform = await server.another();
  await platform.control('rules', rules);
  return { platform, port: await freePort(), stop: () => server.stop() };
}
