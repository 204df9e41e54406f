import { z } from 'zod';
import { amend } from '../core/change.ts';
import { addDays, dayOf } from '../core/day.ts';
import type { Dialog, Said, Step } from '../core/dialog.ts';
import { plain } from '../core/outgoing.ts';
import { daysOf } from '../core/period.ts';
import { reportingPost } from '../core/person.ts';
import type { MonthlyCountRow } from '../core/records.ts';
import { tokenise } from '../language/tokenise.ts';
import { isOneOf } from '../scripts/heard-words.ts';
import type { PlayState } from '../scripts/player.ts';
import { wholeNumber } from '../scripts/readers.ts';
import { type Reader, script } from '../scripts/script.ts';
import { scriptDialog, speakAs } from '../scripts/script-dialog.ts';
import { nextCheckInId } from './check-in-id.ts';
import { closesAfterDays, closingsFor, isDayClosed } from './closing.ts';
import { derivedId } from './derived-id.ts';
import { insertsOf, joinFacts, noFacts } from './facts.ts';
import { figureChanges, loadTouched, touchedBy } from './figure-changes.ts';
import type { CheckInParts } from './parts.ts';
import { reportWords, tellsOfFacts } from './tells-of-the-week.ts';

const answers = z.object({
  unitId: z.string(),
  month: z.string(),
  /** The row that these counts take the place of, where she mends what was stated. */
  mends: z.string().optional(),
  /** Null: skipped. */
  found: z.number().nullable().optional(),
  supported: z.number().nullable().optional(),
});
type Answers = z.infer<typeof answers>;

const opening = answers.pick({ unitId: true, month: true });

/** More than this in one branch and month is a slip of the finger. */
const countAtMost = 500;

/** A number in a longer sentence counts something else ("họp chi hội 50 người"). */
const longestAnswer = 4;

const fewWords: Reader<number, Answers> = (text, today, given) =>
  tokenise(text).length > longestAnswer
    ? { ok: false, retry: 'scripts.retry.number' }
    : wholeNumber({ max: countAtMost })(text, today, given);

/** The two counts of a month (domain section 3): numbers only, each may be skipped, nothing else is asked. */
const monthlyCount = script({
  id: 'monthly',
  answers,
  lines: ({ ask }) => [
    ask('found', fewWords, {
      skip: (given) => ({ ...given, found: null, supported: null }),
      say: ({ month, mends }, speak) =>
        plain(speak(mends === undefined ? 'found' : 'again', { month: monthInWords(month) })),
    }),
    ask('supported', fewWords, {
      skip: (given) => ({ ...given, supported: null }),
      say: ({ month }, speak) => plain(speak('supported', { month: monthInWords(month) })),
    }),
  ],
});

export function monthlyDialog(parts: CheckInParts): Dialog<PlayState<Answers>> {
  const { texts } = parts;
  const words = reportWords(texts);
  // "ra mắt mô hình" alone asks for a dialog of its own.
  const ownCommands = [
    ...texts.words('check-ins.nominate.words.nominate'),
    ...texts.words('check-ins.model.words.model'),
  ];
  const open = async (said: Said, given: unknown): Promise<{ answers: Answers } | { step: Step }> => {
    // "sửa số tháng" comes with her words only.
    if (z.object({ text: z.string() }).safeParse(given).success) return openAgain(said, parts);
    const parsed = opening.safeParse(given);
    const isHers = said.standing?.posts.some(({ unit }) => unit.id === parsed.data?.unitId);
    if (parsed.success && isHers) return { answers: parsed.data };
    return { step: { kind: 'next', says: [], changes: [], state: null } };
  };
  return scriptDialog<Answers>({
    texts,
    script: monthlyCount,
    open,
    reopen: (said, kept) => open(said, kept),
    finish: (given, said) => saveCounts(given, said, parts),
    cancel: (given, said) => saveCounts({ ...given, found: null, supported: null }, said, parts),
    // "à quên, giúp thêm chị Mận": the report is more important than the counts, which are asked for again another day.
    leaveFor: ({ text, today, facts }) =>
      facts.carries === 'photo' || (!isOneOf(text, ownCommands) && tellsOfFacts(parts.understand(text, today), words))
        ? { dialog: 'weekly', opening: { text } }
        : null,
  });
}

/** The counts stated last, to be stated again; refused where their month is closed. */
async function openAgain(said: Said, { store, texts }: CheckInParts): Promise<{ answers: Answers } | { step: Step }> {
  const speak = speakAs(texts, 'monthly', said.standing);
  const end = (sentence: string, params = {}) => ({
    step: { kind: 'next' as const, says: [plain(speak(sentence, params))], changes: [], state: null },
  });
  const unitId = reportingPost(said.standing)?.unit.id;
  const [last] = unitId
    ? await store.find('MonthlyCount', { unitId, replacedById: null }, { orderBy: [{ month: 'desc' }], limit: 1 })
    : [];
  if (!unitId || !last) return end('not-yet');
  const closings = await closingsFor(store, unitId, [last.day], said.today);
  // The month is often over and closed by itself when it is stated: she may mend it as long as she may a week, unless the official closed it.
  const isNew = closings.length === 0 && said.today <= addDays(dayOf(last.createdAt), closesAfterDays);
  if (!isNew && isDayClosed(last.day, said.today, closings)) return end('closed', { month: monthInWords(last.month) });
  return { answers: { unitId, month: last.month, mends: last.id } };
}

async function saveCounts(given: Answers, said: Said, { store, texts }: CheckInParts): Promise<Step> {
  const speak = speakAs(texts, 'monthly', said.standing);
  const { unitId, month, mends } = given;
  const old = mends === undefined ? null : await store.first('MonthlyCount', { id: mends, replacedById: null });
  const isSkipped = (given.found ?? null) === null && (given.supported ?? null) === null;
  // Left without a number, what was stated stays.
  if (mends !== undefined && (!old || isSkipped))
    return { kind: 'next', says: [plain(speak('thanks'))], changes: [], state: null };
  const { last } = daysOf(month);
  const checkInId = await nextCheckInId(store, unitId);
  const row: MonthlyCountRow = {
    id: derivedId(checkInId, month),
    checkInId,
    unitId,
    day: last < said.today ? last : said.today,
    version: (old?.version ?? 0) + 1,
    replacedById: null,
    waiting: false,
    createdAt: said.now,
    month,
    found: given.found ?? old?.found ?? null,
    supported: given.supported ?? old?.supported ?? null,
  };
  const facts = {
    ...noFacts(),
    checkIns: [
      {
        id: checkInId,
        unitId,
        reporterId: said.standing?.person.id ?? '',
        period: month,
        late: false,
        nothing: false,
        createdAt: said.now,
        version: 1,
        withdrawn: false,
      },
    ],
    monthly: [row],
  };
  const before = await loadTouched(store, unitId, touchedBy(facts));
  const replaced = old ? { ...noFacts(), monthly: [{ ...old, replacedById: row.id }] } : noFacts();
  const now = joinFacts(joinFacts(before, replaced), facts);
  return {
    kind: 'next',
    says: [plain(speak(old ? 'mended' : isSkipped ? 'skipped' : 'thanks'))],
    changes: [
      ...(old ? [amend('MonthlyCount', { id: old.id, replacedById: null }, { replacedById: row.id }, 1)] : []),
      ...insertsOf(facts),
      ...figureChanges(unitId, before, now),
    ],
    state: null,
  };
}

/** `2026-11` as 11/2026. */
function monthInWords(month: string): string {
  return `${Number(month.slice(5))}/${month.slice(0, 4)}`;
}
