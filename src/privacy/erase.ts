import { amend, type Change, remove } from '../core/change.ts';
import { addDays, type Day } from '../core/day.ts';
import { newId } from '../core/ids.ts';
import type { Store } from '../core/store.ts';

/** Stands in place of a person in the records of her units. All who were erased are this one: nothing links their records. */
export const erasedPerson = 'erased';

/**
 * The changes after which nothing tells who she was: her accounts, conversations, messages on their way, name, wishes and
 * settings are removed, her roles end, and what she recorded for her units stays without her. Empty for an unknown person.
 */
export async function erasePerson(store: Store, personId: string, today: Day): Promise<Change[]> {
  const person = await store.first('Person', { id: personId });
  if (!person) return [];
  const accounts = await store.find('Account', { personId });
  const roles = await store.find('Role', { personId });
  const yesterday = addDays(today, -1);
  const open = roles.filter(({ untilDay }) => untilDay === null || untilDay >= today);
  return [
    ...open.map(({ id }) => amend('Role', { id }, { untilDay: yesterday })),
    amend('Role', { personId }, { personId: erasedPerson }),
    amend('CheckIn', { reporterId: personId }, { reporterId: erasedPerson }),
    amend('Nomination', { proposedBy: personId }, { proposedBy: erasedPerson }),
    amend('Nomination', { decidedBy: personId }, { decidedBy: erasedPerson }),
    amend('PeriodClosing', { closedBy: personId }, { closedBy: erasedPerson }),
    amend('Service', { enteredBy: personId }, { enteredBy: erasedPerson }),
    // Whom she invited with a code still in hand would wait for a yes that nobody can give.
    amend('Invitation', { createdBy: personId, state: 'open' }, { state: 'closed' }),
    amend('Invitation', { createdBy: personId }, { createdBy: erasedPerson }),
    ...accounts.flatMap(({ id, accountHash }) => [
      remove('OutboxRow', { accountId: id }),
      remove('InvitationTry', { accountHash }),
    ]),
    ...(await settingsAbout(store, [personId, ...accounts.map(({ id }) => id)])).map((id) => remove('Setting', { id })),
    remove('OutboxRow', { personId }),
    remove('Conversation', { personId }),
    remove('Account', { personId }),
    remove('Person', { id: personId }),
  ];
}

/** Ids of settings whose name or value holds one of these ids: whatever a feature keeps about a person goes with her. */
async function settingsAbout(store: Store, ids: readonly string[]): Promise<string[]> {
  const settings = await store.find('Setting', {});
  const isAbout = (text: string) => ids.some((id) => text.includes(id));
  return settings.filter(({ id, value }) => isAbout(id) || isAbout(JSON.stringify(value ?? null))).map(({ id }) => id);
}

/**
 * The changes after which nothing tells which household it was, in every record of it: name and keyed hashes go. It is still
 * counted as one household, so no figure changes. `id` is a record's id or the household's hash. Empty for an unknown one.
 */
export async function eraseHousehold(store: Store, id: string, now: Date): Promise<Change[]> {
  const record = (await store.first('HouseholdHelp', { id })) ?? (await store.first('HouseholdReached', { id }));
  const householdHash = record?.householdHash ?? id;
  const known =
    (await store.count('HouseholdHelp', { householdHash })) +
    (await store.count('HouseholdReached', { householdHash }));
  if (known === 0) return [];
  const nobody = `${erasedPerson}/${newId(now)}`;
  return [
    amend('HouseholdHelp', { householdHash }, { householdHash: nobody, nameHash: null, sealedName: null }),
    amend('HouseholdReached', { householdHash }, { householdHash: nobody, sealedName: null }),
  ];
}
