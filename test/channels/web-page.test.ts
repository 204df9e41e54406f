import type { Activity } from 'botbuilder';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { WebOptions } from '../../src/channels/web/web-channel.ts';
import type { Received } from '../../src/core/channel.ts';
import { plain } from '../../src/core/outgoing.ts';
import { hasBrowser, startBrowser } from '../support/browser.ts';
import { rolesInPlace, servedPage } from '../support/web-demo.ts';

const exitTo = 'http://elsewhere.test/';

describe.runIf(hasBrowser())('The page in a real browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser?.close());

  async function opened(options: Partial<WebOptions> = {}, looks: BrowserContextOptions = {}) {
    const { channel, url, close } = await servedPage({ exitTo, ...options });
    const heard: Partial<Activity>[] = [];
    const bot = {
      answer: async (activity: Partial<Activity>): Promise<Received> => {
        const choices = [
          { label: 'Lưu', says: 'lưu' },
          { label: 'Sửa', says: 'sửa' },
        ];
        const text = `Em nghe: ${activity.text}. Gọi 113 hoặc nhắn *trợ giúp*.`;
        await channel.deliver(plain(text, choices), { conversation: activity.conversation ?? never() });
        return { outcome: 'done' };
      },
    };
    await channel.open(async (activity) => {
      heard.push(activity);
      return bot.answer(activity);
    });
    const context = await browser.newContext({ viewport: { width: 360, height: 740 }, ...looks });
    const asked: string[] = [];
    const complaints: string[] = [];
    const page = await context.newPage();
    page.on('request', (request) => asked.push(request.url()));
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(String(error)));
    await page.route(`${exitTo}**`, (route) => route.fulfill({ body: 'another site', contentType: 'text/plain' }));
    onTestFinished(async () => {
      await context.close();
      await close();
    });
    await page.goto(url);
    return { channel, bot, page, context, heard, url, asked, complaints };
  }
  const texts = (heard: Partial<Activity>[]) => heard.map(({ text }) => text);
  const say = async (page: Page, text: string) => {
    await page.fill('#say', text);
    await page.press('#say', 'Enter');
  };

  it('talks: Enter sends, the answer has dial links and bold words, a button answers with a key', async () => {
    const { page, heard, complaints, asked, url } = await opened();
    await say(page, 'giúp bà Lan sửa nhà');
    await page.waitForSelector('.choices');
    expect(await page.textContent('.said.hers')).toContain('giúp bà Lan sửa nhà');
    expect(await page.getAttribute('.said a', 'href')).toBe('tel:113');
    expect(await page.textContent('.said:not(.hers):last-of-type strong, .said strong >> nth=-1')).toBe('trợ giúp');
    await page.focus('.choices button >> nth=1');
    await page.keyboard.press('Enter');
    await vi.waitFor(() => expect(texts(heard)).toEqual(['giúp bà Lan sửa nhà', 'sửa']));
    expect(complaints).toEqual([]);
    expect(asked.filter((address) => !address.startsWith(url))).toEqual([]);
  });

  it('writes what others typed as text, never as markup', async () => {
    const { page } = await opened();
    await say(page, '<img src=x onerror=alert(1)> <b>đậm</b>');
    await page.waitForSelector('.choices');
    expect(await page.locator('#log img, #log b:not(.choices b)').count()).toBe(0);
    expect(await page.textContent('.said.hers')).toContain('<b>đậm</b>');
  });

  it('shows the numbers and the card without any script', async () => {
    const { page } = await opened({}, { javaScriptEnabled: false });
    expect(await page.title()).toBe('Tổ Ấm');
    expect(await page.isVisible('#card a[href="tel:113"]')).toBe(true);
    expect(await page.isVisible('#card a[href="tel:1900969680"]')).toBe(true);
    expect(await page.isVisible('#say')).toBe(false);
    expect(await page.isVisible('noscript')).toBe(true);
    await page.click('#exit');
    await page.waitForURL(exitTo);
  });

  it('prints the card and not the talk', async () => {
    const { page } = await opened();
    await say(page, 'chuyện riêng');
    await page.waitForSelector('.choices');
    await page.emulateMedia({ media: 'print' });
    expect(await page.isVisible('#card a[href="tel:113"]')).toBe(true);
    for (const hidden of ['#chat', '#exit', '#privacy']) expect(await page.isVisible(hidden)).toBe(false);
  });

  it('keeps nothing in the browser', async () => {
    const { page, context } = await opened();
    await say(page, 'chuyện riêng');
    await page.waitForSelector('.choices');
    expect(await context.cookies()).toEqual([]);
    const kept = await page.evaluate(`(async () => [
      localStorage.length,
      sessionStorage.length,
      (await indexedDB.databases()).length,
      history.length,
      /[?#]/.test(location.href),
    ])()`);
    // Two entries: the empty tab and the page.
    expect(kept).toEqual([0, 0, 0, 2, false]);
  });

  it('leaves at the button: another site in the same tab, no way back to what was said, the bot forgets', async () => {
    const { page, heard } = await opened();
    await say(page, 'chuyện riêng');
    await page.waitForSelector('.choices');
    await page.click('#exit');
    await page.waitForURL(exitTo);
    await vi.waitFor(() => expect(texts(heard)).toEqual(['chuyện riêng', 'thoát']));
    expect(await page.evaluate('history.length')).toBe(2);
    await page.goBack();
    expect(page.url()).toBe('about:blank');
  });

  it('leaves at Esc pressed twice, not at one, and not while a word is being composed', async () => {
    const { page, url } = await opened();
    await page.focus('#say');
    await composing(page, 'Escape');
    await composing(page, 'Escape');
    await composing(page, 'Escape');
    await page.keyboard.press('Escape');
    expect(await page.textContent('#status')).toBe('Nhấn Esc lần nữa để thoát.');
    expect(page.url()).toBe(`${url}/`);
    await page.keyboard.press('Escape');
    await page.waitForURL(exitTo);
  });

  it('does not send while a word is being composed', async () => {
    const { page, heard } = await opened();
    await page.fill('#say', 'dang go');
    await composing(page, 'Enter');
    expect(await page.inputValue('#say')).toBe('dang go');
    await page.press('#say', 'Enter');
    await vi.waitFor(() => expect(texts(heard)).toEqual(['dang go']));
  });

  it('shows nothing of the talk when one comes back to it with "Back"', async () => {
    const { page, url } = await opened();
    await say(page, 'chuyện riêng');
    await page.waitForSelector('.choices');
    await page.goto(exitTo);
    await page.goBack();
    await page.waitForURL(`${url}/`);
    expect(await page.textContent('#log')).not.toContain('chuyện riêng');
  });

  it('takes erased messages away, hers and ours', async () => {
    const { page, heard, channel } = await opened();
    await say(page, 'chuyện riêng');
    await page.waitForSelector('.choices');
    const ids = await page.evaluate<string[]>(
      `[...document.querySelectorAll('#log [data-id]')].map((one) => one.dataset.id)`,
    );
    await channel.erase(ids, { conversation: heard[0]?.conversation ?? never() });
    await vi.waitFor(async () => expect(await page.locator('#log > *').count()).toBe(0));
  });

  it('says when a message did not get through, with the emergency number, and sends the same again on request', async () => {
    const { page, bot, heard } = await opened();
    const works = bot.answer;
    bot.answer = async () => {
      throw new Error('the turn failed');
    };
    await say(page, 'chào');
    await page.waitForSelector('.again', { timeout: 15_000 });
    expect(await page.textContent('#status')).toContain('113');
    bot.answer = works;
    await page.click('.again');
    await page.waitForSelector('.choices');
    expect(new Set(heard.map(({ id }) => id)).size).toBe(1);
  });

  it('can be used with a screen reader: names, a live log, who speaks', async () => {
    const { page } = await opened({ roles: () => rolesInPlace });
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.className')).toBe('skip');
    await say(page, 'chào');
    await page.waitForSelector('.choices');
    expect(await page.locator('html').getAttribute('lang')).toBe('vi');
    for (const [role, name] of [
      ['log', 'Cuộc trò chuyện'],
      ['textbox', 'Tin nhắn của bạn'],
      ['combobox', 'Chọn vai'],
      ['button', 'Gửi'],
      ['link', 'Thoát nhanh'],
      ['button', '1 Lưu'],
    ] as const) {
      expect(await page.getByRole(role, { name, exact: true }).count(), `${role} "${name}"`).toBe(1);
    }
    expect(await page.textContent('.said.hers')).toBe('Bạn: chào');
  });

  it('plays a person of the demonstration and says that it is one', async () => {
    const { page, heard } = await opened({ roles: () => rolesInPlace });
    expect(await page.textContent('.banner')).toContain('Bản dùng thử');
    await page.selectOption('#plays', 'CH-01');
    await say(page, 'chào');
    await page.waitForSelector('.choices');
    expect(heard[0]?.from?.id).toBe('plays:CH-01');
    await page.selectOption('#plays', '');
    expect(await page.locator('.choices').count()).toBe(0);
  });

  it('sends a photo made small, without what the camera wrote into it', async () => {
    const { page, heard } = await opened({ roles: () => rolesInPlace });
    await page.selectOption('#plays', 'CH-01');
    const png = await page.evaluate<string>(`(() => {
      const canvas = Object.assign(document.createElement('canvas'), { width: 2400, height: 1200 });
      return canvas.toDataURL('image/png').split(',')[1];
    })()`);
    await page.setInputFiles('#photo', { name: 'anh.png', mimeType: 'image/png', buffer: Buffer.from(png, 'base64') });
    await vi.waitFor(() => expect(heard).toHaveLength(1), { timeout: 10_000 });
    const bytes = await heard[0]?.channelData.loadPhoto(3 << 20);
    expect(Buffer.from(bytes).subarray(0, 3)).toEqual(Buffer.from([0xff, 0xd8, 0xff]));
    expect(Buffer.from(bytes).includes('Exif')).toBe(false);
  });

  it('fits every screen from the smallest phone on without sideways scrolling', async () => {
    const { page } = await opened({ roles: () => rolesInPlace });
    await say(page, 'mộttừrấtdài'.repeat(20));
    await page.waitForSelector('.choices');
    for (const width of [320, 360, 768, 1_280]) {
      await page.setViewportSize({ width, height: 700 });
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    }
  });
});

/** A key that the keyboard (Telex, VNI) takes for itself. */
async function composing(page: Page, key: string): Promise<void> {
  const event = JSON.stringify({ key, bubbles: true, cancelable: true, isComposing: true });
  await page.evaluate(`document.getElementById('say').dispatchEvent(new KeyboardEvent('keydown', ${event}))`);
}

function never(): never {
  throw new Error('an activity of ours has a conversation');
}
