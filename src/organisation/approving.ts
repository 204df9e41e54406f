import { z } from 'zod';
import { type Day, dayOf, timeOfDay, writeDay } from '../core/day.ts';
import { type Command, type Dialog, justSay, type Said, type Step } from '../core/dialog.ts';
import type { Outgoing } from '../core/outgoing.ts';
import type { InvitationRow } from '../core/records.ts';
import type { Store } from '../core/store.ts';
import { mayInvite } from './invitations.ts';
import { admit, type JoinRequest, refuseEntry, requestOf } from './joining.ts';
import type { OrganisationParts } from './parts.ts';
import { namesOf } from './person-name.ts';
import { firstWord, isOneOf, speak } from './speaking.ts';
import { placeOf } from './standing.ts';
import { holdsOn } from './unit-tree.ts';

export const approveDialog = 'organisation.approve';
const approveState = z.object({ invitationId: z.string(), later: z.array(z.string()) });
type ApproveState = z.infer<typeof approveState>;

/** "duyệt": who invited says yes or no to each person who waits for it, one at a time. Silence lets nobody in. */
export function newApproving(parts: OrganisationParts): { commands: Command[]; dialog: Dialog<ApproveState> } {
  const { store, texts, sealing } = parts;
  const command: Command = {
    id: 'organisation.approve-command',
    words: 'organisation.command.approve',
    for: 'known',
    recorded: true,
    run: async () => ({ kind: 'next', says: [], changes: [], state: null, then: { dialog: approveDialog } }),
  };
  return { commands: [command], dialog: { id: approveDialog, begin: (said) => next(said, [], []), answer, askAgain } };

  async function answer(given: ApproveState, said: Said): Promise<Step<ApproveState>> {
    const state = approveState.safeParse(given);
    if (!state.success) return next(said, [], []);
    const { invitationId, later } = state.data;
    const waiting = (await waitingFor(parts, said)).find(({ invitation }) => invitation.id === invitationId);
    if (!waiting) return next(said, [speak(texts, said, 'organisation.approve.gone')], later);
    if (isOneOf(texts, 'organisation.later', said.text)) return next(said, [], [...later, invitationId]);
    const { invitation, request } = waiting;
    const unit = await store.first('Unit', { id: invitation.unitId });
    const place = unit ? await placeOf(store, unit) : '';
    if (isOneOf(texts, 'organisation.yes', said.text)) {
      const step = await next(said, [speak(texts, said, 'organisation.approve.admitted')], [...later, invitationId]);
      return withChanges(step, await admit(invitation, request, said, parts, place));
    }
    if (isOneOf(texts, 'organisation.no', said.text)) {
      const step = await next(said, [speak(texts, said, 'organisation.approve.refused')], [...later, invitationId]);
      return withChanges(step, await refuseEntry(store, invitation, request));
    }
    return { kind: 'not-understood', retry: askAgain(state.data, said) };
  }

  async function next(said: Said, before: Outgoing[], without: string[]): Promise<Step<ApproveState>> {
    const waiting = (await waitingFor(parts, said)).find(({ invitation }) => !without.includes(invitation.id));
    if (!waiting) {
      const done = before.length > 0 ? before : [speak(texts, said, 'organisation.approve.none')];
      return justSay(...done);
    }
    const { invitation, request } = waiting;
    const unit = await store.first('Unit', { id: invitation.unitId });
    const account = await store.first('Account', { id: request.accountId });
    const asked = new Date(request.at);
    const question = speak(
      texts,
      said,
      'organisation.approve.ask',
      {
        name:
          (await namesOf(store, sealing, [request.personId])).get(request.personId) ??
          texts.say('organisation.nameless'),
        role: firstWord(texts, `organisation.role.${invitation.role}`),
        unit: unit ? await placeOf(store, unit) : '',
        channel: channelName(texts, account?.channel),
        when: `${timeOfDay(asked)} ${writeDay(dayOf(asked), said.today)}`,
      },
      ['organisation.yes', 'organisation.no', 'organisation.later'],
    );
    return {
      kind: 'next',
      says: [...before, question],
      changes: [],
      state: { invitationId: invitation.id, later: without },
    };
  }

  function askAgain(_state: ApproveState, said: Said): Outgoing {
    return speak(texts, said, 'organisation.approve.ask_again', {}, [
      'organisation.yes',
      'organisation.no',
      'organisation.later',
    ]);
  }
}

/**
 * Those who wait for the yes of whoever writes, the oldest first: by her own invitations, by those of the operator, and by those of
 * somebody who holds no post any more.
 */
export async function waitingFor(
  { store }: OrganisationParts,
  said: Said,
): Promise<{ invitation: InvitationRow; request: JoinRequest }[]> {
  const invitations = await store.find('Invitation', { state: 'waiting' }, { orderBy: [{ createdAt: 'asc' }] });
  const found: { invitation: InvitationRow; request: JoinRequest }[] = [];
  for (const invitation of invitations) {
    const { createdBy } = invitation;
    const mine =
      createdBy === null || createdBy === said.standing?.person.id || !(await holdsPost(store, createdBy, said.today));
    // Also for her own: she may have left the post from which she invited.
    if (!mine || !(await mayInvite(store, said.standing, invitation.role, invitation.unitId, said.today))) continue;
    const request = await requestOf(store, invitation.id);
    if (request) found.push({ invitation, request });
  }
  return found;
}

async function holdsPost(store: Store, personId: string, today: Day): Promise<boolean> {
  const roles = await store.find('Role', { personId });
  return roles.some((role) => role.role !== 'member' && holdsOn(role, today));
}

export function channelName(texts: OrganisationParts['texts'], channel: string | undefined): string {
  const key = `organisation.channel.${channel}`;
  return channel && texts.has(key) ? texts.say(key) : (channel ?? '');
}

function withChanges(step: Step<ApproveState>, changes: Awaited<ReturnType<typeof refuseEntry>>): Step<ApproveState> {
  return step.kind === 'next' ? { ...step, changes: [...changes, ...step.changes] } : step;
}
