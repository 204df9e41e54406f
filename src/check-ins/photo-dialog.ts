import { z } from 'zod';
import { insert } from '../core/change.ts';
import { after, days } from '../core/clock.ts';
import { writeDay } from '../core/day.ts';
import type { Dialog, Said, Step } from '../core/dialog.ts';
import { plain } from '../core/outgoing.ts';
import type { ActivityRow } from '../core/records.ts';
import { numbered } from '../scripts/numbered.ts';
import type { PlayState } from '../scripts/player.ts';
import { oneOf } from '../scripts/readers.ts';
import { script } from '../scripts/script.ts';
import { scriptDialog, speakAs } from '../scripts/script-dialog.ts';
import { photoSchema } from './draft.ts';
import type { CheckInParts } from './parts.ts';

const answers = z.object({
  photo: photoSchema,
  activities: z.array(z.object({ id: z.string(), label: z.string() })),
  /** The activity it shows; `another` is one that was not reported yet. */
  which: z.string().optional(),
});
type Answers = z.infer<typeof answers>;
const another = 'another';

const offeredAtMost = 4;
const recentDays = 7;

const whichActivity = script({
  id: 'photo',
  answers,
  lines: ({ ask }) => [
    ask(
      'which',
      oneOf((given: Answers) => [
        ...given.activities.map(({ id, label }) => ({ value: id, words: [label] })),
        { value: another, words: [] },
      ]),
      {
        say: (given, speak) =>
          plain(speak('which'), numbered([...given.activities.map(({ label }) => label), speak('choice.another')])),
      },
    ),
  ],
});

/** A photo that came after its activity was stored: asks which one it shows, so that nothing is reported twice for its sake. */
export function photoDialog(parts: CheckInParts): Dialog<PlayState<Answers>> {
  const open = async (said: Said, opening: unknown): Promise<{ answers: Answers } | { step: Step }> => {
    const photo = z.object({ photo: photoSchema }).safeParse(opening);
    if (!photo.success) return { step: { kind: 'next', says: [], changes: [], state: null } };
    const activities = await recentActivities(said, parts);
    return { answers: { ...photo.data, activities } };
  };
  return scriptDialog<Answers>({
    texts: parts.texts,
    script: whichActivity,
    open,
    reopen: (said, kept) => open(said, kept),
    async finish({ photo, which }, said) {
      if (which === undefined || which === another) {
        const then = { dialog: 'weekly', opening: { photo, consented: true } };
        return { kind: 'next', says: [], changes: [], state: null, then };
      }
      const text = speakAs(parts.texts, 'photo', said.standing)('attached');
      const row = { ...photo, activityId: which, createdAt: said.now };
      return { kind: 'next', says: [plain(text)], changes: [insert('Photo', row)], state: null };
    },
  });
}

/** Activities of her unit stored in the last days, without those reported beside a household counted without its name. */
export async function recentActivities(
  said: Said,
  { store, labels }: Pick<CheckInParts, 'store' | 'labels'>,
): Promise<{ id: string; label: string }[]> {
  const unitIds = (said.standing?.posts ?? [])
    .filter(({ role }) => role.role === 'reporter' || role.role === 'official')
    .map(({ unit }) => unit.id);
  const rows = await store.find(
    'Activity',
    { unitId: { in: unitIds }, replacedById: null, createdAt: { gte: after(said.now, -days(recentDays)) } },
    { orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], limit: 20 },
  );
  const helps = await store.find('HouseholdHelp', {
    checkInId: { in: rows.map(({ checkInId }) => checkInId) },
    householdHash: null,
    replacedById: null,
  });
  const withPrivate = new Set(
    helps.filter(({ supports }) => supports.includes('counselling')).map(({ checkInId }) => checkInId),
  );
  const describe = (row: ActivityRow) => `${labels.activity(row.type)} ${writeDay(row.day, said.today)}`;
  return rows
    .filter(({ checkInId }) => !withPrivate.has(checkInId))
    .slice(0, offeredAtMost)
    .map((row) => ({ id: row.id, label: describe(row) }));
}
