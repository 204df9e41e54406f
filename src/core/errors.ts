import type { ErrorCode } from './error-codes.ts';

/**
 * An error that an operator can cause or mend: a code, what happened, where, and the cure.
 * The table of codes is `error-codes.ts`; README lists it and a test keeps both equal.
 */
export class OperatorError extends Error {
  override name = 'OperatorError';
  readonly code: ErrorCode;
  readonly place: string | undefined;

  constructor(code: ErrorCode, message: string, options: { place?: string; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.code = code;
    this.place = options.place;
  }
}

/**
 * What may be logged of an error that is not ours: its class, its code and our own place in its stack.
 * A foreign message may hold people's words, tokens or addresses, so it is left out.
 */
export function describeForeign(error: unknown): { error: string; code?: string; at?: string } {
  if (!(error instanceof Error)) return { error: typeof error };
  const code = (error as { code?: unknown }).code;
  const at = error.stack
    ?.split('\n')
    .map((line) => /((?:src|dist)\/[\w/.-]+:\d+):\d+\)?$/.exec(line)?.[1])
    .find(Boolean);
  return {
    error: error.constructor.name,
    ...(typeof code === 'string' || typeof code === 'number' ? { code: String(code).slice(0, 40) } : {}),
    ...(at ? { at } : {}),
  };
}
