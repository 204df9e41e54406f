import type { Store } from '../core/store.ts';
import { derivedId } from './derived-id.ts';

/**
 * The id of a unit's next check-in, made from how many it has. Two check-ins that are decided at once get the same, so that only one
 * of them can be written; the other is decided again with the first one's households in sight. Rows that were deleted leave a gap,
 * which is stepped over.
 */
export async function nextCheckInId(store: Store, unitId: string): Promise<string> {
  for (let nth = await store.count('CheckIn', { unitId }); ; nth++) {
    const id = derivedId('check-in', unitId, nth);
    if (!(await store.first('CheckIn', { id }))) return id;
  }
}
