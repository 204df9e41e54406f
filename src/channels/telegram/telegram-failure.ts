import { TelegramError } from 'telegraf';
import type { SendFailure } from '../../core/send-failure.ts';

/** The connection was never made, so nothing has gone out. */
const neverLeft = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

/** What an error of telegraf or of the network means. Source: https://core.telegram.org/bots/api#making-requests and recipes tried. */
export function toSendFailure(error: unknown): SendFailure {
  if (error instanceof TelegramError) return ofAnswer(error);
  const code = (error as { code?: unknown } | null)?.code;
  if (typeof code === 'string' && neverLeft.has(code)) return { kind: 'unreachable' };
  // A reset, a time-out or an unreadable answer: the request may well have been carried out.
  return { kind: 'ambiguous' };
}

function ofAnswer({ response }: TelegramError): SendFailure {
  const { error_code: status, parameters } = response;
  if (status === 429) return { kind: 'throttled', waitMs: (parameters?.retry_after ?? 5) * 1_000 };
  if (status === 403) return { kind: 'blocked' };
  // A wrong token is 401, a malformed one 404; 409 is a second program with the same token.
  if (status === 401 || status === 404 || status === 409) return { kind: 'misconfigured', code: String(status) };
  if (status >= 500) return { kind: 'ambiguous' };
  return { kind: 'rejected', code: String(status) };
}
