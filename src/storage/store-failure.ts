import { OperatorError } from '../core/errors.ts';
import type { TableName } from '../core/records.ts';
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
  const cause =
    error instanceof Error ? (error.cause as { originalMessage?: string; message?: string } | undefined) : undefined;
  const message =
    cause?.originalMessage ?? cause?.message ?? (error instanceof Error ? error.message || error.name : String(error));
  return /[.!?]$/.test(message.trim()) ? message.trim() : `${message.trim()}.`;
}

/** A read or commit that the database refused for a reason that is no Conflict. Carries no value of a row. */
export class StorageFailed extends Error {
  override name = 'StorageFailed';
  readonly code: string;
  constructor(code: string) {
    super(`the database refused: ${code}`);
    this.code = code;
  }
}

/** What we need to know of an error of Prisma, whose own message may carry values. */
export type PrismaFailure =
  | { kind: 'duplicate'; table: TableName }
  | { kind: 'collided' }
  | { kind: 'busy' }
  | { kind: 'other'; code: string };

export function readPrismaFailure(error: unknown): PrismaFailure {
  const { code, meta, name } = error as {
    code?: string;
    meta?: { modelName?: TableName; code?: string };
    name?: string;
  };
  if (code === 'P2002' && meta?.modelName) return { kind: 'duplicate', table: meta.modelName };
  // P2034: a dead-lock or write conflict between two transactions of PostgreSQL.
  if (code === 'P2034' || meta?.code === '40001' || meta?.code === '40P01') return { kind: 'collided' };
  if (code === 'P1008') return { kind: 'busy' };
  return { kind: 'other', code: code ?? name ?? 'unknown' };
}
