import { describeForeign, OperatorError } from '../core/errors.ts';

/** Prints an error for an operator on stderr and gives the exit code: 2 for what she can mend, 1 for what we must. */
export function reportError(error: unknown): 1 | 2 {
  if (error instanceof OperatorError) {
    const place = error.place ? ` (${error.place})` : '';
    console.error(`${error.code}${place}: ${error.message}`);
    return 2;
  }
  console.error(`to-am failed: ${JSON.stringify(describeForeign(error))}`);
  return 1;
}
