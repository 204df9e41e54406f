import { z } from 'zod';
import { dayOf, writeDay } from '../core/day.ts';
import { type Command, type Dialog, justSay, type Said, type Step } from '../core/dialog.ts';
import { type Choice, type Outgoing, plain } from '../core/outgoing.ts';
import { postAs } from '../core/person.ts';
import type { RoleName, UnitRow } from '../core/records.ts';
import type { TextParams } from '../core/texts.ts';
import { writeCode } from './invitation-text.ts';
import { makeInvitation, mayInvite, memberLinkLimit } from './invitations.ts';
import type { OrganisationParts } from './parts.ts';
import { choicesOf, mostChoices, offeredChoices, pickUnits, unitsToOffer } from './pick-unit.ts';
import { addressing, firstWord, isOneOf, speak } from './speaking.ts';
import { placeOf } from './standing.ts';

export const inviteDialog = 'organisation.invite';
const mostMembers = 500;

const inviteState = z.object({
  question: z.enum(['unit', 'role']),
  unitId: z.string().nullable(),
  offered: offeredChoices,
});
type InviteState = z.infer<typeof inviteState>;

/** "mời vào chi hội 3": an official picks the unit and the role and gets a code; "mời hội viên": a reporter gets her branch's link. */
export function newInviting(parts: OrganisationParts): { commands: Command[]; dialog: Dialog<InviteState> } {
  const { store, texts, sealing } = parts;
  const say = (said: Said, key: string, params: TextParams = {}) =>
    speak(texts, said, `organisation.invite.${key}`, params);

  // What goes on behind a word has words of its own: "mời chuyên gia tập huấn 50 người" is a report.
  const invite = (id: string, words: string, takesRest: boolean): Command => ({
    ...{ id: `organisation.${id}`, words: `organisation.command.${words}`, takesRest, for: 'official', recorded: true },
    run: async (_said, rest) => ({
      kind: 'next',
      says: [],
      changes: [],
      state: null,
      then: { dialog: inviteDialog, opening: { rest } },
    }),
  });
  const inviteMembers = (id: string, words: string, takesRest: boolean): Command => ({
    ...{ id: `organisation.${id}`, words: `organisation.command.${words}`, takesRest, for: 'reporter', recorded: true },
    run: async (said, rest) => {
      const post = postAs(said.standing, 'reporter', 'official');
      if (!post) return justSay(say(said, 'not_yours'));
      const asked = Number(/\d+/u.exec(rest)?.[0] ?? memberLinkLimit);
      return make(said, post.unit, 'member', Math.min(Math.max(asked, 1), mostMembers));
    },
  });
  const commands = [
    invite('invite-command', 'invite', false),
    invite('invite-to', 'invite_to', true),
    inviteMembers('invite-members', 'invite_members', false),
    inviteMembers('invite-members-for', 'invite_members_for', true),
  ];
  return { commands, dialog: { id: inviteDialog, begin, answer, askAgain } };

  async function begin(said: Said, opening?: unknown): Promise<Step<InviteState>> {
    const { rest } = z
      .object({ rest: z.string().default('') })
      .catch({ rest: '' })
      .parse(opening ?? {});
    if (rest !== '') return pick(said, rest, false);
    return askUnit(choicesOf(await unitsToOffer(store, said.standing, said.today)), say(said, 'which_unit'));
  }

  function askUnit(offered: Choice[], question: Outgoing): Step<InviteState> {
    const asked = plain(question.text, offered);
    return { kind: 'next', says: [asked], changes: [], state: { question: 'unit', unitId: null, offered } };
  }

  async function answer(given: InviteState, said: Said): Promise<Step<InviteState>> {
    const state = inviteState.safeParse(given);
    if (!state.success) return begin(said);
    const unit = state.data.unitId === null ? null : await store.first('Unit', { id: state.data.unitId });
    if (state.data.question === 'unit' || !unit) return pick(said, said.text, true);
    const role = rolesFor(unit, said).find((one) => isOneOf(texts, `organisation.role.${one}`, said.text));
    return role ? make(said, unit, role) : { kind: 'not-understood', retry: roleQuestion(said, unit) };
  }

  function askAgain(state: InviteState, said: Said): Outgoing {
    return state.question === 'unit'
      ? plain(say(said, 'which_unit').text, state.offered)
      : say(said, 'which_role_again');
  }

  async function pick(said: Said, query: string, isOpen: boolean): Promise<Step<InviteState>> {
    const units = await pickUnits(store, said.standing, query, said.today);
    const [unit, another] = units;
    if (!unit) {
      const retry = say(said, 'no_such_unit');
      return isOpen ? { kind: 'not-understood', retry } : askUnit([], retry);
    }
    if (another) {
      const shown = say(said, units.length > mostChoices ? 'too_many_units' : 'several_units', { count: units.length });
      return askUnit(choicesOf(units), shown);
    }
    const [role, second] = rolesFor(unit, said);
    if (role && !second) return make(said, unit, role);
    return {
      kind: 'next',
      says: [roleQuestion(said, unit)],
      changes: [],
      state: { question: 'role', unitId: unit.id, offered: [] },
    };
  }

  function roleQuestion(said: Said, unit: UnitRow): Outgoing {
    const choices = rolesFor(unit, said).map((role) => {
      const word = firstWord(texts, `organisation.role.${role}`);
      return { label: word, says: word };
    });
    return plain(say(said, 'which_role', { unit: unit.name }).text, choices);
  }

  async function make(said: Said, unit: UnitRow, role: RoleName, limit?: number): Promise<Step<InviteState>> {
    if (!(await mayInvite(store, said.standing, role, unit.id, said.today))) return justSay(say(said, 'not_yours'));
    const made = makeInvitation(sealing, {
      unitId: unit.id,
      role,
      createdBy: said.standing?.person.id ?? null,
      now: said.now,
      ...(limit === undefined ? {} : { limit }),
    });
    const link = parts.joinLink?.(made.token) ?? `/start ${made.token}`;
    const params = {
      ...addressing(texts, said.standing?.person.calledAs),
      role: firstWord(texts, `organisation.role.${role}`),
      unit: await placeOf(store, unit),
      day: writeDay(dayOf(made.row.expiresAt), said.today),
      limit: made.row.limit,
      link,
    };
    const text = made.code
      ? texts.say('organisation.invite.code', { ...params, code: writeCode(made.code) })
      : texts.say('organisation.invite.members', params);
    return { kind: 'next', says: [plain(text)], changes: made.changes, state: null };
  }
}

/** Who can be invited into a unit: reporters and members into branches and groups, officials elsewhere. */
function rolesFor(unit: UnitRow, said: Said): RoleName[] {
  if (unit.kind === 'branch' || unit.kind === 'group') return ['reporter', 'member'];
  return postAs(said.standing, 'administrator') ? ['official', 'administrator'] : ['official'];
}
