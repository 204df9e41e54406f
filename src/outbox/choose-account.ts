import { after, minutes } from '../core/clock.ts';
import type { AccountRow } from '../core/records.ts';
import type { ChannelLimits } from './channel-limits.ts';

/** What is known of one account of hers at this moment. */
export interface AccountFacts {
  account: AccountRow;
  /** Null: this process has no such channel. */
  channel: { limits: ChannelLimits; well: boolean; heldUntil: Date | null; dayIsFull: boolean } | null;
  /** When she last wrote by it; null when never or unknown. */
  lastWritten: Date | null;
  /** Pushes since then. */
  pushedSince: number;
}

export type Choice =
  | { kind: 'account'; account: AccountRow }
  | { kind: 'later'; at: Date; because: 'channel-held' | 'channel-ill' | 'day-full' }
  | { kind: 'never'; because: 'no-account' | 'blocked' | 'out-of-window' };

/** A channel that is held longer than this is passed over for another of hers. */
const shortHoldMs = minutes(10);

/**
 * The account by which she is reached: the one she prefers when it can, else another of hers. `avoid` is one by which it
 * has failed again and again.
 */
export function chooseAccount(
  accounts: readonly AccountFacts[],
  { preferred, avoid, now, tomorrow }: { preferred: string | null; avoid: string | null; now: Date; tomorrow: Date },
): Choice {
  if (accounts.length === 0) return { kind: 'never', because: 'no-account' };
  const active = accounts.filter(({ account }) => account.state === 'active');
  if (active.length === 0) return { kind: 'never', because: 'blocked' };
  const known = active.filter(({ channel }) => channel !== null);
  const inWindow = known.filter((facts) => windowIsOpen(facts, now));
  if (known.length > 0 && inWindow.length === 0) return { kind: 'never', because: 'out-of-window' };
  const rank = ({ account }: AccountFacts) => (account.id === avoid ? 2 : account.id === preferred ? 0 : 1);
  const ranked = inWindow.sort((a, b) => rank(a) - rank(b));
  const usable = ranked.find(
    ({ channel }) =>
      channel?.well && !channel.dayIsFull && !(channel.heldUntil && channel.heldUntil > after(now, shortHoldMs)),
  );
  const first = usable ?? ranked[0];
  if (!first?.channel) return { kind: 'later', at: after(now, minutes(5)), because: 'channel-ill' };
  if (first.channel.dayIsFull) return { kind: 'later', at: tomorrow, because: 'day-full' };
  if (first.channel.heldUntil) return { kind: 'later', at: first.channel.heldUntil, because: 'channel-held' };
  if (!first.channel.well) return { kind: 'later', at: after(now, minutes(5)), because: 'channel-ill' };
  return { kind: 'account', account: first.account };
}

/** Where a platform lets us write first only for a while: within it, and without cost. */
export function windowIsOpen({ channel, lastWritten, pushedSince }: AccountFacts, now: Date): boolean {
  const window = channel?.limits.window;
  if (!window) return true;
  if (!lastWritten || after(lastWritten, window.openMs) <= now) return false;
  return window.paid || (after(lastWritten, window.freeMs) > now && pushedSince < window.freeMessages);
}
