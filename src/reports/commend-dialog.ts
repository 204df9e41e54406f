import { z } from 'zod';
import { addToFigure, amend, type Change } from '../core/change.ts';
import { writeDay } from '../core/day.ts';
import { type Command, type Dialog, justSay, type Said, type Step } from '../core/dialog.ts';
import { type Outgoing, plain } from '../core/outgoing.ts';
import { daysOf, halfYearOf, periodBefore } from '../core/period.ts';
import type { UnitRow } from '../core/records.ts';
import type { Sealing } from '../core/sealing.ts';
import type { Store } from '../core/store.ts';
import type { Texts } from '../core/texts.ts';
import { unitsBelow } from '../indicators/units-below.ts';
import { fold } from '../language/fold.ts';
import { type GoodExample, goodExamplesOf } from './good-examples.ts';
import { isOneOf, sayTo, unitOf } from './speaking.ts';

export const commendDialogId = 'reports.commend';
const shownAtMost = 20;

const state = z.object({
  /** The proposals in the order she sees them: a number means the same one, whatever comes in meanwhile. */
  ids: z.array(z.string()),
});
type State = z.infer<typeof state>;

interface Parts {
  store: Store;
  texts: Texts;
  sealing: Pick<Sealing, 'open'>;
}

/** The good examples that branches proposed in this half-year and the one before; an official chooses by number whom to commend. */
export function commendDialog(parts: Parts): { command: Command; dialog: Dialog<State> } {
  const { store, texts } = parts;
  const dialog: Dialog<State> = {
    id: commendDialogId,
    begin,
    answer,
    askAgain: (_given, said) => say(said, 'commend-how'),
  };
  const command: Command = {
    ...{ id: commendDialogId, words: 'digests.report.words.commend', for: 'official', recorded: true },
    run: (said) => begin(said),
  };
  return { command, dialog };

  async function begin(said: Said): Promise<Step<State>> {
    const unit = unitOf(said);
    if (!unit) return justSay(say(said, 'file-how'));
    const examples = await proposedTo(unit, said);
    if (examples.length === 0) return justSay(say(said, 'commend-none', { unit: unit.name }));
    return list(said, unit, examples.slice(-shownAtMost));
  }

  async function answer(given: State, said: Said): Promise<Step<State>> {
    const read = state.safeParse(given);
    const unit = unitOf(said);
    if (!read.success || !unit) return begin(said);
    if (isOneOf(texts, said.text, 'done')) return justSay(say(said, 'commend-done'));
    const unchosen = beginsWith('unchoose', said.text);
    const number = Number(/^\D*(\d{1,2})\D*$/u.exec(unchosen ?? beginsWith('commend', said.text) ?? said.text)?.[1]);
    const known = new Map((await proposedTo(unit, said)).map((one) => [one.id, one]));
    const examples = read.data.ids.flatMap((id) => known.get(id) ?? []);
    const example = known.get(read.data.ids[number - 1] ?? '');
    if (!example) return { kind: 'not-understood', retry: say(said, 'commend-how') };
    const chooses = unchosen === null;
    const chosen = { on: said.today, by: said.standing?.person.id ?? '' };
    const changed = examples.map((one) =>
      one === example ? { ...one, chosen: chooses ? chosen : null, decided: chooses ? [one.id] : [] } : one,
    );
    // Choosing again keeps the first decision; taking it back clears it from whichever version carries it.
    const isSame = chooses === (example.chosen !== null);
    const { id, decided, unitId, proposedOn } = example;
    const decision = chooses ? { decidedBy: chosen.by, decidedAt: said.now } : { decidedBy: null, decidedAt: null };
    const changes = isSame
      ? []
      : [
          chooses
            ? amend('Nomination', { id, decidedAt: null }, decision, 1)
            : amend('Nomination', { id: { in: decided }, decidedAt: { not: null } }, decision, decided.length),
          addToFigure('nominations/chosen', unitId, proposedOn, chooses ? 1 : -1),
        ];
    const told = say(said, chooses ? 'commend-chosen' : 'commend-unchosen', { text: shortOf(example.text) });
    return list(said, unit, isSame ? examples : changed, [told], changes);
  }

  function list(
    said: Said,
    unit: UnitRow,
    examples: readonly GoodExample[],
    before: readonly Outgoing[] = [],
    changes: readonly Change[] = [],
  ): Step<State> {
    const lines = examples.map((one, i) =>
      texts.say(`digests.report.command.commend-${one.chosen ? 'line-chosen' : 'line'}`, {
        ...{ n: i + 1, text: shortOf(one.text), unit: one.unit, day: writeDay(one.proposedOn, said.today) },
        chosen: one.chosen ? writeDay(one.chosen.on, said.today) : '',
      }),
    );
    const text = [say(said, 'commend-title', { unit: unit.name }).text, ...lines, say(said, 'commend-how').text];
    const next: State = { ids: examples.map(({ id }) => id) };
    return { kind: 'next', says: [...before, plain(text.join('\n'))], changes, state: next };
  }

  async function proposedTo(unit: UnitRow, { today }: Said): Promise<GoodExample[]> {
    const { first } = daysOf(periodBefore(halfYearOf(today)));
    return goodExamplesOf(parts, await unitsBelow(store, unit, today), { first, last: today });
  }

  /** What follows one of these words; null when the text begins with none. */
  function beginsWith(words: string, text: string): string | null {
    const said = fold(text).trim();
    const word = texts.words(`digests.report.words.${words}`).find((one) => said.startsWith(`${fold(one)} `));
    return word === undefined ? null : said.slice(fold(word).length);
  }

  function say(said: Said, key: string, params: Record<string, string | number> = {}): Outgoing {
    return sayTo(texts, said, key, params);
  }
}

function shortOf(text: string): string {
  return text.length <= 160 ? text : `${text.slice(0, 157)}…`;
}
