import { existsSync } from 'node:fs';
import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Command } from 'commander';
import type { Config } from '../config.ts';
import { readConfig } from '../config.ts';
import { OperatorError } from '../core/errors.ts';
import { makeKey, parseKeys, withNewKey, writeKeys } from '../privacy/keys.ts';
import { type Resealed, reseal, resealAll } from '../privacy/reseal.ts';
import { type KeyedSealing, newSealing } from '../privacy/sealing.ts';
import { withContext } from './context.ts';

/** `to-am keys make` prints a DATA_KEY; `to-am keys rotate` seals everything again with its first key. */
export function keysCommand(): Command {
  const keys = new Command('keys').description('The keys that seal names and accounts');
  keys
    .command('make')
    .description('Prints a DATA_KEY: the first one, or the one there is with a new key in front')
    .action(() => {
      const { DATA_KEY } = readConfig();
      console.log(DATA_KEY ? writeKeys(withNewKey(parseKeys(DATA_KEY))) : makeKey());
    });
  keys
    .command('rotate')
    .description('Seals everything again with the first key of DATA_KEY; then prints it without the others')
    .option('--json', 'print JSON')
    .action((options: { json?: true }) =>
      withContext({}, async ({ store, config }) => {
        const given = parseKeys(config.DATA_KEY);
        if (given.sealing.length < 2) {
          throw new OperatorError(
            'TA-KEYS-001',
            'DATA_KEY holds one key, so there is nothing to change to. Set it to what "to-am keys make" prints, start the bot again, and call this once more.',
            { place: 'DATA_KEY' },
          );
        }
        const sealing = newSealing(given);
        const done = await resealAll(store, sealing);
        await resealPhotos(config, sealing, done);
        const next = done.unreadable === 0 ? writeKeys(given, 'newest') : null;
        if (options.json) console.log(JSON.stringify({ ...done, dataKey: next }));
        else if (next)
          console.log(`${done.rows} values sealed again. From the next start on this is enough:\nDATA_KEY=${next}`);
        else
          console.log(
            `${done.rows} values sealed again, but ${done.unreadable} cannot be opened with any of these keys. Keep DATA_KEY as it is and add the missing key behind it.`,
          );
      }),
    );
  return keys;
}

/** Photos lie sealed beside the database; each is replaced by one rename, so that none is ever half written. */
async function resealPhotos(config: Config, sealing: KeyedSealing, done: Resealed): Promise<void> {
  const folder = join(
    config.DATABASE_URL.startsWith('file:') ? dirname(config.DATABASE_URL.slice('file:'.length)) : 'data',
    'photos',
  );
  const files = existsSync(folder) ? await readdir(folder) : [];
  for (const file of files.filter((name) => name.endsWith('.sealed'))) {
    const whole = join(folder, file);
    const again = reseal(await readFile(whole, 'utf8'), sealing, done);
    if (again === null) continue;
    await writeFile(`${whole}.part`, again, { mode: 0o600 });
    await rename(`${whole}.part`, whole);
  }
}
