import { type Activity, type Attachment, CardFactory } from 'botbuilder';
import type { ChannelAbilities, ChannelFacts, ReadNotice } from '../../core/channel.ts';
import type { Choice, Outgoing } from '../../core/outgoing.ts';
import { renderFor } from '../../core/rendering.ts';

export const botFrameworkAbilities: ChannelAbilities = {
  buttons: true,
  maxTextLength: 4_000,
  photos: true,
  files: false,
  deletesMessages: true,
  groups: true,
  proactive: 'always',
  tellsRead: true,
};

/** What reading an activity needs: loads what stands behind an address. */
export type LoadFrom = (address: string, maxBytes: number) => Promise<Uint8Array | null>;

/**
 * The platform's activity as one of ours; null for what is nothing said to the bot: typing, joining, reactions, and the
 * talk of a group that does not mention it.
 */
export function toActivity(activity: Partial<Activity>, load: LoadFrom): Partial<Activity> | null {
  const { id, from, recipient, conversation, serviceUrl, channelId } = activity;
  if (!id || !from?.id || !conversation?.id || from.role === 'bot' || from.id === recipient?.id) return null;
  const gone = activity.type === 'installationUpdate' && activity.action?.startsWith('remove');
  if (activity.type !== 'message' && !gone) return null;
  const isGroup = conversation.isGroup === true || /^(groupChat|channel)$/.test(conversation.conversationType ?? '');
  const mentions = mentionsOf(activity);
  if (isGroup && mentions.length === 0 && !gone) return null;
  const text = gone ? '' : saidIn(activity, mentions);
  const { carries, address } = carriedBy(activity.attachments ?? []);
  if (!text && !carries && !gone) return null;
  const facts: ChannelFacts = {
    scope: isGroup ? 'group' : 'private',
    messageId: id,
    ...(isGroup ? { addressed: true } : {}),
    ...(carries ? { carries } : {}),
    ...(carries === 'photo' && address ? { loadPhoto: (maxBytes) => load(address, maxBytes) } : {}),
    ...(pressedIn(activity) ? { pressedUnder: activity.replyToId ?? '?' } : {}),
    ...(gone ? { gone: true } : {}),
  };
  return {
    type: gone ? 'conversationUpdate' : 'message',
    id: `m${id}`,
    channelId: 'bot-framework',
    ...(activity.timestamp ? { timestamp: new Date(activity.timestamp) } : {}),
    text: text.normalize('NFC'),
    from: { id: from.id, name: '' },
    recipient: { id: recipient?.id ?? '', name: '' },
    // Teams finds a conversation again only with these.
    conversation: {
      ...{ id: conversation.id, name: '', isGroup, conversationType: isGroup ? 'groupChat' : 'personal' },
      ...(conversation.tenantId ? { tenantId: conversation.tenantId } : {}),
      properties: { platform: channelId ?? '' },
    },
    serviceUrl: serviceUrl ?? '',
    channelData: facts,
  };
}

/**
 * What Teams tells when somebody has read (only with the permission ChatMessageReadReceipt.Read.Chat in the app's manifest):
 * the number of the last message read. As botbuilder's ReadReceiptInfo, earlier messages have smaller numbers.
 */
export function readNoticeOf({ type, name, value, conversation }: Partial<Activity>): ReadNotice | null {
  if (type !== 'event' || name !== 'application/vnd.microsoft.readReceipt' || !conversation?.id) return null;
  const last = Number((value as { lastReadMessageId?: unknown } | null | undefined)?.lastReadMessageId);
  return last > 0 ? { chat: conversation.id, isRead: (messageId) => Number(messageId) <= last } : null;
}

/** What a button of ours said, in the platforms that hand its data over instead of a text. */
function pressedIn({ value }: Partial<Activity>): string | null {
  const says = (value as { says?: unknown } | null | undefined)?.says;
  return typeof says === 'string' ? says : null;
}

function saidIn(activity: Partial<Activity>, mentions: readonly string[]): string {
  const text = pressedIn(activity) ?? activity.text ?? '';
  return mentions.reduce((rest, mention) => rest.replaceAll(mention, ''), text).trim();
}

/** The texts by which the bot is mentioned: `<at>Tổ Ấm</at>`. */
function mentionsOf({ entities = [], recipient }: Partial<Activity>): string[] {
  return entities
    .filter(({ type, mentioned }) => type === 'mention' && mentioned?.id === recipient?.id)
    .map(({ text }) => String(text ?? ''))
    .filter((text) => text !== '');
}

function carriedBy(attachments: readonly Attachment[]): { carries?: ChannelFacts['carries']; address?: string } {
  // Teams repeats a formatted text as an attachment.
  const [first] = attachments.filter(({ contentType }) => contentType !== 'text/html');
  if (!first) return {};
  if (first.contentType.startsWith('image/')) {
    return { carries: 'photo', ...(first.contentUrl ? { address: first.contentUrl } : {}) };
  }
  if (first.contentType.startsWith('audio/')) return { carries: 'voice' };
  return { carries: first.contentType.includes('file.download') ? 'file' : 'unsupported' };
}

/** The activities that send this message, in order; buttons stand under the last, a picture under the first. */
export function fromOutgoing(message: Outgoing): Partial<Activity>[] {
  return renderFor(botFrameworkAbilities, message).map(({ text, buttons }, i) => {
    const attachments = [
      ...(i === 0 && message.photo ? [picture(message.photo)] : []),
      ...(buttons.length > 0 ? [choiceCard(buttons)] : []),
    ];
    return { type: 'message', text, textFormat: 'plain', ...(attachments.length > 0 ? { attachments } : {}) };
  });
}

function picture({ png, alt }: NonNullable<Outgoing['photo']>): Attachment {
  const contentUrl = `data:image/png;base64,${Buffer.from(png).toString('base64')}`;
  return { contentType: 'image/png', contentUrl, name: alt };
}

/** Buttons that say the same as if typed. Teams reads `msteams` and shows the label as said; others hand over `says`. */
function choiceCard(choices: readonly Choice[]): Attachment {
  return CardFactory.adaptiveCard({
    type: 'AdaptiveCard',
    version: '1.3',
    body: [],
    actions: choices.map(({ label, says }) => ({
      type: 'Action.Submit',
      title: label,
      data: { says, msteams: { type: 'messageBack', text: says, displayText: label } },
    })),
  });
}
