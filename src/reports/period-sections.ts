import { writeDay } from '../core/day.ts';
import type { Texts } from '../core/texts.ts';
import { besideText, valueText } from '../indicators/result-text.ts';
import type { Result } from '../indicators/results.ts';
import type { UnitFacts } from '../indicators/unit-facts.ts';
import { writeNumber, writePercent } from '../indicators/written.ts';
import type { GoodExample } from './good-examples.ts';
import {
  type IndicatorGroup,
  isOver,
  type Report,
  type ReportPart,
  type ReportSection,
  type ReportTable,
  unitColumns,
} from './report.ts';

interface Told extends Pick<Report, 'facts' | 'groups' | 'children'> {
  examples: readonly GoodExample[];
  guarded: readonly string[];
}

type Say = (key: string, params?: Record<string, string | number>) => string;

/** The three sections of a month's, half-year's or year's report: what was directed, what was done, what is next. */
export function periodSections(texts: Texts, told: Told): ReportSection[] {
  const say: Say = (key, params = {}) => texts.say(`digests.report.${key}`, params);
  return [
    { heading: say('section.direction'), parts: directionParts(say, told.facts) },
    { heading: say('section.results'), parts: resultParts(texts, say, told) },
    {
      heading: say(`section.assessment.${told.facts.kind}`),
      parts: assessmentParts(
        say,
        told.groups.flatMap(({ results }) => results),
      ),
    },
  ];
}

export function directionParts(say: Say, { reporting: { reported, expected, onTime } }: UnitFacts): ReportPart[] {
  const numbers = { reported: writeNumber(reported), expected: writeNumber(expected), onTime: writeNumber(onTime) };
  return [
    { kind: 'text', text: say('direction.blank') },
    { kind: 'text', text: expected === 0 ? say('direction.no-week') : say('direction.reports', numbers) },
  ];
}

function resultParts(texts: Texts, say: Say, { facts, groups, children, examples, guarded }: Told): ReportPart[] {
  const blocks: { title: string; parts: ReportPart[] }[] = [
    { title: say('results.counts'), parts: countParts(say, facts, guarded) },
    ...groups.map((group) => ({
      title: say(`results.${headingFor(group)}`, { plan: group.plan }),
      parts: [{ kind: 'table' as const, table: indicatorTable(texts, group.results) }],
    })),
    ...(examples.length > 0
      ? [{ title: say('results.examples'), parts: [{ kind: 'table' as const, table: exampleTable(say, examples) }] }]
      : []),
    ...(children.length > 0
      ? [{ title: say('results.units'), parts: [{ kind: 'table' as const, table: unitTable(say, facts, children) }] }]
      : []),
  ];
  return numbered(say, blocks);
}

/** Blocks under headings 1., 2., 3. … */
export function numbered(say: Say, blocks: readonly { title: string; parts: readonly ReportPart[] }[]): ReportPart[] {
  return blocks.flatMap(({ title, parts }, i) => [
    { kind: 'subheading' as const, text: say('numbered', { n: i + 1, title }) },
    ...parts,
  ]);
}

export function countParts(
  say: Say,
  { head, before }: Pick<UnitFacts, 'head' | 'before'>,
  guarded: readonly string[],
): ReportPart[] {
  const written = (n: number | null) => (n === null ? say('blank') : writeNumber(n));
  const earlier = (n: number | null, key: string) =>
    n === null ? '' : say(`results.before.${key}`, { n: writeNumber(n) });
  const lines = [
    say('results.households', { n: written(head.households), before: earlier(before.households, 'households') }),
    say('results.value', { n: written(head['value-vnd']) }),
    say('results.reached', { n: written(head['reached/whole']) }),
    say('results.activities', {
      ...{ n: written(head.activities), participants: written(head.participants) },
      before: earlier(before.activities, 'activities'),
    }),
    say('results.models', {
      ...{ founded: written(head['models/founded']), strengthened: written(head['models/strengthened']) },
    }),
    say('results.nominations', { n: written(head.nominations) }),
    ...guarded,
  ];
  const blank = say('blank');
  return lines.map((text) => ({ kind: 'text', text: text.replaceAll(`${blank}.`, blank) }));
}

export function unitTable(say: Say, facts: Pick<UnitFacts, 'head'>, children: Report['children']): ReportTable {
  const written = (n: number | null) => (n === null ? say('blank') : writeNumber(n));
  return {
    head: [say('table.unit'), ...unitColumns.map(({ name }) => say(`table.${name}`))],
    widths: [28, 11, 11, 12, 16, 11, 11],
    align: ['left', ...unitColumns.map(() => 'right' as const)],
    keys: children.map(({ unit }) => unit.id),
    rows: [
      ...children.map(({ unit, head: own }) => [unit.name, ...unitColumns.map(({ measure }) => written(own[measure]))]),
      [say('table.total'), ...unitColumns.map(({ measure }) => written(facts.head[measure]))],
    ],
  };
}

export function exampleTable(say: Say, examples: readonly GoodExample[]): ReportTable {
  return {
    head: ['n', 'example', 'proposed', 'chosen'].map((name) => say(`table.${name}`)),
    widths: [7, 45, 28, 20],
    align: ['middle', 'left', 'left', 'left'],
    rows: examples.map(({ text, unit, proposedOn, chosen }, i) => [
      ...[String(i + 1), text, say('examples.proposed', { unit, day: writeDay(proposedOn) })],
      chosen === null ? say('examples.not-chosen') : say('examples.chosen', { day: writeDay(chosen.on) }),
    ]),
  };
}

function headingFor(group: IndicatorGroup): 'indicators' | 'final' | 'example' {
  if (group.results.some(({ example }) => example)) return 'example';
  return isOver(group) ? 'final' : 'indicators';
}

function indicatorTable(texts: Texts, results: readonly Result[]): ReportTable {
  const say: Say = (key, params = {}) => texts.say(`digests.report.${key}`, params);
  return {
    head: ['id', 'indicator', 'value', 'target', 'state'].map((name) => say(`table.${name}`)),
    widths: [10, 43, 19, 12, 16],
    align: ['left', 'left', 'middle', 'middle', 'middle'],
    keys: results.map(({ plan, id }) => `${plan}/${id}`),
    rows: results.map((result) => [
      result.id,
      result.wording,
      result.n === null ? say('blank') : `${valueText(texts, result)}${besideText(texts, result)}`,
      targetText(say, result),
      say(`state.${result.state}`),
    ]),
  };
}

export function targetText(say: Say, { target, shows, sense }: Result): string {
  if (target === null) return '';
  if (shows === 'yes-no') return say('table.asked');
  const written = shows === 'percent' ? writePercent(target) : writeNumber(target);
  if (sense === 'below') return `< ${written}`;
  return shows === 'percent' && target === 100 ? written : `≥ ${written}`;
}

function assessmentParts(say: Say, results: readonly Result[]): ReportPart[] {
  return [
    ...reachedAndBehind(say, results),
    { kind: 'text', text: say('assessment.causes') },
    { kind: 'text', text: say('assessment.plans') },
    { kind: 'text', text: say('assessment.proposals') },
  ];
}

export function reachedAndBehind(say: Say, results: readonly Result[]): ReportPart[] {
  const running = results.filter(({ final, example }) => !final && !example);
  const list = (...states: Result['state'][]) =>
    running
      .filter(({ state }) => states.includes(state))
      .map(({ id, short }) => `${id} ${short}`)
      .join('; ') || say('assessment.none');
  return [
    { kind: 'text', text: say('assessment.good', { list: list('reached') }) },
    { kind: 'text', text: say('assessment.behind', { list: list('behind', 'missed') }) },
  ];
}
