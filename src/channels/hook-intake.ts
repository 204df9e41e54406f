import type { Received } from '../core/channel.ts';
import type { Clock } from '../core/clock.ts';
import { describeForeign } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import type { WebResponse } from '../core/web.ts';
import { Lanes } from './lanes.ts';

export interface HookIntakeOptions {
  /** Name of the channel, for the log. */
  name: string;
  /** So long the platform waits for our answer, less what the way takes. */
  answerWithinMs: number;
  clock: Clock;
  log: Log;
}

/** So many at a time are taken however slow turns are: they mostly wait for other people's machines, not for ours. */
const alwaysTaken = 100;
/** More at a time are never taken. */
const mostUnderWay = 2_000;
/** What would wait longer than this part of the time the platform waits would be answered too late … */
const shareOfWait = 0.7;
/** … and what waits longer than this only takes up the platform's connections. */
const longestWaitMs = 2_000;
/** Until it has been measured: 200 turns a second. */
const firstGapMs = 5;
const mostRemembered = 5_000;

/** A turn on its way: `safe` says whether its message need not come again. */
interface UnderWay {
  safe: Promise<boolean>;
}

/**
 * Takes what a platform calls us with: one person's messages one after the other, each answered in time. 200 when the
 * message is safe (its turn is committed, or its reply has left); 503, so that the platform repeats, when it failed, was
 * refused, or takes longer than the platform waits. In a storm what could not be done in time is answered 503 at once,
 * without a turn. A repeat of one still under way waits with it; of one that ended too late it is answered 200 without a
 * second turn.
 */
export class HookIntake {
  readonly #options: HookIntakeOptions;
  readonly #lanes = new Lanes();
  readonly #underWay = new Map<string, UnderWay>();
  readonly #late = new Set<string>();
  readonly #doneLate = new Set<string>();
  #forged = 0;
  #turnedAway = 0;
  /** Mean time from one turn's end to the next one's while many are under way. */
  #gapMs = firstGapMs;
  #lastDoneAt = 0;
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

  async take(
    lane: string,
    id: string,
    turn: (onKept: () => void) => Promise<Received>,
  ): Promise<WebResponse & { status: 200 | 503 }> {
    const key = `${lane}/${id}`;
    if (this.#doneLate.delete(key)) return { status: 200 };
    if (this.#closed) return { status: 503 };
    const known = this.#underWay.get(key);
    const waitMs = known ? 0 : this.#expectedWaitMs();
    if (waitMs > 0) return this.#turnAway(waitMs);
    const { safe } = known ?? this.#begin(lane, key, turn);
    const answered = new AbortController();
    const late = this.#options.clock.sleep(this.#options.answerWithinMs, answered.signal).then(() => 'late' as const);
    const outcome = await Promise.race([safe, late]);
    answered.abort();
    if (outcome === 'late' && this.#underWay.has(key)) this.#late.add(key);
    return { status: outcome === true ? 200 : 503 };
  }

  /** Takes nothing more; resolves when what was taken is done. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#lanes.settled();
  }

  /** 0: there is room. Else how long one more would wait, which is longer than the platform does. */
  #expectedWaitMs(): number {
    const { size } = this.#underWay;
    if (size < alwaysTaken) return 0;
    const waitMs = size * this.#gapMs;
    const atMost = Math.min(longestWaitMs, this.#options.answerWithinMs * shareOfWait);
    return size >= mostUnderWay || waitMs > atMost ? waitMs : 0;
  }

  /** Logged at every doubling. */
  #turnAway(waitMs: number): WebResponse & { status: 503 } {
    this.#turnedAway += 1;
    if ((this.#turnedAway & (this.#turnedAway - 1)) === 0) {
      this.#options.log.warn(`${this.#options.name}.turned-away`, { count: this.#turnedAway });
    }
    return { status: 503, headers: { 'retry-after': String(Math.max(1, Math.ceil(waitMs / 1_000))) } };
  }

  #begin(lane: string, key: string, turn: (onKept: () => void) => Promise<Received>): UnderWay {
    let tellSafe: (isSafe: boolean) => void = () => {};
    const safe = new Promise<boolean>((resolve) => {
      tellSafe = resolve;
    });
    const settle = (isSafe: boolean) => {
      if (!this.#underWay.delete(key)) return;
      this.#noteDone();
      if (this.#late.delete(key) && isSafe) this.#remember(key);
      tellSafe(isSafe);
    };
    const underWay = { safe };
    this.#underWay.set(key, underWay);
    void this.#lanes.run(lane, () => this.#run(turn, () => settle(true))).then(settle);
    return underWay;
  }

  /** Learns the pace only while many wait: with few it is the pace at which people write. */
  #noteDone(): void {
    const now = performance.now();
    if (this.#underWay.size >= alwaysTaken / 2) {
      const gapMs = Math.min(now - this.#lastDoneAt, 1_000);
      this.#gapMs += (gapMs - this.#gapMs) / 50;
    }
    this.#lastDoneAt = now;
  }

  async #run(turn: (onKept: () => void) => Promise<Received>, onKept: () => void): Promise<boolean> {
    try {
      return (await turn(onKept)).outcome !== 'refused';
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
