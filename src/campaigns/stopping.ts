import { amend, type Change } from '../core/change.ts';
import { dayOf, instantOf } from '../core/day.ts';

/** Rows that are paused wait for this day; their expiry still holds when they go on. */
const parked = instantOf('2999-01-01');

/** Keys that begin with a prefix that ends in a slash. */
export function keysUnder(prefix: string): { gte: string; lt: string } {
  return { gte: prefix, lt: `${prefix.slice(0, -1)}0` };
}

/** Nothing more of this leaves; what is on its way within the next seconds still does. */
export function stop(prefix: string, now: Date): Change {
  const set = { state: 'given-up', because: 'stopped', settledAt: now, sealedPayload: null } as const;
  return amend('OutboxRow', { key: keysUnder(prefix), state: 'pending' }, set);
}

export function pause(prefix: string): Change {
  return amend('OutboxRow', { key: keysUnder(prefix), state: 'pending' }, { notBefore: parked });
}

export function goOn(prefix: string, now: Date): Change {
  return amend('OutboxRow', { key: keysUnder(prefix), state: 'pending', notBefore: parked }, { notBefore: now });
}

/** Whether a day written in a command can still be stopped or sent. */
export function isOver(lastMoment: Date, now: Date): boolean {
  return lastMoment <= now || dayOf(lastMoment) < dayOf(now);
}
