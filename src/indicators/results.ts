import type { Day } from '../core/day.ts';
import { type DaySpan, daysOf, periodOf } from '../core/period.ts';
import type { UnitKind } from '../core/records.ts';
import type { Store } from '../core/store.ts';
import { averageAbove, type Launches, launchesOf, stateBesideAverage } from './compared.ts';
import { evaluate, type FigureReader } from './evaluate.ts';
import type { Formula } from './formula.ts';
import { loadFigures, needsOf } from './load-figures.ts';
import { expectedBy, type State, stateOf } from './pace.ts';
import type { Indicator, Plan } from './plan-schema.ts';
import { type TargetOf, targetsOf } from './targets.ts';
import type { UnitsBelow } from './units-below.ts';

/** How far a unit is with one indicator. */
export interface Result {
  plan: string;
  /** The plan is an example, not in force. */
  example: boolean;
  id: string;
  short: string;
  wording: string;
  source: string;
  shows: 'percent' | 'count' | 'yes-no';
  sense: 'at-least' | 'below';
  guarded: boolean;
  /** Null where nothing was ever counted. */
  n: number | null;
  parts: { of: number; to: number } | null;
  /** What stands beside the value, by its name; null where the plan asks for none, or it was never counted. */
  beside: { name: string; n: number; shows: 'percent' | 'count' } | null;
  target: number | null;
  /** What should be reached by now; null where no pace is asked. */
  expected: number | null;
  state: State;
  /** The days it is counted over, and the day up to which figures were looked at. */
  first: Day;
  last: Day;
  upTo: Day;
  /** Past the plan's validity: final results. */
  final: boolean;
  /** The average of the unit above that it must stay below; null while nobody has stated it. */
  average?: number | null;
  /** The pilots of the plan below the unit, where there are any. */
  launches?: Launches;
}

const rank: Readonly<Record<UnitKind, number>> = {
  group: 0,
  branch: 1,
  affiliate: 2,
  commune: 2,
  district: 3,
  province: 4,
  central: 5,
};

/** How an indicator is read for a unit of this kind; null when it is asked only of units above it. */
export function readingFor(indicator: Indicator, kind: UnitKind): 'own' | 'above' | null {
  if ((indicator.level as readonly UnitKind[]).includes(kind)) return 'own';
  const lowest = Math.min(...indicator.level.map((level) => rank[level]));
  return rank[kind] > lowest ? 'above' : null;
}

/** The days over which an indicator is counted on `day`; of a plan that is over, its last ones. */
export function spanOf(indicator: Pick<Indicator, 'period' | 'validFrom' | 'validUntil'>, day: Day): DaySpan {
  const within = day > indicator.validUntil ? indicator.validUntil : day;
  if (indicator.period === 'plan') return { first: indicator.validFrom, last: indicator.validUntil };
  const { first, last } = daysOf(periodOf(indicator.period, within));
  return { first, last };
}

/** Every indicator of the plans that is asked of the unit or of those below it, with the figures up to `day`. */
export async function resultsFor(store: Store, plans: readonly Plan[], below: UnitsBelow, day: Day): Promise<Result[]> {
  const asked = plans.flatMap((plan) => {
    const formulaOf = (id: string): Formula => {
      const found = plan.indicators.find((one) => one.id === id);
      if (!found) throw new RangeError(`the plan ${plan.id} has no indicator ${id}`);
      return found.formula;
    };
    return plan.indicators
      .filter((indicator) => indicator.validFrom <= day)
      .flatMap((indicator) => {
        const reading = readingFor(indicator, below.unit.kind);
        return reading === null ? [] : [{ plan, indicator, reading, formulaOf, span: spanOf(indicator, day) }];
      });
  });
  // Indicators of the same days are read together.
  const groups = new Map<string, typeof asked>();
  for (const one of asked) {
    const key = `${one.plan.id}|${one.span.first}|${one.span.last}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  const results = new Map<Indicator, Result>();
  const targetOf = await targetsOf(store);
  for (const group of groups.values()) {
    const [{ span, formulaOf }] = group as [(typeof group)[0]];
    const upTo = day < span.last ? day : span.last;
    const formulas = group.flatMap(({ indicator, reading }) => [
      formulaFor(indicator, reading),
      ...(indicator.beside ? [indicator.beside.formula] : []),
    ]);
    const days = { first: span.first, last: upTo, end: span.last };
    const figures = await loadFigures(store, below, days, needsOf(formulas, formulaOf), formulaOf);
    for (const { plan, indicator, reading } of group) {
      const value = evaluate(formulaFor(indicator, reading), figures, formulaOf);
      const beside = indicator.beside ? besideOf(indicator.beside, figures, formulaOf) : null;
      const target = targetFor(indicator, reading, below, targetOf);
      const shows = reading === 'above' ? (indicator.showsAbove ?? indicator.shows) : indicator.shows;
      const expected = target === null ? null : expectedBy(indicator, target, span, upTo, shows !== 'percent');
      const state = stateOf(indicator, { n: value.n, target, span, day: upTo, expected });
      const besides = await besidesOf(store, plan, indicator, reading, below, upTo);
      const { average } = besides;
      results.set(indicator, {
        ...{ plan: plan.code, example: plan.example, id: indicator.id, short: indicator.short },
        ...{ wording: indicator.wording, source: indicator.source, sense: indicator.sense, guarded: indicator.guarded },
        ...{ shows, n: value.n, parts: value.parts ?? null, beside, target, expected },
        state: average === undefined ? state : stateBesideAverage(state, value.n, average, upTo >= span.last),
        ...{ first: span.first, last: span.last, upTo, final: day > indicator.validUntil },
        ...besides,
      });
    }
  }
  return asked.flatMap(({ indicator }) => results.get(indicator) ?? []);
}

function besideOf(
  { name, formula }: NonNullable<Indicator['beside']>,
  figures: FigureReader,
  formulaOf: (id: string) => Formula,
): Result['beside'] {
  const { n } = evaluate(formula, figures, formulaOf);
  return n === null ? null : { name, n, shows: formula.kind === 'ratio' ? 'percent' : 'count' };
}

/** What stands beside an indicator and comes from no formula. */
async function besidesOf(
  store: Store,
  plan: Plan,
  { belowAverage, launch }: Indicator,
  reading: 'own' | 'above',
  below: UnitsBelow,
  upTo: Day,
): Promise<Pick<Result, 'average' | 'launches'>> {
  if (belowAverage && reading === 'own') {
    const when = { year: upTo.slice(0, 4), day: upTo };
    return { average: await averageAbove(store, below.unit, belowAverage, when) };
  }
  if (!launch) return {};
  const launches = await launchesOf(store, plan.code, launch.before, below);
  return launches.pilots > 0 ? { launches } : {};
}

function formulaFor(indicator: Indicator, reading: 'own' | 'above'): Formula {
  return reading === 'above' ? (indicator.above ?? indicator.formula) : indicator.formula;
}

/** The number asked of this unit. Above the level that is asked it is what was settled for it, else the sum of what is asked of each. */
export function targetFor(
  indicator: Indicator,
  reading: 'own' | 'above',
  { unit, byLevel }: Pick<UnitsBelow, 'unit' | 'byLevel'>,
  targetOf: TargetOf,
): number | null {
  const settled = targetOf(unit, indicator.id);
  if (reading === 'own') return settled ?? indicator.target ?? null;
  if (indicator.forEach) {
    const asked = byLevel[indicator.forEach].map((one) => targetOf(one, indicator.id) ?? indicator.target ?? 0);
    return settled ?? (asked.length === 0 ? null : asked.reduce((sum, n) => sum + n, 0));
  }
  const shows = indicator.showsAbove ?? indicator.shows;
  return (
    (shows === 'yes-no' ? null : settled) ??
    indicator.targetAbove ??
    (indicator.above ? null : (indicator.target ?? null))
  );
}
