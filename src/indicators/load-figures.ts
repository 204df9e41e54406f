import { type Day, daysBetween } from '../core/day.ts';
import type { DaySpan } from '../core/period.ts';
import { daysOf, kindOfPeriod } from '../core/period.ts';
import type { Store } from '../core/store.ts';
import { evaluate, type FigureReader } from './evaluate.ts';
import { type CountFormula, type Formula, levels } from './formula.ts';
import { sentReports } from './sent-reports.ts';
import type { UnitsBelow } from './units-below.ts';

/** What formulas need of one span: measures of the unit itself, and units of a level that are to be counted. */
export interface Needs {
  own: ReadonlySet<string>;
  counts: readonly { formula: CountFormula; measures: ReadonlySet<string> }[];
}

export function needsOf(formulas: readonly Formula[], formulaOf: (id: string) => Formula): Needs {
  const own = new Set<string>();
  const counts = new Map<CountFormula, Set<string>>();
  const visit = (formula: Formula, into: Set<string>): void => {
    switch (formula.kind) {
      case 'number':
        return;
      case 'sum':
        for (const measure of formula.measures) into.add(measure);
        return;
      case 'indicator':
        visit(formulaOf(formula.id), into);
        return;
      case 'ratio':
        visit(formula.of, into);
        visit(formula.to, into);
        return;
      case 'any':
      case 'all':
      case 'distinct':
        for (const one of formula.of) visit(one, into);
        return;
      case 'compare':
        visit(formula.left, into);
        return;
      case 'count': {
        // What is counted below is read for the units there, not for the unit itself.
        if (counts.has(formula)) return;
        const measures = new Set<string>();
        counts.set(formula, measures);
        if (formula.where) visit(formula.where, measures);
      }
    }
  };
  for (const formula of formulas) visit(formula, own);
  return { own, counts: [...counts].map(([formula, measures]) => ({ formula, measures })) };
}

/** So many units of a level are read and counted before the next ones: a nation is neither held in memory nor in one go. */
const unitsAtOnce = 1_000;

/** Reads what the formulas need, in one query for the unit and some for each level. */
export async function loadFigures(
  store: Store,
  below: UnitsBelow,
  span: CountedSpan,
  { own, counts }: Needs,
  formulaOf: (id: string) => Formula,
): Promise<FigureReader> {
  const [sums] = await sumsOf(store, [below.unit.id], span, own);
  const counted = new Map<CountFormula, number | null>();
  for (const level of levels) {
    const asked = counts.filter(({ formula }) => formula.level === level);
    const units = below.byLevel[level];
    for (const { formula } of asked) counted.set(formula, formula.where === null ? units.length : null);
    const judged = asked.filter(({ formula }) => formula.where !== null);
    const measures = new Set(judged.flatMap((one) => [...one.measures]));
    for (let start = 0; judged.length > 0 && start < units.length; start += unitsAtOnce) {
      const ids = units.slice(start, start + unitsAtOnce).map(({ id }) => id);
      for (const ofUnit of await sumsOf(store, ids, span, measures)) {
        // Without any figure no formula has a value.
        if (ofUnit.size === 0) continue;
        const reader = newReader(ofUnit, new Map());
        for (const { formula } of judged) {
          const { n } = evaluate(formula.where as Formula, reader, formulaOf);
          if (n !== null) counted.set(formula, (counted.get(formula) ?? 0) + (n > 0 ? 1 : 0));
        }
      }
    }
  }
  return newReader(sums ?? new Map(), counted);
}

/** The days of which figures are looked at, and where these are a period that goes on, its end: a report may be sent before it. */
export interface CountedSpan extends DaySpan {
  end?: Day;
}

/** For each of the units, in their order, its sums by measure; a measure never counted is absent. */
export async function sumsOf(
  store: Store,
  unitIds: readonly string[],
  { first, last, end = last }: CountedSpan,
  measures: Iterable<string>,
): Promise<Map<string, number>[]> {
  const byUnit = new Map(unitIds.map((id) => [id, new Map<string, number>()]));
  const counted = [...measures].filter((measure) => !measure.startsWith('reports/'));
  const kinds = [...measures].filter((measure) => measure.startsWith('reports/')).map((measure) => measure.slice(8));
  if (counted.length > 0 && unitIds.length > 0) {
    // What is stated for a year holds for that year; over a plan of several years the latest statement does.
    const firstYear = daysBetween(first, last) > 366 ? first.slice(0, 4) : last.slice(0, 4);
    for (const { unitId, measure, n } of await store.sumFiguresBelow({
      unitIds,
      measures: counted,
      first,
      last,
      firstYear,
    }))
      byUnit.get(unitId)?.set(measure, n);
  }
  if (kinds.length > 0) {
    // Whether a report was sent is known: none is zero.
    for (const sums of byUnit.values()) for (const kind of kinds) sums.set(`reports/${kind}`, 0);
    for (const { unitId, period } of await sentReports(store)) {
      const kind = kindOfPeriod(period);
      const sums = byUnit.get(unitId);
      if (!sums || kind === null || !kinds.includes(kind)) continue;
      const { last: periodEnd } = daysOf(period);
      if (periodEnd < first || periodEnd > end) continue;
      sums.set(`reports/${kind}`, (sums.get(`reports/${kind}`) ?? 0) + 1);
    }
  }
  return unitIds.map((id) => byUnit.get(id) ?? new Map());
}

function newReader(sums: ReadonlyMap<string, number>, counted: ReadonlyMap<CountFormula, number | null>): FigureReader {
  return { n: (measure) => sums.get(measure) ?? null, count: (formula) => counted.get(formula) ?? null };
}
