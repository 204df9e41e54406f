import { afterAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { plain } from '../../src/core/outgoing.ts';
import type { SendFailed } from '../../src/core/send-failure.ts';
import { channelContract } from '../contracts/channel-contract.ts';
import { startTelegramServer } from '../support/telegram-server/start.ts';
import { addressOf, telegramBot } from './telegram-harness.ts';

const telegram = await startTelegramServer();
afterAll(() => telegram.stop());

const people: Record<string, string> = { lan: '1001', hoa: '1002' };
const idOf = (person: string) => people[person] ?? person;

channelContract(
  'telegram',
  ['throttled', 'unreachable', 'ambiguous', 'blocked', 'rejected', 'misconfigured'],
  async () => {
    const server = await telegram.another();
    const bot = telegramBot(server);
    let unreachable = false;
    const deliver = bot.channel.deliver.bind(bot.channel);
    bot.channel.deliver = (message, to) => {
      // A platform that cannot be reached: the same channel, told of a port where nobody listens.
      if (unreachable) return telegramBot({ ...server, url: 'http://127.0.0.1:9' }).channel.deliver(message, to);
      return deliver(message, to);
    };
    return {
      channel: bot.channel,
      open: (receive) => bot.channel.open(receive),
      write: async (person, text) => void (await server.write(idOf(person), text)),
      screenOf: (person) => server.screenOf(idOf(person)),
      press: async (person, label) => void (await server.control('press', { person: idOf(person), label })),
      deliverAgain: async () => {
        await vi.waitFor(async () => expect((await server.state()).unconfirmed).toBe(0));
        await server.control('again', {});
      },
      failNext: async (failure) => {
        unreachable = failure.kind === 'unreachable';
        const faults = {
          throttled: { kind: '429', retryAfter: 2 },
          ambiguous: { kind: 'hang-up-after' },
          blocked: { kind: 'status', status: 403, description: 'Forbidden: bot was blocked by the user' },
          rejected: { kind: 'status', status: 400, description: 'Bad Request: chat not found' },
          misconfigured: { kind: 'status', status: 401, description: 'Unauthorized' },
        } as const;
        if (failure.kind !== 'unreachable') {
          await server.control('plan', { method: 'sendMessage', faults: [faults[failure.kind]] });
        }
      },
      addressOf: async (person) => addressOf(idOf(person)),
      logged: () => bot.lines.join('\n'),
      stop: () => bot.channel.close(),
    };
  },
);

async function started(options: Parameters<typeof telegramBot>[1] = {}) {
  const server = await telegram.another();
  const bot = telegramBot(server, options);
  onTestFinished(() => bot.channel.close());
  return { server, bot };
}

describe('Telegram, when messages come in', () => {
  it('confirms only what was handled: a failing message comes again, the others go on meanwhile', async () => {
    const { server, bot } = await started();
    let failures = 2;
    bot.answer = async ({ text }) => {
      if (text !== 'hỏng hai lần' || failures === 0) return { outcome: 'done' };
      failures -= 1;
      throw new Error('the turn failed');
    };
    await server.write('1001', 'hỏng hai lần');
    await server.write('1001', 'sau đó');
    await server.write('1002', 'người khác');
    await bot.open();
    await bot.hears(5);
    expect(bot.texts().filter((text) => text === 'hỏng hai lần')).toHaveLength(3);
    expect(bot.texts().indexOf('người khác')).toBeLessThan(bot.texts().lastIndexOf('hỏng hai lần'));
    expect(bot.texts().at(-1)).toBe('sau đó');
    await vi.waitFor(async () => expect((await server.state()).unconfirmed).toBe(0), { timeout: 5_000 });
  });

  it('loses nothing when it dies in the middle: what was not handled is delivered to the next bot', async () => {
    const { server, bot } = await started();
    await server.write('1001', 'một');
    await server.write('1002', 'hai');
    bot.answer = ({ text }) => (text === 'hai' ? new Promise(() => {}) : Promise.resolve({ outcome: 'done' }));
    await bot.open();
    await bot.hears(2);
    // Dying is: no close, no last confirmation. The next bot's asking ends the first one's.
    const next = telegramBot(server);
    await next.open();
    await next.hears(1);
    expect(next.texts()).toContain('hai');
    bot.answer = async () => ({ outcome: 'done' });
    await next.channel.close();
    bot.channel.close = async () => {};
  });

  it('asks again after "busy", and hands the same message over', async () => {
    const { server, bot } = await started();
    let busy = true;
    bot.answer = async () => {
      if (!busy) return { outcome: 'done' };
      busy = false;
      return { outcome: 'refused', because: 'busy' };
    };
    await server.write('1001', 'một');
    await bot.open();
    await bot.hears(2);
    expect(bot.heard[0]?.id).toBe(bot.heard[1]?.id);
  });

  it('goes on after the platform refused to be asked: 429, 500 and a dead connection', async () => {
    const { server, bot } = await started();
    await server.control('plan', {
      method: 'getUpdates',
      faults: [
        { kind: '429', retryAfter: 1 },
        { kind: 'status', status: 502, description: 'Bad Gateway' },
        { kind: 'hang-up-after' },
      ],
    });
    await server.write('1001', 'vẫn đến');
    await bot.open();
    await bot.hears(1);
    expect(bot.texts()).toEqual(['vẫn đến']);
    expect(bot.channel.health()).toEqual({ state: 'well' });
  });

  it('handles two hundred people at once in any order, and each in hers, though every update is shown three times', async () => {
    const { server, bot } = await started();
    await server.control('settings', { redeliveries: 2, shuffle: true, seed: 11 });
    const done = new Set<string>();
    bot.answer = async ({ id }) => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      if (done.has(id)) return { outcome: 'seen-before' };
      done.add(id);
      return { outcome: 'done' };
    };
    const persons = Array.from({ length: 200 }, (_, i) => String(2_000 + i));
    for (const text of ['một', 'hai', 'ba']) {
      await Promise.all(persons.map((person) => server.write(person, `${person} ${text}`)));
    }
    await bot.open();
    await vi.waitFor(async () => expect((await server.state()).unconfirmed).toBe(0), {
      timeout: 25_000,
      interval: 200,
    });
    expect(bot.heard.length).toBeGreaterThan(600);
    for (const person of persons) {
      const first = [...new Set(bot.heard.filter((one) => one.person === person).map(({ text }) => text))];
      expect(first).toEqual([`${person} một`, `${person} hai`, `${person} ba`]);
    }
    const order = [...new Set(bot.heard.map(({ person }) => person))];
    expect(order).not.toEqual(order.toSorted());
  });

  it('asks only for the kinds of update it understands, by name', async () => {
    const { server, bot } = await started();
    await bot.open();
    await vi.waitFor(async () => expect((await server.state()).allowed).not.toBeNull());
    expect((await server.state()).allowed).toEqual(['message', 'edited_message', 'callback_query', 'my_chat_member']);
  });

  it('says that a webhook is set elsewhere instead of taking it away, and starts when it is gone', async () => {
    const { server, bot } = await started();
    await server.control('hookElsewhere', { url: 'https://example.org/other' });
    await bot.open();
    expect(bot.channel.health()).toMatchObject({ state: 'ill', because: expect.stringContaining('TA-CHANNEL-002') });
    await server.control('hookElsewhere', { url: null });
    await server.write('1001', 'một');
    await bot.hears(1);
    expect(bot.channel.health()).toEqual({ state: 'well' });
  });

  it('gives a link that opens it with an invitation, once it knows its own name', async () => {
    const { bot } = await started();
    expect(bot.channel.startLink('abc_123')).toBeNull();
    await bot.open();
    expect(bot.channel.startLink('abc_123')).toBe('https://t.me/to_am_test_bot?start=abc_123');
  });

  it('puts its commands into the menu under neutral names, and drops the clock of a pressed button', async () => {
    const menu = [{ command: 'menu', description: 'Các việc', says: 'menu' }];
    const { server, bot } = await started({ menu });
    await bot.open();
    expect((await server.state()).commands).toEqual([{ command: 'menu', description: 'Các việc' }]);
    await server.write('1001', '/menu');
    await bot.hears(1);
    await bot.channel.deliver(plain('Chọn:', [{ label: 'Có', says: 'có' }]), addressOf('1001'));
    const { pressId } = await server.control('press', { person: '1001', label: 'Có' });
    await bot.hears(2);
    expect(bot.texts()).toEqual(['menu', 'có']);
    await vi.waitFor(async () => expect((await server.state()).answeredPresses).toEqual([pressId]));
  });

  it('brings a photo from Telegram, and null for one that is larger than asked for', async () => {
    const { server, bot } = await started();
    const bytes = Buffer.alloc(3_000, 7);
    await server.control('file', { id: 'f1', base64: bytes.toString('base64') });
    const photo = [{ file_id: 'f1', file_unique_id: 'f1', width: 90, height: 90 }];
    await server.control('write', { person: '1001', fields: { photo, caption: 'họp tổ' } });
    await bot.open();
    await bot.hears(1);
    const { loadPhoto } = bot.heard[0]?.facts ?? {};
    expect(Buffer.from((await loadPhoto?.(10_000)) ?? [])).toEqual(bytes);
    expect(await loadPhoto?.(1_000)).toBeNull();
  });

  it('hears when somebody blocks the bot, and is told so when it writes', async () => {
    const { server, bot } = await started();
    await server.write('1001', 'chào');
    await server.control('block', { person: '1001' });
    await bot.open();
    await bot.hears(2);
    expect(bot.heard[1]).toMatchObject({ person: '1001', text: '', facts: { gone: true } });
    const error = await bot.channel.deliver(plain('chào'), addressOf('1001')).catch((reason: unknown) => reason);
    expect((error as SendFailed).failure).toEqual({ kind: 'blocked' });
  });

  it('is ill with a wrong token, does not hold up the start, and keeps the token out of the log', async () => {
    const { bot } = await started({ token: '999:wrong-token' });
    await bot.open();
    expect(bot.channel.health()).toMatchObject({ state: 'ill', because: expect.stringContaining('TA-CHANNEL-001') });
    expect(bot.lines.join()).not.toContain('wrong-token');
  });
});

describe('Telegram, when messages go out', () => {
  it('hands the exact wait of a 429 on', async () => {
    const { server, bot } = await started();
    await server.write('1001', 'chào');
    await server.control('plan', { method: 'sendMessage', faults: [{ kind: '429', retryAfter: 10_072 }] });
    const error = await bot.channel.deliver(plain('chào'), addressOf('1001')).catch((reason: unknown) => reason);
    expect((error as SendFailed).failure).toEqual({ kind: 'throttled', waitMs: 10_072_000 });
  });

  it('calls a time-out after sending ambiguous, and the message stands there once', async () => {
    const { server, bot } = await started();
    await server.write('1001', 'chào');
    await server.control('plan', {
      method: 'sendMessage',
      faults: [{ kind: 'status', status: 504, description: 'Gateway Timeout' }],
    });
    const error = await bot.channel.deliver(plain('chào'), addressOf('1001')).catch((reason: unknown) => reason);
    expect((error as SendFailed).failure).toEqual({ kind: 'ambiguous' });
  });

  it('waits within a message of several parts instead of beginning it again', async () => {
    const { server, bot } = await started();
    await server.write('1001', 'chào');
    const text = Array.from({ length: 1_000 }, (_, i) => `câu ${i}.`).join(' ');
    const first = await bot.channel.deliver(plain(text), addressOf('1001'));
    expect(first.messageIds.length).toBe(3);
    // The second part meets a 429: the first send of the next message succeeds, so plan it for after that.
    const second = bot.channel.deliver(plain(text), addressOf('1001'));
    await vi.waitFor(async () => expect((await server.state()).sent.length).toBeGreaterThan(3), { interval: 1 });
    await server.control('plan', { method: 'sendMessage', faults: [{ kind: '429', retryAfter: 1 }] });
    await second;
    const shown = await server.screenOf('1001');
    expect(shown.slice(3)).toEqual(shown.slice(0, 3));
  });

  it('sends a picture with its text and buttons, and a file under its name', async () => {
    const { server, bot } = await started();
    await server.write('1001', 'chào');
    const png = new Uint8Array([137, 80, 78, 71, 1, 2, 3]);
    const choices = [{ label: 'Xem tiếp', says: 'tiếp' }];
    await bot.channel.deliver({ text: 'Bản tin tuần', choices, photo: { png, alt: 'Biểu đồ' } }, addressOf('1001'));
    await bot.channel.deliver(
      { text: 'Báo cáo', file: { name: 'bao-cao.docx', bytes: new Uint8Array(10), mediaType: 'application/msword' } },
      addressOf('1001'),
    );
    expect((await server.state()).sent).toMatchObject([
      { text: 'Bản tin tuần\n1  Xem tiếp', photo: { bytes: 7 }, buttons: [{ text: 'Xem tiếp', data: '=tiếp' }] },
      { text: 'Báo cáo', document: { name: 'bao-cao.docx', bytes: 10 } },
    ]);
  });

  it('deletes what both wrote within 48 hours, and says how many are gone when some are older', async () => {
    const { server, bot } = await started();
    const hers = await server.write('1001', 'chuyện riêng');
    const ours = await bot.channel.deliver(plain('trả lời'), addressOf('1001'));
    const old = await bot.channel.deliver(plain('cũ'), addressOf('1001'));
    await server.control('age', { chat: '1001', messageId: Number(old.messageIds[0]), seconds: 49 * 3_600 });
    const ids = [String(hers), ...ours.messageIds, ...old.messageIds];
    expect(await bot.channel.erase(ids, addressOf('1001'))).toBe(2);
    expect(await server.screenOf('1001')).toEqual(['cũ']);
    expect(await server.control('thereIs', { chat: '1001', messageId: hers })).toBe(false);
  });
});
