import { addDays, type Day } from '../core/day.ts';
import { daysOf, monthOf } from '../core/period.ts';
import type { UnitRow } from '../core/records.ts';
import type { Store, SumBelow } from '../core/store.ts';

/** The measures that the made-up people tell of. */
export const toldMeasures = ['activities', 'participants', 'households'] as const;

/** What the assistant says for parents: over the whole run, and added up month by month. */
export interface RollUp {
  whole: SumBelow[];
  months: SumBelow[];
}

/** Asks the assistant's own sums of every unit that has others below it. */
export async function rollUpOf(store: Store, units: readonly UnitRow[], first: Day, last: Day): Promise<RollUp> {
  const unitIds = units.filter(({ kind }) => kind !== 'branch').map(({ id }) => id);
  const firstYear = first.slice(0, 4);
  const sum = (from: Day, until: Day) =>
    store.sumFiguresBelow({ unitIds, measures: toldMeasures, first: from, last: until, firstYear });
  const months: SumBelow[] = [];
  for (let from = first; from <= last; ) {
    const end = daysOf(monthOf(from)).last;
    months.push(...(await sum(from, end < last ? end : last)));
    from = addDays(end, 1);
  }
  return { whole: await sum(first, last), months };
}
