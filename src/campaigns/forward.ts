import { after, days, hours } from '../core/clock.ts';
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
/** A hand-made message may be about today: most have it after an hour, the rest of a province and those over a cap after a day. */
const afterBroadcastMs = [hours(1), days(1)];
const page = 2_000;

/** The moment at which reporters are asked to pass a reminder on to those it did not reach. */
export function forwardAt(due: DueReminder): Date {
  return instantOf(due.day, forwardTime);
}

/** The same for a hand-made message that began to leave at this moment. */
export function forwardTimesOf(began: Date): Date[] {
  return afterBroadcastMs.map((ms) => after(began, ms));
}

/** Keys of the requests to pass on what the rows under `rowsUnder` did not bring; the branch and its reporter follow. */
export function forwardsUnder(rowsUnder: string): string {
  return `forward/${rowsUnder}`;
}

/**
 * One push for the reporter of each branch with members whom the rows under this prefix could not reach: a text ready for the
 * branch's group. Calling it again adds only branches that came later. Resolves to the pushes added.
 */
export async function askToForward(store: Store, rowsUnder: string, until: Date, now: Date): Promise<number> {
  const missed = await peopleMissed(store, rowsUnder);
  const today = dayOf(now);
  const unitIds = new Set<string>();
  for (let start = 0; start < missed.length; start += page) {
    const personId = { in: missed.slice(start, start + page) };
    for (const role of await store.find('Role', { personId, role: 'member', fromDay: { lte: today } })) {
      if (role.untilDay === null || role.untilDay >= today) unitIds.add(role.unitId);
    }
  }
  const pushes: Push[] = [];
  for (const unitId of unitIds) {
    for (const personId of await peopleOf(store, ['reporter'], [unitId], today)) {
      pushes.push({
        key: `${forwardsUnder(rowsUnder)}${unitId}/${personId}`,
        to: { id: personId },
        kind: 'campaign',
        notBefore: now,
        expires: until > now ? until : now,
      });
    }
  }
  const added = await notYetPushed(store, pushes);
  for (let start = 0; start < added.length; start += 500) {
    await store.commit(added.slice(start, start + 500).map((push) => addPush(push, now)));
  }
  return added.length;
}

/** How many of a branch's members the rows under this prefix could not reach. */
export async function countMissed(store: Store, rowsUnder: string, memberIds: readonly string[]): Promise<number> {
  const key = { in: memberIds.map((personId) => `${rowsUnder}${personId}`) };
  return store.count('OutboxRow', { key, state: 'given-up', because: { in: unreachableReasons } });
}

async function peopleMissed(store: Store, rowsUnder: string): Promise<string[]> {
  const people: string[] = [];
  const where = { key: keysUnder(rowsUnder), state: 'given-up', because: { in: unreachableReasons } } as const;
  for (let skip = 0; ; skip += page) {
    const rows = await store.find('OutboxRow', where, { orderBy: [{ key: 'asc' }], limit: page, skip });
    people.push(...rows.flatMap(({ personId }) => personId ?? []));
    if (rows.length < page) return people;
  }
}
