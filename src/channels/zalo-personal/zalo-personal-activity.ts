import type { Activity } from 'botbuilder';
import type { GroupMessage, UserMessage } from 'zca-js';
import type { ChannelAbilities, ChannelFacts } from '../../core/channel.ts';

/** Pictures and files would need the upload paths of a private API; the account is no place to try them. */
export const zaloPersonalAbilities: ChannelAbilities = {
  buttons: false,
  maxTextLength: 2_000,
  photos: false,
  files: false,
  deletesMessages: false,
  groups: true,
  proactive: 'always',
  tellsRead: true,
};

export type PersonalMessage = UserMessage | GroupMessage;

/** Which of the two places of zca-js a message is from. */
export function isOfGroup(message: PersonalMessage): message is GroupMessage {
  return Number(message.type) === 1;
}

/**
 * The message as an activity; null for what is not said to the bot: what this account wrote itself (also from the phone),
 * and the talk of a group that neither mentions nor answers it.
 */
export function toActivity(
  message: PersonalMessage,
  ownId: string,
  load: (address: string, maxBytes: number) => Promise<Uint8Array | null>,
): Partial<Activity> | null {
  const { data, threadId } = message;
  if (message.isSelf || data.uidFrom === ownId) return null;
  const scope = isOfGroup(message) ? 'group' : 'private';
  if (isOfGroup(message) && !isAddressed(message, ownId)) return null;
  const { text, carries, address } = contentOf(message, ownId);
  if (!text && !carries) return null;
  const facts: ChannelFacts = {
    scope,
    messageId: data.msgId,
    ...(scope === 'group' ? { addressed: true } : {}),
    ...(carries ? { carries } : {}),
    ...(data.quote?.ownerId === ownId ? { quotes: data.quote.msg.slice(0, 40) } : {}),
    ...(carries === 'photo' && address ? { loadPhoto: (maxBytes) => load(address, maxBytes) } : {}),
    ...(carries === 'file' && address ? { loadFile: (maxBytes) => fileFrom(address, maxBytes, load) } : {}),
  };
  return {
    type: 'message',
    id: `${scope === 'group' ? 'g' : 'm'}${data.msgId}`,
    channelId: 'zalo-personal',
    ...(Number(data.ts) > 0 ? { timestamp: new Date(Number(data.ts)) } : {}),
    text: text.normalize('NFC'),
    from: { id: data.uidFrom, name: '' },
    recipient: { id: ownId, name: '' },
    conversation: {
      id: threadId,
      name: '',
      isGroup: scope === 'group',
      conversationType: scope === 'group' ? 'groupChat' : 'personal',
    },
    channelData: facts,
  };
}

async function fileFrom(
  address: string,
  maxBytes: number,
  load: (address: string, maxBytes: number) => Promise<Uint8Array | null>,
): Promise<{ name: string; bytes: Uint8Array } | null> {
  const bytes = await load(address, maxBytes);
  return bytes && { name: '', bytes };
}

function isAddressed({ data }: GroupMessage, ownId: string): boolean {
  return (data.mentions ?? []).some(({ uid }) => uid === ownId) || data.quote?.ownerId === ownId;
}

interface Content {
  text: string;
  carries?: ChannelFacts['carries'];
  address?: string;
}

const kinds: Readonly<Record<string, ChannelFacts['carries']>> = {
  'chat.photo': 'photo',
  'chat.voice': 'voice',
  'chat.sticker': 'sticker',
  'chat.gif': 'sticker',
  'chat.doodle': 'sticker',
  'chat.location.new': 'location',
  'share.file': 'file',
};

function contentOf(message: PersonalMessage, ownId: string): Content {
  const { content, msgType } = message.data;
  if (typeof content === 'string') return { text: withoutMention(message, content, ownId) };
  const { title, description, href } = content as { title?: unknown; description?: unknown; href?: unknown };
  const carries = Object.hasOwn(kinds, msgType) ? kinds[msgType] : undefined;
  if (carries === 'photo') {
    return { text: stringOf(title), carries, ...(typeof href === 'string' ? { address: href } : {}) };
  }
  if (carries)
    return { text: '', carries, ...(carries === 'file' && typeof href === 'string' ? { address: href } : {}) };
  // A link comes with its title; what she wrote beside it stands there.
  if (msgType === 'chat.link') return { text: stringOf(title) || stringOf(description) };
  return { text: '', carries: 'unsupported' };
}

function withoutMention(message: PersonalMessage, text: string, ownId: string): string {
  if (!isOfGroup(message)) return text;
  const ours = (message.data.mentions ?? []).filter(({ uid }) => uid === ownId).toSorted((a, b) => b.pos - a.pos);
  return ours.reduce((rest, { pos, len }) => rest.slice(0, pos) + rest.slice(pos + len), text).trim();
}

function stringOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
