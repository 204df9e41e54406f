import { type Change, put } from '../core/change.ts';
import { kindOfPeriod, type Period } from '../core/period.ts';
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
