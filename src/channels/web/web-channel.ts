import type { Activity } from 'botbuilder';
import type { Address, Channel, ChannelHealth, Delivered, Receive } from '../../core/channel.ts';
import { type Clock, seconds } from '../../core/clock.ts';
import { describeForeign } from '../../core/errors.ts';
import { randomLinkToken } from '../../core/ids.ts';
import type { Log } from '../../core/log.ts';
import type { Outgoing } from '../../core/outgoing.ts';
import { SendFailed } from '../../core/send-failure.ts';
import type { Texts } from '../../core/texts.ts';
import { jsonResponse, type WebRequest, type WebResponse, type WebRoute } from '../../core/web.ts';
import { OpenPages } from './open-pages.ts';
import {
  type Caller,
  conversationOf,
  fromOutgoing,
  type PageSaid,
  readCaller,
  readFile,
  readPhoto,
  readSaid,
  toActivity,
  webAbilities,
} from './web-activity.ts';
import { type HelpCardOnPage, pageRoutes, type RoleToPlay } from './web-page.ts';

export interface WebOptions {
  texts: Texts;
  clock: Clock;
  log: Log;
  /** What stands on the page without any script. */
  helpCard: () => HelpCardOnPage;
  /** Whom one may play; given in demonstration mode only. */
  roles?: () => readonly RoleToPlay[];
  /** Who plays a role is heard once this resolves: before, the demonstration may have nothing to tell her yet. */
  rolesReady?: () => Promise<unknown> | undefined;
  /** Where the quick exit leads: a site nobody wonders about. */
  exitTo?: string;
}

const usualExit = 'https://www.google.com/';
const longPoll = seconds(25);
const photoBytes = 3 << 20;
/** A spreadsheet of an official; larger ones are read nowhere. */
const fileBytes = 10 << 20;
/** One address may be a whole village behind one router. */
const perMinute = 600;

/**
 * The public page as a channel. A citizen has no cookie and no account: her conversation is her open page. What the bot
 * says waits for the page in memory until the page has acknowledged it or is gone.
 */
export class WebChannel implements Channel {
  readonly name = 'web';
  readonly abilities = webAbilities;
  readonly routes: readonly WebRoute[];
  readonly #options: WebOptions;
  readonly #pages: OpenPages;
  readonly #lanes = new Map<string, Promise<unknown>>();
  /** Conversations that are leaving: what is still said to them is nobody's any more. */
  readonly #leaving = new Set<string>();
  #receive: Receive | null = null;
  #health: ChannelHealth = { state: 'starting' };

  constructor(options: WebOptions) {
    this.#options = options;
    this.#pages = new OpenPages(options.clock);
    this.routes = [
      ...pageRoutes({ ...options, exitTo: options.exitTo ?? usualExit }),
      { method: 'POST', path: '/chat/say', maxBodyBytes: 1 << 20, perMinute, handle: (r) => this.#say(readSaid(r)) },
      { method: 'POST', path: '/chat/photo', maxBodyBytes: photoBytes, perMinute: 60, handle: (r) => this.#photo(r) },
      { method: 'POST', path: '/chat/file', maxBodyBytes: fileBytes, perMinute: 20, handle: (r) => this.#file(r) },
      { method: 'POST', path: '/chat/hear', perMinute, handle: (request) => this.#hear(request) },
      { method: 'POST', path: '/chat/leave', perMinute, handle: (request) => this.#leave(request) },
    ];
  }

  async open(receive: Receive): Promise<void> {
    this.#receive = receive;
    this.#health = { state: 'well' };
  }

  async close(): Promise<void> {
    this.#receive = null;
    await Promise.allSettled(this.#lanes.values());
    this.#pages.releaseAll();
    this.#health = { state: 'off', because: 'closed' };
  }

  health(): ChannelHealth {
    return this.#health;
  }

  async deliver(message: Outgoing, to: Address): Promise<Delivered> {
    const conversation = to.conversation?.id ?? '';
    const parts = fromOutgoing(message, randomLinkToken);
    for (const part of parts) {
      const pages = this.#pages.give(conversation, part);
      if (pages === 0 && !this.#leaving.has(conversation)) throw new SendFailed({ kind: 'unreachable' });
    }
    return { messageIds: parts.map(({ id }) => id) };
  }

  async erase(messageIds: readonly string[], in_: Address): Promise<number> {
    const pages = this.#pages.give(in_.conversation?.id ?? '', { erase: [...messageIds] });
    return pages > 0 ? messageIds.length : 0;
  }

  async #say(said: PageSaid | null, facts: Parameters<typeof toActivity>[2] = {}): Promise<WebResponse> {
    if (!said || !this.#mayPlay(said)) return { status: 400 };
    if (said.plays) await this.#options.rolesReady?.();
    if (!this.#pages.greet(said.page, conversationOf(said))) return { status: 503 };
    return this.#handOver(conversationOf(said), toActivity(said, this.#options.clock.now(), facts));
  }

  #photo(request: WebRequest): Promise<WebResponse> {
    const bytes = request.body;
    const loadPhoto = async (maxBytes: number) => (bytes.byteLength <= maxBytes ? bytes : null);
    return this.#say(readPhoto(request), { carries: 'photo', loadPhoto });
  }

  /** Files are taken from somebody who plays a role; a citizen has none to send. */
  async #file(request: WebRequest): Promise<WebResponse> {
    const read = readFile(request);
    if (!read?.said.plays) return { status: 400 };
    const bytes = request.body;
    const loadFile = async (maxBytes: number) => (bytes.byteLength <= maxBytes ? { name: read.name, bytes } : null);
    return this.#say(read.said, { carries: 'file', loadFile });
  }

  async #hear(request: WebRequest): Promise<WebResponse> {
    const caller = readCaller(request);
    if (!caller || !this.#mayPlay(caller)) return { status: 400 };
    if (!this.#receive) return { status: 503 };
    if (!this.#pages.greet(caller.page, conversationOf(caller))) return { status: 503 };
    const after = typeof caller.after === 'number' ? caller.after : 0;
    return jsonResponse(200, await this.#pages.newsFor(caller.page, after, longPoll, request.signal));
  }

  /**
   * The page goes. By the quick exit it is for the bot as if she had typed it, so that what it remembers is forgotten
   * at once.
   */
  async #leave(request: WebRequest): Promise<WebResponse> {
    const caller = readCaller(request);
    if (!caller || !this.#mayPlay(caller)) return { status: 400 };
    const conversation = conversationOf(caller);
    this.#pages.leave(caller.page);
    if (caller.quickly !== true) return jsonResponse(200, {});
    const text = this.#options.texts.words('web.exit.says')[0] ?? '';
    this.#leaving.add(conversation);
    try {
      const said = { page: caller.page, plays: caller.plays, message: randomLinkToken(), text };
      return await this.#handOver(conversation, toActivity(said, this.#options.clock.now()));
    } finally {
      this.#leaving.delete(conversation);
    }
  }

  /** After her earlier messages. 503 when the page should send it again. */
  async #handOver(conversation: string, activity: Partial<Activity>): Promise<WebResponse> {
    const receive = this.#receive;
    if (!receive) return { status: 503 };
    const before = this.#lanes.get(conversation) ?? Promise.resolve();
    const turn = before.then(() => receive(activity));
    const settled = turn.then(
      () => undefined,
      () => undefined,
    );
    this.#lanes.set(conversation, settled);
    settled.then(() => {
      if (this.#lanes.get(conversation) === settled) this.#lanes.delete(conversation);
    });
    try {
      const { outcome } = await turn;
      return outcome === 'refused' ? { status: 503 } : jsonResponse(200, {});
    } catch (error) {
      this.#options.log.warn('web.message-failed', describeForeign(error));
      return { status: 503 };
    }
  }

  #mayPlay({ plays }: Caller): boolean {
    return plays === '' || (this.#options.roles?.() ?? []).some(({ id }) => id === plays);
  }
}
