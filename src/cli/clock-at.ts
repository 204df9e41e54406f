import { type Clock, MovableClock, systemClock } from '../core/clock.ts';
import { OperatorError } from '../core/errors.ts';

/** The clock of a command: the system's, or one that stands at `--now`. Throws TA-CONFIG-001 for a time that is none. */
export function clockAt(now: string | undefined): Clock {
  if (now === undefined) return systemClock;
  const instant = new Date(now);
  if (Number.isNaN(instant.getTime())) {
    throw new OperatorError('TA-CONFIG-001', 'This is no time. Write for example --now 2026-06-01T08:00+07:00.', {
      place: '--now',
    });
  }
  return new MovableClock(instant);
}
