import type { Activity } from 'botbuilder';
import { vi } from 'vitest';
import { TelegramChannel, type TelegramOptions } from '../../src/channels/telegram/telegram-channel.ts';
import type { Address, ChannelFacts, Received } from '../../src/core/channel.ts';
import { systemClock } from '../../src/core/clock.ts';
import type { Log, LogFields } from '../../src/core/log.ts';
import type { TelegramServer } from '../support/telegram-server/start.ts';

/** A log that keeps its lines, to be searched for what must not be there. */
export function keptLog(): { log: Log; lines: string[] } {
  const lines: string[] = [];
  const keep = (event: string, fields?: LogFields) => void lines.push(JSON.stringify({ event, ...fields }));
  return { lines, log: { info: keep, warn: keep, error: keep } };
}

export interface Heard {
  id: string;
  text: string;
  person: string;
  facts: ChannelFacts;
}

/** A Telegram channel against the local server, and what it hands over. `answer` decides what becomes of each activity. */
export function telegramBot(server: TelegramServer, options: Partial<TelegramOptions> = {}) {
  const { log, lines } = keptLog();
  const channel = new TelegramChannel({
    token: server.token,
    apiRoot: server.url,
    clock: systemClock,
    log,
    ...options,
  });
  const heard: Heard[] = [];
  const bot = {
    channel,
    heard,
    lines,
    texts: () => heard.map(({ text }) => text),
    answer: async (_heard: Heard): Promise<Received> => ({ outcome: 'done' }),
    open: () =>
      channel.open(async (activity: Partial<Activity>) => {
        const one = {
          id: activity.id ?? '',
          text: activity.text ?? '',
          person: activity.from?.id ?? '',
          facts: activity.channelData as ChannelFacts,
        };
        heard.push(one);
        return bot.answer(one);
      }),
    hears: (n: number) =>
      vi.waitFor(
        () => {
          if (heard.length < n) throw new Error(`heard ${heard.length} of ${n}`);
        },
        { timeout: 15_000 },
      ),
  };
  return bot;
}

export function addressOf(person: string): Address {
  return {
    channelId: 'telegram',
    user: { id: person, name: '' },
    bot: { id: '4242', name: '' },
    conversation: { id: person, name: '', isGroup: false, conversationType: 'personal' },
  };
}
