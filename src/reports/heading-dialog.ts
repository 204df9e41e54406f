import { z } from 'zod';
import { type Command, type Dialog, justSay, type Said, type Step } from '../core/dialog.ts';
import { type Outgoing, plain } from '../core/outgoing.ts';
import type { UnitRow } from '../core/records.ts';
import type { Store } from '../core/store.ts';
import type { Texts } from '../core/texts.ts';
import { nfc } from '../language/fold.ts';
import { headingFields, headingOf, type KeptHeading, keepHeading, keptHeading, longestField } from './heading.ts';
import { isOneOf, sayTo, unitOf } from './speaking.ts';

export const headingDialogId = 'reports.heading';

const state = z.object({
  /** The field whose text is asked for; null while she chooses one. */
  field: z.enum(headingFields).nullable(),
});
type State = z.infer<typeof state>;

/** An official settles what stands around her unit's reports: bodies, sign, place, who signs, who gets it. */
export function headingDialog({ store, texts }: { store: Store; texts: Texts }): {
  command: Command;
  dialog: Dialog<State>;
} {
  const dialog: Dialog<State> = { id: headingDialogId, begin, answer, askAgain: (given, said) => ask(given, said) };
  const command: Command = {
    ...{ id: headingDialogId, words: 'digests.report.words.heading', for: 'official', recorded: true },
    run: (said) => begin(said),
  };
  return { command, dialog };

  async function begin(said: Said): Promise<Step<State>> {
    const unit = unitOf(said);
    return unit ? menu(said, unit, await keptHeading(store, unit.id)) : justSay(say(said, 'file-how'));
  }

  async function answer(given: State, said: Said): Promise<Step<State>> {
    const read = state.safeParse(given);
    const unit = unitOf(said);
    if (!read.success || !unit) return begin(said);
    const { field } = read.data;
    if (isOneOf(texts, said.text, 'done')) return justSay(say(said, 'heading-done'));
    if (field === null) {
      // "4 Sen Hồ" answers both questions at once.
      const [, number = '', value = ''] = /^\s*(\d)(?:\s*[.:)]?\s+(.+))?\s*$/su.exec(said.text) ?? [];
      const chosen = headingFields[Number(number) - 1];
      if (!chosen) return { kind: 'not-understood', retry: say(said, 'heading-how') };
      if (value !== '') return keep(said, unit, chosen, value);
      const next: State = { field: chosen };
      return { kind: 'next', says: [ask(next, said)], changes: [], state: next };
    }
    if (said.text.trim() === '') return { kind: 'not-understood', retry: ask(read.data, said) };
    return keep(said, unit, field, said.text);
  }

  async function keep(
    said: Said,
    unit: UnitRow,
    field: (typeof headingFields)[number],
    text: string,
  ): Promise<Step<State>> {
    const value = nfc(text).replace(/\s+/gu, ' ').trim();
    if (value.length > longestField)
      return { kind: 'not-understood', retry: say(said, 'heading-long', { n: longestField }) };
    const { [field]: _old, ...others } = await keptHeading(store, unit.id);
    const kept: KeptHeading = isOneOf(texts, value, 'usual') ? others : { ...others, [field]: value };
    const step = await menu(said, unit, kept);
    return step.kind === 'next' ? { ...step, changes: [keepHeading(unit.id, kept)] } : step;
  }

  async function menu(said: Said, unit: UnitRow, kept: KeptHeading): Promise<Step<State>> {
    const heading = await headingOf(store, texts, unit, kept);
    const values = [
      ...[heading.above, heading.body, heading.sign, heading.place, heading.onBehalf, heading.office],
      heading.recipients.join(' '),
    ];
    const lines = headingFields.map((field, i) =>
      texts.say('digests.report.command.heading-line', {
        ...{ n: i + 1, field: texts.say(`digests.report.heading.${field}`), value: values[i] ?? '' },
      }),
    );
    const text = [say(said, 'heading-title', { unit: unit.name }).text, ...lines, say(said, 'heading-how').text];
    return { kind: 'next', says: [plain(text.join('\n'))], changes: [], state: { field: null } };
  }

  function ask({ field }: State, said: Said): Outgoing {
    if (field === null) return say(said, 'heading-how');
    return say(said, 'heading-ask', { field: texts.say(`digests.report.heading.${field}`) });
  }

  function say(said: Said, key: string, params: Record<string, string | number> = {}): Outgoing {
    return sayTo(texts, said, key, params);
  }
}
