import { type Change, put } from '../core/change.ts';
import type { Channel } from '../core/channel.ts';
import type { Clock } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import type { Store } from '../core/store.ts';
import { type ChannelLimits, noLimits } from './channel-limits.ts';
import { Pacer } from './pacer.ts';

/** One channel as the outbox sees it: its limits, the rate used so far, and until when it is held. */
export interface Lane {
  readonly channel: Channel;
  readonly limits: ChannelLimits;
  readonly pacer: Pacer;
  heldUntil: Date | null;
  /** Replies of this process that wait for their place or are on their way. */
  repliesWaiting: number;
}

/** The lanes of all channels. A hold is kept in the database, so that a restart does not run into the same wall. */
export class Lanes {
  readonly #lanes = new Map<string, Lane>();
  readonly #clock: Clock;
  readonly #log: Log;

  constructor(parts: {
    channels: ReadonlyMap<string, Channel>;
    limits: Readonly<Record<string, ChannelLimits>>;
    clock: Clock;
    log: Log;
    random?: () => number;
  }) {
    this.#clock = parts.clock;
    this.#log = parts.log;
    for (const [name, channel] of parts.channels) {
      const limits = parts.limits[name] ?? noLimits;
      const pacer = new Pacer(limits, parts.random);
      this.#lanes.set(name, { channel, limits, pacer, heldUntil: null, repliesWaiting: 0 });
    }
  }

  get(channel: string): Lane | undefined {
    return this.#lanes.get(channel);
  }

  all(): [string, Lane][] {
    return [...this.#lanes];
  }

  /** Holds of an earlier run that have not ended. */
  async remember(store: Store): Promise<void> {
    for (const [name, lane] of this.#lanes) {
      const kept = await store.first('Setting', { id: holdId(name) });
      const until = typeof kept?.value === 'string' ? new Date(kept.value) : null;
      if (until && until > this.#clock.now()) lane.heldUntil = until;
    }
  }

  /** Nothing leaves by this channel before `until`. The change is to be committed with the row that was told so. */
  hold(name: string, until: Date, because: string): Change[] {
    const lane = this.#lanes.get(name);
    if (!lane || (lane.heldUntil && lane.heldUntil >= until)) return [];
    lane.heldUntil = until;
    this.#log.warn('outbox.channel-held', { channel: name, because, until: until.toISOString() });
    return [put('Setting', { id: holdId(name), value: until.toISOString() })];
  }

  heldUntil(name: string, now: Date): Date | null {
    const lane = this.#lanes.get(name);
    if (!lane?.heldUntil) return null;
    if (lane.heldUntil > now) return lane.heldUntil;
    lane.heldUntil = null;
    return null;
  }
}

function holdId(channel: string): string {
  return `outbox/held/${channel}`;
}
