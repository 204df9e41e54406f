import { z } from 'zod';
import { timeOfDay } from '../core/day.ts';
import type { Dialog, Said, Step } from '../core/dialog.ts';
import { justSay } from '../core/dialog.ts';
import type { InvitationRow } from '../core/records.ts';
import type { TextParams } from '../core/texts.ts';
import { readTrust, wrongTry } from './guesses.ts';
import { type InvitationText, readInvitation } from './invitation-text.ts';
import { faultOf, type InvitationFault } from './invitations.ts';
import { askToJoin, takeUp } from './joining.ts';
import type { OrganisationParts } from './parts.ts';
import { type PersonName, readName } from './person-name.ts';
import { addressing, firstWord, isOneOf, speak } from './speaking.ts';
import { placeOf } from './standing.ts';

export const joinDialog = 'organisation.join';

const joinState = z.object({
  question: z.enum(['confirm', 'name']),
  invitationId: z.string(),
  /** By a link, or by a code in an hour of guessing: the inviter is asked first. */
  mustWait: z.boolean(),
});
type JoinState = z.infer<typeof joinState>;

/** What else a right code may be, beside an invitation (joining a second account). Null when it is not one of those. */
export type OtherCodes = (said: Said, code: string) => Promise<Step | null>;

/**
 * Taking up an invitation: the code is looked at, the unit's name is shown and confirmed, her name is asked, and only then
 * anything is kept of her. Of a wrong code nothing stays but that this account tried (for the hour's limit).
 */
export function newJoinDialog(parts: OrganisationParts, otherCodes: OtherCodes): Dialog<JoinState> {
  const { store, texts, sealing } = parts;
  const say = (said: Said, key: string, params: TextParams = {}, choices: readonly string[] = []) =>
    speak(texts, said, `organisation.join.${key}`, params, choices);

  return { id: joinDialog, begin, answer, askAgain };

  async function begin(said: Said, opening?: unknown): Promise<Step<JoinState>> {
    const given = z.object({ text: z.string() }).safeParse(opening);
    const read = readInvitation(
      given.success ? given.data.text : said.text,
      texts.words('organisation.join.code_before'),
    );
    if (said.facts.scope === 'group') return justSay(say(said, 'only_private'));
    if (!read) return justSay(say(said, 'how'));
    if (said.channel.name === 'web' && !parts.rolesOnWeb) return justSay(say(said, 'not_on_web'));
    if (read.kind === 'miscounted') return justSay(say(said, 'miscounted', { digits: read.digits }));
    const trust = await readTrust(store, said);
    if (trust.trust === 'locked') return justSay(say(said, 'locked', { time: timeOfDay(trust.until) }));
    const invitation = await find(read);
    if (invitation) return accept(said, invitation, read.kind === 'link' || trust.trust === 'doubtful');
    const other = read.kind === 'code' ? await otherCodes(said, read.code) : null;
    if (other) return other as Step<JoinState>;
    return { kind: 'next', says: [say(said, 'wrong')], changes: [wrongTry(said)], state: null };
  }

  async function accept(said: Said, invitation: InvitationRow, doubtful: boolean): Promise<Step<JoinState>> {
    const unit = await store.first('Unit', { id: invitation.unitId });
    const role = firstWord(texts, `organisation.role.${invitation.role}`);
    const held = said.standing?.posts.find(
      (post) => post.unit.id === invitation.unitId && post.role.role === invitation.role,
    );
    if (held) return justSay(say(said, 'already', { role, unit: held.unit.name }));
    const fault = faultOf(invitation, unit, said.now, said.today);
    if (fault || !unit) return justSay(say(said, faultKeys[fault ?? 'unit-ended']));
    if (
      !said.standing &&
      (await store.first('Account', { channel: said.account.channel, accountHash: said.account.hash }))
    ) {
      return justSay(say(said, 'account_waits'));
    }
    const mustWait = doubtful && invitation.role !== 'member';
    const place = await placeOf(store, unit);
    const other = said.standing?.posts[0];
    const shown = other
      ? say(
          said,
          'confirm_another',
          {
            role,
            unit: place,
            other: `${firstWord(texts, `organisation.role.${other.role.role}`)} ${other.unit.name}`,
          },
          yesOrNo,
        )
      : say(said, 'confirm', { role, unit: place }, yesOrNo);
    return {
      kind: 'next',
      says: [shown],
      changes: [],
      state: { question: 'confirm', invitationId: invitation.id, mustWait },
    };
  }

  async function answer(given: JoinState, said: Said): Promise<Step<JoinState>> {
    const state = joinState.safeParse(given);
    if (!state.success) return justSay(say(said, 'how'));
    if (state.data.question === 'name') {
      const skips = isOneOf(texts, 'organisation.skip', said.text);
      if (skips && !(await mustGiveName(state.data))) return join(state.data, said, null);
      const isWord =
        skips || isOneOf(texts, 'organisation.yes', said.text) || isOneOf(texts, 'organisation.no', said.text);
      if (isWord) return { kind: 'not-understood', retry: say(said, 'name_retry') };
      const name = readName(said.text, texts);
      return name ? join(state.data, said, name) : { kind: 'not-understood', retry: say(said, 'name_retry') };
    }
    if (isOneOf(texts, 'organisation.no', said.text)) return justSay(say(said, 'not_mine'));
    if (!isOneOf(texts, 'organisation.yes', said.text))
      return { kind: 'not-understood', retry: askAgain(state.data, said) };
    // Somebody whom the assistant knows has given her name before.
    if (said.standing) return join(state.data, said, null);
    const asked = (await mustGiveName(state.data)) ? 'name' : 'name_or_skip';
    return { kind: 'next', says: [say(said, asked)], changes: [], state: { ...state.data, question: 'name' } };
  }

  function askAgain({ question }: JoinState, said: Said) {
    return question === 'name' ? say(said, 'name') : say(said, 'confirm_again', {}, yesOrNo);
  }

  async function join(state: JoinState, said: Said, name: PersonName | null): Promise<Step<JoinState>> {
    const invitation = await store.first('Invitation', { id: state.invitationId });
    const unit = invitation && (await store.first('Unit', { id: invitation.unitId }));
    const fault = invitation ? faultOf(invitation, unit, said.now, said.today) : 'expired';
    if (!invitation || !unit || fault) return justSay(say(said, faultKeys[fault ?? 'unit-ended']));
    const place = await placeOf(store, unit);
    const called = addressing(texts, name?.calledAs ?? said.standing?.person.calledAs);
    if (state.mustWait) {
      return {
        kind: 'next',
        says: [say(said, 'waits', { unit: place, ...called })],
        changes: await askToJoin(invitation, said, name, parts, place),
        state: null,
      };
    }
    const changes = takeUp(invitation, said, name, parts);
    const says = [say(said, `welcome_${invitation.role}`, { unit: place, ...called })];
    const willReport = invitation.role === 'reporter' || invitation.role === 'official';
    const asksConsent = willReport && said.standing?.person.consent !== 'yes' && parts.consentDialog;
    return { kind: 'next', says, changes, state: null, ...(asksConsent ? { then: { dialog: asksConsent } } : {}) };
  }

  function find(read: Exclude<InvitationText, { kind: 'miscounted' }>): Promise<InvitationRow | null> {
    return read.kind === 'code'
      ? store.first('Invitation', { codeHash: sealing.hash('code', read.code) })
      : store.first('Invitation', { linkHash: sealing.hash('link', read.token) });
  }

  /** Who is seen by others before or after she joins must be recognisable: whom somebody lets in, and members of a link. */
  async function mustGiveName({ invitationId, mustWait }: JoinState): Promise<boolean> {
    return mustWait || (await store.first('Invitation', { id: invitationId }))?.role === 'member';
  }
}

const yesOrNo = ['organisation.yes', 'organisation.no'];

const faultKeys: Record<InvitationFault, string> = {
  expired: 'expired',
  used: 'used',
  waiting: 'waits_already',
  'unit-ended': 'unit_ended',
};
