import { type Config, hasMessenger, readConfig } from '../config.ts';
import type { Clock } from '../core/clock.ts';
import type { Store } from '../core/store.ts';
import { openSealing } from '../keys.ts';
import type { KeyedSealing } from '../privacy/sealing.ts';
import { openStore } from '../storage/open-store.ts';
import { clockAt } from './clock-at.ts';

/** What a command that works on the database needs. */
export interface CommandContext {
  config: Config;
  store: Store;
  sealing: KeyedSealing;
  clock: Clock;
}

/** Opens the database of the settings for one command and closes it afterwards. Throws OperatorError. */
export async function withContext<T>(
  options: { now?: string | undefined },
  use: (context: CommandContext) => Promise<T>,
): Promise<T> {
  const config = readConfig();
  const clock = clockAt(options.now);
  const store = await openStore(config.DATABASE_URL, { clock });
  try {
    return await use({ config, store, sealing: openSealing(config, !hasMessenger(config)), clock });
  } finally {
    await store.close();
  }
}
