import { amend, type Change, insert, put, remove } from '../core/change.ts';
import { after, days } from '../core/clock.ts';
import type { Said } from '../core/dialog.ts';
import { newId } from '../core/ids.ts';
import type { AccountRow, InvitationRow, PersonRow } from '../core/records.ts';
import type { Store } from '../core/store.ts';
import type { Texts } from '../core/texts.ts';
import { type OrganisationParts, tell } from './parts.ts';
import { keepName, type PersonName } from './person-name.ts';
import { firstWord } from './speaking.ts';

/** Somebody who came by a link, or by a code while codes were being guessed, until the inviter has said yes or no. */
export interface JoinRequest {
  personId: string;
  accountId: string;
  at: string;
}

const requestId = (invitationId: string) => `organisation/join-request/${invitationId}`;
const noticeDays = 7;

/** The person behind the message: her row, or a new one with her account. */
export function personBehind(
  said: Said,
  called: PersonName | null,
  texts: Texts,
): { person: PersonRow; account: AccountRow; changes: Change[] } {
  const { standing, account, now } = said;
  if (standing) return { person: standing.person, account: standing.account, changes: [] };
  const personId = newId(now);
  const accountRow: AccountRow = {
    id: newId(now),
    personId,
    channel: account.channel,
    accountHash: account.hash,
    sealedAddress: account.sealedAddress,
    state: 'active',
    createdAt: now,
  };
  const person: PersonRow = {
    id: personId,
    calledAs: called?.calledAs ?? firstWord(texts, 'organisation.titles'),
    preferredAccountId: accountRow.id,
    consent: null,
    consentVersion: null,
    consentAt: null,
    createdAt: now,
  };
  return { person, account: accountRow, changes: [insert('Person', person), insert('Account', accountRow)] };
}

/**
 * The changes by which somebody takes up an invitation. Of two who do so at once one meets Conflict, because both expect to
 * find it as often used as they saw it.
 */
export function takeUp(
  invitation: InvitationRow,
  said: Said,
  name: PersonName | null,
  { sealing, texts }: OrganisationParts,
): Change[] {
  const { person, changes } = personBehind(said, name, texts);
  const used = invitation.used + 1;
  const state = used >= invitation.limit ? 'closed' : 'open';
  return [
    amend('Invitation', { id: invitation.id, state: 'open', used: invitation.used }, { used, state }, 1),
    ...changes,
    insert('Role', {
      id: newId(said.now),
      personId: person.id,
      unitId: invitation.unitId,
      role: invitation.role,
      fromDay: said.today,
      untilDay: null,
      invitationId: invitation.id,
    }),
    ...(name ? [keepName(sealing, person.id, name)] : []),
  ];
}

/** The changes by which somebody asks to be let in; the inviter is told. */
export async function askToJoin(
  invitation: InvitationRow,
  said: Said,
  name: PersonName | null,
  parts: OrganisationParts,
  unit: string,
): Promise<Change[]> {
  const { person, account, changes } = personBehind(said, name, parts.texts);
  const request: JoinRequest = { personId: person.id, accountId: account.id, at: said.now.toISOString() };
  return [
    amend('Invitation', { id: invitation.id, state: 'open', used: invitation.used }, { state: 'waiting' }, 1),
    ...changes,
    ...(name ? [keepName(parts.sealing, person.id, name)] : []),
    put('Setting', { id: requestId(invitation.id), value: request }),
    ...(invitation.createdBy
      ? await tell(parts, {
          key: `organisation/join-request/${invitation.id}/${person.id}`,
          personId: invitation.createdBy,
          textKey: 'organisation.approve.notice',
          params: { unit },
          notBefore: said.now,
          expiresAt: after(said.now, days(noticeDays)),
        })
      : []),
  ];
}

export async function requestOf(store: Store, invitationId: string): Promise<JoinRequest | null> {
  const row = await store.first('Setting', { id: requestId(invitationId) });
  return row ? (row.value as JoinRequest) : null;
}

/** The inviter said yes: the role begins today. */
export async function admit(
  invitation: InvitationRow,
  request: JoinRequest,
  said: Pick<Said, 'now' | 'today'>,
  parts: OrganisationParts,
  unit: string,
): Promise<Change[]> {
  return [
    amend('Invitation', { id: invitation.id, state: 'waiting' }, { state: 'closed', used: invitation.used + 1 }, 1),
    insert('Role', {
      id: newId(said.now),
      personId: request.personId,
      unitId: invitation.unitId,
      role: invitation.role,
      fromDay: said.today,
      untilDay: null,
      invitationId: invitation.id,
    }),
    remove('Setting', { id: requestId(invitation.id) }),
    ...(await tell(parts, {
      key: `organisation/admitted/${invitation.id}/${request.personId}`,
      personId: request.personId,
      textKey: 'organisation.approve.admitted_notice',
      params: { unit },
      notBefore: said.now,
      expiresAt: after(said.now, days(noticeDays)),
    })),
  ];
}

/** The inviter said no: who asked is forgotten, unless she has been somebody before; the invitation is closed. */
export async function refuseEntry(store: Store, invitation: InvitationRow, request: JoinRequest): Promise<Change[]> {
  const hasRole = (await store.count('Role', { personId: request.personId })) > 0;
  return [
    amend('Invitation', { id: invitation.id, state: 'waiting' }, { state: 'closed' }, 1),
    remove('Setting', { id: requestId(invitation.id) }),
    ...(hasRole ? [] : forgetPerson(request.personId)),
  ];
}

/** Those whom nobody let in while the invitation was good: they are refused, and what was kept of them goes. */
export async function endedRequests(store: Store, now: Date): Promise<Change[]> {
  const invitations = await store.find('Invitation', { state: 'waiting', expiresAt: { lt: now } });
  const changes: Change[] = [];
  for (const invitation of invitations) {
    const request = await requestOf(store, invitation.id);
    if (request) changes.push(...(await refuseEntry(store, invitation, request)));
  }
  return changes;
}

function forgetPerson(personId: string): Change[] {
  return [
    remove('Account', { personId }),
    remove('Conversation', { personId }),
    remove('OutboxRow', { personId }),
    remove('Setting', { id: `organisation/name/${personId}` }),
    remove('Person', { id: personId }),
  ];
}
