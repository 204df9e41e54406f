import { afterAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { hookAddress, secretFrom } from '../../src/channels/telegram/telegram-hook.ts';
import { newWebServer } from '../../src/http/web-server.ts';
import { startTelegramServer } from '../support/telegram-server/start.ts';
import { keptLog, telegramBot } from './telegram-harness.ts';

const telegram = await startTelegramServer();
afterAll(() => telegram.stop());

/** The bot behind its own web server, called by the platform. */
async function hooked() {
  const server = await telegram.another();
  // The address must be known before the routes are; so a first server finds a free port.
  const probe = await newWebServer({ host: '127.0.0.1', port: 0, trustProxy: false, routes: [], log: keptLog().log });
  const publicUrl = await probe.listen();
  await probe.close();
  const bot = telegramBot(server, { webhook: { publicUrl } });
  const { log, lines } = keptLog();
  const port = Number(new URL(publicUrl).port);
  const web = await newWebServer({ host: '127.0.0.1', port, trustProxy: false, routes: bot.channel.routes, log });
  await web.listen();
  onTestFinished(async () => {
    await bot.channel.close();
    await web.close();
  });
  await bot.open();
  return { server, bot, publicUrl, webLines: lines };
}

describe('Telegram calling us', () => {
  it('is told where, with a secret and the kinds of update by name', async () => {
    const { server, publicUrl } = await hooked();
    const { webhook, allowed } = await server.state();
    expect(webhook).toMatchObject({ url: `${publicUrl}/hooks/telegram`, secret: secretFrom(server.token) });
    expect(allowed).toEqual(['message', 'edited_message', 'callback_query', 'my_chat_member']);
  });

  it('hands messages over in order, and again those whose turn failed', async () => {
    const { server, bot } = await hooked();
    let failures = 2;
    bot.answer = async ({ text }) => {
      if (text !== 'một' || failures === 0) return { outcome: 'done' };
      failures -= 1;
      throw new Error('the turn failed');
    };
    await server.write('1001', 'một');
    await server.write('1001', 'hai');
    await server.write('1002', 'ba');
    await bot.hears(5);
    expect(bot.heard.filter(({ person }) => person === '1001').map(({ text }) => text)).toEqual([
      'một',
      'một',
      'một',
      'hai',
    ]);
    expect(bot.texts()).toContain('ba');
    await vi.waitFor(async () => expect((await server.state()).unconfirmed).toBe(0));
  });

  it.each<{ given: string; headers: Record<string, string> }>([
    { given: 'no secret', headers: {} },
    { given: 'a wrong secret', headers: { 'x-telegram-bot-api-secret-token': 'wrong' } },
  ])('is not believed with $given', async ({ headers }) => {
    const { bot, publicUrl } = await hooked();
    const update = {
      update_id: 1,
      message: { message_id: 1, date: 1, text: 'lừa', from: { id: 1 }, chat: { id: 1, type: 'private' } },
    };
    const answer = await fetch(`${publicUrl}/hooks/telegram`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(update),
    });
    expect(answer.status).toBe(401);
    expect(bot.heard).toEqual([]);
  });

  it('gets 400 for what is no update, with the right secret', async () => {
    const { server, publicUrl } = await hooked();
    const headers = { 'x-telegram-bot-api-secret-token': secretFrom(server.token) };
    for (const body of ['', 'null', '[]', '{"update_id":"1"}', '{']) {
      const answer = await fetch(`${publicUrl}/hooks/telegram`, { method: 'POST', headers, body });
      expect(answer.status, body).toBe(400);
    }
  });

  it('keeps the path of a public address that has one', () => {
    expect(hookAddress('https://example.org/to-am/')).toBe('https://example.org/to-am/hooks/telegram');
  });
});

describe('Calls that Telegram did not make', () => {
  it('are counted', async () => {
    const { bot, publicUrl } = await hooked();
    for (const secret of ['', 'guessed'])
      await fetch(`${publicUrl}/hooks/telegram`, {
        method: 'POST',
        headers: { 'x-telegram-bot-api-secret-token': secret },
        body: JSON.stringify({ update_id: 1 }),
      });
    expect(bot.channel.forgedCalls()).toBe(2);
    expect(bot.heard).toEqual([]);
  });
});

describe('Two messages of one person at the same time', () => {
  it('are handled one after the other in the order of their arrival, also where a proxy does not keep them apart', async () => {
    const { bot, publicUrl, server } = await hooked();
    const order: string[] = [];
    bot.answer = async ({ text }) => {
      if (text === 'một') await new Promise((resolve) => setTimeout(resolve, 150));
      order.push(text);
      return { outcome: 'done' };
    };
    const from = { id: 7, is_bot: false, first_name: 'Lan' };
    const call = (update_id: number, text: string) =>
      fetch(`${publicUrl}/hooks/telegram`, {
        method: 'POST',
        headers: { 'x-telegram-bot-api-secret-token': secretFrom(server.token) },
        body: JSON.stringify({
          update_id,
          message: { message_id: update_id, date: 1, text, from, chat: { id: 7, type: 'private', first_name: 'Lan' } },
        }),
      });
    const first = call(901, 'một');
    await new Promise((resolve) => setTimeout(resolve, 40));
    const answers = await Promise.all([first, call(902, 'hai')]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(order).toEqual(['một', 'hai']);
  });
});
