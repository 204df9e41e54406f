import type { Day } from '../core/day.ts';
import type { Standing } from '../core/person.ts';
import type { UnitRow } from '../core/records.ts';
import type { Store } from '../core/store.ts';
import { holdsOn } from './unit-tree.ts';

/**
 * Who writes from this account, with the roles that hold today, the most recent first. Null for a citizen, and for an account
 * that waits to be joined to a person: until she has said yes it sees nothing of hers.
 */
export async function standingOf(
  store: Store,
  channel: string,
  accountHash: string,
  today: Day,
): Promise<Standing | null> {
  const account = await store.first('Account', { channel, accountHash });
  if (!account || account.state === 'waiting') return null;
  const [person, roles] = [
    await store.first('Person', { id: account.personId }),
    await store.find('Role', { personId: account.personId }, { orderBy: [{ fromDay: 'desc' }, { id: 'desc' }] }),
  ];
  if (!person) return null;
  const held = roles.filter((role) => holdsOn(role, today));
  const units =
    held.length === 0 ? [] : await store.find('Unit', { id: { in: [...new Set(held.map(({ unitId }) => unitId))] } });
  const unitOf = new Map(units.map((unit) => [unit.id, unit]));
  return {
    person,
    account,
    posts: held.flatMap((role) => {
      const unit = unitOf.get(role.unitId);
      return unit ? [{ role, unit }] : [];
    }),
  };
}

/** The unit's name with the one above that tells it apart: a branch with its commune, a commune with its province. */
export async function placeOf(store: Store, unit: UnitRow): Promise<string> {
  const parent = unit.parentId && unit.kind !== 'province' ? await store.first('Unit', { id: unit.parentId }) : null;
  return parent ? `${unit.name}, ${parent.name}` : unit.name;
}
