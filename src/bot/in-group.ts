import type { Address, Channel } from '../core/channel.ts';
import { conversationIdOf } from '../core/conversation-id.ts';
import { describeForeign } from '../core/errors.ts';
import { type Outgoing, plain } from '../core/outgoing.ts';
import type { Incoming } from './incoming.ts';
import type { BotParts } from './parts.ts';

/** A card that was sent to her own chat, to be known there by what she answers under it. */
export interface CardAlone {
  conversationId: string;
  card: Outgoing;
  messageIds: readonly string[];
}

/**
 * In a group nothing is read that is not addressed to the bot, and nothing is answered there but an invitation to write alone.
 * Who calls for help gets the card alone, if she may be written to; the group sees nothing of it, or the same invitation.
 */
export async function answerInGroup(
  { said, wholeText }: Incoming,
  channel: Channel,
  address: Address,
  { danger, observe, texts, sealing, log }: Pick<BotParts, 'danger' | 'observe' | 'texts' | 'sealing' | 'log'>,
): Promise<CardAlone | null> {
  if (!said.facts.addressed) return null;
  const found = danger.read(wholeText);
  if (found) {
    observe.danger();
    try {
      const alone = aloneWith(address);
      const { messageIds } = await channel.deliver(found.card, alone);
      const conversationId = conversationIdOf(sealing, channel.name, alone.conversation?.id ?? '');
      return { conversationId, card: found.card, messageIds };
    } catch (error) {
      // Most messengers let a bot write to somebody only after she has written to it.
      log.info('card-not-sent-alone', { channel: channel.name, ...describeForeign(error) });
    }
  }
  const link = channel.linkToPrivate?.() ?? null;
  const message = link ? texts.say('bot.in_group_link', { link }) : texts.say('bot.in_group');
  await channel.deliver(plain(message), address);
  return null;
}

/** Her own chat with the bot: where messengers have groups, it has the id of the person. */
function aloneWith({ activityId: _, ...address }: Address): Address {
  return {
    ...address,
    conversation: { id: address.user?.id ?? '', name: '', isGroup: false, conversationType: 'personal' },
  };
}
