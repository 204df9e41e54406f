import { z } from 'zod';
import { amend } from '../core/change.ts';
import { type Command, type Dialog, justSay, type Said, type Step } from '../core/dialog.ts';
import { type Choice, type Outgoing, plain } from '../core/outgoing.ts';
import type { UnitMarks, UnitRow } from '../core/records.ts';
import { withMarks } from './import-units.ts';
import type { OrganisationParts } from './parts.ts';
import { choicesOf, offeredChoices, pickUnits, unitsToOffer } from './pick-unit.ts';
import { firstWord, isOneOf, speak } from './speaking.ts';
import { criteriaSetIds, newRuralGrades } from './unit-cells.ts';

export const markDialog = 'organisation.mark';
const kinds = ['pilot', 'new_rural', 'criteria'] as const;
const markState = z.object({
  question: z.enum(['unit', 'kind', ...kinds]),
  unitId: z.string().nullable(),
  offered: offeredChoices,
});
type MarkState = z.infer<typeof markState>;

/** "đánh dấu xã Hòa Mẫu": an official marks a unit of hers as a pilot, by its new-rural grade, or by the criteria it judges by. */
export function newMarking({ store, texts }: OrganisationParts): { commands: Command[]; dialog: Dialog<MarkState> } {
  const say = (said: Said, key: string, params: Record<string, string> = {}) =>
    speak(texts, said, `organisation.mark.${key}`, params);
  const command: Command = {
    id: 'organisation.mark-command',
    words: 'organisation.command.mark',
    takesRest: true,
    for: 'official',
    recorded: true,
    run: async (_said, rest) => ({
      kind: 'next',
      says: [],
      changes: [],
      state: null,
      then: { dialog: markDialog, opening: { rest } },
    }),
  };
  return { commands: [command], dialog: { id: markDialog, begin, answer, askAgain } };

  async function begin(said: Said, opening?: unknown): Promise<Step<MarkState>> {
    const { rest } = z
      .object({ rest: z.string().default('') })
      .catch({ rest: '' })
      .parse(opening ?? {});
    if (rest !== '') return pick(said, rest, false);
    return askUnit(choicesOf(await unitsToOffer(store, said.standing, said.today)), say(said, 'which_unit'));
  }

  function askUnit(offered: Choice[], question: Outgoing): Step<MarkState> {
    const asked = plain(question.text, offered);
    return { kind: 'next', says: [asked], changes: [], state: { question: 'unit', unitId: null, offered } };
  }

  async function pick(said: Said, query: string, isOpen: boolean): Promise<Step<MarkState>> {
    const units = await pickUnits(store, said.standing, query, said.today);
    const [unit, another] = units;
    if (!unit) {
      const retry = say(said, 'no_such_unit');
      return isOpen ? { kind: 'not-understood', retry } : askUnit([], retry);
    }
    if (another) return askUnit(choicesOf(units), say(said, 'which_unit'));
    return {
      kind: 'next',
      says: [question(said, 'kind', unit)],
      changes: [],
      state: { question: 'kind', unitId: unit.id, offered: [] },
    };
  }

  async function answer(given: MarkState, said: Said): Promise<Step<MarkState>> {
    const state = markState.safeParse(given);
    if (!state.success) return begin(said);
    const { question: open, unitId } = state.data;
    const unit = unitId === null ? null : await store.first('Unit', { id: unitId });
    if (open === 'unit' || !unit) return pick(said, said.text, true);
    if (open === 'kind') {
      const kind = kinds.find((one) => isOneOf(texts, `organisation.mark.${one}`, said.text));
      if (!kind) return { kind: 'not-understood', retry: question(said, 'kind', unit) };
      return {
        kind: 'next',
        says: [question(said, kind, unit)],
        changes: [],
        state: { question: kind, unitId: unit.id, offered: [] },
      };
    }
    const marks = readMark(open, said.text, unit.marks);
    if (!marks) return { kind: 'not-understood', retry: question(said, open, unit) };
    const allowed = (await pickUnits(store, said.standing, unit.code, said.today)).some(({ id }) => id === unit.id);
    if (!allowed) return justSay(say(said, 'no_such_unit'));
    return {
      kind: 'next',
      says: [say(said, 'done', { unit: unit.name })],
      changes: [amend('Unit', { id: unit.id }, { marks })],
      state: null,
    };
  }

  function readMark(kind: (typeof kinds)[number], text: string, marks: UnitMarks): UnitMarks | null {
    const none = isOneOf(texts, 'organisation.mark.none', text);
    const same = { pilotOf: undefined, newRural: undefined, criteriaSets: undefined };
    if (kind === 'pilot') {
      const plans = text
        .toUpperCase()
        .split(/[\s,;]+/u)
        .filter(Boolean);
      const good = plans.length > 0 && plans.every((plan) => /^[A-Z]{2,6}$/u.test(plan));
      return none
        ? withMarks(marks, { ...same, pilotOf: [] })
        : good
          ? withMarks(marks, { ...same, pilotOf: plans })
          : null;
    }
    if (kind === 'new_rural') {
      const grade = newRuralGrades.find((one) => isOneOf(texts, `organisation.new_rural.${one}`, text));
      return none || grade ? withMarks(marks, { ...same, newRural: grade ?? null }) : null;
    }
    const set = criteriaSetIds.find((one) => isOneOf(texts, `organisation.criteria_set.${one}`, text));
    return none || set ? withMarks(marks, { ...same, criteriaSets: set ? [set] : [] }) : null;
  }

  function question(said: Said, open: 'kind' | (typeof kinds)[number], unit: UnitRow): Outgoing {
    const text = say(said, `ask_${open}`, { unit: unit.name }).text;
    const keys = {
      kind: kinds.map((one) => `organisation.mark.${one}`),
      pilot: ['organisation.mark.none'],
      new_rural: [...newRuralGrades.map((one) => `organisation.new_rural.${one}`), 'organisation.mark.none'],
      criteria: [...criteriaSetIds.map((one) => `organisation.criteria_set.${one}`), 'organisation.mark.none'],
    }[open];
    return plain(
      text,
      keys.map((key) => ({ label: firstWord(texts, key), says: firstWord(texts, key) })),
    );
  }

  function askAgain(state: MarkState, said: Said): Outgoing {
    return state.question === 'unit' ? plain(say(said, 'which_unit').text, state.offered) : say(said, 'again');
  }
}
