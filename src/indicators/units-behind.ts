import type { Day } from '../core/day.ts';
import type { UnitRow } from '../core/records.ts';
import type { Store } from '../core/store.ts';
import { evaluate, type FigureReader } from './evaluate.ts';
import type { Formula } from './formula.ts';
import { needsOf, sumsOf } from './load-figures.ts';
import { expectedBy, stateOf } from './pace.ts';
import type { Indicator, Plan } from './plan-schema.ts';
import { readingFor, spanOf, targetFor } from './results.ts';
import { targetsOf } from './targets.ts';
import type { UnitsBelow } from './units-below.ts';

/** How the units below stand with one indicator that is asked of each of them. */
export interface UnitsBehind {
  /** Those behind what should be reached by now, the furthest behind first. */
  behind: readonly { unit: UnitRow; n: number; target: number }[];
  /** Those of which nothing is known yet: missing is not zero, and not behind. */
  missing: readonly UnitRow[];
  asked: number;
}

const unitsAtOnce = 1_000;

/**
 * The units below that are behind, of the highest level that the indicator is asked of; null where it is asked of none below, or
 * cannot be read for each of them by itself.
 */
export async function unitsBehind(
  store: Store,
  plan: Plan,
  indicator: Indicator,
  below: UnitsBelow,
  day: Day,
): Promise<UnitsBehind | null> {
  const units = askedBelow(indicator, below);
  const formulaOf = (id: string): Formula => {
    const found = plan.indicators.find((one) => one.id === id);
    if (!found) throw new RangeError(`the plan ${plan.id} has no indicator ${id}`);
    return found.formula;
  };
  const { own, counts } = needsOf([indicator.formula], formulaOf);
  if (indicator.guarded || units.length === 0 || counts.length > 0) return null;
  const span = spanOf(indicator, day);
  const upTo = day < span.last ? day : span.last;
  const targetOf = await targetsOf(store);
  const behind: { unit: UnitRow; n: number; target: number; share: number }[] = [];
  const missing: UnitRow[] = [];
  for (let start = 0; start < units.length; start += unitsAtOnce) {
    const page = units.slice(start, start + unitsAtOnce);
    const ids = page.map(({ id }) => id);
    const sums = await sumsOf(store, ids, { first: span.first, last: upTo, end: span.last }, own);
    for (const [i, unit] of page.entries()) {
      const reader: FigureReader = { n: (measure) => sums[i]?.get(measure) ?? null, count: () => null };
      const { n } = evaluate(indicator.formula, reader, formulaOf);
      const target = targetFor(indicator, 'own', { ...below, unit }, targetOf);
      if (n === null) missing.push(unit);
      if (n === null || target === null) continue;
      const expected = expectedBy(indicator, target, span, upTo, indicator.shows !== 'percent');
      const state = stateOf(indicator, { n, target, span, day: upTo, expected });
      if (state === 'behind' || state === 'missed') behind.push({ unit, n, target, share: n / (expected || target) });
    }
  }
  // The sort is stable: units equally far behind stay in the order of the import.
  const sorted = behind.sort((a, b) => a.share - b.share).map(({ share: _, ...one }) => one);
  return { behind: sorted, missing, asked: units.length };
}

function askedBelow(indicator: Indicator, { unit, byLevel }: UnitsBelow): readonly UnitRow[] {
  for (const level of ['commune', 'branch'] as const) {
    const units = byLevel[level].filter(({ id, kind }) => id !== unit.id && readingFor(indicator, kind) === 'own');
    if (units.length > 0) return units;
  }
  return [];
}
