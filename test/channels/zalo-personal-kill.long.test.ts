import { type ChildProcess, fork } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { linesOf, writeDurably } from '../support/durable-file.ts';
import { startPlatforms } from '../support/platform-server/start.ts';
import { firstRefreshToken } from '../support/zalo-oa-server/platform.ts';

const personal = await startPlatforms(new URL('../support/zalo-personal-server/main.ts', import.meta.url));
const account = await startPlatforms(new URL('../support/zalo-oa-server/main.ts', import.meta.url));
afterAll(async () => {
  await personal.stop();
  await account.stop();
});

function run(program: string, args: string[]): ChildProcess {
  const file = fileURLToPath(new URL(`../support/${program}`, import.meta.url));
  return fork(file, args, { execArgv: ['--import', 'tsx'], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
}

function says(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', (code) => reject(new Error(`ended before it said anything (${code})`)));
  });
}

async function kill(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
}

async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'to-am-zalo-'));
  onTestFinished(() => rm(made, { recursive: true, force: true }));
  return made;
}

describe('A personal account whose program is killed fifteen times', () => {
  it('hears every message once, also those that came while it was dead', async () => {
    const platform = await personal.another();
    const where = await folder();
    const written: string[] = [];
    const write = async (n: number) => {
      for (let i = 0; i < n; i += 1) {
        const text = `tin ${written.length}`;
        written.push(text);
        await platform.control('write', { person: `20${written.length % 7}`, text });
      }
    };
    let child = run('zalo-personal-server/durable-bot.ts', [platform.root, where]);
    await says(child);
    for (let kills = 0; kills < 15; kills += 1) {
      await write(6);
      await new Promise((resolve) => setTimeout(resolve, (kills * 37) % 150));
      await kill(child);
      await write(3);
      child = run('zalo-personal-server/durable-bot.ts', [platform.root, where]);
      await says(child);
    }
    const heard = () => linesOf(join(where, 'heard.jsonl')).map((line) => (JSON.parse(line) as { text: string }).text);
    await vi.waitFor(() => expect(heard().length).toBeGreaterThanOrEqual(written.length), { timeout: 30_000 });
    await kill(child);
    expect(heard().toSorted()).toEqual(written.toSorted());
    console.log(`kill test on zalo-personal: 15 kills, ${written.length} messages, none lost, none twice`);
  }, 900_000);
});

describe("An Official Account's program killed while Zalo renews its tokens", () => {
  it('goes on with the access token it has, raises the alarm, and loses no token that it was given', async () => {
    const platform = await account.another();
    const file = join(await folder(), 'tokens.json');
    const bot = () => run('zalo-oa-server/token-bot.ts', [platform.root, file]);
    const stored = async () => JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
    expect(await says(bot())).toMatchObject({ access: 'access-1' });
    // The first is stored; now it is nearly at its end, and Zalo answers slowly.
    writeDurably(file, JSON.stringify({ ...(await stored()), accessUntil: Date.now() + 3_600_000 }));
    await platform.control('settings', { renewalTakesMs: 60_000 });
    const dying = bot();
    await vi.waitFor(async () => expect(await platform.control('state')).toMatchObject({ renewals: 2 }), {
      timeout: 20_000,
    });
    await kill(dying);
    expect(await stored()).toMatchObject({ refreshToken: 'refresh-1', renewing: true, begunWith: firstRefreshToken });
    await platform.control('settings', { renewalTakesMs: 0 });
    const next = (await says(bot())) as { access: string; logged: string[] };
    expect(next.access).toBe('access-1');
    expect(next.logged.join()).toContain('TA-CHANNEL-001');
  }, 120_000);

  it('loses nothing when it dies before Zalo has the request', async () => {
    const platform = await account.another();
    const file = join(await folder(), 'tokens.json');
    await platform.control('plan', { path: '/v4/oa/access_token', faults: [{ kind: 'hang-up-before' }] });
    const bot = () => run('zalo-oa-server/token-bot.ts', [platform.root, file]);
    await says(bot());
    expect(await says(bot())).toMatchObject({ access: 'access-1' });
  }, 120_000);
});
