import { OperatorError } from '../core/errors.ts';
import type { DatabaseUrl } from './database-url.ts';

/** TA-STORE-001 with the cure that fits: the driver's own message says why, its connection string is left out. */
export function cannotOpen(database: DatabaseUrl, error: unknown): OperatorError {
  const cure =
    database.kind === 'sqlite'
      ? 'Check that the folder exists, may be written and has room, and that the file is a database of this program.'
      : 'Check that the server runs, that DATABASE_URL names its host, port, database and user, and that the password is right.';
  return new OperatorError('TA-STORE-001', `The database cannot be opened: ${messageOf(error)} ${cure}`, {
    place: database.place,
    cause: error,
  });
}

/** What a driver says of itself, as a sentence. Only for opening and migrating, where no row of a person takes part. */
export function messageOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause as { originalMessage?: string; message?: string } | undefined) : undefined;
  const message =
    cause?.originalMessage ?? cause?.message ?? (error instanceof Error ? error.message || error.name : String(error));
  return /[.!?]$/.test(message.trim()) ? message.trim() : `${message.trim()}.`;
}
