import type { Address } from '../core/channel.ts';
import { describeForeign } from '../core/errors.ts';
import type { BotParts, HandoverEffect } from './parts.ts';

/**
 * Carries what is said in a handover from one side to the other. Relayed messages make no row; one that cannot be delivered
 * is told to the other side, once.
 */
export function newRelay({
  channels,
  sealing,
  handover,
  log,
}: Pick<BotParts, 'channels' | 'sealing' | 'handover' | 'log'>) {
  return async (effects: readonly HandoverEffect[]): Promise<void> => {
    for (const effect of effects) {
      if (await isDelivered(effect)) continue;
      for (const told of handover.undelivered(effect)) await isDelivered(told);
    }
  };

  async function isDelivered({ to, message }: HandoverEffect): Promise<boolean> {
    try {
      await channels.get(to.channel)?.deliver(message, JSON.parse(sealing.open(to.sealedAddress)) as Address);
      return true;
    } catch (error) {
      log.warn('handover-not-delivered', { channel: to.channel, ...describeForeign(error) });
      return false;
    }
  }
}
