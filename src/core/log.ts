/**
 * What the log takes: an event's name and plain fields. Never a person's words, a name, an account or a secret:
 * ids, counts, codes and names of our own parts only.
 */
export interface Log {
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}

export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

export const silentLog: Log = { info() {}, warn() {}, error() {} };
