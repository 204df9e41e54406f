import type { Day } from '../core/day.ts';
import type { Choice, Outgoing } from '../core/outgoing.ts';
import { plain } from '../core/outgoing.ts';
import { tokenise } from '../language/tokenise.ts';
import { chosenPlace, isOneOf, restBefore } from '../scripts/heard-words.ts';
import { numbered } from '../scripts/numbered.ts';
import { oneOf } from '../scripts/readers.ts';
import { type Heard, type Reader, type Script, type Speak, script } from '../scripts/script.ts';
import { sayDoubt } from './ask-doubt.ts';
import { hearSameness, openSameness, saySameness } from './ask-sameness.ts';
import { type Draft, draftSchema, isEmpty, withItem } from './draft.ts';
import { type EditableField, editField, editInWords, fieldsToEdit, inPlaceOf, renumbered } from './edit-draft.ts';
import { periodOf } from './facts-of-draft.ts';
import { longestProposal } from './items-of-reading.ts';
import { type EditTools, itemNamed } from './mend-values.ts';
import { mergeReading } from './merge-reading.ts';
import { openDoubt } from './open-doubt.ts';
import { type Frames, settleDoubt, skipDoubt, type Understand } from './settle-doubt.ts';
import { goesOn, tellsAnother } from './tells-another.ts';
import { holdsItems, isQuestion, type ReportWords, saysNothing, tellsOfFacts } from './tells-of-the-week.ts';
import type { Reading } from './understanding/reading.ts';
import { type Labels, newWording, type Wording } from './wording.ts';

export interface WeeklyTools {
  understand: Understand;
  frames: Frames;
  labels: Labels;
  words: {
    yes: readonly string[];
    no: readonly string[];
    polite: readonly string[];
    remove: readonly string[];
    mistaken: readonly string[];
    only: readonly string[];
    saveAtOnce: readonly string[];
    nothing: readonly string[];
    sameAsLast: readonly string[];
    report: ReportWords;
  };
}

/** The check-in, in the order it is spoken. What one message fills is not asked again. */
export function weeklyCheckIn(tools: WeeklyTools): Script<Draft> {
  const { labels, words } = tools;
  const edit = editTools(tools);
  const wording = (speak: Speak): Wording => newWording(labels, speak);
  return script({
    id: 'weekly',
    answers: draftSchema,
    lines: ({ askFor, confirm }) => [
      askFor(
        'unit',
        oneOf((draft: Draft) => draft.units.map(({ id, name }) => ({ value: id, words: [name] }))),
        {
          open: (draft) => draft.unitId === null,
          into: (draft, unitId) => ({ ...draft, unitId }),
          say: (draft, speak) => plain(speak('unit'), numbered(draft.units.map(({ name }) => name))),
        },
      ),
      askFor('households', hearReport('households', tools), {
        open: (draft) => isEmpty(draft) && !draft.asked.includes('households'),
        into: (_draft, heard) => heard,
        skip: (draft) => ({ ...draft, asked: [...draft.asked, 'households'] }),
        say: (draft, speak) =>
          plain(speak(firstQuestion(draft), { week: wording(speak).week(draft) }), [
            sayable(speak('choice.nothing')),
            sayable(speak('choice.same-as-last')),
          ]),
      }),
      askFor(
        'doubt',
        orMore(tools, (text, today, draft) => hearDoubt(draft, text, today, tools)),
        {
          open: (draft) => openDoubt(draft) !== null,
          into: (_draft, heard) => heard,
          skip: (draft) => skipOpenDoubt(draft),
          say: (draft, speak) => sayDoubt(draft, speak, wording(speak), labels),
        },
      ),
      askFor('activities', hearReport('activities', tools), {
        open: (draft) => asksForActivities(draft),
        into: (_draft, heard) => heard,
        skip: (draft) => ({ ...draft, asked: [...draft.asked, 'activities'], nothing: isEmpty(draft) }),
        say: (_draft, speak) => plain(speak('activities'), numbered([speak('choice.no-activity')])),
      }),
      askFor(
        'same',
        orMore(tools, (text, _today, draft) => hearSameness(draft, text, words)),
        {
          open: (draft) => openSameness(draft) !== null,
          into: (_draft, heard) => heard,
          say: (draft, speak) => saySameness(draft, speak),
        },
      ),
      askFor('edit', (text, today, draft) => hearEdit(draft, text, today, tools), {
        open: (draft) => draft.editing !== null && draft.editing.itemId === null,
        into: (_draft, heard) => heard,
        skip: (draft) => ({ ...draft, editing: null }),
        say: (draft, speak) =>
          plain(speak('edit'), numbered(draft.items.map((item) => wording(speak).item(item, draft)))),
      }),
      askFor('edit-item', (text, today, draft) => hearEditItem(draft, text, today, tools), {
        open: (draft) => draft.editing !== null && draft.editing.itemId !== null && draft.editing.field === null,
        into: (_draft, heard) => heard,
        skip: (draft) => ({ ...draft, editing: null }),
        say: (draft, speak) => sayEditItem(draft, speak, wording(speak)),
      }),
      askFor('edit-field', (text, today, draft) => hearEditField(draft, text, today, edit), {
        open: (draft) => draft.editing !== null && draft.editing.field !== null,
        into: (_draft, heard) => heard,
        skip: (draft) => ({ ...draft, editing: null }),
        say: (draft, speak) => plain(speak(`edit-field.${draft.editing?.field ?? 'text'}`)),
      }),
      confirm('summary', {
        unless: (draft) => draft.saveAtOnce,
        say: (draft, speak) => saySummary(draft, speak, wording(speak)),
        hear: (text, today, draft) => hearAtSummary(draft, text, today, tools),
      }),
    ],
    edit: (draft, rest, today) => startEditing(draft, rest, today, tools),
  });
}

function editTools({ understand, frames, words }: WeeklyTools): EditTools {
  return {
    understand,
    frames,
    removeWords: words.remove,
    mistakenWords: words.mistaken,
    onlyWords: words.only,
    yes: words.yes,
    report: words.report,
  };
}

function sayable(label: string): Choice {
  return { label, says: label };
}

function firstQuestion({ loosePhotos, nothingBefore }: Draft): string {
  if (loosePhotos.length > 0) return 'photo-of-what';
  return nothingBefore ? 'nothing-before' : 'households';
}

/** A message that tells of the week: what happened, that nothing did, or the same as last week. */
function hearReport(question: 'households' | 'activities', { understand, words }: WeeklyTools) {
  return (text: string, today: Day, draft: Draft): Heard<Draft> => {
    const asked = [...new Set([...draft.asked, question])];
    const place = chosenPlace(text, question === 'households' ? 2 : 1);
    const reading = understand(text, today);
    if (place === 1 || reading.sameAsLast || isOneOf(text, words.sameAsLast, words.polite))
      return { ok: true, value: { ...draft, asked, sameAsLast: true } };
    const nothing = place === 0 || saysNothing(reading, words.report) || isOneOf(text, words.nothing, words.polite);
    const no = isOneOf(text, words.no, words.polite) || /^\s*0\s*$/u.test(text);
    if (!nothing && !no && (tellsOfFacts(reading, words.report) || onlyUnclear(reading, text))) {
      const saveAtOnce = draft.saveAtOnce || restBefore(text, words.saveAtOnce, words.polite) !== null;
      return { ok: true, value: { ...mergeReading({ ...draft, asked, saveAtOnce }, reading) } };
    }
    if (!nothing && !no) return { ok: false, retry: `check-ins.weekly.retry.${question}` };
    const isAll = nothing || question === 'activities';
    return { ok: true, value: { ...draft, asked, nothing: isAll && isEmpty(draft) } };
  };
}

/** A number without anything to count ("2 3 hộ") is asked about; in a longer sentence without any fact it is somebody's question. */
function onlyUnclear({ unclear }: Reading, text: string): boolean {
  return (
    unclear.some(({ field }) => field !== 'number' && field !== 'support') ||
    (unclear.length > 0 && tokenise(text).length <= 3)
  );
}

/** A reader that also takes a further report between question and answer; the question is then asked again. */
function orMore({ understand, words }: WeeklyTools, reader: Reader<Draft, Draft>): Reader<Draft, Draft> {
  return (text, today, draft) => {
    const heard = reader(text, today, draft);
    if (heard.ok || tokenise(text).length <= 3) return heard;
    const reading = understand(text, today);
    return tellsOfFacts(reading, words.report) ? { ok: true, value: mergeReading(draft, reading) } : heard;
  };
}

function asksForActivities(draft: Draft): boolean {
  if (draft.nothing || draft.beganWithSentence || draft.sameAsLast || draft.asked.includes('activities')) return false;
  return !draft.items.some(({ is }) => is === 'activity');
}

function hearDoubt(draft: Draft, text: string, today: Day, { understand, words, frames }: WeeklyTools): Heard<Draft> {
  const doubt = openDoubt(draft);
  if (!doubt) return { ok: true, value: draft };
  // "họp 30 chị" in place of an answer tells of something else; its number is none of the number asked for.
  const reading = understand(text, today);
  if (doubt.field !== 'day' && doubt.field !== 'what' && tellsAnother(doubt, draft, reading, words.report))
    return { ok: true, value: mergeReading(draft, reading) };
  return settleDoubt(draft, doubt, text, today, understand, words, frames);
}

function skipOpenDoubt(draft: Draft): Draft {
  const doubt = openDoubt(draft);
  return doubt ? skipDoubt(draft, doubt) : draft;
}

function startEditing(draft: Draft, rest: string, today: Day, tools: WeeklyTools): Draft | null {
  const open = { ...draft, saveAtOnce: false };
  if (rest.length === 0) {
    const [only, ...more] = open.items;
    if (!only) return { ...open, nothing: false, asked: [], editing: null };
    return { ...open, editing: { itemId: more.length === 0 ? only.id : null, field: null } };
  }
  const item = itemNamed(open, rest);
  if (item) return { ...open, editing: { itemId: item.id, field: null } };
  const mended = editInWords(open, rest, today, editTools(tools));
  return mended && { ...mended, editing: null };
}

function hearEdit(draft: Draft, text: string, today: Day, tools: WeeklyTools): Heard<Draft> {
  const item = itemNamed(draft, text);
  if (item) return { ok: true, value: { ...draft, editing: { itemId: item.id, field: null } } };
  if (isOneOf(text, tools.words.yes, tools.words.polite)) return { ok: true, value: { ...draft, editing: null } };
  const mended = editInWords(draft, text, today, editTools(tools));
  return mended ? { ok: true, value: { ...mended, editing: null } } : { ok: false, retry: 'scripts.retry.edit' };
}

function sayEditItem(draft: Draft, speak: Speak, wording: Wording): Outgoing {
  const item = draft.items.find(({ id }) => id === draft.editing?.itemId);
  if (!item) return plain(speak('edit'));
  const choices = numbered(fieldsToEdit(item).map((field) => speak(`choice.field-${field}`)));
  return plain(speak('edit-item', { item: wording.item(item, draft) }), choices);
}

function hearEditItem(draft: Draft, text: string, today: Day, tools: WeeklyTools): Heard<Draft> {
  const { words } = tools;
  const item = draft.items.find(({ id }) => id === draft.editing?.itemId);
  if (!item) return { ok: true, value: { ...draft, editing: null } };
  const fields = fieldsToEdit(item);
  const place = chosenPlace(text, fields.length);
  const field = place === null ? undefined : fields[place];
  const edit = editTools(tools);
  if (field === 'remove' || isOneOf(text, words.remove)) {
    return { ok: true, value: { ...(editField(draft, item.id, 'remove', '', today, edit) ?? draft), editing: null } };
  }
  if (field) return { ok: true, value: { ...draft, editing: { itemId: item.id, field } } };
  if (isOneOf(text, words.yes, words.polite)) return { ok: true, value: { ...draft, editing: null } };
  const mended = editInWords({ ...draft, items: [item] }, text, today, edit);
  if (!mended) return { ok: false, retry: 'scripts.retry.edit' };
  const [now = item, ...added] = mended.items;
  // Asked to say this one again, she named another: it was the name that was wrong, and the new one takes its place.
  const [instead, ...others] = added;
  if (instead && others.length === 0 && instead.is === item.is && now === item) {
    return { ok: true, value: { ...inPlaceOf(item.id, instead, draft, mended), editing: null } };
  }
  const items = [...draft.items.map((one) => (one.id === item.id ? now : one)), ...added];
  return { ok: true, value: { ...mended, items: renumbered(items), editing: null } };
}

function hearEditField(draft: Draft, text: string, today: Day, edit: EditTools): Heard<Draft> {
  const { itemId, field } = draft.editing ?? { itemId: null, field: null };
  if (itemId === null || field === null) return { ok: true, value: { ...draft, editing: null } };
  const mended = editField(draft, itemId, field as EditableField, text, today, edit);
  return mended
    ? { ok: true, value: { ...mended, editing: null } }
    : { ok: false, retry: `check-ins.weekly.retry.${field}` };
}

function saySummary(draft: Draft, speak: Speak, wording: Wording): Outgoing {
  const unit = draft.units.find(({ id }) => id === draft.unitId)?.name ?? '';
  const week = wording.week({ week: periodOf(draft), today: draft.today });
  const choices = numbered([speak('choice.save'), speak('choice.edit'), speak('choice.cancel')]);
  if (draft.items.length === 0) return plain(speak('summary-nothing', { unit, week }), choices);
  return plain(`${speak('summary', { unit, week })}\n${wording.list(draft)}`, choices);
}

/** At the summary she may go on telling, or mend in words; a bare number is neither. */
function hearAtSummary(draft: Draft, text: string, today: Day, tools: WeeklyTools): Heard<Draft> {
  const { understand, words } = tools;
  const retry = { ok: false, retry: 'scripts.retry.confirm' } as const;
  if (/^\s*\d+\s*[.)]?\s*$/u.test(text)) return retry;
  if (isOneOf(text, words.no, words.polite)) {
    const editing = startEditing(draft, '', today, tools);
    return editing ? { ok: true, value: editing } : retry;
  }
  const reading = understand(text, today);
  const last = draft.items.at(-1);
  if (last?.is === 'nomination' && draft.items.length === 1 && goesOn(reading, words.report))
    return {
      ok: true,
      value: withItem(draft, { ...last, text: `${last.text}. ${text.trim()}`.slice(0, longestProposal) }),
    };
  if (isQuestion(text, words.report) || (!holdsItems(reading) && tokenise(text).length > 8)) return retry;
  const mended = editInWords(draft, text, today, editTools(tools));
  return mended ? { ok: true, value: mended } : retry;
}
