import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { builtProgram } from '../support/built-program.ts';
import { FetchPage } from '../support/fetch-page.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const port = 3_108;
const address = `http://127.0.0.1:${port}`;
/** What the program loads before it is asked anything, without a messenger; nothing is done with them. */
const libraries = [
  'fastify',
  '@fastify/helmet',
  '@fastify/rate-limit',
  '@prisma/client/runtime/client',
  '@prisma/client/runtime/query_compiler_small_bg.sqlite.mjs',
  '@prisma/client/runtime/query_compiler_small_bg.sqlite.wasm-base64.mjs',
  '@prisma/adapter-libsql',
  'libsql',
  'zod',
  'pino',
  'node-cron',
  'prom-client',
];
/** Long enough for what a start leaves behind to be done. */
const idleMs = 10_000;
const starts = 3;
const rounds = 4;
const talkers = 100;
/** Nobody is of two minds about them; the first and the last are answered from the entries, one asks for a form, one is a greeting. */
const messages = [
  'chồng đánh thì báo ở đâu',
  'alo',
  'đăng ký kết hôn cần giấy tờ gì',
  'nghỉ thai sản mấy tháng',
  'menu',
];

/**
 * From the start to the first answer, as `npm start` after `npm ci`: at the very first start (no database yet, demonstration) and at later
 * ones; then the memory of the idle program beside processes that only import the same libraries, and under load.
 */
async function main(): Promise<void> {
  const program = builtProgram();
  execFileSync(process.execPath, ['scripts/prepare-content.mjs'], { cwd: root, stdio: 'ignore' });
  const folder = await mkdtemp(join(tmpdir(), 'to-am-start-'));
  try {
    for (let n = 1; n <= starts; n++) {
      const database = `file:${join(folder, `${n}.db`)}`;
      const isLast = n === starts;
      await started(program, database, 'first start', async (pid) => {
        if (isLast) console.log(`memory, idle after the first start: ${mib(await idleMemory(pid))}`);
      });
      await started(program, database, 'second start', async (pid) => {
        if (isLast) await compareMemory(program, pid);
      });
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function started(
  program: string,
  database: string,
  name: string,
  use: (pid: number) => Promise<void>,
): Promise<void> {
  const environment = {
    ...process.env,
    ...{ PORT: String(port), DATABASE_URL: database, LOG_LEVEL: 'error' },
    // Each talker has an address of her own, else all are one flood.
    TRUST_PROXY: 'yes',
  };
  const began = performance.now();
  const child = spawn(process.execPath, [program], { env: environment, stdio: 'ignore' });
  const pid = child.pid ?? 0;
  await until(child, async () => (await fetch(`${address}/health`)).ok);
  const healthy = performance.now() - began;
  const page = new FetchPage(address);
  await page.say('alo');
  await until(child, async () => page.screen().some((said) => said.includes('113')));
  const answered = performance.now() - began;
  console.log(
    `${name}: /health after ${healthy.toFixed(0)} ms, first answer after ${answered.toFixed(0)} ms (limit 3000), ${(await processorTime(pid)).toFixed(0)} ms of processor time`,
  );
  await page.close();
  await use(pid);
  child.kill('SIGTERM');
  await new Promise((resolve) => child.once('exit', resolve));
}

async function compareMemory(program: string, pid: number): Promise<void> {
  const idle = await idleMemory(pid);
  const partOfBotbuilder = pathToFileURL(join(dirname(program), 'bot/turn-context.js')).href;
  for (const [what, names] of [
    ['the same libraries, of botbuilder the same part', [...libraries, partOfBotbuilder]],
    ['the same libraries, botbuilder whole', [...libraries, 'botbuilder']],
  ] as const) {
    const importing = `${names.map((name) => `await import('${name}');`).join('')} setInterval(() => {}, 1e6);`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', importing], { cwd: root, stdio: 'ignore' });
    const bare = await idleMemory(child.pid ?? 0);
    child.kill();
    console.log(
      `memory, idle: ${mib(idle)}; a process that only imports ${what}: ${mib(bare)}; ratio ${(idle / bare).toFixed(2)} (limit 1.3)`,
    );
  }
  for (let round = 1; round <= rounds; round++) {
    for (let n = 0; n < talkers; n += 10)
      await Promise.all(Array.from({ length: 10 }, (_, i) => talk(`10.${round}.0.${n + i}`)));
    console.log(`memory after ${round * talkers * messages.length} messages: ${mib(await memoryOf(pid))}`);
  }
  console.log(`memory, idle again: ${mib(await idleMemory(pid))}`);
}

/** A citizen with a page of her own, who asks one thing after the other and leaves. */
async function talk(from: string): Promise<void> {
  const page = randomBytes(18).toString('base64url');
  const post = async (path: string, fields: object) => {
    const answer = await fetch(`${address}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': from },
      body: JSON.stringify({ page, plays: '', ...fields }),
    });
    if (!answer.ok) throw new Error(`${path} was answered ${answer.status}`);
  };
  for (const text of messages) await post('/chat/say', { text, message: randomBytes(18).toString('base64url') });
  await post('/chat/leave', {});
}

async function until(child: ChildProcess, test: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 2_000; tries++) {
    if (child.exitCode !== null) throw new Error('the program has ended');
    if (await test().catch(() => false)) return;
    await pause(15);
  }
  throw new Error('the program did not come up');
}

async function idleMemory(pid: number): Promise<number> {
  await pause(idleMs);
  return memoryOf(pid);
}

/** Resident memory in MiB, from the system. */
async function memoryOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/u.exec(status)?.[1] ?? 0) / 1_024;
}

/** Of all its threads, in ms, from the system, which counts in hundredths of a second. */
async function processorTime(pid: number): Promise<number> {
  const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

function mib(amount: number): string {
  return `${amount.toFixed(0)} MiB`;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

await main();
