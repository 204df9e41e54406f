import type { SendFailure } from '../../core/send-failure.ts';
import { failureOfNetwork, waitNamed } from '../network-failure.ts';

interface Foreign {
  statusCode?: unknown;
  code?: unknown;
  errorCode?: unknown;
  message?: unknown;
  response?: { headers?: { get?(name: string): string | undefined } };
}

/**
 * What an error of botbuilder's connector means (https://learn.microsoft.com/azure/bot-service/rest-api, "Status codes").
 * 403 is what Teams answers when she has blocked the bot or taken it away.
 */
export function toSendFailure(error: unknown): SendFailure {
  const { statusCode: status, errorCode, message, response } = (error ?? {}) as Foreign;
  if (typeof status !== 'number') {
    // Who asks Microsoft for a token and is refused has no status.
    if (typeof errorCode === 'string') return { kind: 'misconfigured', code: errorCode.slice(0, 40) };
    // The connector wraps the network's error and leaves its code in the text.
    const never = /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH/.test(String(message));
    return never ? { kind: 'unreachable' } : failureOfNetwork(error);
  }
  if (status === 429) return { kind: 'throttled', waitMs: waitNamed(response?.headers?.get?.('retry-after')) ?? 5_000 };
  if (status === 403) return { kind: 'blocked' };
  if (status === 401) return { kind: 'misconfigured', code: '401' };
  if (status >= 500) return { kind: 'ambiguous' };
  return { kind: 'rejected', code: String(status) };
}
