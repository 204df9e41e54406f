import { dayOf, instantOf } from '../core/day.ts';
import { addPush, notYetPushed, type Push } from '../core/push.ts';
import type { Store } from '../core/store.ts';
import { peopleOf } from './audiences.ts';
import type { DueReminder } from './calendar.ts';
import { keysUnder } from './stopping.ts';

/** Why a person cannot be reached by us, though somebody else may. */
export const unreachableReasons: readonly string[] = ['blocked', 'no-account', 'no-person', 'out-of-window'];
/** By then a reminder of the morning has left, also to a whole province. */
const forwardTime = '17:00';
const page = 2_000;

/** The moment at which reporters are asked to pass a reminder on to those it did not reach. */
export function forwardAt(due: DueReminder): Date {
  return instantOf(due.day, forwardTime);
}

/**
 * One push for the reporter of each branch with members whom a reminder could not reach: a text ready for the branch's group.
 * Calling it again adds nothing. Resolves to the pushes added.
 */
export async function askToForward(store: Store, due: DueReminder, now: Date): Promise<number> {
  const missed = await peopleMissed(store, due.keyPrefix);
  const today = dayOf(now);
  const unitIds = new Set<string>();
  for (let start = 0; start < missed.length; start += page) {
    const personId = { in: missed.slice(start, start + page) };
    for (const role of await store.find('Role', { personId, role: 'member', fromDay: { lte: today } })) {
      if (role.untilDay === null || role.untilDay >= today) unitIds.add(role.unitId);
    }
  }
  const { campaign, year } = due.occurrence;
  const pushes: Push[] = [];
  for (const unitId of unitIds) {
    for (const personId of await peopleOf(store, ['reporter'], [unitId], today)) {
      pushes.push({
        key: `forward/${campaign}/${year}/${due.reminder.at}/${unitId}/${personId}`,
        to: { id: personId },
        kind: 'campaign',
        notBefore: now,
        expires: due.until > now ? due.until : now,
      });
    }
  }
  const added = await notYetPushed(store, pushes);
  for (let start = 0; start < added.length; start += 500) {
    await store.commit(added.slice(start, start + 500).map((push) => addPush(push, now)));
  }
  return added.length;
}

async function peopleMissed(store: Store, keyPrefix: string): Promise<string[]> {
  const people: string[] = [];
  const where = { key: keysUnder(keyPrefix), state: 'given-up', because: { in: unreachableReasons } } as const;
  for (let skip = 0; ; skip += page) {
    const rows = await store.find('OutboxRow', where, { orderBy: [{ key: 'asc' }], limit: page, skip });
    people.push(...rows.flatMap(({ personId }) => personId ?? []));
    if (rows.length < page) return people;
  }
}
