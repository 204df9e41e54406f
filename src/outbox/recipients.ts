import type { Clock } from '../core/clock.ts';
import { days } from '../core/clock.ts';
import { dayOf } from '../core/day.ts';
import { type Wish, wishId } from '../core/push.ts';
import type { AccountRow, OutboxRow, PersonRow, RoleName } from '../core/records.ts';
import type { Store } from '../core/store.ts';
import type { PushFacts } from './may-push.ts';

/** What must be known of a person to write to her first. */
export interface Recipient {
  person: PersonRow;
  accounts: readonly AccountRow[];
  lastWritten: ReadonlyMap<string, Date>;
  facts: PushFacts;
}

export interface RecipientSources {
  store: Store;
  clock: Clock;
  /** Of these persons, those with a script that waits for an answer, and since when. */
  openScripts: (personIds: readonly string[]) => Promise<ReadonlyMap<string, Date>>;
  /** When these accounts last wrote to us. */
  lastWritten: (accounts: readonly AccountRow[]) => Promise<ReadonlyMap<string, Date>>;
}

/** Loads the recipients of a page of rows in a few queries. */
export async function loadRecipients(
  rows: readonly Pick<OutboxRow, 'personId'>[],
  { store, clock, openScripts, lastWritten }: RecipientSources,
): Promise<Map<string, Recipient>> {
  const ids = [...new Set(rows.flatMap(({ personId }) => personId ?? []))];
  if (ids.length === 0) return new Map();
  const now = clock.now();
  const today = dayOf(now);
  const weekAgo = new Date(now.getTime() - days(7));
  const ofThem = { personId: { in: ids } };
  const [persons, accounts, roles, pushes, leaving, wishes, busy] = await Promise.all([
    store.find('Person', { id: { in: ids } }),
    store.find('Account', ofThem),
    store.find('Role', ofThem),
    store.find('OutboxRow', { ...ofThem, kind: { not: 'reply' }, settledAt: { gt: weekAgo } }),
    store.find('OutboxRow', { ...ofThem, kind: { not: 'reply' }, state: 'leased' }),
    store.find('Setting', { id: { in: ids.map(wishId) } }),
    openScripts(ids),
  ]);
  const written = await lastWritten(accounts);
  const inRole = roles.filter(({ fromDay, untilDay }) => fromDay <= today && (untilDay === null || untilDay >= today));
  const arrived = pushes.filter(({ state }) => state === 'sent' || state === 'unknown');
  const counted = [...arrived, ...leaving].map(({ personId, settledAt }) => ({ personId, at: settledAt ?? now }));
  const accountsOf = grouped(accounts);
  const rolesOf = grouped(inRole);
  const pushesOf = grouped(counted);
  const wishOf = new Map(wishes.map(({ id, value }) => [id, value as Wish]));
  return new Map(
    persons.map((person): [string, Recipient] => [
      person.id,
      {
        person,
        accounts: accountsOf.get(person.id) ?? [],
        lastWritten: written,
        facts: {
          roles: (rolesOf.get(person.id) ?? []).map(({ role }): RoleName => role),
          wish: wishOf.get(wishId(person.id)) ?? null,
          pushedAt: (pushesOf.get(person.id) ?? []).map(({ at }) => at).sort((a, b) => a.getTime() - b.getTime()),
          busySince: busy.get(person.id) ?? null,
        },
      },
    ]),
  );
}

function grouped<Row extends { personId: string | null }>(rows: readonly Row[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    if (row.personId === null) continue;
    const group = groups.get(row.personId);
    if (group) group.push(row);
    else groups.set(row.personId, [row]);
  }
  return groups;
}
