import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { Activity } from 'botbuilder';
import type { Address, Channel, ChannelFacts, ChannelHealth, Delivered, Receive } from '../../core/channel.ts';
import type { Clock } from '../../core/clock.ts';
import { newId } from '../../core/ids.ts';
import type { Outgoing } from '../../core/outgoing.ts';
import { renderFor } from '../../core/rendering.ts';
import { SendFailed } from '../../core/send-failure.ts';

export interface ConsoleOptions {
  input: Readable;
  output: Writable;
  clock: Clock;
  /** Who sits at the terminal; may be changed with `sitDown`. */
  person?: string;
  /** Sees every line first; one that it takes (true) is no message: `/time +1d`. */
  intercept?: (line: string) => Promise<boolean> | boolean;
  /** Keeps a file or a picture that the bot sends, and says where. Without it they are only named. */
  keepFile?: (name: string, bytes: Uint8Array) => Promise<string>;
  /** Called when a turn failed, so that the command can say so; the message is lost, a terminal does not deliver again. */
  onFailedTurn?: (error: unknown) => void;
}

export const consoleAbilities = {
  buttons: false,
  maxTextLength: 100_000,
  photos: true,
  files: true,
  deletesMessages: false,
  groups: false,
  proactive: 'open-page',
} as const;

const unprintable = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/** The terminal as a channel: one line is one message, choices are numbers, the bot's lines begin with a bar. */
export class ConsoleChannel implements Channel {
  readonly name = 'console';
  readonly abilities = consoleAbilities;
  #options: ConsoleOptions;
  #person: string;
  #health: ChannelHealth = { state: 'starting' };
  #closing = new AbortController();
  #reading: Promise<void> = Promise.resolve();
  #sent = 0;
  #receive: Receive | null = null;

  constructor(options: ConsoleOptions) {
    this.#options = options;
    this.#person = options.person ?? 'console';
  }

  async open(receive: Receive): Promise<void> {
    this.#health = { state: 'well' };
    this.#receive = receive;
    this.#reading = this.#read(receive);
  }

  /** Resolves when the input has ended or the channel was closed, and every line taken has been answered. */
  async ended(): Promise<void> {
    await this.#reading;
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#reading;
    this.#health = { state: 'off', because: 'closed' };
  }

  health(): ChannelHealth {
    return this.#health;
  }

  /** From now on somebody else sits at the terminal. */
  sitDown(person: string): void {
    this.#person = person;
  }

  /** She sends a file. */
  async hand(file: { name: string; bytes: Uint8Array }): Promise<void> {
    const loadFile = async (maxBytes: number) => (file.bytes.byteLength <= maxBytes ? file : null);
    await this.#receive?.(this.#activity('', { carries: 'file', loadFile }));
  }

  address(): Address {
    return {
      channelId: this.name,
      user: { id: this.#person, name: '' },
      bot: { id: 'bot', name: '' },
      conversation: { id: this.#person, name: '', isGroup: false, conversationType: 'personal' },
    };
  }

  async deliver(message: Outgoing, to: Address): Promise<Delivered> {
    if (to.conversation?.id !== this.#person || this.#health.state !== 'well') {
      throw new SendFailed({ kind: 'unreachable' });
    }
    const messageIds: string[] = [];
    for (const { name, bytes } of attachmentsOf(message)) {
      const kept = (await this.#options.keepFile?.(name, bytes)) ?? name;
      this.#options.output.write(`│ [${kept.replace(unprintable, '')}]\n`);
    }
    for (const part of renderFor(this.abilities, message)) {
      // Text of others could carry control sequences that rewrite what stands on the screen.
      const lines = part.text.replace(unprintable, '').split('\n');
      this.#options.output.write(`${lines.map((line) => `│ ${line}`).join('\n')}\n`);
      this.#sent += 1;
      messageIds.push(`out-${this.#sent}`);
    }
    return { messageIds };
  }

  async #read(receive: Receive): Promise<void> {
    const { input, intercept, onFailedTurn } = this.#options;
    const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
    this.#closing.signal.addEventListener('abort', () => lines.close(), { once: true });
    for await (const line of lines) {
      if (this.#closing.signal.aborted) break;
      if (await intercept?.(line)) continue;
      try {
        await receive(this.#activity(line));
      } catch (error) {
        onFailedTurn?.(error);
      }
    }
  }

  #activity(line: string, brings: Partial<ChannelFacts> = {}): Partial<Activity> {
    const now = this.#options.clock.now();
    const id = newId(now);
    const channelData: ChannelFacts = { scope: 'private', messageId: id, ...brings };
    return {
      type: 'message',
      id: `${this.name}/${id}`,
      channelId: this.name,
      timestamp: now,
      text: line.normalize('NFC'),
      from: { id: this.#person, name: '' },
      recipient: { id: 'bot', name: '' },
      conversation: { id: this.#person, name: '', isGroup: false, conversationType: 'personal' },
      channelData,
    };
  }
}

function attachmentsOf({ photo, file }: Outgoing): { name: string; bytes: Uint8Array }[] {
  return [...(photo ? [{ name: 'picture.png', bytes: photo.png }] : []), ...(file ? [file] : [])];
}
