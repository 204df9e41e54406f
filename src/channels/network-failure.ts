import type { SendFailure } from '../core/send-failure.ts';

/** The connection was never made, so nothing has gone out. */
const neverLeft = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

/** What an error of the network means for a message: nothing went out, or nobody knows (a reset, a time-out, an unreadable answer). */
export function failureOfNetwork(error: unknown): SendFailure {
  for (let one = error as { code?: unknown; cause?: unknown } | null | undefined; one; one = one.cause as typeof one) {
    if (typeof one.code === 'string' && neverLeft.has(one.code)) return { kind: 'unreachable' };
  }
  return { kind: 'ambiguous' };
}

/** The wait a platform names in `Retry-After`, in milliseconds; null when it names none. */
export function waitNamed(retryAfter: string | null | undefined): number | null {
  const seconds = Number(retryAfter ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 && retryAfter !== '' ? seconds * 1_000 : null;
}
