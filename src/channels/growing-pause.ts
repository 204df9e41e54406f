import type { Clock } from '../core/clock.ts';

const longestMs = 60_000;

/** How long to wait after so many failures: twice as long after each, a minute at most. */
export function growingPause(failures: number, firstMs = 500): number {
  return Math.min(firstMs * 2 ** failures, longestMs);
}

/** Tries again with growing pauses until `begin` works; false: the channel was closed first. */
export async function tryUntilItWorks(
  begin: () => Promise<boolean>,
  clock: Clock,
  closing: AbortSignal,
): Promise<boolean> {
  for (let failures = 0; !closing.aborted; failures += 1) {
    await clock.sleep(growingPause(failures, 2_000), closing);
    if (!closing.aborted && (await begin())) return true;
  }
  return false;
}
