import { type Fault, Faults } from './faults.ts';

export interface SentMessage {
  chatId: string;
  messageId: number;
  text: string;
  buttons: { text: string; data: string }[];
  photo?: { bytes: number };
  document?: { name: string; bytes: number };
  replyTo?: number;
  /** Milliseconds since 1970 at which it reached us. */
  at: number;
  /** The bot never got our answer to this one. */
  hungUp: boolean;
  deleted: boolean;
}

export interface PlatformSettings {
  /** How often an update is shown again after it was confirmed (0 to 2): worse than the platform, which stops then. */
  redeliveries: number;
  /** Hands people's updates out in another order than they wrote; each person's own order stays. */
  shuffle: boolean;
  /** Seconds until a message can no longer be deleted; 48 hours on the platform. */
  deletableSeconds: number;
}

type Json = Record<string, unknown>;
export type Update = Json & { update_id: number };

/** An answer of the Bot API. */
export type Answer =
  | { ok: true; result: unknown }
  | { ok: false; error_code: number; description: string; parameters?: Json };

export const refuse = (error_code: number, description: string, parameters?: Json): Answer => ({
  ok: false,
  error_code,
  description,
  ...(parameters ? { parameters } : {}),
});
export const grant = (result: unknown): Answer => ({ ok: true, result });

/** What Telegram knows: people, updates not confirmed, and the truth of what was sent. Knows no HTTP. */
export class Platform {
  readonly self = { id: 4_242, is_bot: true, first_name: 'Tổ Ấm', username: 'to_am_test_bot' };
  readonly faults = new Faults();
  readonly sent: SentMessage[] = [];
  readonly answeredPresses: string[] = [];
  readonly files = new Map<string, Uint8Array>();
  settings: PlatformSettings = { redeliveries: 0, shuffle: false, deletableSeconds: 48 * 3_600 };
  commands: unknown = [];
  webhook: { url: string; secret: string; lastError?: string } | null = null;
  allowed: string[] | null = null;
  /** Highest offset the bot has asked for: below it everything counts as confirmed. */
  confirmedBelow = 0;
  #nextUpdate = 100;
  #nextMessage = 1;
  #nextPress = 7_000_000_000;
  #blocked = new Set<string>();
  #chats = new Map<string, string>();
  /** Written, but not yet numbered: numbers are given when they are first handed out, so that shuffling breaks no offset. */
  #waiting: { chat: string; update: Json }[] = [];
  #numbered: Update[] = [];
  #lastConfirmed: Update | null = null;
  #again: { update: Update; left: number }[] = [];
  #messages = new Map<string, { at: number; message: Json }>();
  #listeners = new Set<() => void>();

  /** Something new can be fetched. */
  onNews(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** A person writes: `fields` are those of a Message (`text`, `photo`, `forward_origin`…). Resolves to its id. */
  write(person: string, fields: Json, chat: { id: string; type: string } = { id: person, type: 'private' }): number {
    this.#blocked.delete(person);
    this.#chats.set(chat.id, chat.type);
    const messageId = this.#nextMessage++;
    const message = {
      message_id: messageId,
      date: this.#seconds(),
      from: { id: Number(person), is_bot: false, first_name: 'Người dùng' },
      chat: { id: Number(chat.id), type: chat.type },
      ...fields,
    };
    this.#messages.set(`${chat.id}/${messageId}`, { at: this.#seconds(), message });
    this.#enqueue(chat.id, { message });
    return messageId;
  }

  /** She changes a message of hers. */
  edit(person: string, messageId: number, text: string): void {
    const kept = this.#messages.get(`${person}/${messageId}`);
    if (!kept) throw new RangeError('there is no such message');
    this.#enqueue(person, { edited_message: { ...kept.message, text, edit_date: this.#seconds() } });
  }

  /** She presses a button of the newest message that shows it, or of the message named. */
  press(person: string, label: string, options: { messageId?: number; inaccessible?: boolean } = {}): string {
    const under = this.sent.findLast(
      (m) =>
        m.chatId === person &&
        (options.messageId ?? m.messageId) === m.messageId &&
        m.buttons.some((b) => b.text === label),
    );
    const button = under?.buttons.find((b) => b.text === label);
    if (!under || !button) throw new RangeError(`${person} sees no button ${label}`);
    const chat = { id: Number(person), type: 'private' };
    const id = String(this.#nextPress++);
    const message = options.inaccessible
      ? { message_id: under.messageId, date: 0, chat }
      : {
          message_id: under.messageId,
          date: this.#seconds(),
          chat,
          from: this.self,
          text: under.text,
          reply_markup: { inline_keyboard: under.buttons.map((b) => [{ text: b.text, callback_data: b.data }]) },
        };
    this.#enqueue(person, {
      callback_query: {
        id,
        from: { id: Number(person), is_bot: false, first_name: 'Người dùng' },
        message,
        chat_instance: '1',
        data: button.data,
      },
    });
    return id;
  }

  /** She blocks the bot. */
  block(person: string): void {
    this.#blocked.add(person);
    const user = this.self;
    this.#enqueue(person, {
      my_chat_member: {
        chat: { id: Number(person), type: 'private' },
        from: { id: Number(person), is_bot: false, first_name: 'Người dùng' },
        date: this.#seconds(),
        old_chat_member: { status: 'member', user },
        new_chat_member: { status: 'kicked', user, until_date: 0 },
      },
    });
  }

  /** Any other update, as it stands in the Bot API. */
  enqueueRaw(chat: string, update: Json): void {
    this.#enqueue(chat, update);
  }

  #enqueue(chat: string, update: Json): void {
    const kind = Object.keys(update)[0] ?? '';
    if (this.allowed && !this.allowed.includes(kind)) return;
    this.#waiting.push({ chat, update });
    for (const listener of this.#listeners) listener();
  }

  /** Updates from `offset` on. All below it are confirmed by this, and gone but for the redeliveries asked for. */
  updatesFrom(offset: number, limit: number): Update[] {
    this.confirm(offset);
    this.#number(limit);
    const again = this.#takeAgain();
    return [...again, ...this.#numbered.slice(0, limit)];
  }

  confirm(offset: number): void {
    this.confirmedBelow = Math.max(this.confirmedBelow, offset);
    const confirmed = this.#numbered.filter(({ update_id: id }) => id < offset);
    this.#numbered = this.#numbered.filter(({ update_id: id }) => id >= offset);
    this.#lastConfirmed = confirmed.at(-1) ?? this.#lastConfirmed;
    if (this.settings.redeliveries === 0) return;
    this.#again.push(...confirmed.map((update) => ({ update, left: this.settings.redeliveries })));
  }

  /** Shows the newest confirmed update once more. */
  showAgain(): void {
    if (!this.#lastConfirmed) throw new RangeError('nothing was confirmed yet');
    this.#again.push({ update: this.#lastConfirmed, left: 1 });
    for (const listener of this.#listeners) listener();
  }

  /** Not yet confirmed, numbered or not. */
  unconfirmed(): number {
    return this.#numbered.length + this.#waiting.length + this.#again.length;
  }

  /** The next update for a webhook that has none of this chat on its way. */
  nextForWebhook(busyChats: ReadonlySet<string>): { chat: string; update: Update } | null {
    const at = this.#waiting.findIndex(({ chat }) => !busyChats.has(chat));
    const [taken] = at === -1 ? [] : this.#waiting.splice(at, 1);
    return taken ? { chat: taken.chat, update: { update_id: this.#nextUpdate++, ...taken.update } } : null;
  }

  #number(limit: number): void {
    while (this.#waiting.length > 0 && this.#numbered.length < limit) {
      const firsts = this.settings.shuffle ? this.#firstOfEachChat() : [0];
      const at = firsts[this.faults.below(firsts.length)] ?? 0;
      const [taken] = this.#waiting.splice(at, 1);
      if (taken) this.#numbered.push({ update_id: this.#nextUpdate++, ...taken.update });
    }
  }

  #firstOfEachChat(): number[] {
    const seen = new Set<string>();
    return this.#waiting.flatMap(({ chat }, i) => {
      if (seen.has(chat)) return [];
      seen.add(chat);
      return [i];
    });
  }

  #takeAgain(): Update[] {
    const byChance = this.#again.filter(() => this.faults.below(2) === 0).slice(0, 10);
    // With nothing else to show, at least one: else the asker waits while something is left.
    const shown = byChance.length > 0 || this.#numbered.length > 0 ? byChance : this.#again.slice(0, 1);
    for (const one of shown) one.left -= 1;
    this.#again = this.#again.filter(({ left }) => left > 0);
    return shown.map(({ update }) => update);
  }

  /** Whether the chat may be written to; the refusal if not. */
  mayWriteTo(chatId: string): Answer | null {
    if (this.#blocked.has(chatId)) return refuse(403, 'Forbidden: bot was blocked by the user');
    if (!this.#chats.has(chatId)) return refuse(400, 'Bad Request: chat not found');
    return null;
  }

  keepSent(message: Omit<SentMessage, 'messageId' | 'at' | 'hungUp' | 'deleted'>, fault: Fault | null): SentMessage {
    const sent = {
      ...message,
      messageId: this.#nextMessage++,
      at: Date.now(),
      hungUp: fault?.kind === 'hang-up-after',
      deleted: false,
    };
    this.sent.push(sent);
    this.#messages.set(`${message.chatId}/${sent.messageId}`, { at: this.#seconds(), message: {} });
    return sent;
  }

  /** As Telegram: one that is too old refuses, one that does not exist is passed over. */
  deleteMessages(chatId: string, ids: readonly number[]): Answer {
    const kept = ids.map((id) => this.#messages.get(`${chatId}/${id}`));
    const tooOld = kept.some((one) => one && this.#seconds() - one.at > this.settings.deletableSeconds);
    if (tooOld) return refuse(400, "Bad Request: message can't be deleted");
    if (ids.length === 1 && !kept[0]) return refuse(400, 'Bad Request: message to delete not found');
    for (const id of ids) {
      this.#messages.delete(`${chatId}/${id}`);
      const sent = this.sent.find((m) => m.chatId === chatId && m.messageId === id);
      if (sent) sent.deleted = true;
    }
    return grant(true);
  }

  /** Whether a message, hers or ours, is still in the chat. */
  stillThere(chatId: string, messageId: number): boolean {
    return this.#messages.has(`${chatId}/${messageId}`);
  }

  /** Makes a message look `seconds` old. */
  age(chatId: string, messageId: number, seconds: number): void {
    const kept = this.#messages.get(`${chatId}/${messageId}`);
    if (kept) kept.at -= seconds;
  }

  #seconds(): number {
    return Math.floor(Date.now() / 1_000);
  }
}
