import { z } from 'zod';
import { addDays, type Day } from '../core/day.ts';
import { daysOf, type Period } from '../core/period.ts';

/** The criteria that may be stored for one household (domain section 3). All others only count towards a whole set. */
export const storedCriteria = [
  'sach_nha',
  'sach_bep',
  'sach_ngo',
  'co_nha_an_toan',
  'an_toan_gia_dinh',
  'co_sinh_ke',
  'khong_doi_ngheo',
  'co_suc_khoe',
  'co_kien_thuc',
  'khong_suy_dinh_duong_bo_hoc',
  'an_sinh',
] as const;

const day = z.string().nullable();
const itemId = z.number().int();

/** A household under its name. `same`: undecided, a new one, or the one with this hash. */
const householdItem = z.object({
  is: z.literal('household'),
  id: itemId,
  name: z.string(),
  hamlet: z.string().nullable(),
  day,
  supports: z.array(z.string()),
  valueVnd: z.number().nullable(),
  criteria: z.array(z.string()),
  wholeSets: z.array(z.string()),
  /** Households of the branch that may be this one; null until they were looked up. */
  likely: z
    .array(
      z.object({
        hash: z.string(),
        name: z.string(),
        hamlet: z.string().nullable(),
        lastDay: z.string(),
        itemId: itemId.optional(),
      }),
    )
    .nullable(),
  same: z.union([z.null(), z.literal('new'), z.object({ hash: z.string() })]),
});

/** Households told as a number, or whose name is not kept. */
const countedItem = z.object({
  is: z.literal('counted'),
  id: itemId,
  /** Null where it has to be asked. */
  count: z.number().nullable(),
  because: z.enum(['number', 'private']),
  day,
  supports: z.array(z.string()),
  valueVnd: z.number().nullable(),
  criteria: z.array(z.string()),
  wholeSets: z.array(z.string()),
});

/** A photo whose sealed file is stored already; the row follows with its activity. */
export const photoSchema = z.object({ id: z.string(), fileName: z.string(), sha256: z.string(), bytes: z.number() });

const activityItem = z.object({
  is: z.literal('activity'),
  id: itemId,
  type: z.string(),
  topics: z.array(z.string()),
  day,
  participants: z.number().nullable(),
  campaign: z.string().nullable(),
  model: z.object({ id: z.string(), change: z.enum(['founded', 'strengthened']) }).nullable(),
  householdsInformed: z.number().nullable(),
  householdsCommitted: z.number().nullable(),
  photos: z.array(photoSchema),
});

const nominationItem = z.object({
  is: z.literal('nomination'),
  id: itemId,
  whom: z.enum(['person', 'family']),
  text: z.string(),
});

const item = z.discriminatedUnion('is', [householdItem, countedItem, activityItem, nominationItem]);

export const doubtKinds = ['reading', 'loose', 'future', 'long-ago', 'too-old', 'many', 'too-many', 'names'] as const;
export const doubtFields = [
  'day',
  'valueVnd',
  'participants',
  'householdsInformed',
  'householdsCommitted',
  'count',
  'name',
  'what',
  'criteria',
  'number',
] as const;

/** Something to be asked before the draft may be stored. */
const doubt = z.object({
  kind: z.enum(doubtKinds),
  field: z.enum(doubtFields),
  itemId: itemId.nullable(),
  /** Her words, or the value in question. */
  said: z.string(),
  readings: z.array(z.union([z.number(), z.string()])),
});

export const draftSchema = z.object({
  checkInId: z.string(),
  unitId: z.string().nullable(),
  /** Among which units she may choose. */
  units: z.array(z.object({ id: z.string(), name: z.string() })),
  /** The week she reports for. */
  week: z.string(),
  /** A day said or proposed in `today`'s terms is never later than this. */
  today: z.string(),
  /** Whether she began with what happened, so that nothing more is asked for. */
  beganWithSentence: z.boolean(),
  nothing: z.boolean(),
  /** She asked for last week's again; looked up before the next question. */
  sameAsLast: z.boolean(),
  /** She asked for last week's and there is none. */
  nothingBefore: z.boolean(),
  /** "lưu luôn": store as soon as nothing is open. */
  saveAtOnce: z.boolean(),
  asked: z.array(z.enum(['households', 'activities'])),
  /** She wants to be asked about each likely household by itself. */
  oneByOne: z.boolean(),
  items: z.array(item),
  doubts: z.array(doubt),
  /** Values she confirmed though they are unlikely (`<item>/<field>`). */
  sure: z.array(z.string()),
  editing: z.object({ itemId: itemId.nullable(), field: z.string().nullable() }).nullable(),
  /** Photos that came before she said of which activity. */
  loosePhotos: z.array(photoSchema),
  /** The stored check-in that this draft corrects. */
  corrects: z
    .object({
      checkInId: z.string(),
      version: z.number(),
      period: z.string(),
      /** Which stored row each part of an item came from: `3/help` → its id. */
      rows: z.record(z.string(), z.string()),
    })
    .nullable(),
});

export type Draft = z.infer<typeof draftSchema>;
export type Item = z.infer<typeof item>;
export type HouseholdItem = z.infer<typeof householdItem>;
export type CountedItem = z.infer<typeof countedItem>;
export type ActivityItem = z.infer<typeof activityItem>;
export type NominationItem = z.infer<typeof nominationItem>;
export type Doubt = z.infer<typeof doubt>;

export function emptyDraft(given: Pick<Draft, 'checkInId' | 'unitId' | 'units' | 'week' | 'today'>): Draft {
  return {
    ...given,
    beganWithSentence: false,
    nothing: false,
    sameAsLast: false,
    nothingBefore: false,
    saveAtOnce: false,
    asked: [],
    oneByOne: false,
    items: [],
    doubts: [],
    sure: [],
    editing: null,
    loosePhotos: [],
    corrects: null,
  };
}

/** The day of a fact without one: the last of its week, not after today. */
export function defaultDay(week: Period, today: Day): Day {
  const { last } = daysOf(week);
  return last < today ? last : today;
}

export function dayOfItem(one: Item, draft: Pick<Draft, 'week' | 'today'>): Day {
  return ('day' in one ? one.day : null) ?? defaultDay(draft.week, draft.today);
}

export function withItem(draft: Draft, changed: Item): Draft {
  return { ...draft, items: draft.items.map((one) => (one.id === changed.id ? changed : one)) };
}

export function withoutItem(draft: Draft, id: number): Draft {
  return {
    ...draft,
    items: draft.items.filter((one) => one.id !== id),
    doubts: draft.doubts.filter((one) => one.itemId !== id),
  };
}

export function nextItemId(items: readonly Item[]): number {
  return Math.max(0, ...items.map(({ id }) => id)) + 1;
}

/** Whether she told of anything at all. */
export function isEmpty(draft: Draft): boolean {
  return draft.items.length === 0 && draft.doubts.length === 0 && !draft.nothing && !draft.sameAsLast;
}

/** The earliest day that is accepted at all, and the earliest that is not asked about (domain section 3). */
export function dayLimits(today: Day): { refusedBefore: Day; askedBefore: Day } {
  return { refusedBefore: addDays(today, -366), askedBefore: addDays(today, -31) };
}
