import type { API, FriendEvent, SeenMessage } from 'zca-js';
import type { Clock } from '../../core/clock.ts';
import { describeForeign } from '../../core/errors.ts';
import type { Log } from '../../core/log.ts';
import type { PersonalMessage } from './zalo-personal-activity.ts';
import { LoginRefused } from './zalo-personal-session.ts';

export interface LineOptions {
  logIn(): Promise<API>;
  onUp(api: API): void;
  onDown(because: string): void;
  /** The account must not be touched again before somebody has looked at it. */
  onBreak(because: string): void;
  onMessage(message: PersonalMessage): void;
  /** One that was asked for after a gap; it may be from long ago. */
  onOldMessage(message: PersonalMessage): void;
  onFriend(event: FriendEvent): void;
  onSeen(messages: readonly SeenMessage[]): void;
  /** The newest messages below which all was handled: what came after them is asked for. */
  positions(): { lastPrivate: string | null; lastGroup: string | null };
  clock: Clock;
  log: Log;
}

export type AfterClose = { does: 'break'; because: string } | { does: 'again'; afterMs: number; logsInAgain: boolean };

const longestPauseMs = 5 * 60_000;
/** A connection that lived so long was a good one. */
const goodLifeMs = 30_000;
const failuresBeforeLogin = 5;

/**
 * What follows when the connection closed with this code. zca-js itself gives up for good on 1006 and most others, so
 * every code is decided here; 3000 and 3003 mean that the account is used elsewhere or was thrown out.
 */
export function afterClose(code: number, failures: number): AfterClose {
  if (code === 3000) return { does: 'break', because: 'the account was opened in Zalo Web elsewhere (3000)' };
  if (code === 3003) return { does: 'break', because: 'Zalo has thrown the account out (3003)' };
  const afterMs = Math.min(1_000 * 2 ** failures, longestPauseMs);
  return { does: 'again', afterMs, logsInAgain: failures > 0 && failures % failuresBeforeLogin === 0 };
}

/** The supervised connection of one account: logs in, listens, asks for what was missed, comes back with growing pauses. */
export class PersonalLine {
  readonly #options: LineOptions;
  readonly #stopping = new AbortController();
  #api: API | null = null;
  #failures = 0;
  #upSince = 0;

  constructor(options: LineOptions) {
    this.#options = options;
  }

  /** Runs until `stop` or until the breaker opens. Never rejects. */
  async run(): Promise<void> {
    const { clock, log, onBreak, onDown } = this.#options;
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      const code = await this.#once();
      if (signal.aborted) return;
      const next: AfterClose =
        code === 'refused' ? { does: 'break', because: 'Zalo refuses the log-in' } : afterClose(code, this.#failures);
      if (next.does === 'break') {
        this.#api = null;
        return onBreak(next.because);
      }
      log.warn('zalo-personal.closed', { closeCode: code, pauseMs: next.afterMs });
      onDown(code === 0 ? 'Zalo cannot be reached' : `the connection closed (${code})`);
      this.#failures += 1;
      if (next.logsInAgain) this.#api = null;
      await clock.sleep(next.afterMs, signal);
    }
  }

  stop(): void {
    this.#stopping.abort();
    this.#api?.listener.stop();
  }

  /** One connection, from log-in to its end; the close code, 0 when there was none, or "refused". */
  async #once(): Promise<number | 'refused'> {
    try {
      this.#api ??= await this.#options.logIn();
    } catch (error) {
      this.#options.log.warn('zalo-personal.login-failed', describeForeign(error));
      return error instanceof LoginRefused ? 'refused' : 0;
    }
    if (this.#stopping.signal.aborted) return 1000;
    const code = await this.#listen(this.#api);
    const lived = this.#upSince > 0 ? this.#options.clock.now().getTime() - this.#upSince : 0;
    this.#upSince = 0;
    if (lived >= goodLifeMs) this.#failures = 0;
    return code;
  }

  #listen(api: API): Promise<number> {
    const { onUp, onMessage, onOldMessage, onFriend, onSeen, positions, clock, log } = this.#options;
    const { listener } = api;
    return new Promise((resolve) => {
      listener.removeAllListeners();
      // Without a listener for it, an error ends the process.
      listener.on('error', (error: unknown) => log.warn('zalo-personal.line-trouble', describeForeign(error)));
      listener.on('connected', () => {
        this.#upSince = clock.now().getTime();
      });
      listener.on('cipher_key', () => {
        onUp(api);
        const { lastPrivate, lastGroup } = positions();
        listener.requestOldMessages(0, lastPrivate);
        listener.requestOldMessages(1, lastGroup);
      });
      listener.on('message', onMessage);
      listener.on('old_messages', (messages: PersonalMessage[]) => {
        for (const message of messages.toSorted((a, b) => Number(a.data.ts) - Number(b.data.ts))) onOldMessage(message);
      });
      listener.on('friend_event', onFriend);
      listener.on('seen_messages', onSeen);
      listener.on('closed', (code: number) => resolve(code));
      listener.start({ retryOnClose: false });
    });
  }
}
