import { z } from 'zod';
import { amend } from '../core/change.ts';
import { writeDay } from '../core/day.ts';
import type { Dialog, Said, Step } from '../core/dialog.ts';
import { plain } from '../core/outgoing.ts';
import { numbered } from '../scripts/numbered.ts';
import type { PlayState } from '../scripts/player.ts';
import { oneOf } from '../scripts/readers.ts';
import { script } from '../scripts/script.ts';
import { scriptDialog, speakAs } from '../scripts/script-dialog.ts';
import { closingsFor, isDayClosed } from './closing.ts';
import { lastCheckIns } from './correct-dialog.ts';
import { defaultDay } from './draft.ts';
import { factsOfCheckIn } from './draft-of-check-in.ts';
import { factFields, joinFacts, noFacts } from './facts.ts';
import { figureChanges, guardHouseholds, loadTouched, touchedBy } from './figure-changes.ts';
import type { CheckInParts } from './parts.ts';

const answers = z.object({
  checkIns: z.array(z.object({ id: z.string(), label: z.string() })),
  which: z.string().optional(),
});
type Answers = z.infer<typeof answers>;

const withdrawal = script({
  id: 'withdraw',
  answers,
  lines: ({ ask, confirm }) => [
    ask(
      'which',
      oneOf((given: Answers) => given.checkIns.map(({ id, label }) => ({ value: id, words: [label] }))),
      { say: (given, speak) => plain(speak('which'), numbered(given.checkIns.map(({ label }) => label))) },
    ),
    confirm('sure', {
      say: ({ checkIns, which }, speak) =>
        plain(
          speak('sure', { label: checkIns.find(({ id }) => id === which)?.label ?? '' }),
          numbered([speak('choice.withdraw'), speak('choice.other'), speak('choice.keep')]),
        ),
    }),
  ],
  edit: ({ checkIns }) => ({ checkIns }),
});

/** "rút báo cáo": a whole check-in of her unit is taken back. What it said is kept and counts nowhere any more. */
export function withdrawDialog(parts: CheckInParts): Dialog<PlayState<Answers>> {
  const open = async (said: Said): Promise<{ answers: Answers } | { step: Step }> => {
    const checkIns = await lastCheckIns(said, parts);
    const [only, ...more] = checkIns;
    if (!only) {
      const text = speakAs(parts.texts, 'withdraw', said.standing)('none');
      return { step: { kind: 'next', says: [plain(text)], changes: [], state: null } };
    }
    return { answers: { checkIns, ...(more.length === 0 ? { which: only.id } : {}) } };
  };
  return scriptDialog<Answers>({
    texts: parts.texts,
    script: withdrawal,
    open,
    reopen: open,
    finish: ({ which }, said) => saveWithdrawal(which ?? '', said, parts),
    cancel: async (_given, said) => {
      const text = speakAs(parts.texts, 'withdraw', said.standing)('kept');
      return { kind: 'next', says: [plain(text)], changes: [], state: null };
    },
  });
}

async function saveWithdrawal(checkInId: string, said: Said, { store, texts }: CheckInParts): Promise<Step> {
  const speak = speakAs(texts, 'withdraw', said.standing);
  const end = (sentence: string, params = {}): Step => ({
    kind: 'next',
    says: [plain(speak(sentence, params))],
    changes: [],
    state: null,
  });
  const checkIn = await store.first('CheckIn', { id: checkInId });
  const isHers = said.standing?.posts.some(({ unit }) => unit.id === checkIn?.unitId);
  if (!checkIn || checkIn.withdrawn || !isHers) return end('none');
  const stored = { ...(await factsOfCheckIn(store, checkIn.id)), checkIns: [checkIn] };
  const told = factFields.flatMap((field) => stored[field].map(({ day }) => day));
  const days = [...new Set(told.length > 0 ? told : [defaultDay(checkIn.period, said.today)])].sort();
  const closings = await closingsFor(store, checkIn.unitId, days, said.today);
  const closed = days.filter((day) => isDayClosed(day, said.today, closings));
  if (closed.length > 0) return end('closed', { days: closed.map((day) => writeDay(day, said.today)).join(', ') });
  const version = checkIn.version + 1;
  const before = joinFacts(await loadTouched(store, checkIn.unitId, touchedBy(stored)), stored);
  const now = joinFacts(before, { ...noFacts(), checkIns: [{ ...checkIn, withdrawn: true, version }] });
  return {
    ...end('withdrawn'),
    changes: [
      amend('CheckIn', { id: checkIn.id, version: checkIn.version }, { withdrawn: true, version }, 1),
      ...guardHouseholds(checkIn.unitId, before),
      ...figureChanges(checkIn.unitId, before, now),
    ],
  } as Step;
}
