import type { Activity } from 'botbuilder';
import type { Chat, Message, Update, User } from 'telegraf/types';
import type { Address, ChannelAbilities, ChannelFacts } from '../../core/channel.ts';
import type { Outgoing } from '../../core/outgoing.ts';
import { renderFor } from '../../core/rendering.ts';
import { saysOf, toKeyboard } from './telegram-buttons.ts';

export const telegramAbilities: ChannelAbilities = {
  buttons: true,
  maxTextLength: 4_096,
  photos: true,
  longestCaption: 1_024,
  files: true,
  deletesMessages: true,
  groups: true,
  proactive: 'always',
};

/** Asked for by name: without the list Telegram leaves some out, and channel posts are none of ours. */
export const updatesWeTake = ['message', 'edited_message', 'callback_query', 'my_chat_member'] as const;

/** What reading an update needs to know of this bot. */
export interface TelegramSelf {
  id: number;
  username: string;
  /** What a command of the menu says, by its name without the slash. */
  commands: ReadonlyMap<string, string>;
  /** The bytes of a file on Telegram; null when it is larger. */
  load(fileId: string, maxBytes: number): Promise<Uint8Array | null>;
}

type Content = Message.CommonMessage & {
  text?: string;
  caption?: string;
  photo?: Message.PhotoMessage['photo'];
  document?: Message.DocumentMessage['document'];
};

/** Who an update is from; one person's updates are handled in order. */
export function personOf(update: Update): string {
  const from = senderOf(update);
  return from ? String(from.id) : `update ${update.update_id}`;
}

function senderOf(update: Update): User | undefined {
  if ('message' in update) return update.message.from;
  if ('edited_message' in update) return update.edited_message.from;
  if ('callback_query' in update) return update.callback_query.from;
  if ('my_chat_member' in update) return update.my_chat_member.from;
  return undefined;
}

/** The update as an activity; null for what is not said to the bot: its own echo, other bots, the talk of a group, service notes. */
export function toActivity(update: Update, self: TelegramSelf): Partial<Activity> | null {
  if ('message' in update) return messageActivity(update.message as Content, self, false);
  if ('edited_message' in update) return messageActivity(update.edited_message as Content, self, true);
  if ('callback_query' in update) return pressActivity(update, self);
  if ('my_chat_member' in update) return goneActivity(update, self);
  return null;
}

function messageActivity(message: Content, self: TelegramSelf, edited: boolean): Partial<Activity> | null {
  const { from, chat } = message;
  if (!from || from.is_bot || chat.type === 'channel' || message.is_automatic_forward) return null;
  const said = message.text ?? message.caption ?? '';
  const carries = carriedBy(message);
  if (!said && !carries) return null;
  const scope = chat.type === 'private' ? 'private' : 'group';
  const addressed = scope === 'private' || isAddressed(message, said, self);
  // What a group says among itself is nobody's business: it goes no further than this line.
  if (!addressed) return null;
  const id = String(message.message_id);
  const facts: ChannelFacts = {
    scope,
    messageId: id,
    ...(scope === 'group' ? { addressed } : {}),
    ...(carries ? { carries } : {}),
    ...loaders(message, self),
    ...quoted(message, self),
    ...(message.forward_origin ? { forwarded: true } : {}),
    ...(edited ? { edited: true } : {}),
  };
  return activity({
    id: edited ? `e${id}.${message.edit_date ?? 0}` : `m${id}`,
    at: (edited ? message.edit_date : undefined) ?? message.date,
    text: commandWords(withoutMention(said, self), self),
    from,
    chat,
    self,
    facts,
  });
}

function pressActivity(
  { callback_query: query }: Update.CallbackQueryUpdate,
  self: TelegramSelf,
): Partial<Activity> | null {
  const message = query.message;
  if (!message || message.chat.type === 'channel') return null;
  return activity({
    id: `c${query.id}`,
    at: message.date,
    text: saysOf(query),
    from: query.from,
    chat: message.chat,
    self,
    facts: {
      scope: message.chat.type === 'private' ? 'private' : 'group',
      ...(message.chat.type === 'private' ? {} : { addressed: true }),
      pressedUnder: String(message.message_id),
    },
  });
}

/** Only that she is gone; that she is back shows when she writes. */
function goneActivity(update: Update.MyChatMemberUpdate, self: TelegramSelf): Partial<Activity> | null {
  const { chat, from, new_chat_member: now, date } = update.my_chat_member;
  if ((now.status !== 'kicked' && now.status !== 'left') || chat.type === 'channel') return null;
  return activity({
    id: `u${update.update_id}.${date}`,
    at: date,
    text: '',
    from,
    chat,
    self,
    facts: { scope: chat.type === 'private' ? 'private' : 'group', gone: true },
  });
}

interface Parts {
  id: string;
  /** Seconds since 1970. */
  at: number;
  text: string;
  from: User;
  chat: Chat;
  self: TelegramSelf;
  facts: ChannelFacts;
}

function activity({ id, at, text, from, chat, self, facts }: Parts): Partial<Activity> {
  return {
    type: facts.gone ? 'conversationUpdate' : 'message',
    id,
    channelId: 'telegram',
    ...(at > 0 ? { timestamp: new Date(at * 1_000) } : {}),
    text: text.normalize('NFC'),
    from: { id: String(from.id), name: '' },
    recipient: { id: String(self.id), name: '' },
    conversation: {
      id: String(chat.id),
      name: '',
      isGroup: facts.scope === 'group',
      conversationType: facts.scope === 'group' ? 'groupChat' : 'personal',
    },
    channelData: facts,
  };
}

function quoted({ reply_to_message }: Content, self: TelegramSelf): Pick<ChannelFacts, 'quotes'> {
  const isOurs = reply_to_message?.from?.id === self.id && 'text' in reply_to_message;
  return isOurs ? { quotes: reply_to_message.text.slice(0, 40) } : {};
}

function isAddressed(message: Content, said: string, self: TelegramSelf): boolean {
  const repliedTo = message.reply_to_message?.from?.id;
  return repliedTo === self.id || mention(self).test(said);
}

/** `@name` of ours, also glued to a command: `/menu@name`. Telegram's user names are ASCII, so the edge is one too. */
function mention({ username }: TelegramSelf): RegExp {
  return new RegExp(`@${username}(?![A-Za-z0-9_])`, 'gi');
}

function withoutMention(said: string, self: TelegramSelf): string {
  return said.replace(mention(self), '').trim();
}

function commandWords(said: string, self: TelegramSelf): string {
  const name = /^\/([a-z0-9_]{1,32})$/i.exec(said)?.[1];
  return (name && self.commands.get(name.toLowerCase())) ?? said;
}

function carriedBy(message: Content): ChannelFacts['carries'] {
  if (message.photo || message.document?.mime_type?.match(/^image\/(jpeg|png|webp)$/)) return 'photo';
  if ('voice' in message || 'audio' in message || 'video_note' in message) return 'voice';
  if ('sticker' in message || 'animation' in message) return 'sticker';
  if ('location' in message || 'venue' in message) return 'location';
  if (message.document) return 'file';
  if ('contact' in message) return 'contact';
  if (['video', 'poll', 'dice', 'story', 'game', 'giveaway'].some((kind) => kind in message)) return 'unsupported';
  return undefined;
}

function loaders(message: Content, self: TelegramSelf): Pick<ChannelFacts, 'loadPhoto' | 'loadFile'> {
  const { photo, document } = message;
  if (photo) {
    return {
      loadPhoto: async (maxBytes) => {
        // Telegram keeps a picture in several sizes; the largest that fits is the best evidence.
        const fitting = photo
          .filter((size) => (size.file_size ?? 0) <= maxBytes)
          .toSorted((a, b) => b.width - a.width)[0];
        return fitting ? self.load(fitting.file_id, maxBytes) : null;
      },
    };
  }
  if (!document) return {};
  const bytes = (maxBytes: number) => self.load(document.file_id, maxBytes);
  if (carriedBy(message) === 'photo') return { loadPhoto: bytes };
  return {
    loadFile: async (maxBytes) => {
      const loaded = await bytes(maxBytes);
      return loaded && { name: (document.file_name ?? '').normalize('NFC'), bytes: loaded };
    },
  };
}

export type TelegramCall =
  | { method: 'sendMessage'; payload: Record<string, unknown> & { text: string } }
  | { method: 'sendPhoto' | 'sendDocument'; payload: Record<string, unknown> };

/** The calls that send this message, in order; buttons stand under the last. In a group it answers her message. */
export function fromOutgoing(message: Outgoing, to: Address): TelegramCall[] {
  const answered = /^[me](\d+)/.exec(to.activityId ?? '')?.[1];
  const common = {
    chat_id: to.conversation?.id,
    ...(to.conversation?.isGroup && answered
      ? { reply_parameters: { message_id: Number(answered), allow_sending_without_reply: true } }
      : {}),
  };
  const parts = renderFor(telegramAbilities, message);
  const only =
    parts.length === 1 && (parts[0]?.text.length ?? 0) <= (telegramAbilities.longestCaption ?? 0)
      ? parts[0]
      : undefined;
  const attachment = attachmentOf(message);
  const keyboard = (buttons: (typeof parts)[number]['buttons']) =>
    buttons.length > 0 ? { reply_markup: toKeyboard(buttons) } : {};
  if (attachment && only) {
    const caption = only.text || (message.photo?.alt ?? '');
    return [
      { method: attachment.method, payload: { ...common, ...attachment.payload, caption, ...keyboard(only.buttons) } },
    ];
  }
  const texts = parts.map(
    ({ text, buttons }): TelegramCall => ({
      method: 'sendMessage',
      payload: { ...common, text, link_preview_options: { is_disabled: true }, ...keyboard(buttons) },
    }),
  );
  return attachment ? [{ method: attachment.method, payload: { ...common, ...attachment.payload } }, ...texts] : texts;
}

function attachmentOf({
  photo,
  file,
}: Outgoing): Extract<TelegramCall, { method: 'sendPhoto' | 'sendDocument' }> | null {
  if (photo)
    return { method: 'sendPhoto', payload: { photo: { source: Buffer.from(photo.png), filename: 'hinh.png' } } };
  if (file)
    return { method: 'sendDocument', payload: { document: { source: Buffer.from(file.bytes), filename: file.name } } };
  return null;
}
