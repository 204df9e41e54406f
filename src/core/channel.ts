import type { Activity, ConversationReference } from 'botbuilder';
import type { Outgoing } from './outgoing.ts';
import type { WebRoute } from './web.ts';

/** What a messenger can do. README shows these as a table and a test keeps both equal. */
export interface ChannelAbilities {
  /** Buttons under a message; without them choices are a numbered menu. */
  buttons: boolean;
  /** Longest text of one message, in UTF-16 units. */
  maxTextLength: number;
  photos: boolean;
  /** A picture or file takes a text of at most this length along; without it the text is a message of its own. */
  longestCaption?: number;
  files: boolean;
  /** Our own recent messages, and hers, can be deleted. */
  deletesMessages: boolean;
  groups: boolean;
  /** The bot may write first. */
  proactive: 'always' | 'window' | 'open-page';
  /** The platform tells when a message of ours was read. */
  tellsRead?: true;
}

/**
 * What became of a message that a channel handed over. Only after this the platform is told that it arrived:
 * a recorded turn is committed by then, an unrecorded one has left its reply.
 */
export type Received =
  | { outcome: 'done' }
  | { outcome: 'seen-before' }
  | { outcome: 'refused'; because: 'busy' | 'closing' };

/**
 * Hands one activity to the bot. Rejects when the turn failed and must come again: then nothing is confirmed
 * (polling asks again, a webhook answers 503). `onKept` is called when a recorded turn is committed and only its replies are
 * still to leave: from then on the message need not come again.
 */
export type Receive = (activity: Partial<Activity>, onKept?: () => void) => Promise<Received>;

/** Where a message goes: enough to find the chat again later. Serialisable; sealed at rest. */
export type Address = Partial<ConversationReference>;

export interface Delivered {
  /** The platform's ids of the messages sent, in order. */
  messageIds: string[];
}

/** A platform tells that messages of ours in a chat were read. */
export interface ReadNotice {
  /** As in the address that the messages went to. */
  chat: string;
  /** Whether this message of the chat is among them. */
  isRead(messageId: string): boolean;
}

export type ChannelHealth =
  | { state: 'well' }
  | { state: 'starting' }
  | { state: 'ill'; because: string }
  | { state: 'off'; because: string };

/**
 * One messenger. It translates both ways (`*-activity.ts`), turns its SDK's errors into a SendFailure
 * (`*-failure.ts`), and knows nothing of people, texts or check-ins.
 */
export interface Channel {
  readonly name: string;
  readonly abilities: ChannelAbilities;
  /** Webhooks and pages it wants served by the one web server; known before `open`. */
  readonly routes?: readonly WebRoute[];
  /** Starts to listen. Resolves when listening has begun or will be retried; one ill channel never holds up the start. */
  open(receive: Receive): Promise<void>;
  /** Stops listening. Resolves when no further message can arrive; messages already taken are finished first. */
  close(): Promise<void>;
  /** Sends one message. Throws SendFailed. */
  deliver(message: Outgoing, to: Address): Promise<Delivered>;
  /** Deletes messages of the last 48 hours where the platform allows; resolves to how many are gone. */
  erase?(messageIds: readonly string[], in_: Address): Promise<number>;
  /** Who is to be told of messages that were read; only where the platform tells it. */
  onRead?(tell: (notice: ReadNotice) => void): void;
  /** A link that opens a private chat with the bot, where the messenger has such links. */
  linkToPrivate?(): string | null;
  /** A link that opens the bot in this messenger and says `/start WORD`; null while it is not known. */
  startLink?(word: string): string | null;
  health(): ChannelHealth;
  /** How many calls of its webhook since the start were not made by the platform. */
  forgedCalls?(): number;
}

/** Facts about an activity that channels agree on, in `Activity.channelData`. */
export interface ChannelFacts {
  /** Private chat or a group. */
  scope: 'private' | 'group';
  /** In a group: the message mentions or answers the bot. */
  addressed?: boolean;
  /** The platform's id of her message, as `erase` takes it. Never stored. */
  messageId?: string;
  /** What came beside or instead of text. */
  carries?: 'photo' | 'voice' | 'sticker' | 'location' | 'file' | 'contact' | 'unsupported';
  /** Loads the photo's bytes (JPEG, PNG or WebP), at most `maxBytes`; null when it is larger. */
  loadPhoto?: (maxBytes: number) => Promise<Uint8Array | null>;
  /** Loads a file she sent. */
  loadFile?: (maxBytes: number) => Promise<{ name: string; bytes: Uint8Array } | null>;
  /** How the message of ours begins that she answers by quoting it, at most 40 characters; absent where the platform does not tell. */
  quotes?: string;
  forwarded?: boolean;
  edited?: boolean;
  /**
   * A button of ours was pressed: the id of the message it stood under. The activity's text is what the button says;
   * empty when the menu is so old that this is no longer known.
   */
  pressedUnder?: string;
  /** The person blocked the bot or left (no text). */
  gone?: boolean;
}
