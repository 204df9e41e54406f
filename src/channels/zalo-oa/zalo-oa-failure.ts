import type { SendFailure } from '../../core/send-failure.ts';
import { failureOfNetwork } from '../network-failure.ts';
import { ZaloOaRefused } from './zalo-oa-client.ts';

const minute = 60_000;

/**
 * Zalo's numbers (https://docs.zaloplatforms.com/docs/OA, table of error codes, and reports of -230, -224, -216), by what
 * they mean for us. A number that is not here means that this message was refused.
 */
const meanings: ReadonlyMap<number, SendFailure> = new Map<number, SendFailure>([
  // She does not follow, has blocked us, or her account is closed.
  ...[-213, -217, -227, -244].map((code) => [code, { kind: 'blocked' }] as const),
  // She has not written for seven days: nothing may be sent until she does.
  ...[-230, -232].map((code) => [code, { kind: 'rejected', code: `out-of-window ${code}` }] as const),
  // So many messages to her without an answer of hers.
  [-218, { kind: 'rejected', code: 'out-of-window: quota of the person -218' }],
  // The account's own quota, and the calls of a minute.
  [-211, { kind: 'throttled', waitMs: 60 * minute }],
  [-32, { kind: 'throttled', waitMs: minute }],
  // Night hours of the platform.
  [-234, { kind: 'throttled', waitMs: 30 * minute }],
  // The token, the account, its package, or the app.
  ...[-124, -204, -205, -209, -212, -216, -221, -224, -240, -320, -321, -14020].map(
    (code) => [code, { kind: 'misconfigured', code: String(code) }] as const,
  ),
  // "Processing failed", "sending failed": Zalo says that nothing was sent.
  ...[-100, -200].map((code) => [code, { kind: 'unreachable' }] as const),
]);

/** What an error of Zalo or of the network means for a message. */
export function toSendFailure(error: unknown): SendFailure {
  if (!(error instanceof ZaloOaRefused)) return failureOfNetwork(error);
  const { code, waitMs } = error;
  const meaning = meanings.get(code);
  if (meaning) return meaning.kind === 'throttled' && waitMs !== null ? { kind: 'throttled', waitMs } : meaning;
  if (code === 429) return { kind: 'throttled', waitMs: waitMs ?? minute };
  if (code === 401 || code === 403 || code === 404) return { kind: 'misconfigured', code: String(code) };
  if (code >= 500) return { kind: 'ambiguous' };
  return { kind: 'rejected', code: String(code) };
}
