import type { Activity } from 'botbuilder';
import type { Channel, ChannelFacts } from '../core/channel.ts';
import { conversationIdOf } from '../core/conversation-id.ts';
import { dayOf } from '../core/day.ts';
import type { Said } from '../core/dialog.ts';
import type { Sealing } from '../core/sealing.ts';
import { nfc } from '../language/fold.ts';

/** Longest text that is read as something said; a report of a whole month fits. */
export const longestText = 4_000;
/** As much of a message is looked at for danger. */
const longestLookedAt = 100_000;

/** A message as the bot takes it: ids that name nobody, clean text, and where the answer goes. */
export interface Incoming {
  said: Said;
  /** The whole text, for the danger gate; `said.text` is cut. */
  wholeText: string;
  tooLong: boolean;
  /** The platform's own id of this message, to delete it at a quick exit. */
  messageId: string | null;
  /** To be called when its turn is committed and only replies are still to leave. */
  onKept?: (() => void) | undefined;
}

/** Null for what is no message to us: our own echo, typing, a conversation without an id. */
export function readIncoming(
  activity: Partial<Activity>,
  channel: Channel,
  sealing: Sealing,
  now: Date,
): Incoming | null {
  const conversation = activity.conversation?.id;
  const from = activity.from?.id;
  if (!conversation || !from || !activity.id || activity.type === 'typing' || activity.from?.role === 'bot')
    return null;
  const hash = (value: string) => sealing.hash('account', `${channel.name}/${value}`);
  const conversationId = conversationIdOf(sealing, channel.name, conversation);
  const wholeText = nfc(String(activity.text ?? '').slice(0, longestLookedAt)).trim();
  const facts: ChannelFacts = { scope: 'private', ...(activity.channelData as Partial<ChannelFacts> | undefined) };
  const address = {
    activityId: activity.id,
    channelId: activity.channelId ?? channel.name,
    serviceUrl: activity.serviceUrl ?? '',
    conversation: activity.conversation,
    user: activity.from,
    bot: activity.recipient,
  };
  let sealedAddress: string | null = null;
  return {
    wholeText,
    tooLong: wholeText.length > longestText,
    messageId: facts.messageId ?? null,
    said: {
      inboundId: `${channel.name}/${hash(`${conversation}/${activity.id}`)}`,
      conversationId,
      text: wholeText.slice(0, longestText),
      facts,
      channel: { name: channel.name, abilities: channel.abilities },
      now,
      today: dayOf(now),
      standing: null,
      account: {
        channel: channel.name,
        hash: hash(from),
        // Sealed when somebody asks for it: most turns never do.
        get sealedAddress() {
          sealedAddress ??= sealing.seal(JSON.stringify(address));
          return sealedAddress;
        },
      },
    },
  };
}
