import { afterAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { ZaloOaChannel, type ZaloOaOptions } from '../../src/channels/zalo-oa/zalo-oa-channel.ts';
import { ZaloOaRefused } from '../../src/channels/zalo-oa/zalo-oa-client.ts';
import { toSendFailure } from '../../src/channels/zalo-oa/zalo-oa-failure.ts';
import { systemClock } from '../../src/core/clock.ts';
import { plain } from '../../src/core/outgoing.ts';
import { channelContract } from '../contracts/channel-contract.ts';
import { keptLog } from '../support/kept-log.ts';
import { startPlatforms } from '../support/platform-server/start.ts';
import { app, sign } from '../support/zalo-oa-server/platform.ts';
import { addressIn, failureOf, listener, sometimesUnreachable } from './bot-harness.ts';
import { keptTokens, stateOf, zaloOa } from './zalo-oa-harness.ts';

const server = await startPlatforms(new URL('../support/zalo-oa-server/main.ts', import.meta.url));
afterAll(() => server.stop());

const cs = '/v3.0/oa/message/cs';

async function started(options: Partial<ZaloOaOptions> = {}) {
  const bot = await zaloOa(server, options);
  onTestFinished(bot.stop);
  const people = listener();
  await bot.channel.open(people.receive);
  return { ...bot, people };
}

channelContract(
  'zalo-oa',
  ['throttled', 'unreachable', 'ambiguous', 'blocked', 'rejected', 'misconfigured'],
  async () => {
    const { platform, channel, lines, write, stop } = await zaloOa(server);
    const nowhere = new ZaloOaChannel({
      ...{ ...app, ...keptTokens(), refreshToken: 'none', clock: systemClock, log: keptLog().log },
      ...{ apiRoot: 'http://127.0.0.1:2', oauthRoot: 'http://127.0.0.1:2' },
    });
    const line = sometimesUnreachable(channel, nowhere);
    return {
      channel,
      open: (receive) => channel.open(receive),
      write: async (person, text) => void (await write(person, text)),
      screenOf: async (person) =>
        (await stateOf(platform)).sent.filter(({ userId }) => userId === person).map(({ text }) => text),
      press: null,
      deliverAgain: async () => void (await platform.control('again')),
      failNext: async (failure) => {
        line.unreachable = failure.kind === 'unreachable';
        const faults = {
          throttled: { kind: '429', retryAfter: 2 },
          ambiguous: { kind: 'hang-up-after' },
          blocked: { kind: 'status', status: -213, description: '' },
          rejected: { kind: 'status', status: -201, description: '' },
          misconfigured: { kind: 'status', status: -224, description: '' },
        } as const;
        const fault = faults[failure.kind as keyof typeof faults];
        if (fault) await platform.control('plan', { path: cs, faults: [fault] });
      },
      addressOf: async (person) => addressIn('zalo-oa', person),
      logged: () => lines.join('\n'),
      stop,
    };
  },
);

describe("The calls of an Official Account's webhook", () => {
  const body = JSON.stringify({ app_id: app.appId, event_name: 'user_send_text', timestamp: '1717061839659' });

  it.each([
    { what: 'no signature', headers: {}, status: 401 },
    { what: 'another signature', headers: { 'x-zevent-signature': `mac=${'0'.repeat(64)}` }, status: 401 },
    {
      what: 'one for another time',
      headers: { 'x-zevent-signature': `mac=${sign(body, '1717061839660')}` },
      status: 401,
    },
    { what: 'the right one', headers: { 'x-zevent-signature': `mac=${sign(body, '1717061839659')}` }, status: 200 },
    {
      what: 'the right one without "mac="',
      headers: { 'x-zevent-signature': sign(body, '1717061839659') },
      status: 200,
    },
  ])('with $what are answered $status', async ({ headers, status }) => {
    const bot = await started();
    expect((await fetch(bot.url, { method: 'POST', body, headers: headers as Record<string, string> })).status).toBe(
      status,
    );
    expect(bot.lines.join().includes('forged-call')).toBe(status === 401);
  });

  it('are refused with 400 when malformed and 413 when too large', async () => {
    const bot = await started();
    const call = async (content: string) => {
      const headers = { 'x-zevent-signature': `mac=${sign(content, '')}` };
      return (await fetch(bot.url, { method: 'POST', body: content, headers })).status;
    };
    expect(await call('{"event_name"')).toBe(400);
    expect(await call('x'.repeat(2 << 20))).toBe(413);
  });

  it('of kinds that are no message to us are answered 200 and ignored', async () => {
    const bot = await started();
    for (const event of ['user_seen_message', 'oa_send_text', 'user_send_group_text', 'toString']) {
      await bot.platform.control('say', { event, person: 'lan', message: { text: 'x' } });
    }
    await vi.waitFor(async () => expect((await stateOf(bot.platform)).statuses).toEqual([200, 200, 200, 200]));
    expect(bot.people.heard).toEqual([]);
  });

  it('say that she is gone when she unfollows', async () => {
    const bot = await started();
    await bot.platform.control('raw', { event_name: 'unfollow', follower: { id: 'lan' }, oa_id: 'oa' });
    await bot.people.hears(1);
    expect(bot.people.heard).toMatchObject([{ person: 'lan', text: '', facts: { gone: true, scope: 'private' } }]);
  });

  it('are answered within two seconds, also when a turn takes longer; the repetition has no second turn', async () => {
    const bot = await started();
    bot.people.answer = async () => {
      await new Promise((resolve) => setTimeout(resolve, 2_600));
      return { outcome: 'done' };
    };
    await bot.platform.control('rules', { pausesMs: [1_500, 1_500] });
    const before = Date.now();
    await bot.write('lan', 'lượt chậm');
    await vi.waitFor(async () => expect((await stateOf(bot.platform)).statuses).toEqual([503, 200]), {
      timeout: 8_000,
    });
    expect(Date.now() - before).toBeLessThan(8_000);
    expect(bot.people.texts()).toEqual(['lượt chậm']);
  });

  it('are repeated by Zalo after a turn that failed, until it is done', async () => {
    const bot = await started();
    let failures = 2;
    bot.people.answer = async () => {
      failures -= 1;
      if (failures >= 0) throw new Error('the turn failed');
      return { outcome: 'done' };
    };
    await bot.write('lan', 'một');
    await vi.waitFor(async () => expect((await stateOf(bot.platform)).statuses).toEqual([503, 503, 200]), {
      timeout: 5_000,
    });
    expect(new Set(bot.people.heard.map(({ id }) => id)).size).toBe(1);
  });
});

describe('What an Official Account sends', () => {
  it('names the message it answers, so that it counts as an answer', async () => {
    const bot = await started();
    const msgId = await bot.write('lan', 'chào');
    await bot.people.hears(1);
    const to = addressIn('zalo-oa', 'lan', { activityId: bot.people.heard[0]?.id ?? '' });
    await bot.channel.deliver(plain('Chào chị.'), to);
    const old = `m${msgId}.${Date.now() - 49 * 3_600_000}`;
    await bot.channel.deliver(plain('Tin của em.'), { ...to, activityId: old });
    expect((await stateOf(bot.platform)).sent).toMatchObject([
      { text: 'Chào chị.', answered: msgId },
      { text: 'Tin của em.', answered: null },
    ]);
  });

  it('is refused outside the window of seven days, and says so', async () => {
    const bot = await started();
    await bot.platform.control('wroteAt', { person: 'lan', at: Date.now() - 8 * 86_400_000 });
    const failure = await failureOf(bot.channel.deliver(plain('Tin tuần'), addressIn('zalo-oa', 'lan')));
    expect(failure).toEqual({ kind: 'rejected', code: 'out-of-window -230' });
    expect(bot.channel.health()).toEqual({ state: 'well' });
  });

  it('of our own accord stops after eight messages, answers counted, and goes on when she has written again', async () => {
    const bot = await started();
    await bot.platform.control('settings', { freeMessages: 8 });
    const msgId = await bot.write('lan', 'chào');
    await bot.people.hears(1);
    const push = () => failureOf(bot.channel.deliver(plain('Tin đợt'), addressIn('zalo-oa', 'lan')));
    await bot.channel.deliver(plain('Chào chị.'), {
      ...addressIn('zalo-oa', 'lan'),
      activityId: `m${msgId}.${Date.now()}`,
    });
    for (let n = 0; n < 7; n++) expect(await push()).toBeNull();
    expect(await push()).toEqual({ kind: 'rejected', code: 'out-of-window: free messages used up' });
    expect((await stateOf(bot.platform)).sent).toHaveLength(8);
    await bot.write('lan', 'vâng');
    await bot.people.hears(2);
    expect(await push()).toBeNull();
  });

  it('of our own accord is not begun when its last part would no longer be free', async () => {
    const bot = await started();
    await bot.platform.control('settings', { freeMessages: 8 });
    await bot.write('lan', 'chào');
    await bot.people.hears(1);
    const to = addressIn('zalo-oa', 'lan');
    for (let n = 0; n < 7; n++) await bot.channel.deliver(plain(`Tin ${n}`), to);
    const long = plain('Một câu dài của bản tin. '.repeat(150).trim());
    expect(await failureOf(bot.channel.deliver(long, to))).toMatchObject({ kind: 'rejected' });
    expect((await stateOf(bot.platform)).sent).toHaveLength(7);
  });

  it('takes a picture along with its text', async () => {
    const bot = await started();
    await bot.write('lan', 'chào');
    const png = new Uint8Array([137, 80, 78, 71, 1, 2, 3]);
    await bot.channel.deliver({ text: 'Bản tin tuần', photo: { png, alt: 'Biểu đồ' } }, addressIn('zalo-oa', 'lan'));
    const { sent, pictures } = await stateOf(bot.platform);
    expect(sent).toHaveLength(1);
    expect(pictures[sent[0]?.picture ?? '']).toBe(7);
  });

  it.each([
    { code: -213, failure: { kind: 'blocked' } },
    { code: -230, failure: { kind: 'rejected', code: 'out-of-window -230' } },
    { code: -218, failure: { kind: 'rejected', code: 'out-of-window: quota of the person -218' } },
    { code: -211, failure: { kind: 'throttled', waitMs: 3_600_000 } },
    { code: -32, failure: { kind: 'throttled', waitMs: 60_000 } },
    { code: -216, failure: { kind: 'misconfigured', code: '-216' } },
    { code: -200, failure: { kind: 'unreachable' } },
    { code: -999, failure: { kind: 'rejected', code: '-999' } },
    { code: 503, failure: { kind: 'ambiguous' } },
  ])('failing with $code is $failure.kind', ({ code, failure }) => {
    expect(toSendFailure(new ZaloOaRefused(code))).toEqual(failure);
  });
});
