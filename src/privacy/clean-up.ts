import type { Change } from '../core/change.ts';
import { after, days } from '../core/clock.ts';
import { addDays, dayOf, instantOf } from '../core/day.ts';
import type { Store } from '../core/store.ts';
import { orphans, type PlanSpan, retentionChanges } from './retention.ts';

export interface CleanUpParts {
  store: Store;
  /** The plans whose reports need the names of households. */
  plans: readonly PlanSpan[];
  /** What else runs out: invitations nobody took up, accounts never joined. */
  others?: readonly (() => Promise<readonly Change[]>)[];
}

/** When the day's clean-up runs, by Vietnam's clock: nobody writes then. */
const timeOfCleanUp = '03:30';

/** The daily clean-up as a job of the schedule. Running it twice removes nothing more. */
export function newCleanUp({ store, plans, others = [] }: CleanUpParts) {
  return {
    name: 'clean-up',
    due(from: Date, to: Date) {
      return [dayOf(to), addDays(dayOf(to), -1)]
        .map((day) => ({ day, at: instantOf(day, timeOfCleanUp) }))
        .filter(({ at }) => from < at && at <= to)
        .map(({ day, at }) => ({ key: `clean-up/${day}`, at, until: after(at, days(1)), run }));
    },
  };

  async function run(now: Date): Promise<void> {
    await store.commit(retentionChanges(now, plans));
    for (const other of [async () => orphans(store), ...others]) {
      const changes = await other();
      if (changes.length > 0) await store.commit(changes);
    }
  }
}
