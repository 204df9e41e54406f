import { TelegramError } from 'telegraf';
import type { SendFailure } from '../../core/send-failure.ts';
import { failureOfNetwork } from '../network-failure.ts';

/** What an error of telegraf or of the network means. Source: https://core.telegram.org/bots/api#making-requests and recipes tried. */
export function toSendFailure(error: unknown): SendFailure {
  if (error instanceof TelegramError) return ofAnswer(error);
  return failureOfNetwork(error);
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
