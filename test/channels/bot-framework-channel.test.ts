import { ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import { afterAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import {
  BotFrameworkChannel,
  type BotFrameworkOptions,
} from '../../src/channels/bot-framework/bot-framework-channel.ts';
import { systemClock } from '../../src/core/clock.ts';
import { plain } from '../../src/core/outgoing.ts';
import { channelContract } from '../contracts/channel-contract.ts';
import { appId, botToken, issuer } from '../support/direct-line/platform.ts';
import { keptLog } from '../support/kept-log.ts';
import { type PlatformProcess, startPlatforms } from '../support/platform-server/start.ts';
import { addressIn, failureOf, listener, publicAddress } from './bot-harness.ts';

interface State {
  sent: {
    conversation: string;
    text: string;
    id: string;
    replyToId: string | null;
    deleted: boolean;
    attachments: { contentType: string; contentUrl?: string }[];
  }[];
  statuses: number[];
}

const server = await startPlatforms(new URL('../support/direct-line/main.ts', import.meta.url));
afterAll(() => server.stop());

const stateOf = async (platform: PlatformProcess) => (await platform.control('state')) as State;

async function botOn(platform: PlatformProcess, options: Partial<BotFrameworkOptions> = {}) {
  const { log, lines } = keptLog();
  const page = await publicAddress();
  const channel = new BotFrameworkChannel({ clock: systemClock, log, ...options });
  await page.serve(channel.routes);
  await platform.control('settings', { hookUrl: `${page.url}/api/messages` });
  const people = listener();
  return {
    ...{ platform, channel, lines, people, url: `${page.url}/api/messages` },
    addressOf: (person: string) => addressIn('bot-framework', person, { serviceUrl: platform.root }),
    write: (person: string, text: string, fields: object = {}) => platform.control('write', { person, text, fields }),
    async stop() {
      await channel.close();
      await page.close();
    },
  };
}

async function started(options: Partial<BotFrameworkOptions> = {}) {
  const bot = await botOn(await server.another(), options);
  onTestFinished(bot.stop);
  await bot.channel.open(bot.people.receive);
  return bot;
}

channelContract(
  'bot-framework',
  ['throttled', 'unreachable', 'ambiguous', 'blocked', 'rejected', 'misconfigured'],
  async () => {
    const { platform, channel, lines, addressOf, write, stop } = await botOn(await server.another());
    let serviceUrl = platform.root;
    return {
      channel,
      open: (receive) => channel.open(receive),
      write: async (person, text) => void (await write(person, text)),
      screenOf: async (person) =>
        (await stateOf(platform)).sent.filter(({ conversation }) => conversation === person).map(({ text }) => text),
      press: async (person, label) => void (await platform.control('press', { person, label })),
      deliverAgain: async () => void (await platform.control('again')),
      failNext: async (failure) => {
        if (failure.kind === 'unreachable') serviceUrl = 'http://127.0.0.1:2';
        const faults = {
          throttled: { kind: '429', retryAfter: 2 },
          ambiguous: { kind: 'hang-up-after' },
          blocked: { kind: 'status', status: 403, description: 'ConversationBlockedByUser' },
          rejected: { kind: 'status', status: 400, description: 'BadArgument' },
          misconfigured: { kind: 'status', status: 401, description: 'Unauthorized' },
        } as const;
        const fault = faults[failure.kind as keyof typeof faults];
        if (fault) await platform.control('plan', { method: 'POST', faults: [fault] });
      },
      // Read at the time of sending, so that `failNext` counts for an address taken before.
      addressOf: async (person) => ({
        ...addressOf(person),
        get serviceUrl() {
          return serviceUrl;
        },
      }),
      logged: () => lines.join('\n'),
      stop,
    };
  },
);

describe('Without an app id', () => {
  const message = { type: 'message', id: '1', from: { id: 'lan' }, conversation: { id: 'lan' }, text: 'chào' };
  const post = async (url: string, body: unknown, headers: Record<string, string> = {}) =>
    (await fetch(url, { method: 'POST', body: JSON.stringify(body), headers })).status;

  it.each([
    {
      what: 'a caller through a proxy',
      serviceUrl: 'http://127.0.0.1:3978',
      headers: { 'x-forwarded-for': '203.0.113.9' },
      status: 401,
    },
    { what: 'an answer to be sent elsewhere', serviceUrl: 'https://attacker.example', headers: {}, status: 401 },
    {
      what: 'an address that only looks like this machine',
      serviceUrl: 'http://127.0.0.1.attacker.example',
      headers: {},
      status: 401,
    },
    { what: 'a program on this machine', serviceUrl: 'http://localhost:3978', headers: {}, status: 200 },
  ])('$what gets $status', async ({ serviceUrl, headers, status }) => {
    const bot = await started();
    expect(await post(bot.url, { ...message, serviceUrl }, headers as Record<string, string>)).toBe(status);
    expect(bot.people.heard).toHaveLength(status === 200 ? 1 : 0);
  });

  it('nothing is sent to another machine', async () => {
    const bot = await started();
    const to = addressIn('bot-framework', 'lan', { serviceUrl: 'https://smba.trafficmanager.net/apac/' });
    expect(await failureOf(bot.channel.deliver(plain('x'), to))).toEqual({ kind: 'misconfigured', code: 'no app id' });
  });

  it.each([{ body: 'no object' }, { body: [] }, { body: { text: 'x' } }])(
    'what is no activity gets 400',
    async ({ body }) => {
      const bot = await started();
      expect(await post(bot.url, body)).toBe(400);
    },
  );
});

describe('With an app id', () => {
  /** Microsoft's part played by the local platform: its keys, its issuer, its tokens. */
  async function signed() {
    const platform = await server.another();
    await platform.control('settings', { signs: true });
    const authentication = new ConfigurationBotFrameworkAuthentication(
      {
        ...{ ToBotFromChannelTokenIssuer: issuer, ToBotFromChannelOpenIdMetadataUrl: `${platform.root}/openid` },
        ...{ ToBotFromEmulatorOpenIdMetadataUrl: `${platform.root}/openid`, ToChannelFromBotOAuthScope: issuer },
        ...{ ToChannelFromBotLoginUrl: `${platform.root}/login`, OAuthUrl: `${platform.root}/oauth`, CallerId: '' },
        ValidateAuthority: 'false',
      },
      {
        isValidAppId: async (id: string) => id === appId,
        isAuthenticationDisabled: async () => false,
        createCredentials: async () => ({
          signRequest: async (request: { headers: { set(name: string, value: string): void } }) => {
            request.headers.set('authorization', `Bearer ${botToken}`);
            return request as never;
          },
        }),
      } as never,
      undefined,
      undefined,
    );
    const bot = await botOn(platform, { app: { id: appId, password: 'not used' }, authentication });
    onTestFinished(bot.stop);
    await bot.channel.open(bot.people.receive);
    return bot;
  }

  it('a call that Microsoft signed is answered, and the bot may write first', async () => {
    const bot = await signed();
    await bot.write('lan', 'chào');
    await bot.people.hears(1);
    await bot.channel.deliver(plain('Chào chị.'), bot.addressOf('lan'));
    const { sent, statuses } = await stateOf(bot.platform);
    expect(statuses).toEqual([200]);
    expect(sent.map(({ text }) => text)).toEqual(['Chào chị.']);
  });

  it.each([
    { what: 'no signature', spoil: () => '' },
    { what: 'a signature cut short', spoil: (token: string) => `Bearer ${token.slice(0, -8)}` },
    { what: 'a token that is none', spoil: () => 'Bearer abc' },
  ])('a call with $what gets 401', async ({ spoil }) => {
    const bot = await signed();
    const token = (await bot.platform.control('token')) as string;
    const body = {
      type: 'message',
      id: '1',
      channelId: 'directline',
      serviceUrl: bot.platform.root,
      from: { id: 'lan' },
      conversation: { id: 'lan' },
      text: 'x',
    };
    const headers = { authorization: spoil(token) };
    expect((await fetch(bot.url, { method: 'POST', body: JSON.stringify(body), headers })).status).toBe(401);
    expect(bot.people.heard).toEqual([]);
    expect(bot.lines.join()).toContain('bot-framework.forged-call');
  });

  it('a call signed for another service address gets 401', async () => {
    const bot = await signed();
    await bot.write('lan', 'x', { serviceUrl: 'https://attacker.example' });
    await vi.waitFor(async () => expect((await stateOf(bot.platform)).statuses).toEqual([401]));
    expect(bot.people.heard).toEqual([]);
  });
});

describe('Teams', () => {
  const group = { id: 'group-1', conversationType: 'groupChat', isGroup: true };

  it('is heard in a group only where it mentions the bot, without the mention', async () => {
    const bot = await started();
    const entities = [{ type: 'mention', mentioned: { id: 'bot' }, text: '<at>Tổ Ấm</at>' }];
    await bot.write('lan', 'mai họp nhé', { conversation: group });
    await bot.write('lan', '<at>Tổ Ấm</at> 28/6 là ngày gì', { conversation: group, entities });
    await bot.people.hears(1);
    expect(bot.people.heard).toMatchObject([{ text: '28/6 là ngày gì', facts: { scope: 'group', addressed: true } }]);
  });

  it.each([{ type: 'typing' }, { type: 'conversationUpdate' }, { type: 'invoke' }, { type: 'somethingNew' }])(
    'may send $type: answered 200 and ignored',
    async ({ type }) => {
      const bot = await started();
      await bot.write('lan', '', { type });
      await vi.waitFor(async () => expect((await stateOf(bot.platform)).statuses.at(0)).toBeLessThan(502));
      expect(bot.people.heard).toEqual([]);
    },
  );

  it('says that she is gone when she takes the bot away', async () => {
    const bot = await started();
    await bot.write('lan', '', { type: 'installationUpdate', action: 'remove' });
    await bot.people.hears(1);
    expect(bot.people.heard[0]).toMatchObject({ text: '', facts: { gone: true } });
  });

  it('shows a picture in its message and deletes a message of ours', async () => {
    const bot = await started();
    const png = new Uint8Array([137, 80, 78, 71]);
    const { messageIds } = await bot.channel.deliver(
      { text: 'Bản tin', photo: { png, alt: 'Biểu đồ' } },
      bot.addressOf('lan'),
    );
    expect(await bot.channel.erase(messageIds, bot.addressOf('lan'))).toBe(1);
    const [sent] = (await stateOf(bot.platform)).sent;
    expect(sent).toMatchObject({ text: 'Bản tin', deleted: true, attachments: [{ contentType: 'image/png' }] });
  });
});
