import { days, hours, minutes, seconds } from '../core/clock.ts';

/** What a platform allows. Absent: no limit known. */
export interface ChannelLimits {
  /** Messages a second over all chats. */
  perSecond?: number;
  /** The number is our own caution in bulk, not the platform's: a reply leaves at once, and bulk makes room for it. */
  repliesGoAtOnce?: true;
  /** One chat: this many at once, then one each `everyMs`. */
  perChat?: { atOnce: number; everyMs: number };
  /** Messages a minute into one group. */
  perGroupMinute?: number;
  /** What we say of our own accord on one day (Vietnam). */
  perDay?: number;
  /** A pause between two pushes, drawn evenly, as a person would make. */
  pauseMs?: { least: number; most: number };
  /** The bot may write first only so long after she last wrote; `paid`: beyond what is free as well. */
  window?: { openMs: number; freeMs: number; freeMessages: number; paid: boolean };
  /** Hours of the platform itself, beside our quiet hours. */
  pushHours?: { from: string; until: string };
  /** How many messages are on their way at a time. */
  inFlight: number;
}

/**
 * Telegram: core.telegram.org/bots/faq ("My bot is hitting limits"): about 30 a second in bulk, one a second in a chat with
 * short bursts allowed, 20 a minute in a group. Zalo OA: docs.zaloplatforms.com/docs/OA, consulting messages: 7 days after
 * she last wrote, 8 free within 48 hours, 06:00–21:59. Neither it nor Zalo Bot publishes a number a second, only 429: a few in
 * bulk, while on an evening when a whole province reports every answer leaves as soon as it is ready.
 * Zalo personal accounts get banned: few a day, with pauses (RFS-ADRENO/zca-js issues 146, 336).
 */
export const channelLimits: Readonly<Record<string, ChannelLimits>> = {
  telegram: {
    perSecond: 30,
    perChat: { atOnce: 3, everyMs: seconds(1) },
    perGroupMinute: 20,
    inFlight: 16,
  },
  'zalo-bot': { perSecond: 5, repliesGoAtOnce: true, perChat: { atOnce: 3, everyMs: seconds(1) }, inFlight: 4 },
  'zalo-oa': {
    perSecond: 10,
    repliesGoAtOnce: true,
    perChat: { atOnce: 3, everyMs: seconds(1) },
    window: { openMs: days(7), freeMs: hours(48), freeMessages: 8, paid: false },
    pushHours: { from: '06:00', until: '21:59' },
    inFlight: 8,
  },
  'zalo-personal': {
    perDay: 80,
    pauseMs: { least: seconds(8), most: minutes(1) },
    perChat: { atOnce: 2, everyMs: seconds(2) },
    inFlight: 1,
  },
};

/** The limits with what the operator has set: ZALO_PERSONAL_DAILY_CAP. */
export function limitsWith({ ZALO_PERSONAL_DAILY_CAP: perDay }: { ZALO_PERSONAL_DAILY_CAP?: number | undefined }) {
  const personal = channelLimits['zalo-personal'];
  return perDay === undefined || !personal
    ? channelLimits
    : { ...channelLimits, 'zalo-personal': { ...personal, perDay } };
}

/** For channels of our own (web page, console) and platforms that name no limit. */
export const noLimits: ChannelLimits = { inFlight: 8 };
