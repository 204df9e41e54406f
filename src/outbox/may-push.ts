import { after, days, hours, minutes } from '../core/clock.ts';
import { addDays, dayOf, instantOf, timeOfDay } from '../core/day.ts';
import { type Wish, weeklyCaps } from '../core/push.ts';
import type { OutboxKind, OutboxRow, RoleName } from '../core/records.ts';

/** Nothing is pushed from 21:00 to 06:30. */
export const quietHours = { from: '21:00', until: '06:30' };

export interface PushFacts {
  roles: readonly RoleName[];
  wish: Wish | null;
  /** When the pushes of the last seven days went out, the oldest first. */
  pushedAt: readonly Date[];
  /** Since when a script of hers waits for an answer. */
  busySince: Date | null;
}

export type Permission =
  | { kind: 'now' }
  | { kind: 'later'; at: Date; because: 'quiet-hours' | 'her-hours' | 'cap' | 'busy' }
  | { kind: 'never'; because: 'expired' | 'left' | 'unwanted' | 'cap' | 'busy' | 'quiet-hours' | 'her-hours' };

/** How often an open script is looked at again, and when it is put to sleep for a push. */
const busyAgainMs = minutes(10);
export const sleepAfterMs = hours(24);

/** Whether this push may go to her now. What could only go after it has lost its use does not go at all. */
export function mayPush(row: Pick<OutboxRow, 'kind' | 'expiresAt'>, facts: PushFacts, now: Date): Permission {
  if (row.expiresAt <= now) return { kind: 'never', because: 'expired' };
  if (facts.roles.length === 0) return { kind: 'never', because: 'left' };
  if (row.kind === 'campaign' && facts.wish?.want === 'none') return { kind: 'never', because: 'unwanted' };
  const wait = firstWait(row.kind, facts, now);
  if (!wait) return { kind: 'now' };
  return wait.at >= row.expiresAt ? { kind: 'never', because: wait.because } : wait;
}

function firstWait(kind: OutboxKind, facts: PushFacts, now: Date): Extract<Permission, { kind: 'later' }> | null {
  const quiet = endOfQuiet(now, quietHours);
  if (quiet) return { kind: 'later', at: quiet, because: 'quiet-hours' };
  const hers = facts.wish?.hours;
  const herTime = hers ? endOfQuiet(now, { from: hers.until, until: hers.from }) : null;
  if (herTime && kind === 'campaign') return { kind: 'later', at: herTime, because: 'her-hours' };
  const cap = capOf(kind, facts);
  if (facts.pushedAt.length >= cap) {
    const oldestThatCounts = facts.pushedAt[facts.pushedAt.length - cap] as Date;
    return { kind: 'later', at: after(oldestThatCounts, days(7)), because: 'cap' };
  }
  if (facts.busySince && after(facts.busySince, sleepAfterMs) > now) {
    const asleep = after(facts.busySince, sleepAfterMs).getTime();
    return { kind: 'later', at: new Date(Math.min(asleep, now.getTime() + busyAgainMs)), because: 'busy' };
  }
  return null;
}

export function capOf(kind: OutboxKind, { roles, wish }: Pick<PushFacts, 'roles' | 'wish'>): number {
  const cap = Math.max(weeklyCaps.member, ...roles.map((role) => weeklyCaps[role]));
  return kind === 'campaign' && wish?.want === 'fewer' ? 1 : cap;
}

/** The moment at which the hours `from`–`until` (over midnight or not) end, or null when `now` lies outside them. */
export function endOfQuiet(now: Date, { from, until }: { from: string; until: string }): Date | null {
  const time = timeOfDay(now);
  const today = dayOf(now);
  if (from <= until) return from <= time && time < until ? instantOf(today, until) : null;
  if (time < until) return instantOf(today, until);
  return time >= from ? instantOf(addDays(today, 1), until) : null;
}
