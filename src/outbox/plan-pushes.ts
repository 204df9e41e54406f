import { amend, type Change } from '../core/change.ts';
import { after, minutes } from '../core/clock.ts';
import { addDays, dayOf, instantOf } from '../core/day.ts';
import type { AccountRow, OutboxRow } from '../core/records.ts';
import { type AccountFacts, chooseAccount } from './choose-account.ts';
import { mayPush, quietHours } from './may-push.ts';
import type { Recipient } from './recipients.ts';

/** Long enough for a row to be sent from a full lane, short enough to be found soon after a crash. */
export const pushLeaseMs = minutes(2);
/** After so many attempts another account of hers is tried first. */
export const avoidAfter = 3;

/** A row that is to leave now, by this account. */
export interface Departure {
  row: OutboxRow;
  recipient: Recipient;
  account: AccountRow;
}

export type Plan =
  | ({ kind: 'send' } & Departure)
  | { kind: 'later'; row: OutboxRow; at: Date; because: string }
  | { kind: 'never'; row: OutboxRow; because: string };

/** What becomes of each row of a page at this moment. Pure; rows of one person see those planned before them. */
export function planPushes(
  rows: readonly OutboxRow[],
  recipients: ReadonlyMap<string, Recipient>,
  channelFacts: (channel: string) => AccountFacts['channel'],
  now: Date,
): Plan[] {
  const plannedFor = new Map<string, Date[]>();
  return rows.map((row): Plan => {
    const recipient = recipients.get(row.personId ?? '');
    if (!recipient) return { kind: 'never', row, because: 'no-person' };
    const planned = plannedFor.get(recipient.person.id) ?? [];
    const facts = { ...recipient.facts, pushedAt: [...recipient.facts.pushedAt, ...planned] };
    const permission = mayPush(row, facts, now);
    if (permission.kind !== 'now') return { row, ...permission };
    const choice = chooseAccount(
      recipient.accounts.map((account) => accountFacts(account, recipient, channelFacts)),
      {
        preferred: row.accountId ?? recipient.person.preferredAccountId,
        avoid: row.attempts >= avoidAfter ? row.accountId : null,
        now,
        tomorrow: instantOf(addDays(dayOf(now), 1), quietHours.until),
      },
    );
    if (choice.kind === 'never') return { kind: 'never', row, because: choice.because };
    if (choice.kind === 'later') {
      return choice.at >= row.expiresAt
        ? { kind: 'never', row, because: choice.because }
        : { kind: 'later', row, at: choice.at, because: choice.because };
    }
    plannedFor.set(recipient.person.id, [...planned, now]);
    return { kind: 'send', row, recipient, account: choice.account };
  });
}

function accountFacts(
  account: AccountRow,
  recipient: Recipient,
  channelFacts: (channel: string) => AccountFacts['channel'],
): AccountFacts {
  const lastWritten = recipient.lastWritten.get(account.id) ?? null;
  const pushedSince = lastWritten ? recipient.facts.pushedAt.filter((at) => at > lastWritten).length : 0;
  return { account, channel: channelFacts(account.channel), lastWritten, pushedSince };
}

/** The changes that carry out a plan: few statements, however many rows. */
export function changesOf(plans: readonly Plan[], now: Date): Change[] {
  const changes: Change[] = [];
  const leaseUntil = after(now, pushLeaseMs);
  const leased = plans.flatMap((plan) => (plan.kind === 'send' ? plan.row.id : []));
  if (leased.length > 0) {
    const where = { id: { in: leased }, state: 'pending' as const };
    changes.push(amend('OutboxRow', where, { state: 'leased', leaseUntil }, leased.length));
  }
  for (const [key, ids] of together(plans, (plan) => (plan.kind === 'later' ? plan.at.toISOString() : null))) {
    changes.push(amend('OutboxRow', { id: { in: ids }, state: 'pending' }, { notBefore: new Date(key) }));
  }
  for (const [because, ids] of together(plans, (plan) => (plan.kind === 'never' ? plan.because : null))) {
    const set = { state: 'given-up' as const, because, settledAt: now, sealedPayload: null };
    changes.push(amend('OutboxRow', { id: { in: ids }, state: 'pending' }, set));
  }
  return changes;
}

function together(plans: readonly Plan[], keyOf: (plan: Plan) => string | null): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const plan of plans) {
    const key = keyOf(plan);
    if (key === null) continue;
    const ids = groups.get(key);
    if (ids) ids.push(plan.row.id);
    else groups.set(key, [plan.row.id]);
  }
  return groups;
}
