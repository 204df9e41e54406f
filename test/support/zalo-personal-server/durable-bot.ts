import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ZaloPersonalChannel } from '../../../src/channels/zalo-personal/zalo-personal-channel.ts';
import { systemClock } from '../../../src/core/clock.ts';
import { silentLog } from '../../../src/core/log.ts';
import { session, toLocal } from '../../channels/zalo-personal-harness.ts';
import { appendDurably, linesOf, writeDurably } from '../durable-file.ts';

/** A program to be killed: a personal account that writes down what it hears, each message once. */
const [, , root = '', folder = ''] = process.argv;
const heardFile = join(folder, 'heard.jsonl');
const stateFile = join(folder, 'state.json');
const heard = new Set(linesOf(heardFile).map((line) => (JSON.parse(line) as { id: string }).id));

const channel = new ZaloPersonalChannel({
  loadSession: async () => session,
  loadState: async () => (existsSync(stateFile) ? JSON.parse(readFileSync(stateFile, 'utf8')) : null),
  saveState: async (state) => writeDurably(stateFile, JSON.stringify(state)),
  ...{ dailyCap: 80, fetch: toLocal(root), clock: systemClock, log: silentLog },
});
await channel.open(async ({ id = '', text = '' }) => {
  // A turn takes a while, so that kills fall into it.
  await systemClock.sleep(30);
  if (heard.has(id)) return { outcome: 'seen-before' };
  appendDurably(heardFile, JSON.stringify({ id, text }));
  heard.add(id);
  return { outcome: 'done' };
});
while (channel.health().state !== 'well') await systemClock.sleep(20);
process.send?.('well');
