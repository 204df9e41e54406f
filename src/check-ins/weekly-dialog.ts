import { z } from 'zod';
import type { Dialog, Said, Step } from '../core/dialog.ts';
import { type Outgoing, plain } from '../core/outgoing.ts';
import { weekOf } from '../core/period.ts';
import { restBefore } from '../scripts/heard-words.ts';
import type { PlayState } from '../scripts/player.ts';
import { scriptDialog, speakAs } from '../scripts/script-dialog.ts';
import { openSameness } from './ask-sameness.ts';
import { hasConsented } from './consent.ts';
import { derivedId } from './derived-id.ts';
import { type Draft, emptyDraft, photoSchema } from './draft.ts';
import { draftOfCheckIn } from './draft-of-check-in.ts';
import { itemsOfLastCheckIn } from './last-check-in.ts';
import { lookUpHouseholds } from './look-up-households.ts';
import { mergeReading } from './merge-reading.ts';
import type { CheckInParts } from './parts.ts';
import { recentActivities } from './photo-dialog.ts';
import { attachPhotos, receivePhoto } from './receive-photo.ts';
import { saveCheckIn } from './save-check-in.ts';
import { saveCorrection } from './save-correction.ts';
import { isQuestion, reportWords, saysNothing, tellsOfFacts } from './tells-of-the-week.ts';
import { type WeeklyTools, weeklyCheckIn } from './weekly-script.ts';
import { newWording } from './wording.ts';

/** What the check-in may be opened with: a sentence, a stored check-in to correct, or neither. */
export const weeklyOpening = z.object({
  text: z.string().optional(),
  correct: z.string().optional(),
  consented: z.boolean().optional(),
  /** A photo that was stored already. */
  photo: photoSchema.optional(),
});

export function weeklyTools(parts: Pick<CheckInParts, 'texts' | 'understand' | 'labels'>): WeeklyTools {
  const { texts, understand, labels } = parts;
  return {
    understand,
    labels,
    frames: {
      helped: (name, what) => texts.say('check-ins.weekly.frame.helped', { name, what }),
      helpedSome: (what) => texts.say('check-ins.weekly.frame.helped-some', { what }),
      reached: (name, what) => texts.say('check-ins.weekly.frame.reached', { name, what }),
    },
    words: {
      yes: texts.words('scripts.words.yes'),
      no: texts.words('scripts.words.no'),
      polite: texts.words('scripts.words.polite'),
      remove: texts.words('check-ins.weekly.words.remove'),
      mistaken: texts.words('check-ins.weekly.words.mistaken'),
      only: texts.words('check-ins.weekly.words.only'),
      saveAtOnce: texts.words('check-ins.weekly.words.save-at-once'),
      nothing: texts.words('check-ins.weekly.words.nothing'),
      sameAsLast: texts.words('check-ins.weekly.words.same-as-last'),
      report: reportWords(texts),
    },
  };
}

/** The check-in as a dialog: reads the store for what the next question depends on, and stores what she confirms. */
export function weeklyDialog(parts: CheckInParts): Dialog<PlayState<Draft>> {
  const { store, texts, sealing } = parts;
  const tools = weeklyTools(parts);

  const open = async (
    said: Said,
    opening: unknown,
  ): Promise<{ answers: Draft; says?: Outgoing[] } | { step: Step }> => {
    const given = weeklyOpening.safeParse(opening ?? {});
    const { text = '', correct, consented = false, photo } = given.success ? given.data : {};
    const speak = speakAs(texts, 'weekly', said.standing);
    const units = unitsOf(said);
    if (units.length === 0) return { step: sayOnly(speak('not-yours')) };
    if (!consented && !hasConsented(said)) {
      const then = { dialog: 'weekly', opening: { text, ...(correct === undefined ? {} : { correct }) } };
      return {
        step: { kind: 'next', says: [], changes: [], state: null, then: { dialog: 'consent', opening: { then } } },
      };
    }
    const [first, ...more] = units;
    const empty = emptyDraft({
      checkInId: derivedId('draft', said.inboundId),
      unitId: more.length === 0 && first ? first.id : null,
      units,
      week: weekOf(said.today),
      today: said.today,
    });
    if (correct !== undefined) {
      const draft = await draftOfCheckIn(parts, correct, empty, said);
      return draft ? { answers: draft } : { step: sayOnly(speak('nothing-to-correct')) };
    }
    if (photo) return { answers: { ...empty, loosePhotos: [photo] } };
    const received = await receivePhoto(empty, said, parts);
    const draft = received?.answers ?? empty;
    const [loose] = draft.loosePhotos;
    if (loose && text.trim() === '' && (await recentActivities(said, parts)).length > 0) {
      const then = { dialog: 'photo', opening: { photo: loose } };
      return { step: { kind: 'next', says: received?.says ?? [], changes: [], state: null, then } };
    }
    const opened = beginWith(draft, text, said, tools);
    return { answers: opened, says: received?.says ?? [] };
  };

  return scriptDialog<Draft>({
    texts,
    script: weeklyCheckIn(tools),
    open,

    async reopen(said, kept) {
      const opened = await open(said, { consented: true });
      if ('step' in opened) return opened;
      // What still fits is kept; what she was in the middle of is asked anew.
      return { answers: { ...opened.answers, ...kept, units: unitsOf(said), editing: null } };
    },

    async enrich(answers, said) {
      const today = { ...answers, today: said.today };
      const repeated = today.sameAsLast ? await itemsOfLastCheckIn(today, parts) : today;
      return lookUpHouseholds(attachPhotos(repeated), store, sealing);
    },

    receive: (answers, said) => receivePhoto(answers, said, parts),

    async finish(answers, said) {
      if (answers.corrects) return saveCorrection(answers, said, parts);
      // Others may have reported since the summary was shown: what was new then may have to be asked now.
      const again = await lookUpHouseholds(unsettled(answers), store, sealing);
      return openSameness(again) ? { again } : saveCheckIn(again, said, parts);
    },

    reminder: (answers, speak) => {
      const wording = newWording(parts.labels, speak);
      const list = answers.items.map((item) => wording.itemBriefly(item)).join(', ');
      return list ? speak('reminder', { list }) : speak('reminder-empty');
    },
  });
}

/** The draft after the sentence it was opened with; one that tells of nothing is left to the first question. */
function beginWith(draft: Draft, text: string, said: Said, { understand, words }: WeeklyTools): Draft {
  if (text.trim().length === 0) return draft;
  const reading = understand(text, said.today);
  const isAbout =
    tellsOfFacts(reading, words.report) ||
    (reading.unclear.some(({ field }) => field !== 'support') && !isQuestion(text, words.report));
  if (isAbout) {
    const saveAtOnce = restBefore(text, words.saveAtOnce, words.polite) !== null;
    return { ...mergeReading(draft, reading), beganWithSentence: true, saveAtOnce };
  }
  if (reading.sameAsLast) return { ...draft, beganWithSentence: true, sameAsLast: true };
  if (saysNothing(reading, words.report)) return { ...draft, beganWithSentence: true, nothing: true };
  // "báo cáo tuần trước": no fact yet, but the week it will be about.
  const [when] = reading.whens;
  const day = when ? (when.kind === 'day' ? when.day : when.from) : null;
  return day !== null && day <= said.today ? { ...draft, week: weekOf(day) } : draft;
}

/** The draft with the households that nobody was asked about open again. */
function unsettled(draft: Draft): Draft {
  const items = draft.items.map((item) =>
    item.is === 'household' && item.same === 'new' && item.likely?.length === 0
      ? { ...item, same: null, likely: null }
      : item,
  );
  return { ...draft, items };
}

/** The units she may report for, each once. */
function unitsOf(said: Said): { id: string; name: string }[] {
  const posts = (said.standing?.posts ?? []).filter(({ role }) => role.role === 'reporter' || role.role === 'official');
  const byId = new Map(posts.map(({ unit }) => [unit.id, { id: unit.id, name: unit.name }]));
  return [...byId.values()];
}

function sayOnly(text: string): Step {
  return { kind: 'next', says: [plain(text)], changes: [], state: null };
}
