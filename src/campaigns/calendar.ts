import { addDays, type Day, instantOf, isDay } from '../core/day.ts';
import { daysOf, monthOf } from '../core/period.ts';
import type { Campaign, CampaignHead, Reminder } from './campaign-schema.ts';

/** One time that a campaign takes place. */
export interface Occurrence {
  campaign: string;
  year: number;
  first: Day;
  last: Day;
  /** Null until it is announced; then lines with it are left out. */
  theme: string | null;
}

/** A reminder of an occurrence, with the moments between which it is of use. */
export interface DueReminder {
  /** `campaign/28-6/2027/D-7/`; the person's id follows. */
  keyPrefix: string;
  occurrence: Occurrence;
  reminder: Reminder;
  day: Day;
  at: Date;
  until: Date;
}

/** "A week from now" is wrong four days later; what is asked afterwards may come later. */
const usefulDays = { before: 3, after: 10 };

/** The occurrences of a campaign that begin in a year: one, or none of a campaign that takes place once in another year. */
export function occurrences(campaign: Pick<Campaign, 'id' | 'when' | 'themes'>, year: number): Occurrence[] {
  const span = spanOf(campaign.when, year);
  if (!span) return [];
  const theme = campaign.themes.find((one) => one.year === year)?.text ?? null;
  return [{ campaign: campaign.id, year, ...span, theme }];
}

/** First and last day in a year; null when it does not take place then, or its date does not exist. */
export function spanOf(when: CampaignHead['when'], year: number): { first: Day; last: Day } | null {
  if (when.on !== undefined)
    return isDay(when.on) && when.on.startsWith(`${year}-`) ? { first: when.on, last: when.on } : null;
  if (when.month !== undefined) return daysOf(monthOf(`${year}-${two(when.month)}-01`));
  const first = dayInYear(when.day ?? when.from ?? '', year);
  const last = dayInYear(when.day ?? when.until ?? '', year);
  return first && last && first <= last ? { first, last } : null;
}

/** The reminders of an occurrence in the order of their time. */
export function remindersOf(campaign: Campaign, occurrence: Occurrence): DueReminder[] {
  const timed = campaign.reminders.map((reminder) => {
    const day = dayAt(reminder.at, occurrence);
    return { reminder, day, at: instantOf(day, reminder.time) };
  });
  return timed
    .map(({ reminder, day, at }): DueReminder => {
      const next = timed
        .filter((other) => other.reminder.to === reminder.to && other.at > at)
        .sort((a, b) => a.at.getTime() - b.at.getTime())[0];
      const itsDay = day === occurrence.first && occurrence.first === occurrence.last;
      const days = itsDay ? 1 : day > occurrence.last ? usefulDays.after : usefulDays.before;
      const end = instantOf(addDays(day, days));
      return {
        keyPrefix: `${prefixOf(occurrence)}${reminder.at}/`,
        occurrence,
        reminder,
        day,
        at,
        until: next && next.at < end ? next.at : end,
      };
    })
    .sort((a, b) => a.at.getTime() - b.at.getTime());
}

/** Every reminder whose time lies after `from` and not after `to`. */
export function remindersBetween(campaigns: readonly Campaign[], from: Date, to: Date): DueReminder[] {
  const firstYear = from.getUTCFullYear() - 1;
  const years = Array.from({ length: to.getUTCFullYear() + 2 - firstYear }, (_, n) => firstYear + n);
  return campaigns
    .flatMap((campaign) => years.flatMap((year) => remindersIn(campaign, year)))
    .filter(({ at }) => at > from && at <= to)
    .sort((a, b) => a.at.getTime() - b.at.getTime());
}

/** Asked for every minute, and always the same. */
const reckoned = new WeakMap<Campaign, Map<number, DueReminder[]>>();

function remindersIn(campaign: Campaign, year: number): DueReminder[] {
  const years = reckoned.get(campaign) ?? new Map<number, DueReminder[]>();
  reckoned.set(campaign, years);
  const known = years.get(year);
  if (known) return known;
  const reminders = occurrences(campaign, year).flatMap((one) => remindersOf(campaign, one));
  years.set(year, reminders);
  return reminders;
}

/** The day that `D-7` or `E+3` is for this occurrence. */
export function dayAt(offset: string, { first, last }: Pick<Occurrence, 'first' | 'last'>): Day {
  const days = Number(offset.slice(1) || 0);
  return addDays(offset.startsWith('E') ? last : first, days);
}

export function prefixOf({ campaign, year }: Pick<Occurrence, 'campaign' | 'year'>): string {
  return `campaign/${campaign}/${year}/`;
}

/** `28/6` in a year; null for a day that no year, or not this one, has. */
export function dayInYear(text: string, year: number): Day | null {
  const [, date, month] = /^(\d{1,2})\/(\d{1,2})$/.exec(text) ?? [];
  const day = `${year}-${two(Number(month))}-${two(Number(date))}`;
  return isDay(day) ? day : null;
}

function two(n: number): string {
  return String(n).padStart(2, '0');
}
