import type { Day } from '../core/day.ts';
import type { Standing } from '../core/person.ts';
import type { UnitRow } from '../core/records.ts';
import type { Opening, Store } from '../core/store.ts';
import { holdsOn } from './unit-tree.ts';

/**
 * Who writes, with the roles that hold today, the most recent first. Null for a citizen, and for an account that waits to be
 * joined to a person: until she has said yes it sees nothing of hers.
 */
export function standingOf({ account, person, posts }: Opening, today: Day): Standing | null {
  if (!account || account.state === 'waiting' || !person) return null;
  const held = posts.filter(({ role }) => holdsOn(role, today));
  return {
    person,
    account,
    posts: held.sort((a, b) => compare(b.role.fromDay, a.role.fromDay) || compare(b.role.id, a.role.id)),
  };
}

/** The unit's name with the one above that tells it apart: a branch with its commune, a commune with its province. */
export async function placeOf(store: Store, unit: UnitRow): Promise<string> {
  const parent = unit.parentId && unit.kind !== 'province' ? await store.first('Unit', { id: unit.parentId }) : null;
  return parent ? `${unit.name}, ${parent.name}` : unit.name;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
