/** `node scripts/picture.mjs`: makes docs/conversation.png from the real page of the compiled program. Needs Chromium. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const root = fileURLToPath(new URL('../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'to-am-picture-'));
const port = 3109;
const program = spawn(process.execPath, ['dist/main.js'], {
  cwd: root,
  env: { ...process.env, PORT: String(port), DATABASE_URL: `file:${join(folder, 'to-am.db')}` },
  stdio: ['ignore', 'pipe', 'inherit'],
});
await new Promise((resolve) => program.stdout.on('data', (bytes) => String(bytes).includes('ready') && resolve()));
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
});
try {
  const page = await browser.newPage({ viewport: { width: 412, height: 980 }, deviceScaleFactor: 2 });
  await page.goto(`http://127.0.0.1:${port}/`);
  await page.selectOption('#plays', 'chi-hoi-truong');
  const messages = [
    'giup ba lan sua nha 5tr, chi hoa xom 3 dat sach bep. hom thu 5 hop chi hoi tuyen truyen 4 gia tri 35 nguoi',
    '1',
  ];
  for (const text of messages) {
    await page.fill('#say', text);
    await page.keyboard.press('Enter');
    await page.waitForTimeout(1_500);
  }
  await page.screenshot({ path: `${root}docs/conversation.png` });
} finally {
  await browser.close();
  program.kill('SIGTERM');
  await new Promise((resolve) => program.once('exit', resolve));
  rmSync(folder, { recursive: true, force: true });
}
