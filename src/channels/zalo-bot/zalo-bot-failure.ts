import type { SendFailure } from '../../core/send-failure.ts';
import { failureOfNetwork } from '../network-failure.ts';
import { ZaloBotRefused } from './zalo-bot-client.ts';

/** The platform names no time with 429 and publishes no quota. */
const usualWaitMs = 60_000;

/**
 * What an error of the Zalo Bot Platform or of the network means. 401 is the token, 429 the quota, 403 and 5xx pass by
 * (as three public projects found); HTTP 200 with `ok: false` counts by its `error_code`.
 */
export function toSendFailure(error: unknown): SendFailure {
  if (!(error instanceof ZaloBotRefused)) return failureOfNetwork(error);
  const { code, waitMs } = error;
  if (code === 429) return { kind: 'throttled', waitMs: waitMs ?? usualWaitMs };
  if (code === 401 || code === 404) return { kind: 'misconfigured', code: String(code) };
  // Refused before anything was done.
  if (code === 403) return { kind: 'unreachable' };
  if (code === 408 || code >= 500) return { kind: 'ambiguous' };
  return { kind: 'rejected', code: String(code) };
}

/** An empty long poll answers "Request timeout", which is how a healthy idle bot looks. */
export function isIdlePoll(error: unknown): boolean {
  return error instanceof ZaloBotRefused && (error.code === 408 || /^request timeout$/i.test(error.description));
}
