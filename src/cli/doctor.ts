import { Command } from 'commander';
import { z } from 'zod';
import { channelTable } from '../channels/index.ts';
import { type Config, hasMessenger, readConfig } from '../config.ts';
import { ContentReader } from '../content/content-reader.ts';
import { readContent } from '../content/load-content.ts';
import { systemClock } from '../core/clock.ts';
import { OperatorError } from '../core/errors.ts';
import { openSealing } from '../keys.ts';
import { promptsFolder } from '../paths.ts';
import { openStore } from '../storage/open-store.ts';
import { channelState, describeChannel, type Finding } from './doctor-channel.ts';

/** `to-am doctor`: what works here and what does not, with the cure. Changes nothing but an outdated schema. */
export function doctorCommand(): Command {
  return new Command('doctor')
    .description('What works here and what does not, with the cure')
    .option('--json', 'print JSON')
    .action(async ({ json }: { json?: true }) => {
      const findings = await examine();
      if (json) console.log(JSON.stringify(findings));
      else for (const { part, state, says } of findings) console.log(`${state.padEnd(5)} ${part.padEnd(12)} ${says}`);
      if (findings.some(({ state }) => state === 'ill')) process.exitCode = 2;
    });
}

async function examine(): Promise<Finding[]> {
  const findings: Finding[] = [
    await checked('node', async () => nodeVersion()),
    await checked('content', async () => contentState()),
  ];
  let config: Config | null = null;
  findings.push(
    await checked('settings', async () => {
      config = readConfig();
      return 'all can be used';
    }),
  );
  const read = config as Config | null;
  if (!read) return findings;
  findings.push(
    await checked('database', async () => {
      const store = await openStore(read.DATABASE_URL);
      try {
        const [units, people, waiting] = [
          await store.count('Unit', {}),
          await store.count('Person', {}),
          await store.count('OutboxRow', { state: 'pending' }),
        ];
        return `${store.kind}: ${units} units, ${people} people, ${waiting} messages waiting`;
      } finally {
        await store.close();
      }
    }),
    await checked('key', async () => {
      openSealing(read, !hasMessenger(read));
      return read.DATA_KEY ? 'DATA_KEY is set' : 'of the trial; set DATA_KEY before real use';
    }),
    ...(await serverAndChannels(read)),
  );
  return findings;
}

async function checked(part: string, look: () => Promise<string>): Promise<Finding> {
  try {
    return { part, state: 'well', says: await look() };
  } catch (error) {
    if (error instanceof OperatorError) return { part, state: 'ill', says: `${error.code} ${error.message}` };
    throw error;
  }
}

function nodeVersion(): string {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    throw new OperatorError('TA-CONFIG-001', `Node ${process.versions.node} is too old; install 20.19 or newer.`);
  }
  return process.versions.node;
}

function contentState(): string {
  const reader = new ContentReader(promptsFolder);
  const content = readContent(reader);
  reader.throwProblems();
  return `${content.knowledge.entries.length} answers, no problems`;
}

const health = z.object({
  store: z.string().optional(),
  channels: z.record(z.string(), channelState).optional(),
});

/** What the running program says of itself and of each messenger, when there is one. */
async function serverAndChannels(config: Config): Promise<Finding[]> {
  const found = await askServer(config);
  const server: Finding = found
    ? {
        part: 'server',
        state: found.store === 'ill' ? 'ill' : 'well',
        says: `answers on port ${config.PORT} in ${found.ms} ms; database ${found.store ?? 'not shown: METRICS_TOKEN here is not its own'}`,
      }
    : { part: 'server', state: 'off', says: `none runs on port ${config.PORT}` };
  const channels = channelTable.map((entry): Finding => {
    if (!entry.isConfigured(config)) return { part: entry.name, state: 'off', says: 'not configured' };
    const report = found?.channels?.[entry.name];
    if (report) return describeChannel(entry.name, report);
    return { part: entry.name, state: 'well', says: 'configured; the running program would say how it does' };
  });
  return [server, ...channels];
}

async function askServer({
  HOST,
  PORT,
  METRICS_TOKEN,
}: Config): Promise<(z.infer<typeof health> & { ms: number }) | null> {
  const host = HOST === '0.0.0.0' ? '127.0.0.1' : HOST;
  const began = systemClock.now().getTime();
  try {
    const response = await fetch(`http://${host}:${PORT}/health`, {
      signal: AbortSignal.timeout(2_000),
      headers: METRICS_TOKEN ? { authorization: `Bearer ${METRICS_TOKEN}` } : {},
    });
    return { ...health.parse(await response.json()), ms: systemClock.now().getTime() - began };
  } catch {
    return null; // nothing there, or another program
  }
}
