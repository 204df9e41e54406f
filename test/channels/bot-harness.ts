import type { Activity } from 'botbuilder';
import { vi } from 'vitest';
import type { Address, Channel, ChannelFacts, Received } from '../../src/core/channel.ts';
import { SendFailed, type SendFailure } from '../../src/core/send-failure.ts';
import type { WebRoute } from '../../src/core/web.ts';
import { newWebServer, type WebServer } from '../../src/http/web-server.ts';
import { freePort } from '../support/free-port.ts';
import { keptLog } from '../support/kept-log.ts';

export interface Heard {
  id: string;
  text: string;
  person: string;
  conversation: string;
  type: string;
  facts: ChannelFacts;
}

/** What a channel hands over; `answer` decides what becomes of each activity. */
export function listener() {
  const heard: Heard[] = [];
  const listening = {
    heard,
    texts: () => heard.map(({ text }) => text),
    answer: async (_heard: Heard): Promise<Received> => ({ outcome: 'done' }),
    receive: async (activity: Partial<Activity>): Promise<Received> => {
      const one = {
        id: activity.id ?? '',
        text: activity.text ?? '',
        person: activity.from?.id ?? '',
        conversation: activity.conversation?.id ?? '',
        type: activity.type ?? '',
        facts: activity.channelData as ChannelFacts,
      };
      heard.push(one);
      return listening.answer(one);
    },
    hears: (n: number) =>
      vi.waitFor(
        () => {
          if (heard.length < n) throw new Error(`heard ${heard.length} of ${n}`);
        },
        { timeout: 15_000 },
      ),
  };
  return listening;
}

/**
 * A public address whose routes may be made afterwards: a channel must know where it will be called before it has routes.
 * The server is the real one.
 */
export async function publicAddress(): Promise<{
  url: string;
  serve(routes: readonly WebRoute[]): Promise<void>;
  close(): Promise<void>;
}> {
  const { log } = keptLog();
  const port = await freePort();
  let server: WebServer | null = null;
  return {
    url: `http://127.0.0.1:${port}`,
    async serve(routes) {
      server = await newWebServer({ host: '127.0.0.1', port, trustProxy: false, routes, log });
      await server.listen();
    },
    async close() {
      await server?.close();
    },
  };
}

export function addressIn(channel: string, person: string, more: Partial<Address> = {}): Address {
  return {
    channelId: channel,
    user: { id: person, name: '' },
    bot: { id: 'bot', name: '' },
    conversation: { id: person, name: '', isGroup: false, conversationType: 'personal' },
    ...more,
  };
}

/** How sending fails; null when it does not. */
export async function failureOf(sending: Promise<unknown>): Promise<SendFailure | null> {
  try {
    await sending;
    return null;
  } catch (error) {
    if (error instanceof SendFailed) return error.failure;
    throw error;
  }
}

/** Lets sends of a channel fail as if its platform could not be reached: by the same channel told of a port where nobody listens. */
export function sometimesUnreachable(channel: Channel, elsewhere: Channel): { unreachable: boolean } {
  const switchOf = { unreachable: false };
  const deliver = channel.deliver.bind(channel);
  channel.deliver = (message, to) => (switchOf.unreachable ? elsewhere.deliver(message, to) : deliver(message, to));
  return switchOf;
}
