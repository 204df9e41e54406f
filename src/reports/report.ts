import { type Day, writeDay } from '../core/day.ts';
import type { FigureRow, UnitRow } from '../core/records.ts';
import type { Store } from '../core/store.ts';
import type { Texts } from '../core/texts.ts';
import { guardedCounts, mayShowGuarded, type Shown } from '../indicators/guarded.ts';
import { sumsOf } from '../indicators/load-figures.ts';
import type { Plan } from '../indicators/plan-schema.ts';
import { valueText } from '../indicators/result-text.ts';
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
import { writeNumber, writePercent } from '../indicators/written.ts';

/** What a report says, before it becomes a Word file, a spreadsheet or a page. */
export interface Report {
  facts: UnitFacts;
  title: string;
  /** Body's name above the unit's; null for a unit without one above. */
  above: string | null;
  signedOn: Day;
  sections: readonly ReportSection[];
  /** One group of indicators for each plan. */
  groups: readonly { plan: string; results: readonly Result[] }[];
  children: readonly { unit: UnitRow; head: Head }[];
}

export interface ReportSection {
  heading: string;
  parts: readonly (
    | { kind: 'text'; text: string }
    | { kind: 'subheading'; text: string }
    | { kind: 'table'; table: ReportTable }
  )[];
}

export interface ReportTable {
  head: readonly string[];
  rows: readonly (readonly string[])[];
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

interface ReportParts {
  store: Store;
  texts: Texts;
  plans: readonly Plan[];
}

/** The report of a unit for a period, from the same figures as its digests. Nothing is estimated; what is unknown stays blank. */
export async function reportOf({ store, texts }: ReportParts, query: FactsQuery, signedOn: Day): Promise<Report> {
  const facts = await unitFacts(store, { ...query, everything: true });
  const below = await unitsBelow(store, query.unit, facts.upTo);
  const span = { first: facts.first, last: facts.upTo };
  const heads = await headOf(store, below.children, span);
  const children = below.children.map((unit, i) => ({ unit, head: heads[i] as Head }));
  const parent = query.unit.parentId ? await store.first('Unit', { id: query.unit.parentId }) : null;
  const open = facts.results.filter(({ guarded }) => !guarded);
  const groups = [...new Set(open.map(({ plan }) => plan))].map((plan) => ({
    plan,
    results: open.filter((result) => result.plan === plan),
  }));
  const guarded = mayShowGuarded('report', facts.kind, facts.unit.kind, below.byLevel.branch.length)
    ? await guardedLine(store, texts, facts)
    : [];
  return {
    ...{ facts, above: parent?.name ?? null, signedOn, groups, children },
    title: titleOf(texts, facts),
    sections: [
      directionOf(texts, facts),
      resultsOf(texts, { facts, groups, children, guarded }),
      assessmentOf(texts, open),
    ],
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

function titleOf(texts: Texts, { kind, first, last, period }: UnitFacts): string {
  return texts.say(`digests.report.title.${kind}`, {
    month: `${Number(period.slice(5, 7))}/${period.slice(0, 4)}`,
    first: writeDay(first),
    last: writeDay(last),
    year: last.slice(0, 4),
  });
}

function directionOf(texts: Texts, { reporting: { reported, expected, onTime } }: UnitFacts): ReportSection {
  const say = (key: string, params = {}) => texts.say(`digests.report.${key}`, params);
  const numbers = { reported: writeNumber(reported), expected: writeNumber(expected), onTime: writeNumber(onTime) };
  return {
    heading: say('section.direction'),
    parts: [
      { kind: 'text', text: say('direction.blank') },
      { kind: 'text', text: expected === 0 ? say('direction.no-week') : say('direction.reports', numbers) },
    ],
  };
}

function resultsOf(
  texts: Texts,
  { facts, groups, children, guarded }: Pick<Report, 'facts' | 'groups' | 'children'> & { guarded: readonly string[] },
): ReportSection {
  const say = (key: string, params = {}) => texts.say(`digests.report.${key}`, params);
  const written = (n: number | null) => (n === null ? say('blank') : writeNumber(n));
  const { head, before } = facts;
  const told = [
    say('results.households', { n: written(head.households), before: written(before.households) }),
    say('results.value', { n: written(head['value-vnd']) }),
    say('results.reached', { n: written(head['reached/whole']) }),
    say('results.activities', {
      ...{ n: written(head.activities), participants: written(head.participants), before: written(before.activities) },
    }),
    say('results.models', {
      ...{ founded: written(head['models/founded']), strengthened: written(head['models/strengthened']) },
    }),
    say('results.nominations', { n: written(head.nominations) }),
    ...guarded,
  ];
  const units: ReportTable = {
    head: [say('table.unit'), ...unitColumns.map(({ name }) => say(`table.${name}`))],
    rows: [
      ...children.map(({ unit, head: own }) => [unit.name, ...unitColumns.map(({ measure }) => written(own[measure]))]),
      [say('table.total'), ...unitColumns.map(({ measure }) => written(head[measure]))],
    ],
  };
  return {
    heading: say('section.results'),
    parts: [
      { kind: 'subheading', text: say('results.counts') },
      ...told.map((text) => ({ kind: 'text' as const, text })),
      ...groups.flatMap(({ plan, results }) => [
        { kind: 'subheading' as const, text: say(`results.${headingFor(results)}`, { plan }) },
        { kind: 'table' as const, table: indicatorTable(texts, results) },
      ]),
      ...(children.length > 0
        ? [
            { kind: 'subheading' as const, text: say('results.units') },
            { kind: 'table' as const, table: units },
          ]
        : []),
    ],
  };
}

function headingFor(results: readonly Result[]): 'indicators' | 'final' | 'example' {
  if (results.some(({ example }) => example)) return 'example';
  return results.every(({ final }) => final) ? 'final' : 'indicators';
}

export function indicatorTable(texts: Texts, results: readonly Result[]): ReportTable {
  const say = (key: string) => texts.say(`digests.report.${key}`);
  return {
    head: ['id', 'indicator', 'value', 'target', 'state'].map((name) => say(`table.${name}`)),
    rows: results.map((result) => [
      result.id,
      result.wording,
      result.n === null ? say('blank') : valueText(texts, result),
      targetText(result),
      say(`state.${result.state}`),
    ]),
  };
}

function targetText({ target, shows, sense }: Result): string {
  if (target === null || shows === 'yes-no') return '';
  const written = shows === 'percent' ? writePercent(target) : writeNumber(target);
  if (sense === 'below') return `< ${written}`;
  return shows === 'percent' && target === 100 ? written : `≥ ${written}`;
}

function assessmentOf(texts: Texts, results: readonly Result[]): ReportSection {
  const say = (key: string, params = {}) => texts.say(`digests.report.${key}`, params);
  const running = results.filter(({ final, example }) => !final && !example);
  const list = (...states: Result['state'][]) =>
    running
      .filter(({ state }) => states.includes(state))
      .map(({ id, short }) => `${id} ${short}`)
      .join('; ') || say('assessment.none');
  return {
    heading: say('section.assessment'),
    parts: [
      { kind: 'text', text: say('assessment.good', { list: list('reached') }) },
      { kind: 'text', text: say('assessment.behind', { list: list('behind', 'missed') }) },
      { kind: 'text', text: say('assessment.causes') },
      { kind: 'text', text: say('assessment.plans') },
    ],
  };
}

/** The one line about women and girls found and supported, by the rules of domain section 3. */
async function guardedLine(store: Store, texts: Texts, facts: UnitFacts): Promise<string[]> {
  const result = facts.results.find(({ guarded, final }) => guarded && !final);
  const first = result?.first ?? facts.first;
  const [sums] = await sumsOf(store, [facts.unit.id], { first, last: facts.upTo }, [
    'violence/found',
    'violence/supported',
  ]);
  const found = sums?.get('violence/found') ?? null;
  const supported = sums?.get('violence/supported') ?? null;
  if (found === null && supported === null) return [];
  const shown = guardedCounts(found, supported);
  const written = (one: Shown): string => {
    switch (one.kind) {
      case 'number':
        return writeNumber(one.n);
      case 'missing':
        return texts.say('digests.report.blank');
      case 'small':
      case 'hidden':
        return texts.say(`digests.report.guarded.${one.kind}`);
    }
  };
  const params = { found: written(shown.found), supported: written(shown.supported) };
  return [
    shown.percent === null
      ? texts.say('digests.report.results.guarded', params)
      : texts.say('digests.report.results.guarded-percent', { ...params, percent: writePercent(shown.percent) }),
  ];
}
