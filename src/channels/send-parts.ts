import type { Clock } from '../core/clock.ts';
import { SendFailed, type SendFailure } from '../core/send-failure.ts';

/** Within one message of several parts so long a pause is waited out; longer ones would hold the conversation. */
const longestPauseWithinMs = 30_000;

export interface SendPartsOptions<Part> {
  /** Sends one part; resolves to the platform's id of it. */
  send(part: Part): Promise<string>;
  toFailure(error: unknown): SendFailure;
  onFailure?(failure: SendFailure): void;
  clock: Clock;
  closing: AbortSignal;
}

/**
 * Sends the parts of one message in order; resolves to their ids. Throws SendFailed: what fails after a part has left is
 * ambiguous, because the message must not start again.
 */
export async function sendParts<Part>(parts: readonly Part[], options: SendPartsOptions<Part>): Promise<string[]> {
  const { send, toFailure, onFailure, clock, closing } = options;
  const ids: string[] = [];
  for (const part of parts) {
    for (let sent = false; !sent; ) {
      try {
        ids.push(await send(part));
        sent = true;
      } catch (error) {
        const failure = error instanceof SendFailed ? error.failure : toFailure(error);
        if (ids.length > 0 && failure.kind === 'throttled' && failure.waitMs <= longestPauseWithinMs) {
          await clock.sleep(failure.waitMs, closing);
          if (!closing.aborted) continue;
        }
        onFailure?.(failure);
        throw new SendFailed(ids.length > 0 ? { kind: 'ambiguous' } : failure);
      }
    }
  }
  return ids;
}
