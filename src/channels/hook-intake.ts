import type { Received } from '../core/channel.ts';
import type { Clock } from '../core/clock.ts';
import { describeForeign } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import { Lanes } from './lanes.ts';

export interface HookIntakeOptions {
  /** Name of the channel, for the log. */
  name: string;
  /** So long the platform waits for our answer, less what the way takes. */
  answerWithinMs: number;
  clock: Clock;
  log: Log;
}

/** More at a time would only wait: the platform is told to come again. */
const mostUnderWay = 2_000;
const mostRemembered = 5_000;

/**
 * Takes what a platform calls us with: one person's messages one after the other, each answered in time. 200 when the
 * turn is done (committed, or its reply has left); 503, so that the platform repeats, when it failed, was refused, or
 * takes longer than the platform waits. A repeat of one still under way waits with it; of one that ended too late it is
 * answered 200 without a second turn.
 */
export class HookIntake {
  readonly #options: HookIntakeOptions;
  readonly #lanes = new Lanes();
  readonly #underWay = new Map<string, Promise<boolean>>();
  readonly #late = new Set<string>();
  readonly #doneLate = new Set<string>();
  #forged = 0;
  #closed = false;

  constructor(options: HookIntakeOptions) {
    this.#options = options;
  }

  /** How many calls came that the platform did not make. */
  get forged(): number {
    return this.#forged;
  }

  /** Counts a call without the right signature. Logged at every doubling, so that a flood does not fill the log. */
  countForged(): 401 {
    this.#forged += 1;
    if ((this.#forged & (this.#forged - 1)) === 0) {
      this.#options.log.warn(`${this.#options.name}.forged-call`, { count: this.#forged });
    }
    return 401;
  }

  async take(lane: string, id: string, turn: () => Promise<Received>): Promise<200 | 503> {
    const key = `${lane}/${id}`;
    if (this.#doneLate.delete(key)) return 200;
    if (this.#closed) return 503;
    const running = this.#underWay.get(key) ?? this.#begin(lane, key, turn);
    if (!running) return 503;
    const answered = new AbortController();
    const late = this.#options.clock.sleep(this.#options.answerWithinMs, answered.signal).then(() => 'late' as const);
    const outcome = await Promise.race([running, late]);
    answered.abort();
    if (outcome === 'late' && this.#underWay.has(key)) this.#late.add(key);
    return outcome === true ? 200 : 503;
  }

  /** Takes nothing more; resolves when what was taken is done. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#lanes.settled();
  }

  #begin(lane: string, key: string, turn: () => Promise<Received>): Promise<boolean> | null {
    if (this.#underWay.size >= mostUnderWay) return null;
    const running = this.#lanes
      .run(lane, () => this.#run(turn))
      .then((done) => {
        this.#underWay.delete(key);
        if (this.#late.delete(key) && done) this.#remember(key);
        return done;
      });
    this.#underWay.set(key, running);
    return running;
  }

  async #run(turn: () => Promise<Received>): Promise<boolean> {
    try {
      return (await turn()).outcome !== 'refused';
    } catch (error) {
      this.#options.log.warn(`${this.#options.name}.turn-failed`, describeForeign(error));
      return false;
    }
  }

  #remember(key: string): void {
    this.#doneLate.add(key);
    const [oldest] = this.#doneLate;
    if (this.#doneLate.size > mostRemembered && oldest !== undefined) this.#doneLate.delete(oldest);
  }
}
