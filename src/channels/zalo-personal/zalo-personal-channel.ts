import type { API, FriendEvent, SeenMessage } from 'zca-js';
import type { Address, Channel, ChannelHealth, Delivered, ReadNotice, Receive } from '../../core/channel.ts';
import { type Clock, hours } from '../../core/clock.ts';
import { addDays, dayOf, instantOf } from '../../core/day.ts';
import { describeForeign } from '../../core/errors.ts';
import type { Log } from '../../core/log.ts';
import type { Outgoing } from '../../core/outgoing.ts';
import { renderFor } from '../../core/rendering.ts';
import { SendFailed } from '../../core/send-failure.ts';
import { Lanes } from '../lanes.ts';
import { loadFile } from '../load-file.ts';
import { sendParts } from '../send-parts.ts';
import { isOfGroup, type PersonalMessage, toActivity, zaloPersonalAbilities } from './zalo-personal-activity.ts';
import { NothingSent, toSendFailure } from './zalo-personal-failure.ts';
import { PersonalLine } from './zalo-personal-line.ts';
import { type Fetch, logIn, type PersonalSession } from './zalo-personal-session.ts';
import { type PersonalState, Reading, readState } from './zalo-personal-state.ts';

export interface ZaloPersonalOptions {
  /** The session of `to-am zalo login`; null when nobody has logged in. */
  loadSession(): Promise<PersonalSession | null>;
  loadState(): Promise<unknown>;
  saveState(state: PersonalState): Promise<void>;
  /** Messages of our own accord on one day; above, nothing leaves until midnight. */
  dailyCap: number;
  /** How long after a friend request it is accepted, as a person would; 20 to 90 seconds without it. */
  acceptAfterMs?: { least: number; most: number };
  /** Another way to Zalo's addresses, for tests. */
  fetch?: Fetch;
  clock: Clock;
  log: Log;
}

const mostAcceptedADay = 30;
const mostTries = 8;
/** So long after her message what we send is an answer and not of our own accord. */
const answerMs = hours(1);

/**
 * A personal Zalo account through zca-js, which drives Zalo Web. Unofficial: Zalo may lock the account, so it runs only
 * where somebody chose it, behind a breaker, with few messages a day, and never as the only way to a person.
 */
export class ZaloPersonalChannel implements Channel {
  readonly name = 'zalo-personal';
  readonly abilities = zaloPersonalAbilities;
  readonly #options: ZaloPersonalOptions;
  readonly #closing = new AbortController();
  readonly #lanes = new Lanes();
  readonly #lastWrote = new Map<string, number>();
  #state: PersonalState;
  #session: PersonalSession | null = null;
  #readings = { private: new Reading(null), group: new Reading(null) };
  #saving: Promise<void> = Promise.resolve();
  #line: PersonalLine | null = null;
  #running: Promise<void> = Promise.resolve();
  #api: API | null = null;
  #receive: Receive | null = null;
  #tellRead: (notice: ReadNotice) => void = () => {};
  #health: ChannelHealth = { state: 'starting' };

  constructor(options: ZaloPersonalOptions) {
    this.#options = options;
    this.#state = readState(null, options.clock.now());
  }

  async open(receive: Receive): Promise<void> {
    const { clock, log, loadSession, loadState, fetch = globalThis.fetch } = this.#options;
    this.#receive = receive;
    log.warn('zalo-personal.enabled', {
      warning: 'unofficial: Zalo may lock this account; prefer zalo-bot or zalo-oa',
    });
    this.#state = readState(await loadState(), clock.now());
    this.#readings = { private: new Reading(this.#state.lastPrivate), group: new Reading(this.#state.lastGroup) };
    const session = await loadSession();
    this.#session = session;
    if (!session)
      return this.#beIll('TA-CHANNEL-001: nobody has logged in', 'run: npm run --silent to-am -- zalo login');
    const { broken } = this.#state;
    if (broken?.session === session.since) return this.#beOff(broken.because);
    this.#save({ broken: null });
    this.#line = new PersonalLine({
      logIn: () => logIn(session, fetch),
      onUp: (api) => {
        this.#api = api;
        this.#health = { state: 'well' };
      },
      onDown: (because) => {
        this.#health = { state: 'ill', because };
      },
      onBreak: (because) => this.#break(because),
      onMessage: (message) => this.#take(message),
      onOldMessage: (message) => {
        if (Number(message.data.ts) >= this.#state.since) this.#take(message);
      },
      onFriend: (event) => this.#meet(event),
      onSeen: (messages) => this.#noteRead(messages),
      positions: () => ({ lastPrivate: this.#readings.private.last, lastGroup: this.#readings.group.last }),
      clock,
      log,
    });
    this.#running = this.#line.run();
  }

  async close(): Promise<void> {
    this.#closing.abort();
    this.#line?.stop();
    await this.#running;
    await this.#lanes.settled();
    await this.#saving;
    this.#receive = null;
    this.#api = null;
    this.#health = { state: 'off', because: 'closed' };
  }

  onRead(tell: (notice: ReadNotice) => void): void {
    this.#tellRead = tell;
  }

  health(): ChannelHealth {
    return this.#health;
  }

  async deliver(message: Outgoing, to: Address): Promise<Delivered> {
    const api = this.#api;
    if (!api)
      throw new SendFailed(
        this.#health.state === 'off' ? { kind: 'misconfigured', code: 'TA-CHANNEL-003' } : { kind: 'unreachable' },
      );
    const thread = to.conversation?.id ?? '';
    const parts = renderFor(zaloPersonalAbilities, message);
    if (!this.#isAnswer(thread)) this.#countPush();
    const messageIds = await sendParts(parts, {
      send: async ({ text }) => {
        const { message: sent } = await api.sendMessage({ msg: text }, thread, to.conversation?.isGroup ? 1 : 0);
        if (!sent?.msgId) throw new NothingSent('an empty answer');
        return String(sent.msgId);
      },
      toFailure: toSendFailure,
      clock: this.#options.clock,
      closing: this.#closing.signal,
    });
    return { messageIds };
  }

  #isAnswer(thread: string): boolean {
    return this.#options.clock.now().getTime() - (this.#lastWrote.get(thread) ?? 0) < answerMs;
  }

  /** Counts a message of our own accord. Throws when the day's are used up. */
  #countPush(): void {
    const now = this.#options.clock.now();
    this.#turnDay();
    if (this.#state.sent >= this.#options.dailyCap) {
      const midnight = instantOf(addDays(dayOf(now), 1), '00:00');
      throw new SendFailed({ kind: 'throttled', waitMs: midnight.getTime() - now.getTime() });
    }
    this.#save({ sent: this.#state.sent + 1 });
  }

  #turnDay(): void {
    const day = dayOf(this.#options.clock.now());
    if (this.#state.day !== day) this.#state = { ...this.#state, day, sent: 0, accepted: 0 };
  }

  #take(message: PersonalMessage): void {
    const { msgId } = message.data;
    if (this.#closing.signal.aborted) return;
    const reading = isOfGroup(message) ? this.#readings.group : this.#readings.private;
    const api = this.#api;
    if (!api || !reading.take(msgId)) return;
    const activity = toActivity(message, String(api.getOwnId()), load);
    if (!activity) {
      this.#handled(reading, msgId);
      return;
    }
    this.#lastWrote.set(message.threadId, this.#options.clock.now().getTime());
    void this.#lanes.run(message.data.uidFrom, async () => {
      if (await this.#hand(activity)) this.#handled(reading, msgId);
    });
  }

  /** Hands it over, again while that fails: Zalo confirms nothing and repeats nothing. False when it must be asked for after the next start. */
  async #hand(activity: Parameters<Receive>[0]): Promise<boolean> {
    const { clock, log } = this.#options;
    const { signal } = this.#closing;
    for (let tries = 0; tries < mostTries && this.#receive; tries += 1) {
      try {
        if ((await this.#receive(activity)).outcome !== 'refused') return true;
      } catch (error) {
        log.warn('zalo-personal.turn-failed', { tries: tries + 1, ...describeForeign(error) });
      }
      if (signal.aborted) return false;
      await clock.sleep(Math.min(500 * 2 ** tries, 30_000), signal);
    }
    if (!signal.aborted) log.error('zalo-personal.message-set-aside', { tries: mostTries });
    return !signal.aborted;
  }

  #handled(reading: Reading, msgId: string): void {
    if (!reading.done(msgId)) return;
    this.#save({ lastPrivate: this.#readings.private.last, lastGroup: this.#readings.group.last });
  }

  /** A friend request is accepted after a human pause; the person writes first. */
  #meet(event: FriendEvent): void {
    const { clock, log, acceptAfterMs: { least, most } = { least: 20_000, most: 90_000 } } = this.#options;
    const data = event.data as { fromUid?: unknown } | string;
    if (Number(event.type) !== 2 || typeof data !== 'object' || typeof data.fromUid !== 'string') return;
    const person = data.fromUid;
    this.#turnDay();
    if (this.#state.accepted >= mostAcceptedADay) {
      log.warn('zalo-personal.friends-enough-today', {});
      return;
    }
    this.#save({ accepted: this.#state.accepted + 1 });
    void this.#lanes.run('friends', async () => {
      await clock.sleep(least + Math.random() * (most - least), this.#closing.signal);
      if (this.#closing.signal.aborted) return;
      await this.#api?.acceptFriendRequest(person).catch((error: unknown) => {
        log.warn('zalo-personal.friend-not-accepted', describeForeign(error));
      });
    });
  }

  /** Zalo names a message of ours by one of two ids (zca-js, TUserSeenMessage). Who reads in groups is not looked at. */
  #noteRead(messages: readonly SeenMessage[]): void {
    for (const { data, threadId } of messages) {
      if (!('realMsgId' in data)) continue;
      const { msgId, realMsgId } = data;
      this.#tellRead({ chat: threadId, isRead: (id) => id === String(msgId) || id === String(realMsgId) });
    }
  }

  #break(because: string): void {
    this.#api = null;
    this.#save({ broken: { because, session: this.#session?.since ?? '' } });
    this.#beOff(because);
  }

  #beOff(because: string): void {
    this.#health = { state: 'off', because: `TA-CHANNEL-003: ${because}` };
    this.#options.log.error('zalo-personal.switched-off', {
      code: 'TA-CHANNEL-003',
      because,
      cure: 'look at the account on its phone first; then log in again: npm run --silent to-am -- zalo login',
    });
  }

  #beIll(because: string, cure: string): void {
    this.#health = { state: 'ill', because };
    this.#options.log.error('zalo-personal.not-logged-in', { code: 'TA-CHANNEL-001', cure });
  }

  #save(changes: Partial<PersonalState>): void {
    this.#state = { ...this.#state, ...changes };
    const { saveState, log } = this.#options;
    this.#saving = this.#saving
      .then(() => saveState(this.#state))
      .catch((error: unknown) => log.error('zalo-personal.state-not-saved', describeForeign(error)));
  }
}

async function load(named: string, maxBytes: number): Promise<Uint8Array | null> {
  const address = URL.parse(named);
  return address?.protocol === 'https:' ? loadFile(address, maxBytes) : null;
}
