import { type Config, hasMessenger, readConfig } from '../config.ts';
import { type Clock, MovableClock, systemClock } from '../core/clock.ts';
import { OperatorError } from '../core/errors.ts';
import type { Store } from '../core/store.ts';
import { openSealing } from '../keys.ts';
import type { KeyedSealing } from '../privacy/sealing.ts';
import { openStore } from '../storage/open-store.ts';

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

/** The clock of a command: the system's, or one that stands at `--now`. Throws TA-CONFIG-001 for a time that is none. */
export function clockAt(now: string | undefined): Clock {
  if (now === undefined) return systemClock;
  const instant = new Date(now);
  if (Number.isNaN(instant.getTime())) {
    throw new OperatorError('TA-CONFIG-001', 'This is no time. Write for example --now 2026-06-01T08:00+07:00.', {
      place: '--now',
    });
  }
  return new MovableClock(instant);
}
