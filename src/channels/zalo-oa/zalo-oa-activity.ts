import type { Activity } from 'botbuilder';
import { z } from 'zod';
import type { Address, ChannelAbilities, ChannelFacts, ReadNotice } from '../../core/channel.ts';
import type { Outgoing } from '../../core/outgoing.ts';
import { renderFor } from '../../core/rendering.ts';

export const zaloOaAbilities: ChannelAbilities = {
  buttons: false,
  maxTextLength: 2_000,
  photos: true,
  files: false,
  deletesMessages: false,
  groups: false,
  proactive: 'window',
  tellsRead: true,
};

const attachment = z.object({
  type: z.string().optional(),
  payload: z.object({ url: z.string().optional() }).optional(),
});
const event = z.object({
  event_name: z.string(),
  app_id: z.string().optional(),
  sender: z.object({ id: z.string().min(1) }).optional(),
  recipient: z.object({ id: z.string() }).optional(),
  follower: z.object({ id: z.string().min(1) }).optional(),
  oa_id: z.string().optional(),
  /** Milliseconds since 1970, as digits. */
  timestamp: z.string().regex(/^\d{1,16}$/),
  message: z
    .object({ msg_id: z.string().min(1), text: z.string().optional(), attachments: z.array(attachment).optional() })
    .optional(),
});

export type ZaloOaEvent = z.infer<typeof event>;

/** An event out of the body of a call; null when it is none. */
export function readEvent(body: unknown): ZaloOaEvent | null {
  const read = event.safeParse(body);
  return read.success ? read.data : null;
}

const seenEvent = z.object({
  event_name: z.literal('user_seen_message'),
  /** She who has read: the message's recipient, as in events about what the account has sent. */
  recipient: z.object({ id: z.string().min(1) }),
  message: z.object({ msg_ids: z.array(z.string()).min(1) }),
});

/**
 * What an event `user_seen_message` tells, in the form that public integrations read it (`message.msg_ids`); null for any
 * other. Not tried with a real account.
 */
export function readNoticeOf(body: unknown): ReadNotice | null {
  const read = seenEvent.safeParse(body);
  if (!read.success) return null;
  const { recipient, message } = read.data;
  return { chat: recipient.id, isRead: (messageId) => message.msg_ids.includes(messageId) };
}

const carried: Readonly<Record<string, ChannelFacts['carries'] | 'text'>> = {
  user_send_text: 'text',
  user_send_link: 'text',
  user_send_image: 'photo',
  user_send_gif: 'sticker',
  user_send_sticker: 'sticker',
  user_send_audio: 'voice',
  user_send_video: 'unsupported',
  user_send_location: 'location',
  user_send_business_card: 'contact',
  user_send_file: 'file',
};

/** The event as an activity; null for kinds that are no message to us: our own messages, read marks, follows. */
export function toActivity(
  { event_name: name, sender, follower, recipient, oa_id, timestamp, message }: ZaloOaEvent,
  load: (address: string, maxBytes: number) => Promise<Uint8Array | null>,
): Partial<Activity> | null {
  if (name === 'unfollow' && follower) {
    return activity(`u${timestamp}`, follower.id, oa_id ?? '', timestamp, '', { scope: 'private', gone: true });
  }
  const carries = Object.hasOwn(carried, name) ? carried[name] : undefined;
  if (!carries || !sender || !message) return null;
  const said = message.text ?? '';
  if (carries === 'text' && !said) return null;
  const url = message.attachments?.[0]?.payload?.url;
  const facts: ChannelFacts = {
    scope: 'private',
    messageId: message.msg_id,
    ...(carries === 'text' ? {} : { carries }),
    ...(carries === 'photo' && url ? { loadPhoto: (maxBytes) => load(url, maxBytes) } : {}),
    ...(carries === 'file' && url ? { loadFile: (maxBytes) => fileFrom(url, maxBytes, load) } : {}),
  };
  return activity(`m${message.msg_id}.${timestamp}`, sender.id, recipient?.id ?? '', timestamp, said, facts);
}

async function fileFrom(
  address: string,
  maxBytes: number,
  load: (address: string, maxBytes: number) => Promise<Uint8Array | null>,
): Promise<{ name: string; bytes: Uint8Array } | null> {
  const bytes = await load(address, maxBytes);
  return bytes && { name: '', bytes };
}

function activity(
  id: string,
  person: string,
  account: string,
  timestamp: string,
  text: string,
  facts: ChannelFacts,
): Partial<Activity> {
  return {
    type: facts.gone ? 'conversationUpdate' : 'message',
    id,
    channelId: 'zalo-oa',
    timestamp: new Date(Number(timestamp)),
    text: text.normalize('NFC'),
    from: { id: person, name: '' },
    recipient: { id: account, name: '' },
    conversation: { id: person, name: '', isGroup: false, conversationType: 'personal' },
    channelData: facts,
  };
}

/** As long after her message an answer that names it is an answer; later it is a message of our own accord. */
const answerMs = 48 * 3_600_000;

/**
 * The bodies of the calls that send this message, in order. They name the message they answer, else Zalo counts (and
 * bills) them as written of our own accord.
 */
export function fromOutgoing(message: Outgoing, to: Address, now: Date, attachmentId: string | null): object[] {
  const answered = messageAnswered(to, now);
  const recipient = { user_id: to.conversation?.id ?? '', ...(answered ? { message_id: answered } : {}) };
  return renderFor(zaloOaAbilities, message).map(({ text }, i) => ({
    recipient,
    message: i === 0 && attachmentId ? { text, attachment: picture(attachmentId) } : { text },
  }));
}

/** The message of hers that is answered; null where something is said of our own accord. */
export function messageAnswered(to: Address, now: Date): string | null {
  const [, answered, at] = /^m(.+)\.(\d+)$/.exec(to.activityId ?? '') ?? [];
  return answered && now.getTime() - Number(at) < answerMs ? answered : null;
}

function picture(attachmentId: string): object {
  return {
    type: 'template',
    payload: { template_type: 'media', elements: [{ media_type: 'image', attachment_id: attachmentId }] },
  };
}
