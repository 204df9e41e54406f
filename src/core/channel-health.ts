import type { Channel, ChannelHealth } from './channel.ts';
import type { Clock } from './clock.ts';
import { type Day, dayOf, timeOfDay } from './day.ts';
import { SendFailed, type SendFailure } from './send-failure.ts';

/** How a channel is and what passes through it. Nothing of it belongs to a person. */
export interface ChannelReport {
  name: string;
  state: ChannelHealth['state'];
  /** Why it is ill or off; null while it is well. */
  because: string | null;
  lastInbound: Date | null;
  lastOutbound: Date | null;
  /** The last send that failed, if none has succeeded since. */
  lastFailure: SendFailure['kind'] | null;
  /** How many messages should have come, by the usual rhythm, since the last one did; null while that is no cause for alarm. */
  silentFor: { ms: number; expected: number } | null;
  /** Calls of its webhook since the start that the platform did not make. */
  forgedCalls: number;
}

/** How many messages came in each hour of a day, for the latest days. */
export type Rhythm = readonly { day: Day; byHour: readonly number[] }[];

/** A rhythm as it was kept; none for anything else. */
export function readRhythm(kept: unknown): Rhythm {
  if (!Array.isArray(kept)) return [];
  return kept.filter((one): one is Rhythm[number] => typeof one?.day === 'string' && Array.isArray(one?.byHour));
}

/** The days a rhythm is made of; today is not over and does not count. */
const daysKept = 14;
const daysNeeded = 3;
/** So many messages should have come: at an even flow, silence happens by chance once in 500 million times. */
const alarmFrom = 20;
const hourMs = 3_600_000;

/** The rhythm with one message more. */
export function withMessage(rhythm: Rhythm, at: Date): Rhythm {
  const day = dayOf(at);
  const hour = hourOf(at);
  const known = rhythm.find((one) => one.day === day)?.byHour ?? Array.from({ length: 24 }, () => 0);
  const today = { day, byHour: known.map((n, i) => (i === hour ? n + 1 : n)) };
  return [...rhythm.filter((one) => one.day !== day), today].slice(-daysKept - 1);
}

/** How many messages usually come between two instants; null while too few days are known. */
export function expectedBetween(rhythm: Rhythm, from: Date, until: Date): number | null {
  const today = dayOf(until);
  const whole = rhythm.filter(({ day }) => day !== today);
  if (whole.length < daysNeeded) return null;
  let expected = 0;
  for (let at = from.getTime(); at < until.getTime(); ) {
    const end = Math.min((Math.floor(at / hourMs) + 1) * hourMs, until.getTime());
    const hour = hourOf(new Date(at));
    const mean = whole.reduce((sum, { byHour }) => sum + (byHour[hour] ?? 0), 0) / whole.length;
    expected += (mean * (end - at)) / hourMs;
    at = end;
  }
  return expected;
}

/** Whether the silence since the last message (or since it was opened) is unlike this channel: a webhook that was taken away, a dead line that looks alive. */
export function silenceOf(rhythm: Rhythm, since: Date | null, now: Date): ChannelReport['silentFor'] {
  if (!since) return null;
  const expected = expectedBetween(rhythm, since, now);
  if (expected === null || expected < alarmFrom) return null;
  return { ms: now.getTime() - since.getTime(), expected: Math.round(expected) };
}

function hourOf(instant: Date): number {
  return Number(timeOfDay(instant).slice(0, 2));
}

export interface ObservedChannel {
  /** The same channel, with its traffic counted. */
  channel: Channel;
  report(): ChannelReport;
  /** What is worth keeping over a restart. */
  rhythm(): Rhythm;
}

/** Watches what passes through a channel; changes nothing of it. */
export function observe(channel: Channel, clock: Clock, known: Rhythm = []): ObservedChannel {
  let rhythm = known;
  let opened: Date | null = null;
  let lastInbound: Date | null = null;
  let lastOutbound: Date | null = null;
  let lastFailure: SendFailure['kind'] | null = null;
  const { name, abilities, routes } = channel;
  const watched: Channel = {
    ...{ name, abilities, ...(routes ? { routes } : {}) },
    open(receive) {
      opened = clock.now();
      return channel.open((activity, onKept) => {
        const now = clock.now();
        lastInbound = now;
        rhythm = withMessage(rhythm, now);
        return receive(activity, onKept);
      });
    },
    close: () => channel.close(),
    async deliver(message, to) {
      try {
        const delivered = await channel.deliver(message, to);
        lastOutbound = clock.now();
        lastFailure = null;
        return delivered;
      } catch (error) {
        if (error instanceof SendFailed) lastFailure = error.failure.kind;
        throw error;
      }
    },
    ...(channel.erase ? { erase: channel.erase.bind(channel) } : {}),
    ...(channel.onRead ? { onRead: channel.onRead.bind(channel) } : {}),
    ...(channel.linkToPrivate ? { linkToPrivate: channel.linkToPrivate.bind(channel) } : {}),
    ...(channel.startLink ? { startLink: channel.startLink.bind(channel) } : {}),
    ...(channel.forgedCalls ? { forgedCalls: channel.forgedCalls.bind(channel) } : {}),
    health: () => channel.health(),
  };
  return {
    channel: watched,
    rhythm: () => rhythm,
    report() {
      const health = channel.health();
      const because = 'because' in health ? health.because : null;
      const silentFor = health.state === 'off' ? null : silenceOf(rhythm, lastInbound ?? opened, clock.now());
      return {
        ...{ name, state: health.state, because, lastInbound, lastOutbound, lastFailure, silentFor },
        forgedCalls: channel.forgedCalls?.() ?? 0,
      };
    },
  };
}
