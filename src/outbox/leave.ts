import type { ChannelAbilities } from '../core/channel.ts';
import { type Clock, seconds } from '../core/clock.ts';
import type { Outgoing } from '../core/outgoing.ts';
import { renderFor } from '../core/rendering.ts';
import type { Lane } from './lanes.ts';
import type { Departed } from './pacer.ts';

/** How soon it is looked again whether an answer has come that makes room. */
const lookAgainMs = 5;
/** When a message that found no room tries anew. */
const againMs = seconds(1);

/** How many calls the channel makes of a message: its parts, and a picture or file that does not carry the text with it. */
export function callsOf(message: Outgoing, abilities: ChannelAbilities): number {
  const parts = renderFor(abilities, message);
  if (!message.photo && !message.file) return parts.length;
  const carried = parts.length === 1 && (parts[0]?.text.length ?? 0) <= (abilities.longestCaption ?? 0);
  return carried ? 1 : parts.length + 1;
}

/**
 * Resolves when the rate has room and the message has taken it: to be sent at once. Between the look and the taking nothing else
 * runs, so that two ways out never take the same room; replies come before bulk. `until`: it does not leave before then, because
 * the platform has asked us to wait meanwhile, or because there was no room within `atMostMs`.
 */
export async function leave(
  lane: Pick<Lane, 'pacer' | 'heldUntil'>,
  clock: Clock,
  { calls, reply, atMostMs }: { calls: number; reply: boolean; atMostMs: number },
): Promise<Departed | { until: Date }> {
  const { pacer } = lane;
  const giveUpAt = clock.now().getTime() + atMostMs;
  if (reply) pacer.repliesWaiting++;
  try {
    for (;;) {
      const now = clock.now().getTime();
      if (lane.heldUntil && lane.heldUntil.getTime() > now) return { until: lane.heldUntil };
      const at = pacer.mayLeaveAt(now, { calls, reply });
      if (at !== null && at <= now) return pacer.left(now, calls);
      if (now >= giveUpAt) return { until: new Date(now + againMs) };
      await clock.sleep(Math.min(at === null ? lookAgainMs : at - now, giveUpAt - now));
    }
  } finally {
    if (reply) pacer.repliesWaiting--;
  }
}
