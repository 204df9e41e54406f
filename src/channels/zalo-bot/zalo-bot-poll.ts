import type { Received } from '../../core/channel.ts';
import type { Clock } from '../../core/clock.ts';
import { describeForeign } from '../../core/errors.ts';
import type { Log } from '../../core/log.ts';
import { growingPause } from '../growing-pause.ts';
import { Lanes } from '../lanes.ts';
import { laneOf, readUpdate, type ZaloBotUpdate } from './zalo-bot-activity.ts';
import { isIdlePoll } from './zalo-bot-failure.ts';

export interface ZaloBotPollOptions {
  getUpdates(waitSeconds: number, signal: AbortSignal): Promise<unknown>;
  handle(update: ZaloBotUpdate): Promise<Received>;
  /** Asking failed; says how long to wait, when the platform said so. */
  onTrouble(error: unknown): { waitMs?: number };
  onAnswer(): void;
  clock: Clock;
  log: Log;
}

const waitSeconds = 25;
/** What was asked for is gone from the platform, so no more is asked for than can soon be handled. */
const mostOpen = 64;
const mostTries = 8;

/**
 * Asks for updates, one at a time: the platform keeps no offset and what it has shown once is gone. So a failed turn is
 * tried again here, and what is under way when the process dies is lost. For trying out; the webhook is for real use.
 */
export class ZaloBotPoll {
  readonly #options: ZaloBotPollOptions;
  readonly #stopping = new AbortController();
  readonly #lanes = new Lanes();
  #open = 0;
  #wake: () => void = () => {};

  constructor(options: ZaloBotPollOptions) {
    this.#options = options;
  }

  /** Asks and hands over until `stop`. Never rejects. */
  async run(): Promise<void> {
    const { clock, getUpdates, onTrouble, onAnswer } = this.#options;
    const { signal } = this.#stopping;
    let troubles = 0;
    while (!signal.aborted) {
      await this.#room();
      if (signal.aborted) break;
      try {
        const update = readUpdate(await getUpdates(waitSeconds, signal));
        troubles = 0;
        onAnswer();
        if (update) this.#take(update);
      } catch (error) {
        if (signal.aborted) break;
        if (isIdlePoll(error)) {
          troubles = 0;
          onAnswer();
          continue;
        }
        const { waitMs } = onTrouble(error);
        await clock.sleep(waitMs ?? growingPause(troubles), signal);
        troubles += 1;
      }
    }
  }

  /** Asks no more; resolves when what was taken is done or given up. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#wake();
    await this.#lanes.settled();
  }

  #take(update: ZaloBotUpdate): void {
    this.#open += 1;
    void this.#lanes
      .run(laneOf(update), () => this.#handle(update))
      .then(() => {
        this.#open -= 1;
        this.#wake();
      });
  }

  async #handle(update: ZaloBotUpdate): Promise<void> {
    const { clock, handle, log } = this.#options;
    const { signal } = this.#stopping;
    for (let tries = 0; tries < mostTries; tries += 1) {
      try {
        if ((await handle(update)).outcome !== 'refused') return;
      } catch (error) {
        log.warn('zalo-bot.turn-failed', { tries: tries + 1, ...describeForeign(error) });
      }
      await clock.sleep(growingPause(tries), signal);
      if (signal.aborted) break;
    }
    log.error('zalo-bot.update-lost', { stopping: signal.aborted });
  }

  async #room(): Promise<void> {
    while (this.#open >= mostOpen && !this.#stopping.signal.aborted) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}
