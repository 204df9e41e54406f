import { dirname, join } from 'node:path';
import { schedule } from 'node-cron';
import { type Assistant, newAssistant } from './assistant.ts';
import { newChannelMemory } from './channels/channel-memory.ts';
import { channelTable } from './channels/index.ts';
import type { MenuCommand } from './channels/telegram/telegram-channel.ts';
import { WebChannel } from './channels/web/web-channel.ts';
import { type Config, hasMessenger } from './config.ts';
import { openContent } from './content/prepared-content.ts';
import type { Channel } from './core/channel.ts';
import { observe, readRhythm } from './core/channel-health.ts';
import { seconds, systemClock } from './core/clock.ts';
import { describeForeign } from './core/errors.ts';
import type { Log } from './core/log.ts';
import type { Store } from './core/store.ts';
import type { Texts } from './core/texts.ts';
import type { WebRoute } from './core/web.ts';
import { openDemonstration } from './demonstration/demonstration.ts';
import { helpCardOnPage } from './help-card-on-page.ts';
import { healthRoute } from './http/health.ts';
import { newMetrics } from './http/metrics.ts';
import { newWebServer } from './http/web-server.ts';
import { openSealing } from './keys.ts';
import { limitsWith } from './outbox/channel-limits.ts';
import { promptsFolder } from './paths.ts';
import { newPhotoFiles } from './photo-files.ts';
import { openStore } from './storage/open-store.ts';

export interface App {
  address: string;
  assistant: Assistant;
  /** Stops taking messages, finishes those under way, then closes everything. */
  close(): Promise<void>;
}

/** Puts the program together and starts it. `tell` gets one line for each part found. Throws OperatorError. */
export async function startApp(config: Config, log: Log, tell: (line: string) => void): Promise<App> {
  const clock = systemClock;
  const content = await openContent(promptsFolder);
  tell(`content      ${content.knowledge.entries.length} answers in prompts/, all checked`);

  const store = await openStore(config.DATABASE_URL, {
    clock,
    onMigrated: (steps) => tell(`database     brought up to date: ${steps.join(', ')}`),
  });
  tell(
    `database     ${store.kind} ${store.kind === 'sqlite' ? config.DATABASE_URL.slice('file:'.length) : ''}`.trimEnd(),
  );
  const trial = config.DEMONSTRATION === 'yes' || (config.DEMONSTRATION === 'auto' && !hasMessenger(config));
  const sealing = openSealing(config, trial, (file) =>
    tell(`key          made for this trial: ${file} (set DATA_KEY before real use)`),
  );
  const demonstration = trial
    ? await openDemonstration({ content: content.demonstration, store, sealing, clock })
    : null;
  if (demonstration)
    tell(
      `trial        made-up units and people ("bản dùng thử"); leave it with DEMONSTRATION=no and an empty database`,
    );

  const figuresReady = () =>
    demonstration?.figuresReady.catch((error: unknown) => log.error('app.trial-not-filled', describeForeign(error)));

  const parts = { clock, log, menu: telegramMenu(content.texts), memory: newChannelMemory(store, sealing) };
  const messengers = await Promise.all(
    channelTable.filter((entry) => entry.isConfigured(config)).map((entry) => entry.make(config, parts)),
  );
  const web = new WebChannel({
    ...{ texts: content.texts, clock, log },
    helpCard: () => helpCardOnPage(content.help, content.texts),
    ...(demonstration ? { roles: () => demonstration.roles, rolesReady: figuresReady } : {}),
  });
  const kept = (await parts.memory.load(rhythms)) as Record<string, unknown> | null;
  const observed = [...messengers, web].map((channel) => observe(channel, clock, readRhythm(kept?.[channel.name])));
  const reports = () => observed.map(({ report }) => report());
  const channels = new Map<string, Channel>(observed.map(({ channel }) => [channel.name, channel]));
  const metrics = newMetrics({ channels: [...channels.values()], reports, clock, token: config.METRICS_TOKEN });
  const assistant = newAssistant({
    ...{ content, store, sealing, clock, log, channels, limits: limitsWith(config) },
    photos: newPhotoFiles(join(dataFolder(config), 'photos'), sealing),
    joinLink: (token) => channels.get('telegram')?.startLink?.(token) ?? null,
    observe: metrics,
    rolesOnWeb: demonstration !== null,
    // In a trial the person sits at this machine.
    publicUrl: config.PUBLIC_URL ?? (trial ? `http://localhost:${config.PORT}` : null),
  });

  const routes: WebRoute[] = [...channels.values()].flatMap(
    (channel) => (channel as { routes?: readonly WebRoute[] }).routes ?? [],
  );
  const server = await newWebServer({
    ...{ host: config.HOST, port: config.PORT, trustProxy: config.TRUST_PROXY === 'yes', log },
    routes: [
      ...routes,
      ...assistant.routes,
      healthRoute({
        channels: [...channels.values()],
        reports,
        storeIsWell: () => isWell(store),
        token: config.METRICS_TOKEN,
      }),
      metrics.route,
    ],
  });
  const address = await server.listen();
  await assistant.open();
  // A little later: the first answers to citizens need none of it and come before it. Who plays a role has it begun at once.
  const filling = setTimeout(figuresReady, seconds(2));
  for (const { name } of messengers) tell(`messenger    ${name}`);
  tell(`web chat     ${address}`);

  const stopping = new AbortController();
  const sending = assistant.outbox.run(stopping.signal);
  const ticking = schedule('* * * * *', () => assistant.tick(), { noOverlap: true });
  const keepRhythms = async () => {
    const now = Object.fromEntries(observed.map(({ channel, rhythm }) => [channel.name, rhythm()]));
    await parts.memory
      .save(rhythms, now)
      .catch((error: unknown) => log.warn('app.rhythms-not-kept', describeForeign(error)));
  };
  const keeping = schedule('7 * * * *', keepRhythms, { noOverlap: true });
  return {
    address,
    assistant,
    async close() {
      clearTimeout(filling);
      ticking.stop();
      keeping.stop();
      stopping.abort();
      await assistant.close();
      await sending;
      await server.close();
      await keepRhythms();
      await store.close();
    },
  };
}

/** Where the usual traffic of each channel is kept, to know a silence that is none of its. */
const rhythms = 'rhythms';

function dataFolder(config: Config): string {
  return config.DATABASE_URL.startsWith('file:') ? dirname(config.DATABASE_URL.slice('file:'.length)) : 'data';
}

/** Telegram's list of commands: neutral words, because whoever holds the phone sees them. */
function telegramMenu(texts: Texts): MenuCommand[] {
  const line = (command: string, key: string, says: string) => ({
    command,
    description: texts.say(`bot.telegram.${key}`),
    says,
  });
  return [
    line('menu', 'menu', 'menu'),
    line('baocao', 'report', texts.words('check-ins.weekly.words.report')[0] ?? ''),
    line('so', 'numbers', texts.words('help.command.card')[0] ?? ''),
    line('thoat', 'leave', texts.words('bot.leave')[0] ?? ''),
  ];
}

async function isWell(store: Store): Promise<boolean> {
  try {
    await store.first('Setting', { id: 'health' });
    return true;
  } catch {
    return false;
  }
}
