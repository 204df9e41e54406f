import type { Log, LogFields } from '../../src/core/log.ts';

/** A log that keeps its lines, to be searched for what must not be there. */
export function keptLog(): { log: Log; lines: string[] } {
  const lines: string[] = [];
  const keep = (event: string, fields?: LogFields) => void lines.push(JSON.stringify({ event, ...fields }));
  return { lines, log: { info: keep, warn: keep, error: keep } };
}
