import type { SendFailure } from '../../core/send-failure.ts';
import { failureOfNetwork } from '../network-failure.ts';

const minute = 60_000;

/** Zalo answered a send with nothing: seen from the 21st recipient of a burst on (RFS-ADRENO/zca-js issue 146). Nothing arrived. */
export class NothingSent extends Error {
  override name = 'NothingSent';
}

/**
 * What an error of zca-js means. Its numbers are known from reports only: 123 "cannot receive messages from you" (issues
 * 229, 336), 221 "too many requests" (issue 114). An HTTP status stands in its message.
 */
export function toSendFailure(error: unknown): SendFailure {
  if (error instanceof NothingSent) return { kind: 'throttled', waitMs: 15 * minute };
  if (!(error instanceof Error) || error.name !== 'ZcaApiError') return failureOfNetwork(error);
  const code = (error as { code?: unknown }).code;
  if (code === 221) return { kind: 'throttled', waitMs: 60 * minute };
  if (code === 123) return { kind: 'blocked' };
  if (typeof code === 'number') return { kind: 'rejected', code: String(code) };
  const status = Number(/status code (\d{3})/.exec(error.message)?.[1] ?? 0);
  if (status === 429) return { kind: 'throttled', waitMs: 60 * minute };
  if (status === 401 || status === 403) return { kind: 'misconfigured', code: String(status) };
  if (status >= 400 && status < 500) return { kind: 'rejected', code: String(status) };
  return { kind: 'ambiguous' };
}
