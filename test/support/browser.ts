import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const executablePath = '/usr/bin/chromium';

/** Whether the tests in a browser can run; prints why not when they cannot. */
export function hasBrowser(): boolean {
  if (existsSync(executablePath)) return true;
  process.stdout.write(
    `skipped: tests in a browser, because ${executablePath} is not installed (apt-get install chromium)\n`,
  );
  return false;
}

export function startBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
