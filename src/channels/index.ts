import type { Channel } from '../core/channel.ts';
import type { Clock } from '../core/clock.ts';
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
];
