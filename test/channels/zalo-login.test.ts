import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import qrcode from 'qrcode';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { newChannelMemory } from '../../src/channels/channel-memory.ts';
import { readSession } from '../../src/channels/zalo-personal/zalo-personal-session.ts';
import { makeKey, newSealing } from '../../src/privacy/sealing.ts';
import { openStore } from '../../src/storage/open-store.ts';
import { type PlatformServer, startPlatforms } from '../support/platform-server/start.ts';
import { listener } from './bot-harness.ts';
import { stateOf, zaloPersonal } from './zalo-personal-harness.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
let server: PlatformServer;
beforeAll(async () => {
  server = await startPlatforms(new URL('../support/zalo-personal-server/main.ts', import.meta.url));
});
afterAll(() => server.stop());

/** `to-am zalo login` as an operator runs it; the phone is the local server's. */
async function logIn(settings: { phoneSays?: 'no' } = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'to-am-login-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const platform = await server.another();
  const qrPng = (await qrcode.toBuffer('https://qr.example/made-up-token', { scale: 4, margin: 3 })).toString('base64');
  await platform.control('settings', { qrPng, ...settings });
  const key = makeKey();
  const database = join(folder, 'to-am.db');
  const qr = join(folder, 'qr.png');
  const leadHere = fileURLToPath(new URL('../support/zalo-personal-server/lead-here.ts', import.meta.url));
  const args = ['--import', 'tsx', '--import', leadHere, 'src/cli/to-am.ts', 'zalo', 'login', '--qr', qr];
  const env = { ...process.env, DATABASE_URL: `file:${database}`, DATA_KEY: key, ZALO_LOCAL_ROOT: platform.root };
  const child = spawn(process.execPath, args, { cwd: root, env });
  const said = { out: '', err: '' };
  child.stdout.on('data', (bytes: Buffer) => {
    said.out += bytes.toString();
  });
  child.stderr.on('data', (bytes: Buffer) => {
    said.err += bytes.toString();
  });
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve));
  return { platform, key, database, qr, code, ...said };
}

describe('Logging in with the personal account', () => {
  it('shows the QR in the terminal and as a file, keeps the session sealed, and the program can use it', {
    timeout: 120_000,
  }, async () => {
    const { platform, key, database, qr, code, out, err } = await logIn();
    expect(err).toMatch(/Zalo may lock the account/);
    expect(out).toMatch(/[▀▄█ ]{20,}\n[▀▄█ ]{20,}\n/);
    expect(out).toMatch(
      /Scan this, or the picture[\s\S]*Scanned\. Now say yes on the phone\.[\s\S]*Logged in; the session is kept, sealed/,
    );
    expect(out).toContain('To use it, set ZALO_PERSONAL_ENABLED=yes');
    expect(code).toBe(0);
    expect((await readFile(qr)).subarray(1, 4).toString()).toBe('PNG');
    expect((await stat(qr)).mode & 0o077).toBe(0);
    for (const suffix of ['', '-wal']) {
      const content = await readFile(database + suffix).catch(() => Buffer.alloc(0));
      expect(content.includes('from-qr')).toBe(false);
    }
    const store = await openStore(`file:${database}`);
    onTestFinished(() => store.close());
    const session = readSession(await newChannelMemory(store, newSealing(key)).load('zalo-personal/session'));
    expect(JSON.stringify(session?.cookie)).toContain('from-qr');
    const { channel } = zaloPersonal(platform, { loadSession: async () => session });
    onTestFinished(() => channel.close());
    await channel.open(listener().receive);
    await vi.waitFor(() => expect(channel.health()).toEqual({ state: 'well' }), { timeout: 15_000 });
    expect((await stateOf(platform)).connections).toBe(1);
  });

  it('ends with the code and the cure when the phone says no, and keeps nothing', { timeout: 120_000 }, async () => {
    const { key, database, code, out, err } = await logIn({ phoneSays: 'no' });
    expect(code).not.toBe(0);
    expect(err).toMatch(/TA-CHANNEL-001[\s\S]*the phone said no/i);
    expect(out).not.toContain('Logged in');
    const store = await openStore(`file:${database}`);
    onTestFinished(() => store.close());
    expect(await newChannelMemory(store, newSealing(key)).load('zalo-personal/session')).toBeNull();
  });
});
