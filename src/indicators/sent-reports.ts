import { type Change, put } from '../core/change.ts';
import { kindOfPeriod, type Period } from '../core/period.ts';
import type { Store } from '../core/store.ts';

/** A report that a unit has sent to the level above, or that the level above has received. */
export interface SentReport {
  unitId: string;
  period: Period;
  state: 'sent' | 'received';
  /** Instants as text. */
  sentAt: string;
  receivedAt: string | null;
}

const prefix = 'report-sent/';

/** All reports sent, from the settings that keep them: one for each unit and period. */
export async function sentReports(store: Store): Promise<SentReport[]> {
  const rows = await store.find('Setting', { id: { gte: prefix, lt: 'report-sent0' } });
  return rows.flatMap(({ id, value }) => {
    const [, period = '', unitId = ''] = id.split('/');
    if (kindOfPeriod(period) === null) return [];
    return [{ ...(value as Omit<SentReport, 'unitId' | 'period'>), unitId, period }];
  });
}

export function keepSentReport({ unitId, period, ...value }: SentReport): Change {
  return put('Setting', { id: `${prefix}${period}/${unitId}`, value });
}
