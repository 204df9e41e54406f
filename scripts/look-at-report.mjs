// Makes every kind of report of the demonstration organisation as pictures, to be looked at:
//   node scripts/look-at-report.mjs [FOLDER]
// Word files and spreadsheets are drawn with LibreOffice (Debian: apt-get install --no-install-recommends libreoffice-writer
// libreoffice-calc poppler-utils fonts-liberation), pages with Chromium. What is not installed is said and left out.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { tsImport } from 'tsx/esm/api';

const folder = resolve(process.argv[2] ?? join(tmpdir(), 'to-am-reports'));
const chromiumPath = '/usr/bin/chromium';
const widths = { phone: 360, desktop: 1280 };
mkdirSync(folder, { recursive: true });

const source = (path) => tsImport(`../src/${path}`, import.meta.url);
const [{ loadContent }, { readConfig }, { openSealing }, { openStore }, { systemClock }, { promptsFolder }] =
  await Promise.all(
    ['content/load-content.ts', 'config.ts', 'keys.ts', 'storage/open-store.ts', 'core/clock.ts', 'paths.ts'].map(
      source,
    ),
  );
const [{ openDemonstration }, { reportOf, rawRows }, { reviewOf }, { reviewMeant }] = await Promise.all(
  ['demonstration/demonstration.ts', 'reports/report.ts', 'reports/review.ts', 'indicators/reviews.ts'].map(source),
);
const [{ toDocx }, { toXlsx }, { toHtml }, { drawChart, toPng }, { formTemplate }, { dayOf }] = await Promise.all(
  [
    ...['reports/docx.ts', 'reports/xlsx.ts', 'reports/html.ts', 'reports/chart.ts'],
    ...['indicators/form-sheet.ts', 'core/day.ts'],
  ].map(source),
);

const data = mkdtempSync(join(tmpdir(), 'to-am-look-'));
const { texts, plans, demonstration } = loadContent(promptsFolder);
const config = { ...readConfig({}), DATABASE_URL: `file:${join(data, 'to-am.db')}` };
const store = await openStore(config.DATABASE_URL, { clock: systemClock });
const sealing = openSealing(config, true);
const opened = await openDemonstration({ content: demonstration, store, sealing, clock: systemClock });
await opened?.figuresReady;

const today = dayOf(systemClock.now());
const parts = { store, texts, sealing };
for (const code of ['TD-X1', 'TD']) {
  const unit = await store.first('Unit', { code });
  for (const kind of ['month', 'half-year', 'year', 'plan-year'])
    await keep(`${code}-${kind}`, await reportOf(parts, { unit, kind, at: today, plans }, today));
  for (const kind of ['interim-review', 'final-review'])
    await keep(
      `${code}-${kind}`,
      await reviewOf(parts, { unit, review: reviewMeant(plans, kind, today), at: today }, today),
    );
  if (unit.kind !== 'commune') continue;
  const form = await formTemplate(texts, unit, { year: 2026, before: {}, values: {} });
  writeFileSync(join(folder, `${code}-form.xlsx`), form);
}
await store.close();
rmSync(data, { recursive: true });
draw();
await photograph();
console.log(`look at ${folder}: ${readdirSync(folder).filter((name) => name.endsWith('.png')).length} pictures`);

async function keep(name, report) {
  writeFileSync(join(folder, `${name}.docx`), await toDocx(report, texts));
  if (!name.endsWith('1-year')) return;
  writeFileSync(join(folder, `${name}.xlsx`), await toXlsx(report, await rawRows(store, report), texts));
  const svg = drawChart(report.facts, texts);
  const chart = svg === null ? null : { png: toPng(svg), alt: '' };
  if (chart) writeFileSync(join(folder, `${name}-chart.png`), chart.png);
  writeFileSync(join(folder, `${name}.html`), toHtml(report, texts, { chart, style: 'inside' }));
}

function draw() {
  const found = spawnSync('soffice', ['--version']);
  if (found.error) {
    console.log('skipped: pictures of Word files and spreadsheets, because LibreOffice (soffice) is not installed');
    return;
  }
  const files = readdirSync(folder).filter((name) => /\.(docx|xlsx)$/.test(name));
  // Of two files that differ in their ending only one would keep its picture.
  for (const ending of ['docx', 'xlsx']) {
    const out = join(folder, ending);
    const own = files.filter((name) => name.endsWith(ending)).map((name) => join(folder, name));
    spawnSync('soffice', ['--headless', '--convert-to', 'pdf', '--outdir', out, ...own]);
    for (const pdf of readdirSync(out).filter((name) => name.endsWith('.pdf')))
      spawnSync('pdftoppm', [
        '-r',
        '70',
        '-png',
        '-l',
        '6',
        join(out, pdf),
        join(folder, `${ending}-${pdf.slice(0, -4)}`),
      ]);
    rmSync(out, { recursive: true });
  }
}

async function photograph() {
  if (!existsSync(chromiumPath)) {
    console.log(`skipped: pictures of pages, because ${chromiumPath} is not installed`);
    return;
  }
  const { chromium } = await import('playwright-core');
  const browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'] });
  for (const html of readdirSync(folder).filter((name) => name.endsWith('.html')))
    for (const [name, width] of Object.entries(widths)) {
      const page = await browser.newPage({ viewport: { width, height: 800 } });
      await page.goto(`file://${join(folder, html)}`);
      await page.screenshot({ path: join(folder, `${html.slice(0, -5)}-${name}.png`), fullPage: true });
      await page.close();
    }
  await browser.close();
}
