import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { Change } from '../../src/core/change.ts';
import { amend } from '../../src/core/change.ts';
import { hours, minutes } from '../../src/core/clock.ts';
import { silentLog } from '../../src/core/log.ts';
import { newWebServer } from '../../src/http/web-server.ts';
import { newReports } from '../../src/reports/reports.ts';
import { type DigestWorld, digestWorld, plans, texts } from '../digests/world.ts';
import { hasBrowser, startBrowser } from '../support/browser.ts';
import { freePort } from '../support/free-port.ts';
import { turningSealing } from '../support/test-outbox.ts';

interface Served {
  world: DigestWorld;
  /** The link and the code that an official was told. */
  ask(personId: string, rest?: string): Promise<{ link: string; code: string }>;
}

/** A province with two communes, the reports of both, and the pages served as the program serves them. */
async function served(): Promise<Served> {
  const world = await digestWorld('2026-11-24T09:00:00+07:00');
  await world.addUnit('P', 'province', 'Hội LHPN tỉnh Sen', null);
  await world.addUnit('C', 'commune', 'Hội LHPN xã Hồ', 'P');
  await world.addUnit('D', 'commune', 'Hội LHPN xã Đầm', 'P');
  await world.addUnit('B1', 'branch', 'Chi hội thôn <Đông>', 'C');
  await world.addUnit('B2', 'branch', 'Chi hội thôn Đoài', 'C');
  await world.addOne('cuc', 'C', 'official');
  await world.addOne('que', 'P', 'official');
  await world.report('B1', '2026-W45', {
    households: 3,
    activities: 2,
    participants: 60,
    'activities/campaign/20-3': 1,
  });
  await world.store.commit([
    { do: 'add', figure: { measure: 'violence/found', unitId: 'B1', day: '2026-09' }, n: 4 },
    { do: 'add', figure: { measure: 'yearly/households', unitId: 'B1', day: '2026' }, n: 100 },
    { do: 'add', figure: { measure: 'yearly/households-committed', unitId: 'B1', day: '2026' }, n: 96 },
  ]);
  const port = await freePort();
  const { store, clock } = world;
  const reports = newReports({
    ...{ store, texts, clock, plans, sealing: turningSealing, publicUrl: `http://localhost:${port}` },
    kindNamed: (text) => (text.startsWith('năm') ? 'year' : text === 'sơ kết' ? 'interim-review' : 'month'),
    kindSaid: () => 'tháng',
  });
  const server = await newWebServer({
    ...{ host: '127.0.0.1', port, trustProxy: false, routes: reports.routes, log: silentLog },
  });
  await server.listen();
  onTestFinished(async () => {
    await server.close();
    await world.close();
  });
  return {
    world,
    ask: async (personId, rest = 'năm') => {
      const link = reports.commands.find(({ id }) => id === 'reports.link');
      const step = await link?.run(await world.said(personId, rest), rest);
      if (step?.kind !== 'next') throw new Error('no link');
      await store.commit(step.changes as Change[]);
      const [first, second] = step.says.map(({ text }) => text);
      return {
        link: /http\S+/.exec(first ?? '')?.[0] ?? '',
        code: (/\d{3} \d{3}/.exec(second ?? '')?.[0] ?? '').replace(' ', ''),
      };
    },
  };
}

/** What a browser without a mark gets. */
async function fetched(link: string, code?: string) {
  const answer = await fetch(link, {
    redirect: 'manual',
    ...(code === undefined
      ? {}
      : {
          method: 'POST',
          body: new URLSearchParams({ m: code }),
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
        }),
  });
  return { status: answer.status, text: await answer.text(), headers: answer.headers };
}

describe('The link to a report over the real server', () => {
  let place: Served;
  beforeEach(async () => {
    place = await served();
  });

  it('shows nothing of the report by itself: whoever only has the link is asked for a code', async () => {
    const { link } = await place.ask('cuc');
    const { status, text } = await fetched(link);
    expect(status).toBe(200);
    expect(text).toContain('Nhập mã 6 số');
    for (const secret of ['xã Hồ', 'Chi hội', 'TY-3', '96']) expect(text).not.toContain(secret);
  });

  it('opens with the code, and then with the mark that was left; another browser still gets the question', async () => {
    const { link, code } = await place.ask('cuc');
    const opened = await fetched(link, code);
    expect(opened.status).toBe(303);
    const cookie = opened.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/; HttpOnly; SameSite=Lax$/);
    const mark = cookie.split(';')[0] ?? '';
    const seen = await (await fetch(link, { headers: { cookie: mark } })).text();
    expect(seen).toContain('Chi hội thôn &lt;Đông&gt;');
    expect(seen).toContain('96% (96/100)');
    expect((await fetched(link)).text).not.toContain('96%');
    expect(await (await fetch(link, { headers: { cookie: `${mark}x` } })).text()).not.toContain('96%');
  });

  it('shows the review of a plan too, each indicator year by year, as a page and as files', async () => {
    const { link, code } = await place.ask('cuc', 'sơ kết');
    const cookie = ((await fetched(link, code)).headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    const seen = await (await fetch(link, { headers: { cookie } })).text();
    expect(seen).toContain('Sơ kết 05 năm thực hiện Chỉ thị số 06-CT/TW');
    expect(seen).toContain('IV. NHIỆM VỤ, GIẢI PHÁP ĐẾN NĂM 2030');
    expect(seen).toContain('96%');
    const [, address = ''] = /href="([^"]*&amp;f=docx)"/u.exec(seen) ?? [];
    const file = await fetch(new URL(address.replaceAll('&amp;', '&'), link), { headers: { cookie } });
    expect(file.headers.get('content-disposition')).toContain('C-TY-review-2026.docx');
  });

  it('takes five wrong codes and then not even the right one', async () => {
    const { link, code } = await place.ask('cuc');
    const wrong = code === '000000' ? '000001' : '000000';
    for (let i = 0; i < 4; i++) expect((await fetched(link, wrong)).status).toBe(403);
    expect((await fetched(link, wrong)).status).toBe(404);
    expect((await fetched(link, code)).status).toBe(404);
    expect((await fetched(link)).status).toBe(404);
  });

  it.each([
    ['the unit', 'u', 'P'],
    ['the kind', 'k', 'month'],
    ['the day', 'a', '2026-10-01'],
    ['the person', 'p', 'que'],
    ['the time', 't', '99999999999999'],
    ['the signature', 's', 'A'.repeat(43)],
  ])('opens nothing when %s in it was changed', async (_what, name, value) => {
    const { link, code } = await place.ask('cuc');
    const forged = new URL(link);
    forged.searchParams.set(name, value);
    for (const answer of [await fetched(forged.href), await fetched(forged.href, code)]) {
      expect(answer.status).toBe(404);
      expect(answer.text).not.toContain('xã Hồ');
    }
  });

  it('opens nothing after 48 hours, nor when her post has ended', async () => {
    const { link, code } = await place.ask('cuc');
    const mark = (await fetched(link, code)).headers.get('set-cookie')?.split(';')[0] ?? '';
    const seen = async () => (await fetch(link, { headers: { cookie: mark } })).status;
    expect(await seen()).toBe(200);
    await place.world.store.commit([amend('Role', { personId: 'cuc' }, { untilDay: '2026-11-23' })]);
    expect(await seen()).toBe(404);
    await place.world.store.commit([amend('Role', { personId: 'cuc' }, { untilDay: null })]);
    expect(await seen()).toBe(200);
    place.world.clock.advance(hours(48) + minutes(1));
    expect(await seen()).toBe(404);
  });

  it('gives the Word file and the spreadsheet to whoever has opened it, and to nobody else', async () => {
    const { link, code } = await place.ask('cuc');
    const mark = (await fetched(link, code)).headers.get('set-cookie')?.split(';')[0] ?? '';
    const text = await (await fetch(link, { headers: { cookie: mark } })).text();
    const addresses = [...text.matchAll(/href="([^"]*\/tep\?[^"]*)"/g)].map((match) =>
      (match[1] ?? '').replaceAll('&amp;', '&'),
    );
    expect(addresses).toHaveLength(2);
    for (const address of addresses) {
      const whole = new URL(address, link).href;
      const file = await fetch(whole, { headers: { cookie: mark } });
      expect(file.headers.get('content-disposition')).toMatch(/^attachment; filename="C-2026\.(docx|xlsx)"$/);
      expect(
        Buffer.from(await file.arrayBuffer())
          .subarray(0, 2)
          .toString(),
      ).toBe('PK');
      expect((await fetch(whole)).status).toBe(404);
    }
  });

  it('carries neither a number about violence nor anything a browser would keep or run', async () => {
    const { link, code } = await place.ask('cuc', 'tháng');
    const mark = (await fetched(link, code)).headers.get('set-cookie')?.split(';')[0] ?? '';
    const answer = await fetch(link, { headers: { cookie: mark } });
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    const text = await answer.text();
    for (const word of ['<script', 'cần trợ giúp', 'ND-4', 'style="']) expect(text).not.toContain(word);
  });
});

describe.runIf(hasBrowser())('The page of a report in a real browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser?.close());

  async function opened(place: Served, personId: string, width: number): Promise<{ page: Page; complaints: string[] }> {
    const { link, code } = await place.ask(personId);
    const context = await browser.newContext({ viewport: { width, height: 740 }, javaScriptEnabled: false });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    onTestFinished(() => context.close());
    await page.goto(link);
    await page.fill('#m', `${code.slice(0, 3)} ${code.slice(3)}`);
    await page.click('button');
    await page.waitForSelector('h1');
    return { page, complaints };
  }

  /** Screenshots to be looked at, where somebody asks for them. */
  const look = async (page: Page, name: string) => {
    const folder = process.env.LOOK_AT;
    if (folder) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
  };

  it.each([
    ['a phone', 360],
    ['a desktop', 1_280],
  ])('is read on %s without moving sideways, with its chart, and nothing of it is refused', async (name, width) => {
    const { page, complaints } = await opened(await served(), 'cuc', width);
    await look(page, `page-${name.replace(' ', '-')}`);
    expect(await page.locator('h1').innerText()).toContain('năm 2026');
    const sizes = await page.evaluate('[document.documentElement.scrollWidth, document.documentElement.clientWidth]');
    expect((sizes as [number, number])[0]).toBeLessThanOrEqual((sizes as [number, number])[1]);
    expect(await page.evaluate('document.querySelector("img").naturalWidth')).toBeGreaterThan(600);
    // The style sheet has come: without it the text would have the browser's own size.
    expect(await page.evaluate('getComputedStyle(document.body).fontSize')).toBe('17px');
    expect(complaints).toEqual([]);
  });

  it('goes down from a province to a commune and a branch, and up again, with one code', async () => {
    const { page } = await opened(await served(), 'que', 360);
    await page.click('a:has-text("Hội LHPN xã Hồ")');
    expect(await page.locator('header p').first().innerText()).toBe('Hội LHPN xã Hồ');
    await page.click('a:has-text("Chi hội thôn <Đông>")');
    expect(await page.locator('header p').first().innerText()).toBe('Chi hội thôn <Đông>');
    expect(await page.content()).not.toContain('cần trợ giúp');
    await page.click('.up a');
    await page.click('.up a');
    expect(await page.locator('header p').first().innerText()).toBe('Hội LHPN tỉnh Sen');
    expect(await page.locator('.up').count()).toBe(0);
  });

  it('opens an indicator to show where it comes from and what each unit below has', async () => {
    const { page } = await opened(await served(), 'cuc', 360);
    const indicator = page.locator('details', { hasText: 'tuyên truyền và cam kết' }).first();
    expect(await indicator.locator('ul').isVisible()).toBe(false);
    await indicator.locator('summary').click();
    await look(page, 'page-opened');
    expect(await indicator.locator('ul').innerText()).toContain('96 trên 100');
    expect(await indicator.locator('ul').innerText()).toContain('Chi hội thôn <Đông>: 96% (96/100)');
  });

  it('prints on A4 as black text, without links to other pages', async () => {
    const { page } = await opened(await served(), 'cuc', 1_280);
    await page.emulateMedia({ media: 'print' });
    expect(await page.evaluate('getComputedStyle(document.body).fontFamily')).toContain('Times New Roman');
    expect(await page.locator('.note.hint').isVisible()).toBe(false);
    const pdf = await page.pdf({ preferCSSPageSize: true });
    expect(/\/MediaBox\s*\[0 0 59[45][.\d]* 84[12]/.test(pdf.toString('latin1'))).toBe(true);
  });
});
