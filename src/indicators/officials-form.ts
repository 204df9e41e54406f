import { z } from 'zod';
import type { Day } from '../core/day.ts';
import { type Command, type Dialog, justSay, type Said, type Step } from '../core/dialog.ts';
import { type Outgoing, plain } from '../core/outgoing.ts';
import { postAs } from '../core/person.ts';
import type { UnitRow } from '../core/records.ts';
import type { Store } from '../core/store.ts';
import type { Sentences, Texts } from '../core/texts.ts';
import { fold } from '../language/fold.ts';
import { readNumbers } from '../language/numbers.ts';
import { tokenise } from '../language/tokenise.ts';
import { formChanges, statedFor } from './form-changes.ts';
import { doubtAbout, mostEntered } from './form-checks.ts';
import { type EnteredMeasure, enteredMeasures } from './measures.ts';
import { writeNumber } from './written.ts';

export const officialsFormId = 'officials-form';
export const firstFormYear = 2021;
const toHer = ['chi', 'Chi'];
const keyed = (group: string, placeholders: readonly string[] | 'words', names: readonly string[]): Sentences =>
  Object.fromEntries(names.map((name) => [`digests.form.${group}${name}`, placeholders]));

export const formSentences: Sentences = {
  ...keyed('words.', 'words', ['open', 'skip', 'right', 'save', 'drop', 'mend', 'yes', 'no']),
  ...keyed('', toHer, ['not-yours', 'retry', 'confirm-how', 'nothing', 'dropped']),
  ...keyed('', [...toHer, 'n', 'unit', 'year'], ['begin', 'saved']),
  ...keyed('', ['i', 'n', 'question'], ['ask']),
  ...keyed('', ['i', 'n', 'question', 'year', 'before'], ['ask-before']),
  ...keyed('question.', [], enteredMeasures),
  ...keyed('label.', [], enteredMeasures),
  ...keyed('doubt.', [...toHer, 'label', 'value', 'whole', 'of'], ['part']),
  ...keyed('doubt.', [...toHer, 'label', 'value', 'year', 'before'], ['year']),
  ...keyed('', [...toHer, 'unit', 'year'], ['confirm']),
  ...keyed('', ['i', 'label', 'value'], ['line']),
  ...keyed('', [], ['yes', 'no', 'missing']),
};

const numbers = z.record(z.string(), z.number().nullable());
const state = z.object({
  unitId: z.string(),
  unit: z.string(),
  year: z.number(),
  /** What was stated for the year before. */
  before: numbers,
  values: numbers,
  /** The number being asked; null when the whole is to be confirmed. */
  at: z.enum(enteredMeasures).nullable(),
  /** A number she has given that cannot well be; kept until she confirms it or gives another. */
  doubted: z.number().nullable(),
});
type State = z.infer<typeof state>;

interface FormParts {
  store: Store;
  texts: Texts;
}

/** The yearly form of an official (domain section 4): one number a message, each of which may stay blank. */
export function officialsForm({ store, texts }: FormParts): { commands: Command[]; dialogs: Dialog[] } {
  const open: Command = {
    ...{ id: 'indicators.form', words: 'digests.form.words.open', takesRest: true, for: 'official', recorded: true },
    run: async (_said, rest) => ({
      ...{ kind: 'next', says: [], changes: [], state: null },
      then: { dialog: officialsFormId, opening: { text: rest } },
    }),
  };
  const dialog: Dialog<State> = { id: officialsFormId, begin, answer, askAgain: (given, said) => ask(given, said) };
  return { commands: [open], dialogs: [dialog as Dialog] };

  async function begin(said: Said, opening?: unknown): Promise<Step<State>> {
    const unit = formUnitOf(said);
    if (!unit) return justSay(say(said, 'not-yours'));
    const year = yearMeant(String((opening as { text?: unknown } | undefined)?.text ?? ''), said.today);
    const [before, values] = [await statedFor(store, unit.id, year - 1), await statedFor(store, unit.id, year)];
    // What was stated for the year already is kept and shown at the end.
    const missing = enteredMeasures.find((name) => values[name] === undefined) ?? null;
    const first: State = { unitId: unit.id, unit: unit.name, year, before, values, at: missing, doubted: null };
    const begun = say(said, 'begin', { n: enteredMeasures.length, unit: unit.name, year });
    return { kind: 'next', says: [begun, ask(first, said)], changes: [], state: first };
  }

  async function answer(given: State, said: Said): Promise<Step<State>> {
    const read = state.safeParse(given);
    if (!read.success || !formUnitOf(said)) return begin(said);
    const now = read.data;
    if (now.at === null) return confirmed(now, said);
    if (isOneOf(said.text, 'skip'))
      return goOn({ ...now, values: { ...now.values, [now.at]: null }, doubted: null }, said);
    if (now.doubted !== null && isOneOf(said.text, 'right')) return take(now, now.at, now.doubted, said);
    const value = now.at === 'plan-issued' ? yesOrNo(said.text) : readNumber(said.text);
    if (value === null) return { kind: 'not-understood', retry: say(said, 'retry') };
    const doubt = doubtText(now, now.at, value, said);
    if (doubt && value !== now.doubted) {
      const next = { ...now, doubted: value };
      return { kind: 'next', says: [doubt], changes: [], state: next };
    }
    return take(now, now.at, value, said);
  }

  function take(now: State, name: EnteredMeasure, value: number, said: Said): Step<State> {
    return goOn({ ...now, values: { ...now.values, [name]: value }, doubted: null }, said);
  }

  function goOn(now: State, said: Said): Step<State> {
    const next: State = { ...now, at: enteredMeasures.find((name) => now.values[name] === undefined) ?? null };
    return { kind: 'next', says: [ask(next, said)], changes: [], state: next };
  }

  async function confirmed(now: State, said: Said): Promise<Step<State>> {
    if (isOneOf(said.text, 'save')) return save(now, said);
    if (isOneOf(said.text, 'drop')) return justSay(say(said, 'dropped'));
    const mended = texts.words('digests.form.words.mend').some((word) => fold(said.text).startsWith(fold(word)));
    const name = mended ? enteredMeasures[Number(/\d+/u.exec(said.text)?.[0]) - 1] : undefined;
    if (!name) return { kind: 'not-understood', retry: say(said, 'confirm-how') };
    const { [name]: _given, ...values } = now.values;
    return goOn({ ...now, values, doubted: null }, said);
  }

  async function save(now: State, said: Said): Promise<Step<State>> {
    const { unitId, unit, year, values } = now;
    const reporterId = said.standing?.person.id ?? '';
    const { changes, n } = await formChanges(store, {
      ...{ unitId, year, values, reporterId, now: said.now, today: said.today },
    });
    if (n === 0) return justSay(say(said, 'nothing'));
    return { kind: 'next', says: [say(said, 'saved', { n, unit, year })], changes, state: null };
  }

  function doubtText(now: State, name: EnteredMeasure, value: number, said: Said): Outgoing | null {
    const doubt = doubtAbout(name, value, now);
    const params = { label: texts.say(`digests.form.label.${name}`), value: writeNumber(value) };
    switch (doubt?.kind) {
      case undefined:
        return null;
      case 'part': {
        const whole = texts.say(`digests.form.label.${doubt.whole}`);
        return say(said, 'doubt.part', { ...params, whole, of: writeNumber(doubt.of) });
      }
      case 'year':
        return say(said, 'doubt.year', { ...params, year: now.year - 1, before: writeNumber(doubt.before) });
    }
  }

  function ask(now: State, said: Said): Outgoing {
    if (now.at === null) {
      const lines = enteredMeasures.map((name, i) =>
        texts.say('digests.form.line', {
          i: i + 1,
          label: texts.say(`digests.form.label.${name}`),
          value: written(now, name),
        }),
      );
      const title = say(said, 'confirm', { unit: now.unit, year: now.year }).text;
      return plain([title, ...lines, say(said, 'confirm-how').text].join('\n'));
    }
    const before = now.before[now.at];
    const params = {
      ...{ i: enteredMeasures.indexOf(now.at) + 1, n: enteredMeasures.length },
      question: texts.say(`digests.form.question.${now.at}`),
    };
    if (typeof before !== 'number' || now.at === 'plan-issued') return plain(texts.say('digests.form.ask', params));
    return plain(texts.say('digests.form.ask-before', { ...params, year: now.year - 1, before: writeNumber(before) }));
  }

  function written({ values }: State, name: EnteredMeasure): string {
    const value = values[name];
    if (typeof value !== 'number') return texts.say('digests.form.missing');
    return name === 'plan-issued' ? texts.say(`digests.form.${value > 0 ? 'yes' : 'no'}`) : writeNumber(value);
  }

  function yesOrNo(text: string): number | null {
    return isOneOf(text, 'yes') ? 1 : isOneOf(text, 'no') ? 0 : null;
  }

  function isOneOf(text: string, words: string): boolean {
    const said = fold(text)
      .replace(/[\s.!]+$/u, '')
      .trim();
    return texts.words(`digests.form.words.${words}`).some((word) => fold(word) === said);
  }

  function say(said: Said, key: string, params: Record<string, string | number> = {}): Outgoing {
    const { calledAs } = said.standing?.person ?? { calledAs: 'chị' };
    const Chi = calledAs.charAt(0).toLocaleUpperCase('vi') + calledAs.slice(1);
    return plain(texts.say(`digests.form.${key}`, { chi: calledAs, Chi, ...params }));
  }
}

/** The unit whose yearly numbers she states: a commune, or an affiliate that reports like one. */
export function formUnitOf(said: Said): UnitRow | null {
  const unit = postAs(said.standing, 'official')?.unit;
  return unit && (unit.kind === 'commune' || unit.kind === 'affiliate') ? unit : null;
}

/** The year that is named, else the one whose numbers are stated now: in January and February that of the year before. */
export function yearMeant(text: string, today: Day): number {
  const named = Number(/\b(20\d\d)\b/u.exec(text)?.[1]);
  const thisYear = Number(today.slice(0, 4));
  if (named >= firstFormYear && named <= thisYear) return named;
  return Number(today.slice(5, 7)) <= 2 ? thisYear - 1 : thisYear;
}

/** The one whole number of a message; null where there is none, several, or one that could be another. */
function readNumber(text: string): number | null {
  if (/^\s*(?:khong|0)(?:\s+co)?\s*[.!]?\s*$/u.test(fold(text))) return 0;
  const found = readNumbers(tokenise(text)).filter(({ label, percent }) => !label && !percent);
  const [only] = found;
  if (!only || found.length > 1 || !only.clear || !Number.isInteger(only.value)) return null;
  return only.value >= 0 && only.value <= mostEntered ? only.value : null;
}
