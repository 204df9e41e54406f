import pino from 'pino';
import type { Log, LogFields } from './core/log.ts';

/** The log: JSON lines on stderr. It gets events and plain fields only (core/log.ts), so no text of a person can stand in it. */
export function newLog(level: string): Log {
  const lines = pino(
    { level, base: undefined, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ fd: 2, sync: true }),
  );
  const write = (at: 'info' | 'warn' | 'error') => (event: string, fields?: LogFields) =>
    lines[at](fields ?? {}, event);
  return { info: write('info'), warn: write('warn'), error: write('error') };
}
