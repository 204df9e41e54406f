import type { Activity } from 'botbuilder';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { WebOptions } from '../../src/channels/web/web-channel.ts';
import type { Address, ChannelFacts } from '../../src/core/channel.ts';
import { plain } from '../../src/core/outgoing.ts';
import { SendFailed } from '../../src/core/send-failure.ts';
import { channelContract } from '../contracts/channel-contract.ts';
import { FetchPage } from '../support/fetch-page.ts';
import { rolesInPlace, servedPage } from '../support/web-demo.ts';
import { keptLog } from './telegram-harness.ts';

channelContract('web', ['unreachable'], async () => {
  const { log, lines } = keptLog();
  const { channel, url, close } = await servedPage({}, log);
  const pages = new Map<string, FetchPage>();
  const pageOf = (person: string) => {
    const page = pages.get(person) ?? new FetchPage(url);
    pages.set(person, page);
    return page;
  };
  return {
    channel,
    open: (receive) => channel.open(receive),
    write: async (person, text) => {
      pageOf(person)
        .say(text)
        .catch(() => 'the server may be closed');
      // Two messages of one page are two requests; the page waits for neither, but sends them one after the other.
      await new Promise((resolve) => setTimeout(resolve, 30));
    },
    screenOf: async (person) => pageOf(person).screen(),
    press: async (person, label) => void (await pageOf(person).press(label)),
    deliverAgain: async () => void (await pageOf('lan').sayAgain()),
    failNext: async () => pageOf('lan').close(),
    addressOf: async (person) => addressOf(`page:${pageOf(person).id}`),
    logged: () => lines.join('\n'),
    stop: async () => {
      for (const page of pages.values()) await page.close();
      await close();
    },
  };
});

function addressOf(conversation: string): Address {
  return {
    channelId: 'web',
    conversation: { id: conversation, name: '', isGroup: false, conversationType: 'personal' },
  };
}

function factsOf(activity: Partial<Activity> | undefined): ChannelFacts {
  return activity?.channelData ?? { scope: 'private' };
}

async function served(options: Partial<WebOptions> = {}) {
  const { log, lines } = keptLog();
  const { channel, url, close } = await servedPage(options, log);
  const heard: Partial<Activity>[] = [];
  await channel.open(async (activity) => {
    heard.push(activity);
    return { outcome: 'done' };
  });
  const pages: FetchPage[] = [];
  onTestFinished(async () => {
    for (const page of pages) await page.close();
    await close();
  });
  const openPage = (plays = '') => {
    const page = new FetchPage(url, plays);
    pages.push(page);
    return page;
  };
  return { channel, url, heard, lines, openPage };
}

describe('The web chat', () => {
  it('hears who plays a role once the demonstration is whole, and a citizen at once', async () => {
    let whole = () => {};
    const ready = new Promise<void>((resolve) => {
      whole = resolve;
    });
    const { heard, openPage } = await served({ roles: () => rolesInPlace, rolesReady: () => ready });
    const played = openPage(rolesInPlace[0]?.id).say('bản tin');
    await openPage().say('chào em');
    expect(heard.map(({ text }) => text)).toEqual(['chào em']);
    whole();
    await played;
    expect(heard.map(({ text }) => text)).toEqual(['chào em', 'bản tin']);
  });

  it('knows a citizen by her open page only: no cookie, nothing to be kept, no address told', async () => {
    const { url } = await served();
    const answer = await fetch(url);
    expect(answer.headers.get('set-cookie')).toBeNull();
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
  });

  it('stays under 50 KB in all, with no script or style inside the page', async () => {
    const { url } = await served({ roles: () => rolesInPlace });
    const bodies = await Promise.all(
      ['/', '/page.js', '/page.css'].map(async (path) => (await fetch(url + path)).text()),
    );
    const bytes = bodies.reduce((sum, body) => sum + Buffer.byteLength(body), 0);
    process.stdout.write(`the page weighs ${(bytes / 1_024).toFixed(1)} KB of 50 KB, uncompressed\n`);
    expect(bytes).toBeLessThan(50 * 1_024);
    expect(bodies[0]).not.toMatch(/<style|style="|<script>|onclick=/);
  });

  it('does not let two pages hear each other', async () => {
    const { channel, openPage } = await served();
    const [lan, hoa] = [openPage(), openPage()];
    await lan.say('một');
    await hoa.say('hai');
    await channel.deliver(plain('chỉ cho Lan'), addressOf(`page:${lan.id}`));
    await vi.waitFor(() => expect(lan.screen()).toEqual(['chỉ cho Lan']));
    expect(hoa.screen()).toEqual([]);
  });

  it('shows the same person on two pages the same, in the demonstration', async () => {
    const { channel, openPage } = await served({ roles: () => rolesInPlace });
    const pages = [openPage('CH-01'), openPage('CH-01')];
    await Promise.all(pages.map((page) => page.say('chào')));
    await channel.deliver(plain('chào chị Hoa'), addressOf('plays:CH-01'));
    for (const page of pages) await vi.waitFor(() => expect(page.screen()).toEqual(['chào chị Hoa']));
  });

  it('lets nobody play a person outside the demonstration, nor one who is not offered', async () => {
    const real = await served();
    expect(await real.openPage('CH-01').say('chào')).toBe(400);
    const demonstration = await served({ roles: () => rolesInPlace });
    expect(await demonstration.openPage('TINH').say('chào')).toBe(400);
    expect(real.heard).toEqual([]);
  });

  it('keeps what the bot said until the page has it, also over a lost answer', async () => {
    const { channel, openPage, url } = await served();
    const page = openPage();
    await page.say('chào');
    await page.close();
    const again = await page.post('/chat/say', { text: 'chào', message: 'm'.repeat(24) });
    expect(again.status).toBe(200);
    await channel.deliver(plain('không mất'), addressOf(`page:${page.id}`));
    for (const after of [0, 0]) {
      const news = await (await page.post('/chat/hear', { after })).json();
      expect(news).toMatchObject([{ n: 1, text: 'không mất' }]);
    }
    await channel.deliver(plain('tiếp'), addressOf(`page:${page.id}`));
    expect(await (await page.post('/chat/hear', { after: 1 })).json()).toMatchObject([{ n: 2, text: 'tiếp' }]);
    expect(url).toContain('http://localhost');
  });

  it('asks the page to send again when the turn failed or the bot is busy', async () => {
    const { channel, openPage } = await served();
    await channel.open(async ({ text }) => {
      if (text === 'hỏng') throw new Error('the turn failed');
      return { outcome: 'refused', because: 'busy' };
    });
    const page = openPage();
    expect(await page.say('hỏng')).toBe(503);
    expect(await page.say('bận')).toBe(503);
  });

  it('tells the bot at a quick exit, and lets the last answer go nowhere', async () => {
    const { channel, heard, openPage } = await served();
    let failure: unknown = null;
    await channel.open(async (activity) => {
      heard.push(activity);
      await channel
        .deliver(plain('Hôm nay bạn muốn nấu món gì?'), addressOf(activity.conversation?.id ?? ''))
        .catch((error) => {
          failure = error;
        });
      return { outcome: 'done' };
    });
    const page = openPage();
    await page.say('một câu hỏi riêng');
    expect((await page.post('/chat/leave', { quickly: true })).status).toBe(200);
    expect(heard.map(({ text }) => text)).toEqual(['một câu hỏi riêng', 'thoát']);
    expect(failure).toBeNull();
    await page.close();
    const later = await channel.deliver(plain('muộn'), addressOf(`page:${page.id}`)).catch((error: unknown) => error);
    expect(later).toBeInstanceOf(SendFailed);
  });

  it('takes both sides of the talk from the page when they are erased', async () => {
    const { channel, heard, openPage } = await served();
    const page = openPage();
    await page.say('chuyện riêng');
    const { messageId: hers = '' } = factsOf(heard[0]);
    const { messageIds } = await channel.deliver(plain('trả lời'), addressOf(`page:${page.id}`));
    expect(await channel.erase([hers, ...messageIds], addressOf(`page:${page.id}`))).toBe(2);
    await vi.waitFor(() => expect(page.news.at(-1)).toMatchObject({ erase: [hers, ...messageIds] }));
  });

  it('takes a photo, at most as large as asked for', async () => {
    const { heard, url, openPage } = await served({ roles: () => rolesInPlace });
    const page = openPage('CH-01');
    const photo = new Uint8Array([0xff, 0xd8, 0xff, 1, 2, 3]);
    const headers = {
      'content-type': 'image/jpeg',
      'x-page': page.id,
      'x-message': 'p'.repeat(24),
      'x-plays': 'CH-01',
    };
    expect((await fetch(`${url}/chat/photo`, { method: 'POST', headers, body: photo })).status).toBe(200);
    const facts = factsOf(heard[0]);
    expect(facts.carries).toBe('photo');
    expect(Buffer.from((await facts.loadPhoto?.(100)) ?? [])).toEqual(Buffer.from(photo));
    expect(await facts.loadPhoto?.(3)).toBeNull();
  });

  it.each([
    { sent: 'no page', fields: { page: '', text: 'a', message: 'm'.repeat(24) } },
    { sent: 'an id that could be guessed', fields: { page: '1', text: 'a', message: 'm'.repeat(24) } },
    { sent: 'no text', fields: { message: 'm'.repeat(24) } },
    { sent: 'a text that is none', fields: { text: { a: 1 }, message: 'm'.repeat(24) } },
    { sent: 'no id of the message', fields: { text: 'a' } },
  ])('refuses $sent', async ({ fields }) => {
    const { heard, openPage } = await served();
    expect((await openPage().post('/chat/say', fields)).status).toBe(400);
    expect(heard).toEqual([]);
  });

  it("refuses another site's page in her browser", async () => {
    const { heard, openPage, url } = await served();
    const page = openPage();
    const fields = { text: 'a', message: 'm'.repeat(24) };
    expect((await page.post('/chat/say', fields, { 'sec-fetch-site': 'cross-site' })).status).toBe(400);
    expect((await page.post('/chat/say', fields, { 'content-type': 'text/plain' })).status).toBe(400);
    const preflight = await fetch(`${url}/chat/say`, { method: 'OPTIONS', headers: { origin: 'https://example.org' } });
    expect(preflight.headers.get('access-control-allow-origin')).toBeNull();
    expect(heard).toEqual([]);
  });

  it('takes a message of 100,000 characters and refuses a body of many megabytes', async () => {
    const { heard, openPage } = await served();
    const page = openPage();
    expect(await page.say('ờ'.repeat(100_000))).toBe(200);
    expect(heard[0]?.text).toHaveLength(100_000);
    expect((await page.post('/chat/say', { text: 'a'.repeat(3 << 20), message: 'm'.repeat(24) })).status).toBe(413);
  });

  it('stops at once though pages are waiting', async () => {
    const { url, channel, close } = await servedPage();
    await channel.open(async () => ({ outcome: 'done' }));
    const page = new FetchPage(url);
    await page.say('chào');
    const began = performance.now();
    await close();
    // A page that hears nothing is held for 25 seconds.
    expect(performance.now() - began).toBeLessThan(10_000);
    await page.close();
  });
});
