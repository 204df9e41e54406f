import { addToFigure, amend, type Change } from '../core/change.ts';
import type { Store } from '../core/store.ts';
import { type Facts, noFacts } from './facts.ts';
import { figuresOf, measureAndDay } from './figures-of.ts';

/** What has to be added to each figure so that it counts `now` instead of `before`. */
export function figureChanges(unitId: string, before: Facts, now: Facts): Change[] {
  const [old, next] = [figuresOf(before), figuresOf(now)];
  const changes: Change[] = [];
  for (const key of new Set([...old.keys(), ...next.keys()])) {
    const difference = (next.get(key) ?? 0) - (old.get(key) ?? 0);
    const { measure, day } = measureAndDay(key);
    // A statement of zero makes its row: missing is not zero.
    const appears = !old.has(key) && next.get(key) === 0;
    if (difference !== 0 || appears) changes.push(addToFigure(measure, unitId, day, difference));
  }
  return changes;
}

/** What new facts can touch: figures depend on each other only within these. */
export interface Touched {
  households: readonly string[];
  periods: readonly string[];
  years: readonly number[];
  months: readonly string[];
}

export function touchedBy(facts: Facts): Touched {
  const households = [...facts.helps, ...facts.reached].map((one) => one.householdHash);
  return {
    households: unique(households.filter((hash): hash is string => hash !== null)),
    periods: unique(facts.checkIns.map(({ period }) => period)),
    years: unique(facts.yearly.map(({ year }) => year)),
    months: unique(facts.monthly.map(({ month }) => month)),
  };
}

/**
 * The stored facts of a unit that share a household, a week, a year or a month with what is about to be written, so that the
 * difference of two `figuresOf` is exact without reading everything. With their check-ins, for those that were withdrawn.
 */
export async function loadTouched(store: Store, unitId: string, touched: Touched): Promise<Facts> {
  const households = { in: touched.households };
  const none = Promise.resolve([]);
  const [helps, reached, checkIns, yearly, monthly] = await Promise.all([
    touched.households.length > 0 ? store.find('HouseholdHelp', { unitId, householdHash: households }) : none,
    touched.households.length > 0 ? store.find('HouseholdReached', { unitId, householdHash: households }) : none,
    touched.periods.length > 0 ? store.find('CheckIn', { unitId, period: { in: touched.periods } }) : none,
    touched.years.length > 0 ? store.find('YearlyFigure', { unitId, year: { in: touched.years } }) : none,
    touched.months.length > 0 ? store.find('MonthlyCount', { unitId, month: { in: touched.months } }) : none,
  ]);
  const facts: Facts = { ...noFacts(), helps, reached, checkIns, yearly, monthly };
  const known = new Set(checkIns.map(({ id }) => id));
  const others = unique([...helps, ...reached, ...yearly, ...monthly].map(({ checkInId }) => checkInId)).filter(
    (id) => !known.has(id),
  );
  if (others.length === 0) return facts;
  const withdrawn = await store.find('CheckIn', { id: { in: others }, withdrawn: true });
  return { ...facts, checkIns: [...checkIns, ...withdrawn] };
}

/**
 * Fails the commit with `Conflict` when a household that was read with earlier facts has got others since. New households need none:
 * two check-ins of one unit never get the same ordinal (`nextCheckInId`), so the later of two that were decided at once is decided again. Goes
 * before the changes that add rows.
 */
export function guardHouseholds(unitId: string, before: Facts): Change[] {
  const hashes = unique(before.helps.map((one) => one.householdHash).filter((hash) => hash !== null));
  if (hashes.length === 0) return [];
  return [amend('HouseholdHelp', { unitId, householdHash: { in: hashes } }, { unitId }, before.helps.length)];
}

function unique<Value>(values: readonly Value[]): Value[] {
  return [...new Set(values)];
}
