import { daysBetween } from '../core/day.ts';
import type { DaySpan } from '../core/period.ts';
import { daysOf, kindOfPeriod } from '../core/period.ts';
import type { Store } from '../core/store.ts';
import type { FigureReader } from './evaluate.ts';
import { type Formula, type Level, levels, partsOf } from './formula.ts';
import { sentReports } from './sent-reports.ts';
import type { UnitsBelow } from './units-below.ts';

/** What formulas need of one span: measures of the unit itself, and of the units of each level. */
export interface Needs {
  own: ReadonlySet<string>;
  byLevel: ReadonlyMap<Level, ReadonlySet<string>>;
}

export function needsOf(formulas: readonly Formula[], formulaOf: (id: string) => Formula): Needs {
  const own = new Set<string>();
  const byLevel = new Map<Level, Set<string>>();
  const visit = (formula: Formula, into: Set<string>) => {
    for (const part of partsOf(formula)) {
      if (part.kind === 'sum') for (const measure of part.measures) into.add(measure);
      if (part.kind === 'indicator') visit(formulaOf(part.id), into);
      if (part.kind !== 'count') continue;
      const level = byLevel.get(part.level) ?? new Set<string>();
      byLevel.set(part.level, level);
      if (part.where) visit(part.where, level);
    }
  };
  for (const formula of formulas) visit(formula, own);
  return { own, byLevel };
}

/** Reads what the formulas need, in one query for the unit and one for each level. */
export async function loadFigures(store: Store, below: UnitsBelow, span: DaySpan, needs: Needs): Promise<FigureReader> {
  const [own] = await sumsOf(store, [below.unit.id], span, needs.own);
  const readers = new Map<Level, FigureReader[]>();
  for (const level of levels) {
    const measures = needs.byLevel.get(level);
    if (!measures) continue;
    const ids = below.byLevel[level].map(({ id }) => id);
    readers.set(
      level,
      (await sumsOf(store, ids, span, measures)).map((sums) => newReader(sums, new Map())),
    );
  }
  return newReader(own ?? new Map(), readers);
}

/** For each of the units, in their order, its sums by measure; a measure never counted is absent. */
export async function sumsOf(
  store: Store,
  unitIds: readonly string[],
  { first, last }: DaySpan,
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
      const { last: end } = daysOf(period);
      const sums = byUnit.get(unitId);
      if (!sums || kind === null || !kinds.includes(kind) || end < first || end > last) continue;
      sums.set(`reports/${kind}`, (sums.get(`reports/${kind}`) ?? 0) + 1);
    }
  }
  return unitIds.map((id) => byUnit.get(id) ?? new Map());
}

function newReader(
  sums: ReadonlyMap<string, number>,
  units: ReadonlyMap<Level, readonly FigureReader[]>,
): FigureReader {
  return { n: (measure) => sums.get(measure) ?? null, units: (level) => units.get(level) ?? [] };
}
