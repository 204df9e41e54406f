import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeKey } from '../src/privacy/sealing.ts';
import { builtProgram } from './support/built-program.ts';
import { startTelegramServer } from './support/telegram-server/start.ts';

describe('The program with DEBUG=* in its environment', () => {
  it('answers, and prints neither a message, nor what it says, nor the token', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'to-am-quiet-'));
    const telegram = await startTelegramServer();
    const program = spawn(process.execPath, [builtProgram()], {
      env: {
        ...process.env,
        DEBUG: '*',
        LOG_LEVEL: 'debug',
        PORT: '0',
        DATABASE_URL: `file:${join(folder, 'to-am.db')}`,
        DATA_KEY: makeKey(),
        TELEGRAM_TOKEN: telegram.token,
        TELEGRAM_API_ROOT: telegram.url,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let printed = '';
    let answer = '';
    for (const stream of [program.stdout, program.stderr]) stream.on('data', (bytes) => (printed += bytes));
    const ended = new Promise((resolve) => program.once('exit', resolve));
    try {
      await telegram.write('700001', 'tôi tên zhivagoxq, thủ tục khai sinh thế nào');
      await expect.poll(async () => (await telegram.state()).sent, { timeout: 30_000 }).not.toHaveLength(0);
      answer = (await telegram.state()).sent[0]?.text ?? '';
    } finally {
      program.kill('SIGTERM');
      await ended;
      await telegram.stop();
      await rm(folder, { recursive: true, force: true });
    }
    expect(printed).toContain('ready');
    expect(answer).not.toBe('');
    expect(printed).not.toContain(answer.slice(0, 20));
    expect(printed).not.toContain('zhivagoxq');
    expect(printed).not.toContain(telegram.token);
  }, 60_000);
});
