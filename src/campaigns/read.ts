import { everywhere, readMeasures } from '../core/push.ts';
import type { Store } from '../core/store.ts';
import { keysUnder } from './stopping.ts';

/** How many messages were read, of those that a channel would tell of. */
export interface ReadCount {
  read: number;
  of: number;
}

/** Of the rows under this prefix; null when no channel that brought them tells it. */
export async function readOf(store: Store, rowsUnder: string): Promise<ReadCount | null> {
  const { readable, read } = readMeasures(rowsUnder);
  const sum = (measure: string) => store.sumFigures({ measure: keysUnder(measure), unitId: everywhere });
  const of = await sum(readable);
  return of === null ? null : { read: (await sum(read)) ?? 0, of };
}
