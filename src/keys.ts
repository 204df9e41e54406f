import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Config } from './config.ts';
import { OperatorError } from './core/errors.ts';
import { type KeyedSealing, makeKey, newSealing } from './privacy/sealing.ts';

/**
 * The sealing key of this installation: DATA_KEY, or in a trial without one a key made once and kept beside the SQLite file.
 * Throws TA-CONFIG-002 where real people's data would be sealed with a key that nobody has put in safety.
 */
export function openSealing(
  config: Config,
  trial: boolean,
  onKeyMade: (file: string) => void = () => {},
): KeyedSealing {
  if (config.DATA_KEY) return newSealing(config.DATA_KEY);
  const file = keyFile(config);
  if (!trial || !file) {
    throw new OperatorError(
      'TA-CONFIG-002',
      'DATA_KEY is missing; names and accounts are sealed with it. Make one with: npm run --silent to-am -- keys make, put it in .env and keep a copy in a safe place.',
      { place: 'DATA_KEY' },
    );
  }
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, makeKey(), { mode: 0o600, flag: 'wx' });
    onKeyMade(file);
  }
  return newSealing(readFileSync(file, 'utf8').trim());
}

function keyFile(config: Config): string | null {
  return config.DATABASE_URL.startsWith('file:')
    ? join(dirname(config.DATABASE_URL.slice('file:'.length)), 'trial-key')
    : null;
}
