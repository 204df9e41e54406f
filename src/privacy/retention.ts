import { amend, type Change, remove } from '../core/change.ts';
import { after, days, hours } from '../core/clock.ts';
import { addDays, type Day, dayOf } from '../core/day.ts';
import type { Store } from '../core/store.ts';

/** A plan as far as names depend on it: the days whose facts count for it, and when its last report is sent. */
export interface PlanSpan {
  from: Day;
  until: Day;
  lastReport: Day;
}

/** How long each kind of row is kept. README shows it; a test keeps both equal. */
export const keptFor = {
  /** Longer than any platform repeats a message. */
  Inbound: days(3),
  /** As long as wrong tries count. */
  InvitationTry: hours(1),
  /** Settled messages hold no text; their keys keep a push from being written twice. */
  OutboxRow: days(90),
  /** A conversation that nobody went on with. */
  Conversation: days(90),
  /** Slots of schedules, so that a clock that jumps back repeats none. */
  ScheduleSlot: days(400),
  /** Invitations that nobody took up, after their last day. */
  Invitation: days(30),
} as const;

/** Names of households that count for no plan are kept for a year. */
const keptWithoutPlanDays = 366;

/**
 * What is deleted now, whatever it holds. Names of households go after the last report of every plan they count for.
 */
export function retentionChanges(now: Date, plans: readonly PlanSpan[]): Change[] {
  const past = (ms: number) => ({ lt: after(now, -ms) });
  return [
    remove('Inbound', { at: past(keptFor.Inbound) }),
    remove('InvitationTry', { at: past(keptFor.InvitationTry) }),
    remove('OutboxRow', { settledAt: past(keptFor.OutboxRow) }),
    remove('Conversation', { updatedAt: past(keptFor.Conversation) }),
    remove('ScheduleSlot', { at: past(keptFor.ScheduleSlot) }),
    remove('Invitation', { used: 0, state: { not: 'waiting' }, expiresAt: past(keptFor.Invitation) }),
    ...spansWithoutNames(plans, dayOf(now)).flatMap(({ from, until }) => {
      const day = { gte: from, lte: until };
      return [
        amend('HouseholdHelp', { day, sealedName: { not: null } }, { sealedName: null, nameHash: null }),
        amend('HouseholdReached', { day, sealedName: { not: null } }, { sealedName: null }),
      ];
    }),
  ];
}

/** The last day on which the name of a household of that day is kept. */
export function nameKeptUntil(day: Day, plans: readonly PlanSpan[]): Day {
  const reports = plans.filter(({ from, until }) => from <= day && day <= until).map(({ lastReport }) => lastReport);
  return reports.reduce(
    (last, report) => (report > last ? report : last),
    reports[0] ?? addDays(day, keptWithoutPlanDays),
  );
}

/** Spans of days whose names are not to be kept any more. Within each, the same plans count. */
export function spansWithoutNames(plans: readonly PlanSpan[], today: Day): { from: Day; until: Day }[] {
  const starts = [...new Set(['2000-01-01', ...plans.flatMap(({ from, until }) => [from, addDays(until, 1)])])]
    .filter((day) => day <= today)
    .sort();
  return starts.flatMap((from, i) => {
    const end = addDays(starts[i + 1] ?? addDays(today, 1), -1);
    const covered = plans.some((plan) => plan.from <= from && from <= plan.until);
    const until = covered ? end : [end, addDays(today, -keptWithoutPlanDays - 1)].sort()[0];
    if (!until || until < from) return [];
    return covered && nameKeptUntil(from, plans) >= today ? [] : [{ from, until }];
  });
}

/** What is left of persons that are not there any more: a conversation written in the very turn in which she was erased. */
export async function orphans(store: Store): Promise<Change[]> {
  const held = new Set((await store.find('Conversation', {})).map(({ personId }) => personId));
  const ids = [...held];
  for (let start = 0; start < ids.length; start += 500) {
    for (const { id } of await store.find('Person', { id: { in: ids.slice(start, start + 500) } })) held.delete(id);
  }
  return [...held].flatMap((personId) => [remove('Conversation', { personId }), remove('OutboxRow', { personId })]);
}
