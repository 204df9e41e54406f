import { z } from 'zod';
import { after, days } from '../core/clock.ts';
import { writeDay } from '../core/day.ts';
import { type Command, type Dialog, justSay, type Said, type Step } from '../core/dialog.ts';
import { plain } from '../core/outgoing.ts';
import type { RoleName, RoleRow, UnitRow } from '../core/records.ts';
import { bare } from '../language/typed-words.ts';
import { endRole } from './leaving.ts';
import { type OrganisationParts, tell } from './parts.ts';
import { namesOf } from './person-name.ts';
import { mostChoices, pickUnits } from './pick-unit.ts';
import { firstWord, isOneOf, speak } from './speaking.ts';
import { holdsOn } from './unit-tree.ts';

export const peopleDialog = 'organisation.people';
const peopleState = z.object({ unitId: z.string(), page: z.number().int().min(0), roleId: z.string().nullable() });
type PeopleState = z.infer<typeof peopleState>;
const onOnePage = mostChoices - 1;

/**
 * "ai tham gia": a reporter sees who joined her branch as members, an official who reports for or works at a unit of hers;
 * choosing one and saying yes ends that role today.
 */
export function newPeople(parts: OrganisationParts): { commands: Command[]; dialog: Dialog<PeopleState> } {
  const { store, texts, sealing } = parts;
  const say = (said: Said, key: string, params: Record<string, string | number> = {}, choices: string[] = []) =>
    speak(texts, said, `organisation.people.${key}`, params, choices);
  const command: Command = {
    id: 'organisation.people-command',
    words: 'organisation.command.people',
    takesRest: true,
    for: 'reporter',
    recorded: true,
    run: async (_said, rest) => ({
      kind: 'next',
      says: [],
      changes: [],
      state: null,
      then: { dialog: peopleDialog, opening: { rest } },
    }),
  };
  return {
    commands: [command],
    dialog: { id: peopleDialog, begin, answer, askAgain: (_state, said) => say(said, 'again') },
  };

  async function begin(said: Said, opening?: unknown): Promise<Step<PeopleState>> {
    const { rest } = z
      .object({ rest: z.string().default('') })
      .catch({ rest: '' })
      .parse(opening ?? {});
    const own = said.standing?.posts[0]?.unit;
    if (rest === '') return own ? list(said, own, 0) : justSay(say(said, 'none_yours'));
    const [unit, another] = await pickUnits(store, said.standing, rest, said.today);
    if (!unit) return justSay(say(said, 'no_such_unit'));
    return another ? justSay(say(said, 'several_units')) : list(said, unit, 0);
  }

  async function answer(given: PeopleState, said: Said): Promise<Step<PeopleState>> {
    const state = peopleState.safeParse(given);
    const unit = state.success ? await store.first('Unit', { id: state.data.unitId }) : null;
    if (!state.success || !unit) return begin(said);
    const { roleId, page } = state.data;
    const people = await peopleOf(said, unit);
    if (roleId === null) {
      if (isOneOf(texts, 'organisation.people.more', said.text)) return list(said, unit, page + 1);
      if (isOneOf(texts, 'organisation.people.done', said.text)) return justSay(say(said, 'finished'));
      const chosen = people.find(({ label }) => bare(label) === bare(said.text));
      if (!chosen) return { kind: 'not-understood', retry: say(said, 'again') };
      const asked = say(said, 'confirm', { name: chosen.label }, ['organisation.yes', 'organisation.no']);
      return { kind: 'next', says: [asked], changes: [], state: { unitId: unit.id, page, roleId: chosen.role.id } };
    }
    const role = people.find((one) => one.role.id === roleId);
    if (isOneOf(texts, 'organisation.no', said.text) || !role) return list(said, unit, page);
    if (!isOneOf(texts, 'organisation.yes', said.text)) {
      return {
        kind: 'not-understood',
        retry: say(said, 'confirm', { name: role.label }, ['organisation.yes', 'organisation.no']),
      };
    }
    const told = await tell(parts, {
      key: `organisation/removed/${roleId}`,
      personId: role.role.personId,
      textKey: 'organisation.people.removed_notice',
      params: { unit: unit.name },
      notBefore: said.now,
      expiresAt: after(said.now, days(3)),
    });
    return {
      kind: 'next',
      says: [say(said, 'removed', { name: role.label })],
      changes: [endRole(roleId, said.today), ...told],
      state: null,
    };
  }

  async function list(said: Said, unit: UnitRow, page: number): Promise<Step<PeopleState>> {
    const people = await peopleOf(said, unit);
    const shown = people.slice(page * onOnePage, (page + 1) * onOnePage);
    if (shown.length === 0) return justSay(say(said, 'nobody', { unit: unit.name }));
    const more = people.length > (page + 1) * onOnePage ? [firstWord(texts, 'organisation.people.more')] : [];
    const choices = [...shown.map(({ label }) => label), ...more].map((label) => ({ label, says: label }));
    const text = say(said, 'list', { unit: unit.name, count: people.length }).text;
    return { kind: 'next', says: [plain(text, choices)], changes: [], state: { unitId: unit.id, page, roleId: null } };
  }

  /** Those whose roles at the unit she may end, without herself: a reporter the members, an official everybody. */
  async function peopleOf(said: Said, unit: UnitRow): Promise<{ role: RoleRow; label: string }[]> {
    const isOfficial = said.standing?.posts.some(
      ({ role }) => role.role === 'official' || role.role === 'administrator',
    );
    const wanted: RoleName[] = isOfficial ? ['official', 'reporter', 'member'] : ['member'];
    const roles = await store.find(
      'Role',
      { unitId: unit.id, role: { in: wanted } },
      { orderBy: [{ fromDay: 'asc' }, { id: 'asc' }] },
    );
    const held = roles.filter((role) => holdsOn(role, said.today) && role.personId !== said.standing?.person.id);
    const names = await namesOf(
      store,
      sealing,
      held.map(({ personId }) => personId),
    );
    const labels = held.map((role) =>
      texts.say('organisation.people.line', {
        name: names.get(role.personId) ?? texts.say('organisation.nameless'),
        role: firstWord(texts, `organisation.role.${role.role}`),
        day: writeDay(role.fromDay, said.today),
      }),
    );
    // Two of one name are told apart by a number behind it.
    return held.map((role, i) => {
      const before = labels.slice(0, i).filter((label) => label === labels[i]).length;
      return { role, label: before === 0 ? (labels[i] ?? '') : `${labels[i]} (${before + 1})` };
    });
  }
}
