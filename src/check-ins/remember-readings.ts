import type { Day } from '../core/day.ts';
import type { Understand } from './settle-doubt.ts';
import type { Reading } from './understanding/reading.ts';

/** A turn asks about the same message several times: whether it is a report, then what it says. */
const kept = 8;

/** The same understanding, with its last few readings in memory. */
export function rememberReadings(understand: Understand): Understand {
  const readings = new Map<string, Reading>();
  return (text, today: Day) => {
    const key = `${today} ${text}`;
    const known = readings.get(key);
    if (known) return known;
    const reading = understand(text, today);
    const [oldest] = readings.keys();
    if (readings.size >= kept && oldest !== undefined) readings.delete(oldest);
    readings.set(key, reading);
    return reading;
  };
}
