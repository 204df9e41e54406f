import { addToFigure, amend, type Change, insert } from '../core/change.ts';
import type { Day } from '../core/day.ts';
import { newId } from '../core/ids.ts';
import type { YearlyFigureRow } from '../core/records.ts';
import type { Store } from '../core/store.ts';
import type { Numbers } from './form-checks.ts';
import { enteredMeasures } from './measures.ts';

/** What was stated for a unit and a year, as far as officials enter it. */
export async function statedFor(store: Store, unitId: string, year: number): Promise<Record<string, number>> {
  const rows = await store.find('YearlyFigure', { unitId, year, replacedById: null });
  return Object.fromEntries(
    rows.flatMap(({ measure, value }) =>
      value !== null && (enteredMeasures as readonly string[]).includes(measure) ? [[measure, value]] : [],
    ),
  );
}

export interface Statement {
  unitId: string;
  year: number;
  values: Numbers;
  /** Who states it; empty for the operator's command. */
  reporterId: string;
  now: Date;
  today: Day;
}

/**
 * Stores what was given. What was stated for the same year before is replaced, measure by measure; both versions are kept.
 * No change where nothing is new.
 */
export async function formChanges(store: Store, statement: Statement): Promise<{ changes: Change[]; n: number }> {
  const { unitId, year, values, now, today } = statement;
  const earlier = await store.find('YearlyFigure', { unitId, year, replacedById: null });
  const checkInId = newId(now);
  const changes: Change[] = [];
  const lastDay = `${year}-12-31`;
  for (const measure of enteredMeasures) {
    const value = values[measure];
    const old = earlier.find((row) => row.measure === measure);
    if (value === undefined || value === null || old?.value === value) continue;
    const row: YearlyFigureRow = {
      ...{ id: newId(now), checkInId, unitId, day: lastDay < today ? lastDay : today },
      ...{ version: (old?.version ?? 0) + 1, replacedById: null, waiting: false, createdAt: now },
      ...{ year, measure, value, text: null },
    };
    if (old) changes.push(amend('YearlyFigure', { id: old.id, replacedById: null }, { replacedById: row.id }, 1));
    changes.push(
      insert('YearlyFigure', row),
      addToFigure(`yearly/${measure}`, unitId, String(year), value - (old?.value ?? 0)),
    );
  }
  const n = changes.filter((change) => change.do === 'insert').length;
  if (n > 0)
    changes.unshift(
      insert('CheckIn', {
        ...{ id: checkInId, unitId, reporterId: statement.reporterId, period: String(year) },
        ...{ late: false, nothing: false, createdAt: now, version: 1, withdrawn: false },
      }),
    );
  return { changes, n };
}
