import { addDays, type Day, dayOf, daysBetween, instantOf, weekdayOf, writeDay } from '../core/day.ts';
import { plain } from '../core/outgoing.ts';
import { daysOf, type Period, weekOf } from '../core/period.ts';
import { addPush, notYetPushed, type Push } from '../core/push.ts';
import type { UnitRow } from '../core/records.ts';
import { type Deadline, isSent, nextDeadlines } from '../indicators/deadlines.ts';
import { reportedOn } from '../indicators/reporting.ts';
import { reviewDays, reviewDeadlines, upwardOf } from '../indicators/reviews.ts';
import { sentReports } from '../indicators/sent-reports.ts';
import { plansOf } from '../indicators/unit-facts.ts';
import { reportName } from './digest-text.ts';
import { type InviteTime, inviteTimes, inviteTimesBelow, usualInviteTime } from './invite-times.ts';
import { called, type DigestParts, type DigestSlot, type RenderPush } from './parts.ts';
import { hasReported, lastWeekOf, reportersOf } from './silent-branches.ts';

/** Who has not told is reminded once more, on Monday. */
const followUpOn = { weekday: 1, time: '18:30' };
/** Days before a report is due on which its officials are reminded. */
const remindBefore: Readonly<Record<Deadline['kind'], readonly number[]>> = {
  week: [],
  month: [3, 1],
  'half-year': [14, 7, 1],
  year: [14, 7, 1],
  'plan-year': [14, 7, 1],
  'interim-review': [14, 7, 1],
  'final-review': [14, 7, 1],
};
const remindAt = '08:00';

function isReportKind(kind: string): kind is Deadline['kind'] {
  return kind in remindBefore;
}

/** A friendly word to the reporters of these units; each at most once a day. */
export async function nudgesFor(
  { store }: Pick<DigestParts, 'store'>,
  units: readonly UnitRow[],
  now: Date,
): Promise<Push[]> {
  const today = dayOf(now);
  const week = lastWeekOf(today);
  const pushes = (await reportersOf(store, units, today)).map(
    ({ personId, unitId }): Push => ({
      key: `nudge/${week}/${today}/${unitId}/${personId}`,
      to: { id: personId },
      kind: 'deadline',
      notBefore: now,
      expires: instantOf(addDays(today, 2)),
    }),
  );
  return notYetPushed(store, pushes);
}

/** The weekly invitations, their one follow-up, and the reminders of reports that fall due, between two moments. */
export async function reminderSlots(parts: DigestParts, from: Date, to: Date): Promise<DigestSlot[]> {
  const slots: DigestSlot[] = [];
  const settled = await inviteTimes(parts.store);
  for (let day = dayOf(from); day <= dayOf(to); day = addDays(day, 1)) {
    const week = weekOf(day);
    const times = [usualInviteTime, ...settled.values()].filter(({ weekday }) => weekday === weekdayOf(day));
    for (const time of new Set(times.map((one) => one.time)))
      slots.push(
        slot(`invite/${week}/${day}/${time}`, day, time, (now) =>
          inviteReporters(parts, week, 'invite', now, { weekday: weekdayOf(day), time }),
        ),
      );
    if (day === addDays(daysOf(week).first, followUpOn.weekday - 1)) {
      const ended = lastWeekOf(day);
      slots.push(slot(`invite-again/${ended}`, day, followUpOn.time, (now) => followUp(parts, ended, now)));
    }
    slots.push(slot(`report-due/${day}`, day, remindAt, (now) => remindOfReports(parts, day, now)));
  }
  return slots.filter(({ at, until }) => at > from && at <= to && until > to);
}

/** Of use on its own day only: an invitation for the evening is no greeting for the morning after. */
function slot(key: string, day: Day, time: string, run: DigestSlot['run']): DigestSlot {
  return { key, at: instantOf(day, time), until: instantOf(addDays(day, 1)), run };
}

const branchesAtOnce = 1_000;

/** Reporters of the branches that have not told of the week; with a time, only of those that are invited then. */
async function inviteReporters(
  { store }: DigestParts,
  week: Period,
  template: string,
  now: Date,
  only?: InviteTime,
): Promise<void> {
  const today = dayOf(now);
  const settled = only ? await inviteTimesBelow(store, await inviteTimes(store), today) : null;
  const invitedNow = ({ id }: UnitRow) => {
    const time = settled?.get(id) ?? usualInviteTime;
    return !only || (time.weekday === only.weekday && time.time === only.time);
  };
  for (let after = ''; ; ) {
    const page = await store.find(
      'Unit',
      { kind: 'branch', fromDay: { lte: today }, id: { gt: after } },
      { orderBy: [{ id: 'asc' }], limit: branchesAtOnce },
    );
    const branches = page.filter((one) => (one.untilDay === null || one.untilDay >= today) && invitedNow(one));
    const told = await reportedOn(store, branches, daysOf(week).last);
    await push(
      { store },
      branches.filter(({ id }) => !told.has(id)),
      template,
      week,
      now,
    );
    if (page.length < branchesAtOnce) return;
    after = page.at(-1)?.id ?? '';
  }
}

async function followUp(parts: DigestParts, week: Period, now: Date): Promise<void> {
  await inviteReporters(parts, week, 'invite-again', now);
}

async function push(
  { store }: Pick<DigestParts, 'store'>,
  units: readonly UnitRow[],
  template: string,
  week: Period,
  now: Date,
): Promise<void> {
  const today = dayOf(now);
  const pushes = (await reportersOf(store, units, today)).map(
    ({ personId, unitId }): Push => ({
      key: `${template}/${week}/${unitId}/${personId}`,
      to: { id: personId },
      kind: 'deadline',
      notBefore: now,
      expires: instantOf(addDays(today, 2)),
    }),
  );
  const fresh = await notYetPushed(store, pushes);
  if (fresh.length > 0) await store.commit(fresh.map((one) => addPush(one, now)));
}

/** Officials of units that have not sent a report due in so many days. */
async function remindOfReports({ store, plans }: DigestParts, day: Day, now: Date): Promise<void> {
  const isNear = ({ kind, due }: Deadline) => remindBefore[kind].includes(daysBetween(day, due));
  const near = nextDeadlines(plans, day).filter(isNear);
  const reviews = await reviewDays(store);
  if (near.length === 0 && reviews.length === 0) return;
  const sent = await sentReports(store);
  const officials = (await store.find('Role', { role: 'official', fromDay: { lte: day } })).filter(
    ({ untilDay }) => untilDay === null || untilDay >= day,
  );
  const units = new Map(
    (await store.find('Unit', { kind: { in: ['commune', 'affiliate', 'province'] } })).map((unit) => [unit.id, unit]),
  );
  const upward = reviews.length === 0 ? new Map<string, string[]>() : await upwardOf(store, [...units.keys()], day);
  const pushes = officials.flatMap(({ personId, unitId }) => {
    const unit = units.get(unitId);
    if (!unit) return [];
    const followed = plansOf(unit, plans);
    const codes = new Set(followed.map(({ code }) => code));
    const owed = reviewDeadlines(followed, reviews, upward.get(unitId) ?? [], day).filter(isNear);
    return [...near.filter(({ plan }) => codes.has(plan)), ...owed]
      .filter((deadline) => !isSent(deadline, unitId, sent))
      .map(
        (deadline): Push => ({
          key: `report-due/${deadline.plan}/${deadline.kind}/${deadline.period}/${deadline.due}/${day}/${unitId}/${personId}`,
          to: { id: personId },
          kind: 'deadline',
          notBefore: now,
          expires: instantOf(addDays(day, 1)),
        }),
      );
  });
  const fresh = await notYetPushed(store, pushes);
  if (fresh.length > 0) await store.commit(fresh.map((one) => addPush(one, now)));
}

/** What the rows of reminders say when they leave; null once the report has come. */
export function reminderRenderers(parts: DigestParts): ReadonlyMap<string, RenderPush> {
  const { store, texts, reportWord } = parts;
  const choices = reportWord ? [reportWord] : undefined;
  const toReporter =
    (sentence: string, unitAt: number): RenderPush =>
    async (row, { person }) => {
      const key = row.key.split('/');
      const week = key[1] ?? '';
      const unit = await store.first('Unit', { id: key[unitAt] ?? '' });
      if (!unit || (await hasReported(store, unit.id, week))) return null;
      const { first, last } = daysOf(week);
      const params = { ...called(person), unit: unit.name, first: writeDay(first, last), last: writeDay(last) };
      return plain(texts.say(`digests.commands.${sentence}`, params), choices);
    };
  return new Map<string, RenderPush>([
    ['nudge', toReporter('nudge', 3)],
    ['invite', toReporter('invite', 2)],
    ['invite-again', toReporter('invite-again', 2)],
    [
      'report-due',
      async (row, { person, now }) => {
        const [, code = '', kind = '', period = '', due = '', , unitId = ''] = row.key.split('/');
        if (!isReportKind(kind) || isSent({ period }, unitId, await sentReports(store))) return null;
        return plain(
          texts.say('digests.commands.due-reminder', {
            ...called(person),
            days: Math.max(0, daysBetween(dayOf(now), due)),
            day: writeDay(due),
            report: reportName(texts, { kind, period, plan: code }),
            kind: texts.say(`digests.commands.due-kind.${kind}`),
          }),
        );
      },
    ],
  ]);
}
