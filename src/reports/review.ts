import { type Day, writeDay } from '../core/day.ts';
import { type DaySpan, daysOf, type Period, planYearOf } from '../core/period.ts';
import type { UnitRow } from '../core/records.ts';
import { reportingOf } from '../indicators/reporting.ts';
import { type Result, resultsFor } from '../indicators/results.ts';
import type { Review } from '../indicators/reviews.ts';
import { type Head, headMeasures, headOf, type UnitFacts, unitFacts } from '../indicators/unit-facts.ts';
import { type UnitsBelow, unitsBelow } from '../indicators/units-below.ts';
import { writeNumber, writePercent } from '../indicators/written.ts';
import { goodExamplesOf } from './good-examples.ts';
import { guardedLine } from './guarded-line.ts';
import { headingOf } from './heading.ts';
import {
  countParts,
  directionParts,
  exampleTable,
  numbered,
  reachedAndBehind,
  targetText,
  unitTable,
} from './period-sections.ts';
import type { Report, ReportPart, ReportParts, ReportSection, ReportTable } from './report.ts';

type Say = (key: string, params?: Record<string, string | number>) => string;
const noHead = Object.fromEntries(headMeasures.map((measure) => [measure, null])) as Head;

/**
 * The interim or the final review of a plan for a unit: everything from the plan's beginning up to `at`, and each indicator
 * year by year. Years of which nothing was counted stay blank.
 */
export async function reviewOf(
  parts: ReportParts,
  { unit, review, at }: { unit: UnitRow; review: Review; at: Day },
  signedOn: Day,
): Promise<Report> {
  const { store, texts } = parts;
  const say: Say = (key, params = {}) => texts.say(`digests.report.${key}`, params);
  const { plan, kind } = review;
  const last = lastDayOf(review);
  const upTo = at < last ? at : last;
  const span: DaySpan = { first: plan.validFrom, last: upTo };
  const below = await unitsBelow(store, unit, upTo);
  const now = await unitFacts(store, { unit, kind: 'plan-year', at: upTo, plans: [plan], everything: true });
  const [head] = await headOf(store, [unit], span);
  const { silent: _silent, ...reporting } = await reportingOf(store, below, span);
  const facts: UnitFacts = {
    ...now,
    ...{ period: review.period, first: span.first, last, upTo, head: head ?? noHead, before: noHead },
    reporting: { ...reporting, silent: [] },
  };
  const heads = await headOf(store, below.children, span);
  const children = below.children.map((child, i) => ({ unit: child, head: heads[i] ?? noHead }));
  const results = now.results.filter(({ guarded }) => !guarded);
  const years = await byYear(parts, review, below, upTo);
  const examples = (await goodExamplesOf(parts, below, span)).filter(({ chosen }) => chosen !== null);
  const heading = await headingOf(store, texts, unit);
  const params = { plan: plan.title, first: plan.validFrom.slice(0, 4), last: last.slice(0, 4), body: heading.body };
  const guarded = await guardedLine(store, texts, facts, below);
  return {
    ...{ facts, kind, period: review.period, heading, signedOn, children, groups: [{ plan: plan.code, results }] },
    title: say(`title.${kind}`, params),
    opening: say(`opening.${kind}`, params),
    closing: say('closing', params),
    sections: sections(),
  };

  function sections(): ReportSection[] {
    const blocks: { title: string; parts: ReportPart[] }[] = [
      { title: say('review.counts', { first: writeDay(span.first) }), parts: countParts(say, facts, guarded) },
      { title: say('review.by-year'), parts: [{ kind: 'table', table: yearTable(say, results, years) }] },
      ...(examples.length > 0
        ? [{ title: say('review.examples'), parts: [{ kind: 'table' as const, table: exampleTable(say, examples) }] }]
        : []),
      ...(children.length > 0
        ? [{ title: say('results.units'), parts: [{ kind: 'table' as const, table: unitTable(say, facts, children) }] }]
        : []),
    ];
    const lines = (...names: string[]) =>
      names.map((name): ReportPart => ({ kind: 'text', text: say(`review.${name}`) }));
    return [
      { heading: say('review.section.direction'), parts: [...lines('situation'), ...directionParts(say, facts)] },
      { heading: say('review.section.results'), parts: numbered(say, blocks) },
      {
        heading: say('review.section.assessment'),
        parts: [...reachedAndBehind(say, results), ...lines('strengths', 'weaknesses', 'causes', 'lessons')],
      },
      { heading: say(`review.section.outlook-${kind}`), parts: lines('outlook') },
      { heading: say('review.section.proposals'), parts: lines('proposals') },
    ];
  }
}

/** A review of 2026 looks at the plan years up to 2026; the final one, held a year after the end, at all of them. */
function lastDayOf({ plan, year }: Review): Day {
  const lastYear = Math.min(year, Number(plan.validUntil.slice(0, 4)));
  return daysOf(planYearOf(`${lastYear}-06-30`)).last;
}

interface Year {
  year: string;
  results: readonly Result[];
}

async function byYear({ store }: ReportParts, { plan }: Review, below: UnitsBelow, upTo: Day): Promise<Year[]> {
  const years: Year[] = [];
  for (let day = plan.validFrom; day <= upTo; ) {
    const period: Period = planYearOf(day);
    const { last } = daysOf(period);
    const end = last < upTo ? last : upTo;
    const results = await resultsFor(store, [plan], below, end);
    // That no report was marked as sent says nothing of a year of which nothing else is known.
    const counted = results.filter(({ id }) => plan.indicators.some((one) => one.id === id && one.from !== 'reports'));
    years.push({ year: period.slice(3), results: counted.every(({ n }) => n === null) ? [] : results });
    day = daysOf(planYearOf(`${Number(period.slice(3)) + 1}-06-30`)).first;
  }
  return years;
}

function yearTable(say: Say, results: readonly Result[], years: readonly Year[]): ReportTable {
  const wide = years.length > 5;
  const each = Math.floor((wide ? 56 : 45) / Math.max(1, years.length));
  const rest = 100 - each * years.length - (wide ? 20 : 22);
  return {
    head: [say('table.id'), say('table.indicator'), ...years.map(({ year }) => year), say('table.target')],
    widths: [wide ? 9 : 10, rest, ...years.map(() => each), wide ? 11 : 12],
    align: ['left', 'left', ...years.map(() => 'middle' as const), 'middle'],
    ...(wide ? { size: 20 } : {}),
    keys: results.map(({ plan, id }) => `${plan}/${id}`),
    rows: results.map((result) => [
      result.id,
      result.short,
      ...years.map((year) =>
        shortValue(
          say,
          year.results.find(({ id }) => id === result.id),
        ),
      ),
      targetText(say, result),
    ]),
  };
}

/** The value without its parts: a year's column is narrow. */
function shortValue(say: Say, result: Result | undefined): string {
  if (!result || result.n === null) return say('blank');
  switch (result.shows) {
    case 'percent':
      return writePercent(result.n);
    case 'count':
      return writeNumber(result.n);
    case 'yes-no':
      return say(result.n > 0 ? 'review.yes' : 'review.no');
  }
}
