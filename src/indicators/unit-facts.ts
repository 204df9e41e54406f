import type { Day } from '../core/day.ts';
import { type DaySpan, daysOf, type Period, type PeriodKind, periodBefore, periodOf } from '../core/period.ts';
import type { UnitKind, UnitRow } from '../core/records.ts';
import type { Store } from '../core/store.ts';
import { bySoonest, type Deadline, isSent, nextDeadlines } from './deadlines.ts';
import { inPieces } from './in-pieces.ts';
import { sumsOf } from './load-figures.ts';
import type { Plan } from './plan-schema.ts';
import { type Reporting, reportingOf } from './reporting.ts';
import { type Result, resultsFor } from './results.ts';
import { reviewDays, reviewDeadlines, upwardOf } from './reviews.ts';
import { sentReports } from './sent-reports.ts';
import { type UnitsBelow, unitsBelow } from './units-below.ts';

/** What is counted in every digest and report, by the name of its measure. */
export const headMeasures = [
  'households',
  'value-vnd',
  'reached/whole',
  'activities',
  'participants',
  'models/founded',
  'models/strengthened',
  'nominations',
] as const;
export type HeadMeasure = (typeof headMeasures)[number];
/** Null where nothing was counted: missing is not zero. */
export type Head = Readonly<Record<HeadMeasure, number | null>>;

/** Everything that is told of a unit for a period: figures only, so that it can be kept and compared later. */
export interface UnitFacts {
  unit: { id: string; code: string; name: string; kind: UnitKind };
  kind: PeriodKind;
  period: Period;
  first: Day;
  last: Day;
  /** Figures of later days are not looked at. */
  upTo: Day;
  /** The day on which it is read: what is due is counted from here. */
  today: Day;
  reporting: Omit<Reporting, 'silent'> & { silent: readonly { id: string; name: string }[] };
  head: Head;
  before: Head;
  results: readonly Result[];
  due: readonly Deadline[];
}

export interface FactsQuery {
  unit: UnitRow;
  kind: PeriodKind;
  /** A day of the period; figures up to its end. */
  at: Day;
  /** The day on which it is read, when that is later. */
  today?: Day;
  plans: readonly Plan[];
  /** Also the final results of plans that are over, and numbers about violence: reports show them, digests never do. */
  everything?: boolean;
}

export async function unitFacts(
  store: Store,
  { unit, kind, at, today, plans, everything = false }: FactsQuery,
): Promise<UnitFacts> {
  const period = periodOf(kind, at);
  const { first, last } = daysOf(period);
  const upTo = at < last ? at : last;
  const readOn = today ?? upTo;
  const below = await unitsBelow(store, unit, upTo);
  const [reporting, head, before, results, sent] = [
    await reportingOf(store, below, { first, last: upTo }),
    await headOf(store, [unit], { first, last: upTo }),
    await headOf(store, [unit], daysOf(periodBefore(period))),
    await resultsFor(store, everything ? plansOf(unit, plans) : forDigest(plansOf(unit, plans), upTo), below, upTo),
    await sentReports(store),
  ];
  return {
    unit: { id: unit.id, code: unit.code, name: unit.name, kind: unit.kind },
    ...{ kind, period, first, last, upTo, today: readOn },
    reporting: { ...reporting, silent: await named(store, reporting.silent, below) },
    ...{ head: head[0] as Head, before: before[0] as Head, results },
    due: (await deadlinesOf(store, unit, plans, readOn)).filter((deadline) => !isSent(deadline, unit.id, sent)),
  };
}

/** The reports a unit owes on or after a day, soonest first; reviews where a day is settled for them. */
export async function deadlinesOf(store: Store, unit: UnitRow, plans: readonly Plan[], day: Day): Promise<Deadline[]> {
  const own = plansOf(unit, plans);
  const days = await reviewDays(store);
  const upward = days.length === 0 ? [] : ((await upwardOf(store, [unit.id], day)).get(unit.id) ?? []);
  return [...nextDeadlines(own, day), ...reviewDeadlines(own, days, upward, day)].sort(bySoonest);
}

/** What a digest may show: indicators in force, none of them about violence. */
function forDigest(plans: readonly Plan[], day: Day): Plan[] {
  return plans
    .filter(({ validUntil }) => validUntil >= day)
    .map((plan) => ({ ...plan, indicators: plan.indicators.filter(({ guarded }) => !guarded) }));
}

/** The head figures of each of the units, in their order. */
export async function headOf(store: Store, units: readonly UnitRow[], span: DaySpan): Promise<Head[]> {
  const sums = await sumsOf(
    store,
    units.map(({ id }) => id),
    span,
    headMeasures,
  );
  return sums.map(
    (one) => Object.fromEntries(headMeasures.map((measure) => [measure, one.get(measure) ?? null])) as Head,
  );
}

/** The plans a unit follows: those named among its settings (`plans`: "TY, ND"), else all; examples in a demonstration only. */
export function plansOf(unit: UnitRow, plans: readonly Plan[]): readonly Plan[] {
  const named = unit.marks.settings?.plans;
  if (typeof named !== 'string') return plans.filter(({ example }) => !example || unit.marks.demonstration === true);
  const codes = named.split(',').map((code) => code.trim());
  return plans.filter(({ code }) => codes.includes(code));
}

/** Branches by name; with their commune's where the reader looks from above it, because names repeat. */
async function named(
  store: Store,
  units: readonly UnitRow[],
  below: UnitsBelow,
): Promise<{ id: string; name: string }[]> {
  const direct = new Set(below.children.map(({ id }) => id));
  const ids = [...new Set(units.flatMap(({ id, parentId }) => (direct.has(id) || !parentId ? [] : [parentId])))];
  const parents = new Map(below.byLevel.commune.map(({ id, name }) => [id, name]));
  const missing = ids.filter((id) => !parents.has(id));
  if (missing.length > 0)
    for (const { id, name } of await store.find('Unit', { id: { in: missing.slice(0, 500) } })) parents.set(id, name);
  const all: { id: string; name: string }[] = [];
  for await (const piece of inPieces(units))
    for (const { id, name, parentId } of piece) {
      const parent = direct.has(id) ? undefined : parents.get(parentId ?? '');
      all.push({ id, name: parent ? `${name}, ${parent}` : name });
    }
  return all;
}
