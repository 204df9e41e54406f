import { after, hours, seconds } from '../core/clock.ts';
import type { OutboxKind } from '../core/records.ts';
import type { SendFailure } from '../core/send-failure.ts';

/** What becomes of a row whose sending failed. `hold: 'channel'`: nothing else may leave by this channel before `at`. */
export type Settlement =
  | { outcome: 'again'; at: Date; hold?: 'channel' }
  | { outcome: 'unknown' }
  | { outcome: 'given-up'; because: 'blocked' | 'out-of-window' | 'rejected' };

/** `attempts` counts the one that has just failed. */
export function settleFailure(failure: SendFailure, attempts: number, now: Date): Settlement {
  switch (failure.kind) {
    case 'throttled':
      return { outcome: 'again', at: after(now, failure.waitMs), hold: 'channel' };
    case 'misconfigured':
      return { outcome: 'again', at: after(now, growingPause(attempts)), hold: 'channel' };
    case 'unreachable':
      return { outcome: 'again', at: after(now, growingPause(attempts)) }; // until the push expires
    case 'ambiguous':
      return { outcome: 'unknown' };
    case 'blocked':
      return { outcome: 'given-up', because: 'blocked' };
    case 'rejected': {
      const because = failure.code?.startsWith('out-of-window') ? 'out-of-window' : 'rejected';
      return { outcome: 'given-up', because };
    }
  }
}

/** 2 s, 8 s, 32 s, 2 min, 9 min, 34 min, then an hour each time. */
export function growingPause(attempts: number): number {
  return Math.min(hours(1), seconds(2) * 4 ** (Math.max(1, attempts) - 1));
}

/**
 * Whether a message whose sending is unknown is sent once more. A reply: an unanswered person waits, a doubled answer harms
 * nobody. A digest: marked as sent again. Bulk and reminders never: most arrived, and doubling them teaches people to look away.
 */
export function mayResendUnknown(kind: OutboxKind): boolean {
  return kind === 'reply' || kind === 'digest';
}
