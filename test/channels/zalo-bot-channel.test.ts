import { afterAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { ZaloBotChannel, type ZaloBotOptions } from '../../src/channels/zalo-bot/zalo-bot-channel.ts';
import { systemClock } from '../../src/core/clock.ts';
import { plain } from '../../src/core/outgoing.ts';
import { type ChannelUnderTest, channelContract } from '../contracts/channel-contract.ts';
import { keptLog } from '../support/kept-log.ts';
import { startPlatforms } from '../support/platform-server/start.ts';
import { token } from '../support/zalo-bot-server/platform.ts';
import { addressIn, failureOf, listener, sometimesUnreachable } from './bot-harness.ts';
import { stateOf, zaloBot } from './zalo-bot-harness.ts';

const server = await startPlatforms(new URL('../support/zalo-bot-server/main.ts', import.meta.url));
afterAll(() => server.stop());

async function started(mode: 'poll' | 'webhook', options: Partial<ZaloBotOptions> = {}) {
  const bot = await zaloBot(server, mode, options);
  onTestFinished(bot.stop);
  const people = listener();
  await bot.channel.open(people.receive);
  return { ...bot, people };
}

async function underContract(mode: 'poll' | 'webhook'): Promise<ChannelUnderTest> {
  const { platform, channel, lines, write, stop } = await zaloBot(server, mode);
  const nowhere = new ZaloBotChannel({ token, apiRoot: 'http://127.0.0.1:2', clock: systemClock, log: keptLog().log });
  const line = sometimesUnreachable(channel, nowhere);
  return {
    channel,
    open: (receive) => channel.open(receive),
    write: async (person, text) => void (await write(person, text)),
    screenOf: async (person) =>
      (await stateOf(platform)).sent.filter(({ chatId }) => chatId === person).map(({ text }) => text),
    press: null,
    deliverAgain: mode === 'poll' ? null : async () => void (await platform.control('again')),
    failNext: async (failure) => {
      line.unreachable = failure.kind === 'unreachable';
      const faults = {
        throttled: { kind: '429', retryAfter: 2 },
        ambiguous: { kind: 'hang-up-after' },
        rejected: { kind: 'status', status: 400, description: 'chat_id not found' },
        misconfigured: { kind: 'status', status: 401, description: 'Unauthorized' },
      } as const;
      const fault = faults[failure.kind as keyof typeof faults];
      if (fault) await platform.control('plan', { method: 'sendMessage', faults: [fault] });
    },
    addressOf: async (person) => addressIn('zalo-bot', person),
    logged: () => lines.join('\n'),
    stop,
  };
}

const fails = ['throttled', 'unreachable', 'ambiguous', 'rejected', 'misconfigured'] as const;
channelContract('zalo-bot (called by webhook)', fails, () => underContract('webhook'));
channelContract('zalo-bot (asking)', fails, () => underContract('poll'));

describe('A Zalo bot that asks for its messages', () => {
  it('takes the empty answer of an idle poll for health, and hears what comes after it', async () => {
    const bot = await started('poll');
    await bot.platform.control('settings', { pollSeconds: 0.2 });
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(bot.channel.health()).toEqual({ state: 'well' });
    expect(bot.lines.join()).not.toContain('asking-failed');
    await bot.write('lan', 'sau lúc vắng');
    await bot.people.hears(1);
    expect(bot.people.texts()).toEqual(['sau lúc vắng']);
  });

  it('says at the start that a webhook is set elsewhere, and does not take it away', async () => {
    const bot = await zaloBot(server, 'poll');
    onTestFinished(bot.stop);
    const webhook = { url: 'https://example.org/other', secret: 'somebody-elses' };
    await bot.platform.control('settings', { webhook });
    await bot.channel.open(async () => ({ outcome: 'done' }));
    expect(bot.channel.health()).toMatchObject({ state: 'ill', because: expect.stringContaining('TA-CHANNEL-002') });
    expect((await stateOf(bot.platform)).webhook).toEqual(webhook);
  });

  it('tries a failed turn again itself, because the platform never shows a message twice', async () => {
    const bot = await started('poll');
    let failures = 2;
    bot.people.answer = async () => {
      failures -= 1;
      if (failures >= 0) throw new Error('the turn failed');
      return { outcome: 'done' };
    };
    await bot.write('lan', 'một');
    await bot.people.hears(3);
    expect(bot.people.texts()).toEqual(['một', 'một', 'một']);
  });

  it('goes on after 429, 502 and a dead connection', async () => {
    const bot = await zaloBot(server, 'poll');
    onTestFinished(bot.stop);
    await bot.platform.control('plan', {
      method: 'getUpdates',
      faults: [
        { kind: '429', retryAfter: 1 },
        { kind: 'status', status: 502, description: 'Bad Gateway' },
        { kind: 'hang-up-before' },
      ],
    });
    const people = listener();
    await bot.channel.open(people.receive);
    await bot.write('lan', 'vẫn đến');
    await people.hears(1);
    expect(bot.channel.health()).toEqual({ state: 'well' });
  });

  it('is ill with a wrong token, does not hold up the start, and keeps the token out of the log', async () => {
    const bot = await started('poll', { token: '999:wrong-token' });
    expect(bot.channel.health()).toMatchObject({ state: 'ill', because: expect.stringContaining('TA-CHANNEL-001') });
    expect(bot.lines.join()).not.toContain('wrong-token');
  });
});

describe('A Zalo bot that is called by webhook', () => {
  it('refuses forged calls with 401 and counts them, malformed ones with 400, oversized ones with 413', async () => {
    const bot = await started('webhook');
    const secret = (await stateOf(bot.platform)).webhook?.secret ?? '';
    const call = async (body: string, headers: Record<string, string>) =>
      (await fetch(`${bot.url}/hooks/zalo-bot`, { method: 'POST', body, headers })).status;
    expect(await call('{}', {})).toBe(401);
    expect(await call('{}', { 'x-bot-api-secret-token': `${secret}x` })).toBe(401);
    expect(await call('{"event_name":', { 'x-bot-api-secret-token': secret })).toBe(400);
    expect(await call(JSON.stringify({ text: 'x'.repeat(2 << 20) }), { 'x-bot-api-secret-token': secret })).toBe(413);
    expect(bot.lines.filter((line) => line.includes('zalo-bot.forged-call')).at(-1)).toContain('"count":2');
    expect(bot.people.heard).toEqual([]);
  });

  it.each([
    { event: 'message.reaction.received', fields: { text: 'x' }, because: 'unknown kinds are ignored' },
    {
      event: 'message.text.received',
      fields: { text: 'x', from: { id: 'b', is_bot: true } },
      because: 'bots are not answered',
    },
  ])('answers $event with 200 and does nothing: $because', async ({ event, fields }) => {
    const bot = await started('webhook');
    await bot.platform.control('say', { event, person: 'lan', fields });
    await vi.waitFor(async () => expect((await stateOf(bot.platform)).statuses).toEqual([200]));
    expect(bot.people.heard).toEqual([]);
  });

  it('accepts "unsupported" events of protected people, with a message and without', async () => {
    const bot = await started('webhook');
    await bot.platform.control('raw', { update: { event_name: 'message.unsupported.received' } });
    await bot.platform.control('say', { event: 'message.unsupported.received', person: 'lan', fields: {} });
    await bot.people.hears(1);
    expect(bot.people.heard[0]?.facts).toMatchObject({ carries: 'unsupported', scope: 'private' });
    expect((await stateOf(bot.platform)).statuses).toEqual([200, 200]);
  });

  it('reads updates that are wrapped in ok and result as well', async () => {
    const bot = await started('webhook');
    await bot.platform.control('settings', { wraps: true });
    await bot.write('lan', 'gói kín');
    await bot.people.hears(1);
    expect(bot.people.texts()).toEqual(['gói kín']);
  });

  it('answers 503 for a turn that failed or was refused, and the repetition has its one effect', async () => {
    const bot = await started('webhook');
    let tries = 0;
    bot.people.answer = async () => {
      tries += 1;
      if (tries === 1) throw new Error('the turn failed');
      return tries === 2 ? { outcome: 'refused', because: 'busy' } : { outcome: 'done' };
    };
    await bot.write('lan', 'một');
    await vi.waitFor(async () => expect((await stateOf(bot.platform)).statuses).toEqual([503, 503, 200]));
    expect(new Set(bot.people.heard.map(({ id }) => id)).size).toBe(1);
  });

  it('hears in a group only what mentions it, without the mention', async () => {
    const bot = await started('webhook');
    const chat = { id: 'group-7' };
    await bot.platform.control('write', { person: 'lan', text: 'mai họp nhé các chị', chat });
    await bot.platform.control('write', { person: 'lan', text: '@Bot Tổ Ấm 28/6 là ngày gì', chat });
    await bot.people.hears(1);
    expect(bot.people.heard).toMatchObject([
      { text: '28/6 là ngày gì', conversation: 'group-7', facts: { scope: 'group', addressed: true } },
    ]);
  });

  it('loads a photo she sent, unless it is larger than wanted, and none from an address inside this network', async () => {
    const bot = await started('webhook');
    await bot.platform.control('file', { id: 'p.jpg', base64: Buffer.from('a picture').toString('base64') });
    const photo = `${bot.platform.root}/files/p.jpg`;
    for (const photo_url of [photo, 'http://169.254.169.254/latest']) {
      await bot.platform.control('say', { event: 'message.image.received', person: 'lan', fields: { photo_url } });
    }
    await bot.people.hears(2);
    const [hers, inside] = bot.people.heard;
    expect(hers?.facts.carries).toBe('photo');
    expect(Buffer.from((await hers?.facts.loadPhoto?.(100)) ?? []).toString()).toBe('a picture');
    expect(await hers?.facts.loadPhoto?.(3)).toBeNull();
    expect(await inside?.facts.loadPhoto?.(100)).toBeNull();
  });

  it('sends a picture by an address that nobody can guess and that shows it', async () => {
    const bot = await started('webhook');
    const png = new Uint8Array([137, 80, 78, 71, 1, 2, 3]);
    await bot.channel.deliver({ text: 'Bản tin tuần', photo: { png, alt: 'Biểu đồ' } }, addressIn('zalo-bot', 'lan'));
    const { sent } = await stateOf(bot.platform);
    expect(sent.map(({ text }) => text)).toEqual(['', 'Bản tin tuần']);
    const address = sent[0]?.photo ?? '';
    expect(address).toMatch(/\?id=[\w-]{22}$/);
    expect(new Uint8Array(await (await fetch(address)).arrayBuffer())).toEqual(png);
    expect((await fetch(`${address}x`)).status).toBe(404);
  });

  it('loses nothing of a storm: every call is answered 200, or 503 and comes again', async () => {
    const bot = await started('webhook');
    const seen = new Set<string>();
    bot.people.answer = async ({ id }) => {
      await new Promise((resolve) => setTimeout(resolve, 2));
      if (seen.has(id)) return { outcome: 'seen-before' };
      seen.add(id);
      return { outcome: 'done' };
    };
    const secret = (await stateOf(bot.platform)).webhook?.secret ?? '';
    const statuses = new Map<number, number>();
    const call = async (n: number): Promise<void> => {
      const message = {
        message_id: `storm-${n}`,
        from: { id: `p${n % 500}` },
        chat: { id: `p${n % 500}` },
        text: 'bão',
      };
      const { status } = await fetch(`${bot.url}/hooks/zalo-bot`, {
        method: 'POST',
        headers: { 'x-bot-api-secret-token': secret },
        body: JSON.stringify({ event_name: 'message.text.received', message }),
      });
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      if (status === 503) return call(n);
    };
    for (let at = 0; at < 1_200; at += 300) await Promise.all(Array.from({ length: 300 }, (_, i) => call(at + i)));
    expect(seen.size).toBe(1_200);
    expect(statuses.get(200)).toBe(1_200);
    expect([...statuses.keys()].every((status) => status === 200 || status === 503)).toBe(true);
  });
});

describe('A Zalo bot, when messages go out', () => {
  it.each([
    { status: 401, failure: { kind: 'misconfigured', code: '401' } },
    { status: 403, failure: { kind: 'unreachable' } },
    { status: 408, failure: { kind: 'ambiguous' } },
    { status: 502, failure: { kind: 'ambiguous' } },
    { status: 400, failure: { kind: 'rejected', code: '400' } },
  ])('calls $status $failure.kind', async ({ status, failure }) => {
    const bot = await started('poll');
    await bot.platform.control('plan', {
      method: 'sendMessage',
      faults: [{ kind: 'status', status, description: 'x' }],
    });
    expect(await failureOf(bot.channel.deliver(plain('chào'), addressIn('zalo-bot', 'lan')))).toEqual(failure);
  });

  it('takes ok:false inside HTTP 200 for the failure it is', async () => {
    const bot = await started('poll');
    expect(await failureOf(bot.channel.deliver(plain(''), addressIn('zalo-bot', 'lan')))).toEqual({
      kind: 'rejected',
      code: '400',
    });
  });

  it('waits a minute after a 429 without a time', async () => {
    const bot = await started('poll');
    await bot.platform.control('plan', {
      method: 'sendMessage',
      faults: [{ kind: 'status', status: 429, description: 'quota' }],
    });
    const failure = await failureOf(bot.channel.deliver(plain('chào'), addressIn('zalo-bot', 'lan')));
    expect(failure).toEqual({ kind: 'throttled', waitMs: 60_000 });
  });
});
