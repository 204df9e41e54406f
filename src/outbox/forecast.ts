import type { Clock } from '../core/clock.ts';
import { addDays, dayOf, instantOf } from '../core/day.ts';
import type { Store } from '../core/store.ts';
import { type ChannelLimits, noLimits } from './channel-limits.ts';
import { chooseAccount } from './choose-account.ts';
import { lastWrittenBy } from './last-written.ts';
import { quietHours } from './may-push.ts';
import { usedPerSecond } from './pacer.ts';
import { loadRecipients } from './recipients.ts';

/** How people would be reached now, before anything is written. */
export interface Forecast {
  people: number;
  byChannel: Record<string, number>;
  /** Who cannot be reached, by reason. */
  unreachable: Record<'no-account' | 'blocked' | 'out-of-window', number>;
  /** Until the last has left, at the pace of the slowest channel; without quiet hours and caps. */
  seconds: number;
}

const page = 500;

/** Counts by which channel each of these people would be written to. Loads them a page at a time. */
export async function forecast(
  parts: {
    store: Store;
    clock: Clock;
    limits: Readonly<Record<string, ChannelLimits>>;
  },
  personIds: readonly string[],
): Promise<Forecast> {
  const now = parts.clock.now();
  const found: Forecast = {
    people: personIds.length,
    byChannel: {},
    unreachable: { 'no-account': 0, blocked: 0, 'out-of-window': 0 },
    seconds: 0,
  };
  for (let start = 0; start < personIds.length; start += page) {
    const rows = personIds.slice(start, start + page).map((personId) => ({ personId }));
    const recipients = await loadRecipients(rows, {
      ...parts,
      openScripts: async () => new Map(),
      lastWritten: (accounts) => lastWrittenBy(parts.store, accounts),
    });
    found.unreachable['no-account'] += rows.length - recipients.size;
    for (const { person, accounts, lastWritten, facts } of recipients.values()) {
      const choice = chooseAccount(
        accounts.map((account) => ({
          account,
          channel: { limits: parts.limits[account.channel] ?? noLimits, well: true, heldUntil: null, dayIsFull: false },
          lastWritten: lastWritten.get(account.id) ?? null,
          pushedSince: facts.pushedAt.filter((at) => at > (lastWritten.get(account.id) ?? at)).length,
        })),
        {
          preferred: person.preferredAccountId,
          avoid: null,
          now,
          tomorrow: instantOf(addDays(dayOf(now), 1), quietHours.until),
        },
      );
      if (choice.kind === 'account') {
        found.byChannel[choice.account.channel] = (found.byChannel[choice.account.channel] ?? 0) + 1;
      } else if (choice.kind === 'never') found.unreachable[choice.because]++;
    }
  }
  found.seconds = Math.max(
    0,
    ...Object.entries(found.byChannel).map(([channel, n]) => secondsFor(n, parts.limits[channel] ?? noLimits)),
  );
  return found;
}

/** How long so many pushes take on a channel with these limits. */
export function secondsFor(n: number, limits: ChannelLimits): number {
  const paced = limits.pauseMs ? ((limits.pauseMs.least + limits.pauseMs.most) / 2_000) * n : n / usedPerSecond(limits);
  const days = limits.perDay ? Math.ceil(n / limits.perDay) - 1 : 0;
  return Math.ceil(Math.max(paced, days * 86_400));
}
