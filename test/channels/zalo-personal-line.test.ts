import { describe, expect, it } from 'vitest';
import { toSendFailure } from '../../src/channels/zalo-personal/zalo-personal-failure.ts';
import { afterClose } from '../../src/channels/zalo-personal/zalo-personal-line.ts';
import { isLater, Reading } from '../../src/channels/zalo-personal/zalo-personal-state.ts';

describe('After the connection of a personal account has closed', () => {
  it.each([
    { code: 1006, failures: 0, next: { does: 'again', afterMs: 1_000, logsInAgain: false } },
    { code: 1006, failures: 3, next: { does: 'again', afterMs: 8_000, logsInAgain: false } },
    { code: 1000, failures: 5, next: { does: 'again', afterMs: 32_000, logsInAgain: true } },
    { code: 4444, failures: 20, next: { does: 'again', afterMs: 300_000, logsInAgain: true } },
  ])('with $code for the $failures. time it comes back after $next.afterMs ms', ({ code, failures, next }) => {
    expect(afterClose(code, failures)).toEqual(next);
  });

  it.each([3000, 3003])('with %i it does not come back: the breaker opens', (code) => {
    expect(afterClose(code, 0).does).toBe('break');
  });
});

describe('Where a personal account has read to', () => {
  it('is the message below which all are handled, in whatever order that happens', () => {
    const reading = new Reading(null);
    expect(['10', '11', '12', '11'].map((id) => reading.take(id))).toEqual([true, true, true, false]);
    reading.done('11');
    expect(reading.last).toBeNull();
    reading.done('10');
    expect(reading.last).toBe('11');
    expect(reading.take('9')).toBe(false);
  });

  it('compares ids as numbers', () => {
    expect(isLater('1000000000000000000001', '999999999999999999999')).toBe(true);
    expect(isLater('9', '10')).toBe(false);
  });

  it('knows errors that are none of zca-js for what they are', () => {
    const refused = Object.assign(new TypeError('fetch failed'), {
      cause: Object.assign(new Error('x'), { code: 'ECONNREFUSED' }),
    });
    expect(toSendFailure(refused)).toEqual({ kind: 'unreachable' });
  });
});
