import type { Day } from '../core/day.ts';
import { daysOf, kindOfPeriod, planYearOf, yearOf } from '../core/period.ts';
import type { FactRow, HouseholdHelpRow, HouseholdReachedRow, NominationRow } from '../core/records.ts';
import type { Facts } from './facts.ts';

/** Sums of one unit by `measure` and day, as `core/figure.ts` lists them. */
export type Figures = Map<string, number>;

const separator = '|';

export function figureKey(measure: string, day: string): string {
  return `${measure}${separator}${day}`;
}

export function measureAndDay(key: string): { measure: string; day: string } {
  const at = key.lastIndexOf(separator);
  return { measure: key.slice(0, at), day: key.slice(at + 1) };
}

/**
 * Every figure of one unit from its facts. The order of the facts changes nothing. Facts that wait for a closed period, were
 * replaced, or belong to a check-in that was withdrawn count nowhere; a value that is absent is no zero.
 */
export function figuresOf(facts: Facts): Figures {
  const figures: Figures = new Map();
  const add: Add = (measure, day, n) => {
    if (n !== 0) figures.set(figureKey(measure, day), (figures.get(figureKey(measure, day)) ?? 0) + n);
  };
  const set = (measure: string, day: string, n: number) => figures.set(figureKey(measure, day), n);
  const withdrawn = new Set(facts.checkIns.filter((one) => one.withdrawn).map(({ id }) => id));
  const counts = <Row extends FactRow>(rows: readonly Row[]): Row[] =>
    rows.filter((row) => !row.waiting && row.replacedById === null && !withdrawn.has(row.checkInId));

  countCheckIns(facts, add);
  const helps = counts(facts.helps);
  countHelps(helps, add);
  countReached(counts(facts.reached), helps, add);
  for (const one of counts(facts.activities)) {
    add('activities', one.day, 1);
    add(`activities/type/${one.type}`, one.day, 1);
    for (const topic of new Set(one.topics)) add(`activities/topic/${topic}`, one.day, 1);
    if (one.campaign !== null) add(`activities/campaign/${one.campaign}`, one.day, 1);
    add('participants', one.day, one.participants ?? 0);
    add('households-informed', one.day, one.householdsInformed ?? 0);
    add('households-committed', one.day, one.householdsCommitted ?? 0);
  }
  for (const one of counts(facts.models)) {
    add(`models/${one.change}`, one.day, 1);
    add(`models/${one.model}`, one.day, 1);
  }
  for (const one of counts(facts.nominations)) {
    add('nominations', one.day, 1);
    if (isChosen(one, facts.nominations)) add('nominations/chosen', one.day, 1);
  }
  // Of several statements of a year or a month the latest holds; zero is a statement, so it is set and not added.
  for (const one of latest(counts(facts.yearly), (row) => `${row.measure}${separator}${row.year}`)) {
    // A figure is a whole number; a rate is read from its statement.
    if (one.value !== null && Number.isInteger(one.value)) set(`yearly/${one.measure}`, String(one.year), one.value);
  }
  for (const one of latest(counts(facts.monthly), (row) => row.month)) {
    if (one.found !== null) set('violence/found', one.month, one.found);
    if (one.supported !== null) set('violence/supported', one.month, one.supported);
  }
  return figures;
}

type Add = (measure: string, day: string, n: number) => void;

function countCheckIns({ checkIns }: Facts, add: Add): void {
  const weeks = new Set<string>();
  for (const one of checkIns) {
    if (one.withdrawn || kindOfPeriod(one.period) !== 'week') continue;
    const { last } = daysOf(one.period);
    if (!weeks.has(one.period)) add('check-ins', last, 1);
    weeks.add(one.period);
    if (one.nothing) add('check-ins/nothing', last, 1);
    if (one.late) add('check-ins/late', last, 1);
  }
}

function countHelps(helps: readonly HouseholdHelpRow[], add: Add): void {
  const firstIn = new Map<string, Day>();
  for (const one of helps) {
    add('households', one.day, one.households);
    for (const kind of new Set(one.supports)) add(`support/${kind}`, one.day, one.households);
    add('value-vnd', one.day, one.valueVnd ?? 0);
    const years = { 'distinct-year': yearOf(one.day), 'distinct-plan-year': planYearOf(one.day) };
    for (const [measure, year] of Object.entries(years)) {
      if (one.householdHash === null) {
        add(`households/${measure}`, one.day, one.households);
        continue;
      }
      const key = [measure, year, one.householdHash].join(separator);
      const first = firstIn.get(key);
      if (first === undefined || one.day < first) firstIn.set(key, one.day);
    }
  }
  for (const [key, day] of firstIn) add(`households/${key.slice(0, key.indexOf(separator))}`, day, 1);
}

function countReached(reached: readonly HouseholdReachedRow[], helps: readonly HouseholdHelpRow[], add: Add): void {
  const helped = new Set(helps.map((one) => one.householdHash));
  const first = new Map<string, { measure: string; household: string; day: Day }>();
  for (const one of reached) {
    const measures = one.criteria.map((criterion) => `reached/${criterion}`);
    if (one.wholeSet !== null) measures.push('reached/whole');
    for (const measure of measures) {
      const key = `${measure}${separator}${one.householdHash}`;
      const before = first.get(key);
      if (!before || one.day < before.day) first.set(key, { measure, household: one.householdHash, day: one.day });
    }
  }
  for (const { measure, household, day } of first.values()) {
    add(measure, day, 1);
    if (measure === 'reached/whole' && helped.has(household)) add('reached/whole-helped', day, 1);
  }
}

/** Chosen for commendation, whether before or after it was corrected. */
function isChosen(one: NominationRow, all: readonly NominationRow[]): boolean {
  const before = all.find(({ replacedById }) => replacedById === one.id);
  return one.decidedAt !== null || (before !== undefined && isChosen(before, all));
}

/** Of the rows with the same key the one of the highest version, made last; ids decide where nothing else does. */
function latest<Row extends FactRow>(rows: readonly Row[], keyOf: (row: Row) => string): Row[] {
  const found = new Map<string, Row>();
  for (const row of rows) {
    const other = found.get(keyOf(row));
    if (!other || isLater(row, other)) found.set(keyOf(row), row);
  }
  return [...found.values()];
}

function isLater(one: FactRow, other: FactRow): boolean {
  const byTime = one.createdAt.getTime() - other.createdAt.getTime();
  if (byTime !== 0) return byTime > 0;
  return one.version === other.version ? one.id > other.id : one.version > other.version;
}
