import { type Change, put } from '../core/change.ts';
import { type DaySpan, daysOf, kindOfPeriod, type Period } from '../core/period.ts';
import type { Store } from '../core/store.ts';
import { isReviewPeriod } from './reviews.ts';

/** How far a unit is with a report: a file was made, it was sent to the level above, or that level has received it. */
export interface SentReport {
  unitId: string;
  period: Period;
  state: 'draft' | 'sent' | 'received';
  /** Instants as text; null while it is a draft. */
  sentAt: string | null;
  receivedAt: string | null;
  draftedAt?: string;
}

const prefix = 'report-sent/';

/** All reports begun, sent or received, from the settings that keep them: one for each unit and period. */
export async function reportStates(store: Store): Promise<SentReport[]> {
  const rows = await store.find('Setting', { id: { gte: prefix, lt: 'report-sent0' } });
  return rows.flatMap(({ id, value }) => {
    const [, period = '', unitId = ''] = id.split('/');
    if (kindOfPeriod(period) === null && !isReviewPeriod(period)) return [];
    return [{ ...(value as Omit<SentReport, 'unitId' | 'period'>), unitId, period }];
  });
}

/** The reports that have been sent up; drafts are none. */
export async function sentReports(store: Store): Promise<SentReport[]> {
  return (await reportStates(store)).filter(({ state }) => state !== 'draft');
}

/** The reports that the units below one have sent for periods that end in a span, the latest first. */
export async function sentReportsBelow(store: Store, unitId: string, { first, last }: DaySpan): Promise<SentReport[]> {
  const sent = (await sentReports(store)).filter(({ period }) => {
    if (kindOfPeriod(period) === null) return false;
    const end = daysOf(period).last;
    return first <= end && end <= last;
  });
  const senders = [...new Set(sent.map((one) => one.unitId))];
  const below = new Set<string>();
  for (let i = 0; i < senders.length; i += 500)
    for (const row of await store.find('UnitAncestor', {
      ...{ ancestorId: unitId, unitId: { in: senders.slice(i, i + 500) }, fromDay: { lte: last } },
    }))
      if (row.untilDay === null || row.untilDay >= first) below.add(row.unitId);
  return sent.filter((one) => below.has(one.unitId)).sort((a, b) => ((a.sentAt ?? '') < (b.sentAt ?? '') ? 1 : -1));
}

export function keepSentReport({ unitId, period, ...value }: SentReport): Change {
  return put('Setting', { id: `${prefix}${period}/${unitId}`, value });
}

/** Notes that a file was made. What was sent already stays sent. */
export async function keepDraft(store: Store, unitId: string, period: Period, now: Date): Promise<Change[]> {
  const known = (await reportStates(store)).find((one) => one.unitId === unitId && one.period === period);
  if (known && known.state !== 'draft') return [];
  const draftedAt = now.toISOString();
  return [keepSentReport({ unitId, period, state: 'draft', sentAt: null, receivedAt: null, draftedAt })];
}
