import { z } from 'zod';
import { type Command, type Dialog, justSay, type Said, type Step } from '../core/dialog.ts';
import { type Outgoing, plain } from '../core/outgoing.ts';
import type { UnitRow } from '../core/records.ts';
import type { Store } from '../core/store.ts';
import type { Sentences, Texts } from '../core/texts.ts';
import { fold } from '../language/fold.ts';
import { formChanges, statedFor } from './form-changes.ts';
import { doubtAbout, type Numbers } from './form-checks.ts';
import {
  type FormSheet,
  formSheetSentences,
  formTemplate,
  largestFormFile,
  type ReadSheet,
  readFormSheet,
} from './form-sheet.ts';
import { enteredMeasures } from './measures.ts';
import { firstFormYear, formUnitOf, yearMeant } from './officials-form.ts';
import { writeNumber } from './written.ts';

export const formSheetDialogId = 'officials-form.sheet';
const problemsShown = 20;
const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const toHer = ['chi', 'Chi'];

const say = (names: readonly string[], placeholders: readonly string[]): Sentences =>
  Object.fromEntries(names.map((name) => [`digests.form.sheet.${name}`, placeholders]));

export const formSheetDialogSentences: Sentences = {
  ...formSheetSentences,
  'digests.form.words.sheet': 'words',
  ...say(['sent'], [...toHer, 'unit', 'year']),
  ...say(['cannot-send', 'cannot-take', 'doubts-how', 'dropped'], toHer),
  ...say(['wrong'], [...toHer, 'n']),
  ...say(['more'], ['n']),
  ...say(['doubts'], [...toHer, 'n']),
  ...say(['saved'], [...toHer, 'n', 'unit', 'year']),
  ...say(['doubt-part'], ['row', 'label', 'value', 'whole', 'of']),
  ...say(['doubt-year'], ['row', 'label', 'value', 'year', 'before']),
};

const state = z.object({
  unitId: z.string(),
  unit: z.string(),
  year: z.number(),
  values: z.record(z.string(), z.number()),
});
type State = z.infer<typeof state>;

interface Parts {
  store: Store;
  texts: Texts;
  readSheet: ReadSheet;
}

/**
 * The yearly form as a spreadsheet: sent out with last year's numbers, and read whenever it comes back. A form with a bad row
 * is not stored at all; numbers that can hardly be are stored after her "có" only.
 */
export function formSheetDialog(parts: Parts): { command: Command; dialog: Dialog<State> } {
  const { store, texts } = parts;
  const dialog: Dialog<State> = {
    ...{ id: formSheetDialogId, begin, answer },
    askAgain: (_given, said) => tell(said, 'doubts-how'),
  };
  const command: Command = {
    ...{ id: 'indicators.form-sheet', words: 'digests.form.words.sheet', takesRest: true, for: 'official' },
    recorded: true,
    run: (said, rest) => send(said, rest),
  };
  return { command, dialog };

  async function send(said: Said, rest: string): Promise<Step> {
    const unit = formUnitOf(said);
    if (!unit) return justSay(own(said, 'not-yours'));
    if (!said.channel.abilities.files) return justSay(tell(said, 'cannot-send'));
    const year = yearMeant(rest, said.today);
    const [before, values] = [await statedFor(store, unit.id, year - 1), await statedFor(store, unit.id, year)];
    const bytes = await formTemplate(texts, unit, { year, before, values });
    const name = texts.say('digests.form.sheet.file', { code: unit.code, year });
    const { text } = tell(said, 'sent', { unit: unit.name, year });
    return justSay({ text, file: { name, bytes, mediaType: xlsxType } });
  }

  /** A file that she sent. */
  async function begin(said: Said): Promise<Step<State>> {
    const unit = formUnitOf(said);
    if (!unit) return justSay(own(said, 'not-yours'));
    if (!said.facts.loadFile) return justSay(tell(said, 'cannot-take'));
    const file = await said.facts.loadFile(largestFormFile);
    const read = file ? await parts.readSheet(file.bytes) : ({ ok: false, because: 'too-large' } as const);
    const years = { first: firstFormYear, last: Number(said.today.slice(0, 4)) };
    const reading = readFormSheet(read, texts, unit, years);
    if (!reading.ok) return justSay(plain(problemText(said, reading.problems)));
    const { year, values } = reading.sheet;
    const doubts = await doubtsIn(parts, unit, reading.sheet);
    if (doubts.length === 0) return save({ unitId: unit.id, unit: unit.name, year, values }, said);
    const lines = [
      tell(said, 'doubts', { n: doubts.length }).text,
      ...doubts.slice(0, problemsShown),
      ...moreThan(doubts.length),
      tell(said, 'doubts-how').text,
    ];
    const given = Object.fromEntries(
      Object.entries(values).flatMap(([name, n]) => (typeof n === 'number' ? [[name, n]] : [])),
    );
    const next: State = { unitId: unit.id, unit: unit.name, year, values: given };
    return { kind: 'next', says: [plain(lines.join('\n'))], changes: [], state: next };
  }

  async function answer(given: State, said: Said): Promise<Step<State>> {
    // Mended and sent again: that file counts.
    if (said.facts.carries === 'file') return begin(said);
    const read = state.safeParse(given);
    const unit = formUnitOf(said);
    if (!read.success || unit?.id !== read.data.unitId) return justSay(tell(said, 'dropped'));
    if (isOneOf(said.text, 'yes')) return save(read.data, said);
    if (isOneOf(said.text, 'drop') || isOneOf(said.text, 'no')) return justSay(tell(said, 'dropped'));
    return { kind: 'not-understood', retry: tell(said, 'doubts-how') };
  }

  async function save(
    { unitId, unit, year, values }: Omit<State, 'values'> & { values: Numbers },
    said: Said,
  ): Promise<Step<State>> {
    const reporterId = said.standing?.person.id ?? '';
    const { changes, n } = await formChanges(store, {
      ...{ unitId, year, values, reporterId, now: said.now, today: said.today },
    });
    if (n === 0) return justSay(own(said, 'nothing'));
    return { kind: 'next', says: [tell(said, 'saved', { n, unit, year })], changes, state: null };
  }

  function problemText(said: Said, problems: readonly string[]): string {
    return [
      tell(said, 'wrong', { n: problems.length }).text,
      ...problems.slice(0, problemsShown).map((one) => `• ${one}`),
      ...moreThan(problems.length),
    ].join('\n');
  }

  function moreThan(n: number): string[] {
    return n > problemsShown ? [texts.say('digests.form.sheet.more', { n: n - problemsShown })] : [];
  }

  function isOneOf(text: string, words: string): boolean {
    const heard = fold(text)
      .replace(/[\s.!]+$/u, '')
      .trim();
    return texts.words(`digests.form.words.${words}`).some((word) => fold(word) === heard);
  }

  function tell(said: Said, key: string, params: Record<string, string | number> = {}): Outgoing {
    return own(said, `sheet.${key}`, params);
  }

  function own(said: Said, key: string, params: Record<string, string | number> = {}): Outgoing {
    const { calledAs } = said.standing?.person ?? { calledAs: 'chị' };
    const Chi = calledAs.charAt(0).toLocaleUpperCase('vi') + calledAs.slice(1);
    return plain(texts.say(`digests.form.${key}`, { chi: calledAs, Chi, ...params }));
  }
}

/** What can hardly be in a filled form, row by row: against its whole, and against last year. */
export async function doubtsIn(
  { store, texts }: Pick<Parts, 'store' | 'texts'>,
  unit: Pick<UnitRow, 'id'>,
  { year, values, rows }: FormSheet,
): Promise<string[]> {
  const before = await statedFor(store, unit.id, year - 1);
  const together = { ...(await statedFor(store, unit.id, year)), ...values };
  return enteredMeasures.flatMap((name) => {
    const value = values[name];
    if (typeof value !== 'number') return [];
    const doubt = doubtAbout(name, value, { values: together, before });
    if (doubt === null) return [];
    const label = texts.say(`digests.form.label.${name}`);
    const params = { row: rows[name] ?? 0, label, value: writeNumber(value) };
    if (doubt.kind === 'year') {
      const than = { year: year - 1, before: writeNumber(doubt.before) };
      return [texts.say('digests.form.sheet.doubt-year', { ...params, ...than })];
    }
    const than = { whole: texts.say(`digests.form.label.${doubt.whole}`), of: writeNumber(doubt.of) };
    return [texts.say('digests.form.sheet.doubt-part', { ...params, ...than })];
  });
}
