import { afterAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { logInByQr } from '../../src/channels/zalo-personal/zalo-personal-login.ts';
import { systemClock } from '../../src/core/clock.ts';
import { plain } from '../../src/core/outgoing.ts';
import { channelContract } from '../contracts/channel-contract.ts';
import { startPlatforms } from '../support/platform-server/start.ts';
import { ownId } from '../support/zalo-personal-server/platform.ts';
import { addressIn, failureOf, listener } from './bot-harness.ts';
import { keptState, stateOf, toLocal, zaloPersonal } from './zalo-personal-harness.ts';

const server = await startPlatforms(new URL('../support/zalo-personal-server/main.ts', import.meta.url));
afterAll(() => server.stop());

const well = (channel: { health(): { state: string } }) =>
  vi.waitFor(() => expect(channel.health().state).toBe('well'), { timeout: 10_000 });

async function started(options: Parameters<typeof zaloPersonal>[1] = {}) {
  const platform = await server.another();
  const bot = zaloPersonal(platform, options);
  onTestFinished(() => bot.channel.close());
  const people = listener();
  await bot.channel.open(people.receive);
  return {
    ...bot,
    platform,
    people,
    write: (person: string, text: string) => platform.control('write', { person, text }),
  };
}

async function startedWell(options: Parameters<typeof zaloPersonal>[1] = {}) {
  const bot = await started(options);
  await well(bot.channel);
  return bot;
}

const idOf = (person: string) => `2${[...person].map((letter) => letter.charCodeAt(0)).join('')}`;

channelContract('zalo-personal', ['unreachable', 'ambiguous', 'blocked', 'rejected'], async () => {
  const platform = await server.another();
  let unreachable = false;
  const local = toLocal(platform.root);
  const { channel, lines } = zaloPersonal(platform, {
    fetch: (input, init) => (unreachable ? fetch('http://127.0.0.1:2/', init) : local(input, init)),
  });
  return {
    channel,
    open: async (receive) => {
      await channel.open(receive);
      await well(channel);
    },
    write: async (person, text) => void (await platform.control('write', { person: idOf(person), text })),
    screenOf: async (person) =>
      (await stateOf(platform)).sent.filter(({ threadId }) => threadId === idOf(person)).map(({ text }) => text),
    press: null,
    deliverAgain: null,
    failNext: async (failure) => {
      unreachable = failure.kind === 'unreachable';
      const faults = {
        ambiguous: { kind: 'hang-up-after' },
        blocked: { kind: 'status', status: 123, description: '' },
        rejected: { kind: 'status', status: 114, description: '' },
      } as const;
      const fault = faults[failure.kind as keyof typeof faults];
      if (fault) await platform.control('plan', { path: '/api/message/sms', faults: [fault] });
    },
    addressOf: async (person) => addressIn('zalo-personal', idOf(person)),
    logged: () => lines.join('\n'),
    stop: () => channel.close(),
  };
});

describe('A personal account', () => {
  it('comes back after 1006 and asks for what it has missed; nothing comes twice', async () => {
    const bot = await startedWell();
    await bot.write('201', 'trước');
    await bot.people.hears(1);
    await bot.platform.control('close', { code: 1006 });
    await bot.write('201', 'trong lúc mất mạng');
    await vi.waitFor(async () => expect((await stateOf(bot.platform)).connections).toBe(2), { timeout: 5_000 });
    await bot.people.hears(2);
    await bot.write('201', 'sau');
    await bot.people.hears(3);
    expect(bot.people.texts()).toEqual(['trước', 'trong lúc mất mạng', 'sau']);
    expect((await stateOf(bot.platform)).logins).toBe(1);
  });

  it('after a restart reads what came while it was off, and not the talk from before its first start', async () => {
    const platform = await server.another();
    await platform.control('write', { person: '201', text: 'chuyện cũ của chủ tài khoản', ts: Date.now() - 3_600_000 });
    const kept = keptState();
    const first = zaloPersonal(platform, { kept });
    const people = listener();
    await first.channel.open(people.receive);
    await well(first.channel);
    await platform.control('write', { person: '201', text: 'một' });
    await people.hears(1);
    await first.channel.close();
    await platform.control('write', { person: '201', text: 'hai' });
    const next = zaloPersonal(platform, { kept });
    onTestFinished(() => next.channel.close());
    await next.channel.open(people.receive);
    await people.hears(2);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(people.texts()).toEqual(['một', 'hai']);
  });

  it.each([3000, 3003])(
    'switches itself off on %i, also for the next start, until somebody logs in again',
    async (code) => {
      const bot = await startedWell();
      await bot.platform.control('close', { code });
      await vi.waitFor(() => expect(bot.channel.health().state).toBe('off'));
      expect(bot.lines.join()).toContain('TA-CHANNEL-003');
      const failure = await failureOf(bot.channel.deliver(plain('chào'), addressIn('zalo-personal', '201')));
      expect(failure).toEqual({ kind: 'misconfigured', code: 'TA-CHANNEL-003' });
      await vi.waitFor(() => expect(bot.kept.saved.at(-1)?.broken).not.toBeNull());
      const restarted = zaloPersonal(bot.platform, { kept: bot.kept });
      await restarted.channel.open(bot.people.receive);
      expect(restarted.channel.health()).toMatchObject({
        state: 'off',
        because: expect.stringContaining('TA-CHANNEL-003'),
      });
      await restarted.channel.close();
      expect((await stateOf(bot.platform)).logins).toBe(1);
    },
  );

  it('switches itself off when Zalo refuses the log-in, after one try', async () => {
    const platform = await server.another();
    await platform.control('settings', { loginIs: 'refused' });
    const bot = zaloPersonal(platform);
    onTestFinished(() => bot.channel.close());
    await bot.channel.open(async () => ({ outcome: 'done' }));
    await vi.waitFor(() => expect(bot.channel.health().state).toBe('off'), { timeout: 5_000 });
    expect((await stateOf(platform)).logins).toBe(1);
  });

  it('only waits while Zalo cannot be reached at the log-in', async () => {
    const platform = await server.another();
    await platform.control('settings', { loginIs: 'down' });
    const bot = zaloPersonal(platform);
    onTestFinished(() => bot.channel.close());
    await bot.channel.open(async () => ({ outcome: 'done' }));
    await vi.waitFor(() => expect(bot.channel.health().state).toBe('ill'));
    await platform.control('settings', { loginIs: 'fine' });
    await well(bot.channel);
  });

  it('says what to do when nobody has logged in, and stands in no way', async () => {
    const bot = await started({ loadSession: async () => null });
    expect(bot.channel.health()).toMatchObject({ state: 'ill', because: expect.stringContaining('TA-CHANNEL-001') });
    expect(await failureOf(bot.channel.deliver(plain('x'), addressIn('zalo-personal', '201')))).toEqual({
      kind: 'unreachable',
    });
  });

  it('takes an empty answer to a send for the failure it is', async () => {
    const bot = await startedWell();
    await bot.platform.control('plan', {
      path: '/api/message/sms',
      faults: [{ kind: 'status', status: -1, description: '' }],
    });
    const failure = await failureOf(bot.channel.deliver(plain('chào'), addressIn('zalo-personal', '201')));
    expect(failure).toEqual({ kind: 'throttled', waitMs: 900_000 });
  });

  it('holds back after "too many requests" (221)', async () => {
    const bot = await startedWell();
    await bot.platform.control('plan', {
      path: '/api/message/sms',
      faults: [{ kind: 'status', status: 221, description: '' }],
    });
    const failure = await failureOf(bot.channel.deliver(plain('chào'), addressIn('zalo-personal', '201')));
    expect(failure).toEqual({ kind: 'throttled', waitMs: 3_600_000 });
  });

  it('sends no more of its own accord than the cap of a day, but always answers', async () => {
    const bot = await startedWell({ dailyCap: 2 });
    const to = (person: string) => addressIn('zalo-personal', person);
    for (const person of ['301', '302']) await bot.channel.deliver(plain('tin'), to(person));
    expect(await failureOf(bot.channel.deliver(plain('tin'), to('303')))).toMatchObject({ kind: 'throttled' });
    await bot.write('304', 'chào');
    await bot.people.hears(1);
    await bot.channel.deliver(plain('Chào chị.'), to('304'));
    expect((await stateOf(bot.platform)).sent.map(({ threadId }) => threadId)).toEqual(['301', '302', '304']);
  });

  it('accepts friend requests after a pause', async () => {
    const bot = await startedWell();
    await bot.platform.control('friendRequest', { person: '401' });
    await vi.waitFor(async () => expect((await stateOf(bot.platform)).accepted).toEqual(['401']));
  });

  it('hears in a group only what mentions it, without the mention, and answers there', async () => {
    const bot = await startedWell();
    await bot.platform.control('write', { person: '201', group: '9001', text: 'mai họp nhé' });
    const mentions = [{ uid: ownId, pos: 0, len: 6, type: 0 }];
    await bot.platform.control('write', {
      person: '201',
      group: '9001',
      text: '@Tổ Ấm 28/6 là ngày gì',
      fields: { mentions },
    });
    await bot.people.hears(1);
    expect(bot.people.heard).toMatchObject([
      { text: '28/6 là ngày gì', conversation: '9001', person: '201', facts: { scope: 'group', addressed: true } },
    ]);
    const conversation = { id: '9001', name: '', isGroup: true, conversationType: 'groupChat' };
    await bot.channel.deliver(plain('Ngày Gia đình Việt Nam.'), addressIn('zalo-personal', '201', { conversation }));
    expect((await stateOf(bot.platform)).sent).toMatchObject([{ threadId: '9001', group: true }]);
  });

  it.each([
    {
      msgType: 'chat.photo',
      content: { href: 'https://photo.example/a.jpg', title: 'ảnh họp' },
      carries: 'photo',
      text: 'ảnh họp',
    },
    { msgType: 'chat.voice', content: { href: 'x' }, carries: 'voice', text: '' },
    { msgType: 'chat.sticker', content: { id: 1 }, carries: 'sticker', text: '' },
    { msgType: 'share.file', content: { href: 'x', title: 'a.docx' }, carries: 'file', text: '' },
    { msgType: 'chat.location.new', content: {}, carries: 'location', text: '' },
    { msgType: 'chat.new.kind', content: {}, carries: 'unsupported', text: '' },
  ])('reads $msgType as $carries', async ({ msgType, content, carries, text }) => {
    const bot = await startedWell();
    await bot.platform.control('write', { person: '201', fields: { msgType, content } });
    await bot.people.hears(1);
    expect(bot.people.heard[0]).toMatchObject({ text, facts: { carries } });
  });
});

describe('Logging in with the phone', () => {
  const png = Buffer.from('qr').toString('base64');

  it('shows the QR, says that it was scanned, and gives a session that works', async () => {
    const platform = await server.another();
    await platform.control('settings', { qrPng: png });
    const told: string[] = [];
    const steps = {
      onQr: (picture: Uint8Array) => void told.push(Buffer.from(picture).toString()),
      onScanned: () => void told.push('scanned'),
    };
    const session = await logInByQr(steps, systemClock, toLocal(platform.root));
    expect(told).toEqual(['qr', 'scanned']);
    const bot = zaloPersonal(platform, { loadSession: async () => session });
    onTestFinished(() => bot.channel.close());
    await bot.channel.open(async () => ({ outcome: 'done' }));
    await well(bot.channel);
  });

  it('ends when the phone says no', async () => {
    const platform = await server.another();
    await platform.control('settings', { qrPng: png, phoneSays: 'no' });
    const steps = { onQr: () => {}, onScanned: () => {} };
    await expect(logInByQr(steps, systemClock, toLocal(platform.root))).rejects.toThrow('the phone said no');
  });
});
