import { z } from 'zod';
import { writeDay } from '../core/day.ts';
import type { Dialog, Said, Step } from '../core/dialog.ts';
import { plain } from '../core/outgoing.ts';
import { daysOf, kindOfPeriod } from '../core/period.ts';
import { reportingPost } from '../core/person.ts';
import { numbered } from '../scripts/numbered.ts';
import type { PlayState } from '../scripts/player.ts';
import { oneOf } from '../scripts/readers.ts';
import { script } from '../scripts/script.ts';
import { scriptDialog, speakAs } from '../scripts/script-dialog.ts';
import { factsOfCheckIn, itemsOfFacts } from './draft-of-check-in.ts';
import type { CheckInParts } from './parts.ts';
import { newWording } from './wording.ts';

const answers = z.object({
  checkIns: z.array(z.object({ id: z.string(), label: z.string() })),
  which: z.string().optional(),
});
type Answers = z.infer<typeof answers>;

const offeredAtMost = 5;

const correction = script({
  id: 'correct',
  answers,
  lines: ({ ask }) => [
    ask(
      'which',
      oneOf((given: Answers) => given.checkIns.map(({ id, label }) => ({ value: id, words: [label] }))),
      { say: (given, speak) => plain(speak('which'), numbered(given.checkIns.map(({ label }) => label))) },
    ),
  ],
});

/** "sửa báo cáo": which of the last check-ins of her unit; then the check-in itself opens with what was stored. */
export function correctDialog(parts: CheckInParts): Dialog<PlayState<Answers>> {
  const open = async (said: Said): Promise<{ answers: Answers } | { step: Step }> => {
    const checkIns = await lastCheckIns(said, parts);
    const [only, ...more] = checkIns;
    if (!only) {
      const text = speakAs(parts.texts, 'correct', said.standing)('none');
      return { step: { kind: 'next', says: [plain(text)], changes: [], state: null } };
    }
    return { answers: { checkIns, ...(more.length === 0 ? { which: only.id } : {}) } };
  };
  return scriptDialog<Answers>({
    texts: parts.texts,
    script: correction,
    open,
    reopen: open,
    finish: async ({ which }) => ({
      kind: 'next',
      says: [],
      changes: [],
      state: null,
      then: { dialog: 'weekly', opening: { correct: which ?? '', consented: true } },
    }),
  });
}

/** The weekly check-ins of her unit that were stored last and not withdrawn, each in a line. */
export async function lastCheckIns(
  said: Said,
  { store, sealing, texts, labels }: CheckInParts,
): Promise<Answers['checkIns']> {
  const post = reportingPost(said.standing);
  if (!post) return [];
  const rows = await store.find(
    'CheckIn',
    { unitId: post.unit.id, withdrawn: false },
    { orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], limit: 12 },
  );
  const weekly = rows.filter(({ period }) => kindOfPeriod(period) === 'week').slice(0, offeredAtMost);
  const speak = speakAs(texts, 'correct', said.standing);
  const wording = newWording(labels, speakAs(texts, 'weekly', said.standing));
  const found: Answers['checkIns'] = [];
  for (const row of weekly) {
    const { items } = itemsOfFacts(await factsOfCheckIn(store, row.id), sealing);
    const { last } = daysOf(row.period);
    const list = items.map((item) => wording.itemBriefly(item)).join(', ') || speak('nothing');
    found.push({ id: row.id, label: speak('week', { last: writeDay(last, said.today), list }) });
  }
  return found;
}
