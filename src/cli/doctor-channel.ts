import { z } from 'zod';
import { dayOf, timeOfDay } from '../core/day.ts';

/** One part of what `to-am doctor` looks at. */
export interface Finding {
  part: string;
  state: 'well' | 'ill' | 'off';
  says: string;
}

/** A channel as `/health` tells of it (core/channel-health.ts). */
export const channelState = z.object({
  state: z.enum(['well', 'starting', 'ill', 'off']),
  because: z.string().nullable(),
  lastInbound: z.coerce.date().nullable(),
  lastOutbound: z.coerce.date().nullable(),
  lastFailure: z.string().nullable(),
  silentFor: z.object({ ms: z.number(), expected: z.number() }).nullable(),
  forgedCalls: z.number(),
});

/** How a messenger does, and what is unusual about it, in one line. A silence unlike it counts as an illness. */
export function describeChannel(name: string, report: z.infer<typeof channelState>): Finding {
  const { state, because, lastInbound, lastOutbound, lastFailure, silentFor, forgedCalls } = report;
  const parts = [
    because ?? state,
    `last message ${writeTime(lastInbound)}`,
    `last sent ${writeTime(lastOutbound)}`,
    ...(lastFailure ? [`the last send failed (${lastFailure})`] : []),
    ...(silentFor
      ? [`silent for ${Math.round(silentFor.ms / 60_000)} min, where ${silentFor.expected} messages usually come`]
      : []),
    ...(forgedCalls > 0 ? [`${forgedCalls} forged calls`] : []),
  ];
  const isIll = state === 'ill' || silentFor !== null;
  return { part: name, state: isIll ? 'ill' : state === 'off' ? 'off' : 'well', says: parts.join('; ') };
}

function writeTime(instant: Date | null): string {
  return instant ? `${dayOf(instant)} ${timeOfDay(instant)}` : 'none since the start';
}
