import type { Activity } from 'botbuilder';
import { z } from 'zod';
import type { Address, ChannelAbilities, ChannelFacts } from '../../core/channel.ts';
import type { Outgoing } from '../../core/outgoing.ts';
import { renderFor } from '../../core/rendering.ts';

/** Photos are sent by address, so they need our page to be public: `photos` is false while we poll. */
export const zaloBotAbilities: ChannelAbilities = {
  buttons: false,
  maxTextLength: 2_000,
  photos: true,
  files: false,
  deletesMessages: false,
  groups: true,
  proactive: 'always',
};

const someone = z.object({ id: z.string().min(1), is_bot: z.boolean().optional() });
const update = z.object({
  event_name: z.string(),
  message: z
    .object({
      message_id: z.string().min(1),
      from: someone,
      chat: z.object({ id: z.string().min(1), chat_type: z.string().default('PRIVATE') }),
      /** Milliseconds since 1970. */
      date: z.number().optional(),
      text: z.string().optional(),
      caption: z.string().optional(),
      photo: z.string().optional(),
      photo_url: z.string().optional(),
    })
    .optional(),
});

export type ZaloBotUpdate = z.infer<typeof update>;

/**
 * An update out of what the platform sent: bare, or inside `{ ok, result }` (both were seen). Null when it is none.
 */
export function readUpdate(body: unknown): ZaloBotUpdate | null {
  const inside = body !== null && typeof body === 'object' && 'result' in body ? body.result : body;
  const read = update.safeParse(inside);
  return read.success ? read.data : null;
}

/** What reading an update needs to know of this bot. */
export interface ZaloBotSelf {
  id: string;
  /** As it is mentioned in a group, without the @. */
  names: readonly string[];
  /** The bytes behind an address the platform named; null when there are more. */
  load(address: string, maxBytes: number): Promise<Uint8Array | null>;
}

/** Whose messages stay in order. */
export function laneOf({ message }: ZaloBotUpdate): string {
  return message?.from.id ?? '';
}

/**
 * The update as an activity; null for what is not said to the bot: other bots, the talk of a group, kinds of event
 * unknown to us, and `unsupported` without a message (sent on purpose for protected people, such as minors).
 */
export function toActivity(update: ZaloBotUpdate, self: ZaloBotSelf): Partial<Activity> | null {
  const { event_name: event, message } = update;
  if (!message || message.from.is_bot) return null;
  const carries = carriedBy(event);
  const said = message.text ?? message.caption ?? '';
  if (carries === null || (!said && !carries)) return null;
  const scope = message.chat.chat_type === 'GROUP' ? 'group' : 'private';
  const mention = mentionOf(self);
  // What a group says among itself is nobody's business: it goes no further than this line.
  if (scope === 'group' && !mention?.test(said)) return null;
  const photo = message.photo_url ?? message.photo;
  const facts: ChannelFacts = {
    scope,
    messageId: message.message_id,
    ...(scope === 'group' ? { addressed: true } : {}),
    ...(carries ? { carries } : {}),
    ...(carries === 'photo' && photo ? { loadPhoto: (maxBytes) => self.load(photo, maxBytes) } : {}),
  };
  return {
    type: 'message',
    id: `m${message.message_id}`,
    channelId: 'zalo-bot',
    ...(message.date ? { timestamp: new Date(message.date) } : {}),
    text: (scope === 'group' && mention ? said.replace(mention, '').trim() : said).normalize('NFC'),
    from: { id: message.from.id, name: '' },
    recipient: { id: self.id, name: '' },
    conversation: {
      id: message.chat.id,
      name: '',
      isGroup: scope === 'group',
      conversationType: scope === 'group' ? 'groupChat' : 'personal',
    },
    channelData: facts,
  };
}

/** What came with an event; undefined for plain text, null for a kind of event we do not know. */
function carriedBy(event: string): ChannelFacts['carries'] | null {
  switch (event) {
    case 'message.text.received':
    case 'message.link.received':
      return undefined;
    case 'message.image.received':
      return 'photo';
    case 'message.sticker.received':
      return 'sticker';
    case 'message.voice.received':
      return 'voice';
    case 'message.unsupported.received':
      return 'unsupported';
    default:
      return null;
  }
}

function mentionOf({ names }: ZaloBotSelf): RegExp | null {
  const known = names.filter(Boolean).map((name) => name.normalize('NFC').replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return known.length > 0 ? new RegExp(`@(?:${known.join('|')})(?![\\p{L}\\p{N}_])`, 'iu') : null;
}

export type ZaloBotCall =
  | { method: 'sendMessage'; payload: { chat_id: string; text: string } }
  | { method: 'sendPhoto'; payload: { chat_id: string; photo: string; caption?: string } };

/** The calls that send this message, in order. A photo goes by its address, if it has one; its text stands below it. */
export function fromOutgoing(message: Outgoing, to: Address, photoAddress: string | null): ZaloBotCall[] {
  const chat_id = to.conversation?.id ?? '';
  const texts = renderFor(zaloBotAbilities, message)
    .filter(({ text }) => text !== '' || !photoAddress)
    .map(({ text }): ZaloBotCall => ({ method: 'sendMessage', payload: { chat_id, text } }));
  return photoAddress ? [{ method: 'sendPhoto', payload: { chat_id, photo: photoAddress } }, ...texts] : texts;
}
