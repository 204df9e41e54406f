import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builtProgram } from '../support/built-program.ts';

const port = 3_108;
/** What the program loads before it is asked anything, without a messenger; nothing is done with them. */
const libraries = [
  'botbuilder',
  'fastify',
  '@fastify/helmet',
  '@fastify/rate-limit',
  '@prisma/client/runtime/client',
  '@prisma/adapter-libsql',
  'libsql',
  'zod',
  'js-yaml',
  'pino',
  'node-cron',
  'prom-client',
];

/** From the start to the first answer, and the memory of the idle program beside a process that only imports the same libraries. */
async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'to-am-start-'));
  try {
    const environment = {
      ...process.env,
      PORT: String(port),
      DATABASE_URL: `file:${join(folder, 'to-am.db')}`,
      LOG_LEVEL: 'error',
    };
    const main = builtProgram();
    for (const run of ['first start (empty database, demonstration)', 'second start']) {
      const began = performance.now();
      const program = spawn(process.execPath, [main], { env: environment, stdio: 'ignore' });
      const healthy = await until(async () => (await fetch(`http://127.0.0.1:${port}/health`)).ok);
      const answered = await ask('alo');
      console.log(
        `${run}: /health after ${(healthy - began).toFixed(0)} ms, first answer after ${(answered - began).toFixed(0)} ms (limit 3000)`,
      );
      if (run === 'second start') {
        await pause(8_000);
        const idle = await memoryOf(program.pid ?? 0);
        const imports = spawn(
          process.execPath,
          [
            '--input-type=module',
            '-e',
            `${libraries.map((name) => `await import('${name}');`).join('')} setInterval(() => {}, 1e6);`,
          ],
          { stdio: 'ignore' },
        );
        await pause(6_000);
        const bare = await memoryOf(imports.pid ?? 0);
        imports.kill();
        console.log(
          `memory idle: ${idle.toFixed(0)} MiB; a process that imports the same libraries: ${bare.toFixed(0)} MiB; ratio ${(idle / bare).toFixed(2)} (limit 1.3)`,
        );
      }
      program.kill('SIGTERM');
      await new Promise((resolve) => program.once('exit', resolve));
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The page's own way of talking; resolves to when the answer was there. */
async function ask(text: string): Promise<number> {
  const id = (letter: string) => letter.repeat(24);
  const post = (path: string, body: object) =>
    fetch(`http://127.0.0.1:${port}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  await post('/chat/say', { page: id('p'), plays: '', message: id('m'), text });
  const news = await post('/chat/hear', { page: id('p'), plays: '', after: 0 });
  if (!JSON.stringify(await news.json()).includes('113')) throw new Error('the first answer is not the greeting');
  return performance.now();
}

async function until(test: () => Promise<boolean>): Promise<number> {
  for (let tries = 0; tries < 600; tries++) {
    const done = await test().catch(() => false);
    if (done) return performance.now();
    await pause(20);
  }
  throw new Error('the program did not come up');
}

/** Resident memory in MiB, from the system. */
async function memoryOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/u.exec(status)?.[1] ?? 0) / 1_024;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

await main();
