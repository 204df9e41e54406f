import type { Day } from '../core/day.ts';
import { writeDay } from '../core/day.ts';
import type { Period } from '../core/period.ts';
import type { FigureRow, UnitRow } from '../core/records.ts';
import type { Sealing } from '../core/sealing.ts';
import type { Store } from '../core/store.ts';
import type { Texts } from '../core/texts.ts';
import type { ReportKind } from '../indicators/deadlines.ts';
import type { Plan } from '../indicators/plan-schema.ts';
import type { Result } from '../indicators/results.ts';
import {
  type FactsQuery,
  type Head,
  type HeadMeasure,
  headMeasures,
  headOf,
  type UnitFacts,
  unitFacts,
} from '../indicators/unit-facts.ts';
import { unitsBelow } from '../indicators/units-below.ts';
import { type GoodExample, goodExamplesOf } from './good-examples.ts';
import { guardedLine } from './guarded-line.ts';
import { type Heading, headingOf } from './heading.ts';
import { periodSections } from './period-sections.ts';

/** What a report says, before it becomes a Word file, a spreadsheet or a page. */
export interface Report {
  facts: UnitFacts;
  kind: ReportKind;
  /** The period, or the review, that it is of. */
  period: Period;
  heading: Heading;
  title: string;
  opening: string;
  closing: string;
  signedOn: Day;
  sections: readonly ReportSection[];
  groups: readonly IndicatorGroup[];
  children: readonly { unit: UnitRow; head: Head }[];
}

/** The indicators of one plan. */
export interface IndicatorGroup {
  plan: string;
  results: readonly Result[];
}

export interface ReportSection {
  heading: string;
  parts: readonly ReportPart[];
}

export type ReportPart =
  | { kind: 'text'; text: string }
  | { kind: 'subheading'; text: string }
  | { kind: 'table'; table: ReportTable };

export interface ReportTable {
  head: readonly string[];
  rows: readonly (readonly string[])[];
  /** Shares of the width, one for each column. */
  widths: readonly number[];
  /** Where the text of each column stands; a heading always stands in the middle. */
  align: readonly ('left' | 'middle' | 'right')[];
  /** Half points; 24 where nothing is said. */
  size?: number;
  /** What each row is about: an indicator `TY/TY-3`, or the id of a unit. */
  keys?: readonly string[];
}

export interface ReportParts {
  store: Store;
  texts: Texts;
  sealing: Pick<Sealing, 'open'>;
}

/** Good examples stand in the reports with which they are to be commended. */
const withExamples: readonly ReportKind[] = ['half-year', 'year', 'plan-year'];

/** The report of a unit for a period, from the same figures as its digests. Nothing is estimated; what is unknown stays blank. */
export async function reportOf(parts: ReportParts, query: FactsQuery, signedOn: Day): Promise<Report> {
  const { store, texts } = parts;
  const facts = await unitFacts(store, { ...query, plans: plansIn(query), everything: true });
  const below = await unitsBelow(store, query.unit, facts.upTo);
  const span = { first: facts.first, last: facts.upTo };
  const heads = await headOf(store, below.children, span);
  const children = below.children.map((unit, i) => ({ unit, head: heads[i] as Head }));
  const groups = groupsOf(facts);
  const examples: readonly GoodExample[] = withExamples.includes(query.kind)
    ? await goodExamplesOf(parts, below, span)
    : [];
  const guarded = await guardedLine(store, texts, facts, below);
  const heading = await headingOf(store, texts, query.unit);
  const params = periodParams(facts);
  return {
    ...{ facts, kind: query.kind, period: facts.period, heading, signedOn, groups, children },
    title: texts.say(`digests.report.title.${facts.kind}`, params),
    opening: texts.say(`digests.report.opening.${facts.kind}`, { ...params, body: heading.body }),
    closing: texts.say('digests.report.closing', { body: heading.body }),
    sections: periodSections(texts, { facts, groups, children, examples, guarded }),
  };
}

/** The report of the plan year is that of the plans that ask for one. */
function plansIn({ kind, plans }: FactsQuery): readonly Plan[] {
  const asking = kind === 'plan-year' ? plans.filter(({ reports }) => reports.some((one) => one.kind === kind)) : [];
  return asking.length > 0 ? asking : plans;
}

/** Plans in force, then examples, then those that are over: these only in reports of a year, where anything else is in force. */
function groupsOf({ kind, results }: UnitFacts): IndicatorGroup[] {
  const open = results.filter(({ guarded }) => !guarded);
  const rank = (group: IndicatorGroup) => (isOver(group) ? 2 : group.results.some(({ example }) => example) ? 1 : 0);
  const groups = [...new Set(open.map(({ plan }) => plan))]
    .map((plan) => ({ plan, results: open.filter((result) => result.plan === plan) }))
    .sort((a, b) => rank(a) - rank(b));
  const running = groups.filter((group) => !isOver(group));
  return kind === 'year' || kind === 'plan-year' || running.length === 0 ? groups : running;
}

export function isOver({ results }: IndicatorGroup): boolean {
  return results.every(({ final }) => final);
}

function periodParams({ first, last, period }: Pick<UnitFacts, 'first' | 'last' | 'period'>) {
  return {
    month: `${Number(period.slice(5, 7))}/${period.slice(0, 4)}`,
    first: writeDay(first),
    last: writeDay(last),
    year: last.slice(0, 4),
  };
}

/** The figures a report was counted from, for the sheet of raw rows. Never numbers about violence. */
export async function rawRows(store: Store, { facts }: Report): Promise<(FigureRow & { unit: string })[]> {
  const unit = await store.first('Unit', { id: facts.unit.id });
  if (!unit) return [];
  const { byLevel } = await unitsBelow(store, unit, facts.upTo);
  const units = new Map([unit, ...byLevel.commune, ...byLevel.branch].map((one) => [one.id, one.name]));
  const rows: (FigureRow & { unit: string })[] = [];
  const ids = [...units.keys()];
  for (let i = 0; i < ids.length && rows.length < 200_000; i += 500) {
    const unitId = { in: ids.slice(i, i + 500) };
    const found = await store.find('Figure', {
      ...{ unitId, measure: { in: [...headMeasures] }, day: { gte: facts.first, lte: facts.upTo } },
    });
    rows.push(...found.map((row) => ({ ...row, unit: units.get(row.unitId) ?? '' })));
  }
  return rows.sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : a.unit < b.unit ? -1 : 1));
}

/** Columns of the table of units, by the name of their heading. */
export const unitColumns: readonly { name: string; measure: HeadMeasure }[] = [
  { name: 'households', measure: 'households' },
  { name: 'activities', measure: 'activities' },
  { name: 'participants', measure: 'participants' },
  { name: 'value-vnd', measure: 'value-vnd' },
  { name: 'reached', measure: 'reached/whole' },
  { name: 'nominations', measure: 'nominations' },
];
