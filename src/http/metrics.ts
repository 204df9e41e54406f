import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Channel } from '../core/channel.ts';
import type { ChannelReport } from '../core/channel-health.ts';
import type { Clock } from '../core/clock.ts';
import { addDays, type Day, dayOf } from '../core/day.ts';
import type { WebRoute } from '../core/web.ts';
import { mayLookInside } from './access.ts';

/** What the program counts about itself. Nothing of it belongs to a person or a unit. */
export interface Metrics {
  turn(kind: 'recorded' | 'unrecorded' | 'failed', seconds: number): void;
  /** `outcome`: sent, or the kind of failure. */
  sent(channel: string, outcome: string): void;
  /**
   * The danger gate answered. Shown only as the sum of the last whole day: a number that rises while somebody watches
   * would tell when a person in this commune asked for help.
   */
  danger(): void;
  readonly route: WebRoute;
}

export interface MetricsOptions {
  channels: readonly Channel[];
  /** What passes through them and whether they are silent. */
  reports?: () => readonly ChannelReport[];
  clock: Clock;
  token?: string | undefined;
}

/** `/metrics` in the form of Prometheus, for this machine or with the token. */
export function newMetrics({ channels, reports = () => [], clock, token }: MetricsOptions): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const turns = new Histogram({
    name: 'to_am_turn_seconds',
    help: 'How long a turn took, from the message to its commit or reply.',
    labelNames: ['kind'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers,
  });
  const sends = new Counter({
    name: 'to_am_sends_total',
    help: 'Messages sent, by outcome.',
    labelNames: ['channel', 'outcome'],
    registers,
  });
  new Gauge({
    name: 'to_am_channel_well',
    help: '1 while a channel is well.',
    labelNames: ['channel'],
    registers,
    collect() {
      for (const channel of channels) this.set({ channel: channel.name }, channel.health().state === 'well' ? 1 : 0);
    },
  });
  new Gauge({
    name: 'to_am_channel_silent',
    help: '1 while a channel is silent against its usual rhythm.',
    labelNames: ['channel'],
    registers,
    collect() {
      for (const { name, silentFor } of reports()) this.set({ channel: name }, silentFor ? 1 : 0);
    },
  });
  new Gauge({
    name: 'to_am_forged_calls',
    help: 'Calls of webhooks since the start that the platform did not make.',
    labelNames: ['channel'],
    registers,
    collect() {
      for (const { name, forgedCalls } of reports()) this.set({ channel: name }, forgedCalls);
    },
  });
  const danger = new WholeDays(clock);
  new Gauge({
    name: 'to_am_danger_answers_last_day',
    help: 'Answers of the danger gate on the last whole day.',
    registers,
    collect() {
      this.set(danger.lastWholeDay());
    },
  });
  return {
    turn: (kind, seconds) => turns.observe({ kind }, seconds),
    sent: (channel, outcome) => sends.inc({ channel, outcome }),
    danger: () => danger.add(),
    route: {
      method: 'GET',
      path: '/metrics',
      handle: async (request) =>
        mayLookInside(request, token)
          ? { status: 200, headers: { 'content-type': registry.contentType }, body: await registry.metrics() }
          : { status: 403 },
    },
  };
}

/** Counts per day, and tells of a day only when it is over. */
class WholeDays {
  readonly #clock: Clock;
  #today: { day: Day; n: number };
  #before = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#today = { day: dayOf(clock.now()), n: 0 };
  }

  add(): void {
    this.#turnPage();
    this.#today.n += 1;
  }

  lastWholeDay(): number {
    this.#turnPage();
    return this.#before;
  }

  #turnPage(): void {
    const day = dayOf(this.#clock.now());
    if (day === this.#today.day) return;
    this.#before = addDays(this.#today.day, 1) === day ? this.#today.n : 0;
    this.#today = { day, n: 0 };
  }
}
