import type { ContentProblem } from '../core/content-problem.ts';
import { addDays, daysBetween, isDay, writeDay } from '../core/day.ts';
import { weeklyCaps } from '../core/push.ts';
import type { RoleName } from '../core/records.ts';
import type { Texts } from '../core/texts.ts';
import { dayAt, dayInYear, occurrences, remindersOf, spanOf } from './calendar.ts';
import { type Campaign, type CampaignFile, campaignOf, readSections } from './campaign-schema.ts';

/** What a message may name. */
export const placeholders = ['chi', 'Chi', 'unit', 'title', 'day', 'last', 'theme'] as const;
/** The shortest limit of a channel (Zalo Bot). */
export const longestMessage = 2_000;
/** A picture that every channel takes, and that a phone on a slow line loads. */
export const largestPicture = 500_000;
/** Room for a unit's name and a theme in the place of their placeholders. */
const roomForNames = 150;

/**
 * Everything wrong with the campaigns that a schema cannot see, each with file and line. `texts` words it
 * (prompts/phrases/campaigns.yaml, `problem`). `year`: the one for which the caps are reckoned.
 */
export function checkCampaigns(files: readonly CampaignFile[], texts: Texts, year: number): ContentProblem[] {
  const problems: ContentProblem[] = [];
  for (const file of files) {
    const say = (line: number, name: string, params = {}) =>
      problems.push({ file: file.file, line, text: texts.say(`campaigns.problem.${name}`, params) });
    checkWhen(file, say);
    checkReminders(file, say);
    checkSections(file, say);
  }
  checkCaps(files, year, (file, line, params) =>
    problems.push({ file, line, text: texts.say('campaigns.problem.over_cap', params) }),
  );
  return problems;
}

/** What is wrong with the picture a campaign names; null when nothing is. `bytes`: null when there is no such file. */
export function checkPicture(
  { file, value: { head }, lineOf }: CampaignFile,
  bytes: Uint8Array | null,
  texts: Texts,
): ContentProblem | null {
  if (head.picture === undefined || (bytes && bytes.length <= largestPicture)) return null;
  const key = bytes ? 'picture_too_large' : 'no_such_picture';
  const text = texts.say(`campaigns.problem.${key}`, {
    name: head.picture,
    ...(bytes ? { limit: largestPicture / 1_000 } : {}),
  });
  return { file, line: lineOf(['picture']), text };
}

type Say = (line: number, name: string, params?: Record<string, string | number>) => void;

function checkWhen({ value: { head }, lineOf }: CampaignFile, say: Say): void {
  const { when } = head;
  const line = (key: string) => lineOf(['when', key]);
  const forms = [when.day, when.month, when.from ?? when.until, when.on].filter((form) => form !== undefined);
  if (forms.length !== 1 || (when.from === undefined) !== (when.until === undefined)) {
    say(lineOf(['when']), 'when');
    return;
  }
  // Days of a leap year are refused too: the campaign would be left out three years of four.
  const wrong = (['day', 'from', 'until'] as const).filter(
    (key) => when[key] !== undefined && !dayInYear(when[key], 2027),
  );
  for (const key of wrong) say(line(key), 'no_such_day', { day: when[key] ?? '' });
  if (when.on !== undefined && !isDay(when.on)) say(line('on'), 'no_such_day', { day: when.on });
  if (when.from !== undefined && wrong.length === 0 && !spanOf(when, 2027)) say(line('until'), 'ends_before_it_begins');
}

function checkReminders(file: CampaignFile, say: Say): void {
  const { head } = file.value;
  const seen = new Set<string>();
  for (const [n, reminder] of head.reminders.entries()) {
    const line = (key: string) => file.lineOf(['reminders', n, key]);
    if (!(reminder.to in head.audiences)) {
      say(line('to'), 'no_such_audience', { name: reminder.to, names: Object.keys(head.audiences).join(', ') });
    }
    const slot = `${reminder.at} ${reminder.to}`;
    if (seen.has(slot)) say(line('at'), 'same_reminder', { at: reminder.at, to: reminder.to });
    seen.add(slot);
    if (reminder.time < '06:30' || reminder.time >= '20:00') say(line('time'), 'quiet_time', { time: reminder.time });
  }
  for (const name of Object.keys(head.audiences)) {
    if (!head.reminders.some(({ to }) => to === name))
      say(file.lineOf(['audiences', name]), 'audience_unused', { name });
  }
}

function checkSections(file: CampaignFile, say: Say): void {
  const { head, body, bodyLine } = file.value;
  const sections = readSections(body, bodyLine);
  const wanted = [
    ...head.reminders.map(({ says }, n) => ({ name: says, line: file.lineOf(['reminders', n, 'says']) })),
    ...head.guide.map((name, n) => ({ name, line: file.lineOf(['guide', n]) })),
  ];
  for (const { name, line } of wanted) {
    if (!sections.some((section) => section.name === name)) say(line, 'no_such_section', { name });
  }
  for (const { name, text, line } of sections) {
    if (!wanted.some((one) => one.name === name)) say(line, 'section_unused', { name });
    if (text.length > longestMessage - roomForNames)
      say(line, 'too_long', { name, length: text.length, limit: longestMessage - roomForNames });
    for (const [, found = ''] of text.matchAll(/\{([^}]*)\}/g)) {
      if (!(placeholders as readonly string[]).includes(found)) {
        say(line, 'placeholder', {
          placeholder: `{${found}}`,
          allowed: placeholders.map((one) => `{${one}}`).join(' '),
        });
      }
    }
  }
}

/** Campaigns that together would write to somebody more often in seven days than her cap allows. */
function checkCaps(
  files: readonly CampaignFile[],
  year: number,
  say: (file: string, line: number, params: Record<string, string | number>) => void,
): void {
  for (const role of ['member', 'reporter', 'official'] as const) {
    const dated = files.flatMap((file) => datesFor(role, file, year)).sort((a, b) => (a.day < b.day ? -1 : 1));
    // A place is left for the reminders of reports.
    const most = role === 'member' ? weeklyCaps.member : weeklyCaps[role] - 1;
    const told = new Set<string>();
    for (const { day } of dated) {
      const week = dated.filter((one) => one.day >= day && daysBetween(day, one.day) < 7);
      const last = week.at(-1);
      if (week.length <= most || !last || told.has(last.file.file)) continue;
      told.add(last.file.file);
      const when = { from: writeDay(day), until: writeDay(addDays(day, 6)) };
      const others = [...new Set(week.map((one) => one.file.id))].join(', ');
      say(last.file.file, last.file.lineOf(['reminders', last.n]), {
        ...when,
        n: week.length,
        most,
        campaigns: others,
      });
    }
  }
}

function datesFor(role: RoleName, file: CampaignFile, year: number): { file: CampaignFile; n: number; day: string }[] {
  const campaign: Campaign = campaignOf(file);
  return occurrences(campaign, year).flatMap((occurrence) =>
    remindersOf(campaign, occurrence)
      .filter(({ reminder }) => campaign.audiences[reminder.to]?.roles.includes(role))
      .map(({ reminder }) => ({
        file,
        n: campaign.reminders.indexOf(reminder),
        day: dayAt(reminder.at, occurrence),
      })),
  );
}
