import type { Channel } from '../core/channel.ts';
import type { Clock } from '../core/clock.ts';
import { OperatorError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import type { ChannelMemory } from './channel-memory.ts';
import type { MenuCommand } from './telegram/telegram-channel.ts';

/** The settings of messengers, by the names of `.env.example`. */
export interface ChannelSettings {
  PUBLIC_URL?: string | undefined;
  TELEGRAM_TOKEN?: string | undefined;
  TELEGRAM_API_ROOT?: string | undefined;
  TELEGRAM_WEBHOOK_SECRET?: string | undefined;
  ZALO_BOT_TOKEN?: string | undefined;
  ZALO_BOT_API_ROOT?: string | undefined;
  ZALO_BOT_WEBHOOK_SECRET?: string | undefined;
  ZALO_OA_APP_ID?: string | undefined;
  ZALO_OA_SECRET?: string | undefined;
  ZALO_OA_APP_SECRET?: string | undefined;
  ZALO_OA_REFRESH_TOKEN?: string | undefined;
  ZALO_OA_API_ROOT?: string | undefined;
  ZALO_OA_OAUTH_ROOT?: string | undefined;
  ZALO_PERSONAL_ENABLED?: 'yes' | 'no' | undefined;
  ZALO_PERSONAL_DAILY_CAP?: number | undefined;
  BOT_FRAMEWORK?: 'yes' | 'no' | undefined;
  BOT_FRAMEWORK_APP_ID?: string | undefined;
  BOT_FRAMEWORK_APP_PASSWORD?: string | undefined;
  BOT_FRAMEWORK_TENANT_ID?: string | undefined;
}

export interface ChannelParts {
  clock: Clock;
  log: Log;
  /** Telegram's command menu; neutral names. */
  menu: readonly MenuCommand[];
  /** For tokens, sessions and positions; sealed. */
  memory: ChannelMemory;
}

/** One messenger: whether it is configured, and how it is made. Its SDK is loaded only then. */
export interface ChannelEntry {
  name: string;
  isConfigured(settings: ChannelSettings): boolean;
  make(settings: ChannelSettings, parts: ChannelParts): Promise<Channel>;
}

/** Every messenger besides the web page, the terminal and the tests'. */
export const channelTable: readonly ChannelEntry[] = [
  {
    name: 'telegram',
    isConfigured: ({ TELEGRAM_TOKEN }) => Boolean(TELEGRAM_TOKEN),
    async make(settings, { clock, log, menu }) {
      const { TelegramChannel } = await import('./telegram/telegram-channel.ts');
      const { TELEGRAM_TOKEN: token = '', TELEGRAM_API_ROOT: apiRoot, PUBLIC_URL: publicUrl } = settings;
      const secret = settings.TELEGRAM_WEBHOOK_SECRET;
      return new TelegramChannel({
        ...{ token, clock, log, menu },
        ...(apiRoot ? { apiRoot } : {}),
        ...(publicUrl ? { webhook: { publicUrl, ...(secret ? { secret } : {}) } } : {}),
      });
    },
  },
  {
    name: 'zalo-bot',
    isConfigured: ({ ZALO_BOT_TOKEN }) => Boolean(ZALO_BOT_TOKEN),
    async make(settings, { clock, log }) {
      const { ZaloBotChannel } = await import('./zalo-bot/zalo-bot-channel.ts');
      const { ZALO_BOT_TOKEN: token = '', ZALO_BOT_API_ROOT: apiRoot, PUBLIC_URL: publicUrl } = settings;
      const secret = settings.ZALO_BOT_WEBHOOK_SECRET;
      return new ZaloBotChannel({
        ...{ token, clock, log },
        ...(apiRoot ? { apiRoot } : {}),
        ...(publicUrl ? { webhook: { publicUrl, ...(secret ? { secret } : {}) } } : {}),
      });
    },
  },
  {
    name: 'zalo-oa',
    isConfigured: ({ ZALO_OA_REFRESH_TOKEN }) => Boolean(ZALO_OA_REFRESH_TOKEN),
    async make(settings, { clock, log, memory }) {
      const { ZaloOaChannel } = await import('./zalo-oa/zalo-oa-channel.ts');
      const { readTokens } = await import('./zalo-oa/zalo-oa-tokens.ts');
      const { ZALO_OA_API_ROOT: apiRoot, ZALO_OA_OAUTH_ROOT: oauthRoot } = settings;
      return new ZaloOaChannel({
        appId: needed(settings, 'ZALO_OA_APP_ID'),
        appSecret: needed(settings, 'ZALO_OA_APP_SECRET'),
        oaSecret: needed(settings, 'ZALO_OA_SECRET'),
        refreshToken: needed(settings, 'ZALO_OA_REFRESH_TOKEN'),
        ...(apiRoot ? { apiRoot } : {}),
        ...(oauthRoot ? { oauthRoot } : {}),
        loadTokens: async () => readTokens(await memory.load('zalo-oa/tokens')),
        saveTokens: (tokens) => memory.save('zalo-oa/tokens', tokens),
        ...{ clock, log },
      });
    },
  },
  {
    name: 'zalo-personal',
    isConfigured: ({ ZALO_PERSONAL_ENABLED }) => ZALO_PERSONAL_ENABLED === 'yes',
    async make(settings, { clock, log, memory }) {
      const { ZaloPersonalChannel } = await import('./zalo-personal/zalo-personal-channel.ts');
      const { readSession } = await import('./zalo-personal/zalo-personal-session.ts');
      return new ZaloPersonalChannel({
        loadSession: async () => readSession(await memory.load('zalo-personal/session')),
        loadState: () => memory.load('zalo-personal/state'),
        saveState: (state) => memory.save('zalo-personal/state', state),
        dailyCap: settings.ZALO_PERSONAL_DAILY_CAP ?? 80,
        ...{ clock, log },
      });
    },
  },
  {
    name: 'bot-framework',
    isConfigured: ({ BOT_FRAMEWORK, BOT_FRAMEWORK_APP_ID }) => BOT_FRAMEWORK === 'yes' || Boolean(BOT_FRAMEWORK_APP_ID),
    async make(settings, { clock, log }) {
      const { BotFrameworkChannel } = await import('./bot-framework/bot-framework-channel.ts');
      const { BOT_FRAMEWORK_APP_ID: id, BOT_FRAMEWORK_TENANT_ID: tenantId } = settings;
      if (!id) return new BotFrameworkChannel({ clock, log });
      const password = needed(settings, 'BOT_FRAMEWORK_APP_PASSWORD');
      return new BotFrameworkChannel({ app: { id, password, ...(tenantId ? { tenantId } : {}) }, clock, log });
    },
  },
];

/** A setting without which the channel cannot be made. Throws TA-CONFIG-002. */
function needed(settings: ChannelSettings, name: Exclude<keyof ChannelSettings, 'ZALO_PERSONAL_DAILY_CAP'>): string {
  const value = settings[name];
  if (value) return value;
  throw new OperatorError(
    'TA-CONFIG-002',
    `${name} is missing. Add it, or remove the other settings of this messenger.`,
    {
      place: name,
    },
  );
}
