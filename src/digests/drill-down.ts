import { type Day, writeDay } from '../core/day.ts';
import { daysOf, planYearOf, yearOf } from '../core/period.ts';
import type { FigureRow, UnitRow } from '../core/records.ts';
import type { Store } from '../core/store.ts';
import type { Texts } from '../core/texts.ts';
import { partsOf } from '../indicators/formula.ts';
import { sumsOf } from '../indicators/load-figures.ts';
import type { Indicator, Plan } from '../indicators/plan-schema.ts';
import { reportingOf } from '../indicators/reporting.ts';
import { resultLine } from '../indicators/result-text.ts';
import { type Result, resultsFor, spanOf } from '../indicators/results.ts';
import { headOf, plansOf } from '../indicators/unit-facts.ts';
import { unitsBelow } from '../indicators/units-below.ts';
import { writeMillions, writeNumber } from '../indicators/written.ts';
import { fold } from '../language/fold.ts';

interface Parts {
  store: Store;
  texts: Texts;
  plans: readonly Plan[];
}

const linesShown = 12;

/** Every indicator of the unit, plan by plan; those of plans that are over as final results. Never numbers about violence. */
export async function indicatorList({ store, texts, plans }: Parts, unit: UnitRow, today: Day): Promise<string[]> {
  const below = await unitsBelow(store, unit, today);
  const messages: string[] = [];
  const rank = (plan: Plan) => (plan.validUntil < today ? 2 : plan.example ? 1 : 0);
  for (const plan of [...plansOf(unit, plans)].sort((a, b) => rank(a) - rank(b))) {
    const results = (await resultsFor(store, [plan], below, today)).filter(({ guarded }) => !guarded);
    if (results.length === 0) continue;
    const over = plan.validUntil < today;
    const title = texts.say(`digests.commands.plan-${plan.example ? 'example' : over ? 'final' : 'title'}`, {
      title: plan.title,
    });
    messages.push([title, ...results.map((result) => resultLine(texts, { ...result, example: false }))].join('\n'));
  }
  return messages;
}

/** One indicator with its wording and source. */
export function indicatorText(texts: Texts, result: Result): string {
  return [
    texts.say('digests.commands.indicator-title', { id: result.id, wording: result.wording }),
    resultLine(texts, result),
    texts.say('digests.commands.indicator-source', {
      ...{ source: result.source, plan: result.plan },
      ...{ first: writeDay(result.first), upTo: writeDay(result.upTo) },
    }),
  ].join('\n');
}

/** The indicator that is meant by "TY-7", "ty7", "chỉ tiêu ty 7"; of plans with the same ids the one in force. */
export function findIndicator(
  text: string,
  plans: readonly Plan[],
  today: Day,
): { plan: Plan; indicator: Indicator } | null {
  const said = fold(text).replace(/[\s-]/gu, '');
  const found = plans.flatMap((plan) =>
    plan.indicators.filter(({ id }) => fold(id).replace('-', '') === said).map((indicator) => ({ plan, indicator })),
  );
  return found.find(({ plan }) => plan.validUntil >= today) ?? found[0] ?? null;
}

/** The units below (and itself) that a name or code means: exactly, else by words of it. */
export async function findUnits(store: Store, within: UnitRow, text: string, today: Day): Promise<UnitRow[]> {
  const said = bare(text);
  if (said === '') return [];
  const { byLevel, unit } = await unitsBelow(store, within, today);
  const all = [
    ...new Map([unit, ...byLevel.province, ...byLevel.commune, ...byLevel.branch].map((one) => [one.id, one])).values(),
  ];
  const exact = all.filter(({ name, code }) => bare(name) === said || bare(code) === said);
  return exact.length > 0 ? exact : all.filter(({ name }) => ` ${bare(name)} `.includes(` ${said} `));
}

/** What a unit told this year so far, and its own indicators. */
export async function unitText(parts: Parts, unit: UnitRow, today: Day): Promise<string> {
  const { store, texts, plans } = parts;
  const span = { first: daysOf(yearOf(today)).first, last: today };
  const below = await unitsBelow(store, unit, today);
  const reporting = await reportingOf(store, below, span);
  const [head] = await headOf(store, [unit], span);
  const written = (n: number | null | undefined) => (n == null ? texts.say('digests.digest.missing') : writeNumber(n));
  const value = head?.['value-vnd'] ?? null;
  const running = plansOf(unit, plans).filter(({ validUntil }) => validUntil >= today);
  const results = (await resultsFor(store, running, below, today)).filter(
    ({ guarded, n, example }) => !guarded && n !== null && !example,
  );
  return [
    texts.say('digests.commands.branch-title', {
      unit: unit.name,
      first: writeDay(span.first, today),
      upTo: writeDay(today),
    }),
    texts.say('digests.commands.branch-weeks', {
      reported: writeNumber(reporting.reported),
      expected: writeNumber(reporting.expected),
      onTime: writeNumber(reporting.onTime),
    }),
    texts.say('digests.digest.counts', {
      households: written(head?.households),
      activities: written(head?.activities),
      participants: written(head?.participants),
      value:
        value === null
          ? texts.say('digests.digest.no-value')
          : texts.say('digests.digest.value', { millions: writeMillions(value) }),
    }),
    ...results.slice(0, 8).map((result) => resultLine(texts, result)),
  ].join('\n');
}

const namesShown = 5;

/**
 * What was held of a campaign below the unit since the plan year began, and the branches without it. Its title comes last: the
 * first words of a message are seen by whoever looks at the phone.
 */
export async function campaignText(
  { store, texts }: Parts,
  unit: UnitRow,
  { id, title }: { id: string; title: string },
  today: Day,
): Promise<string> {
  const { first } = daysOf(planYearOf(today));
  const { byLevel } = await unitsBelow(store, unit, today);
  const measure = `activities/campaign/${id}`;
  const ids = [...new Set([unit.id, ...byLevel.branch.map((branch) => branch.id)])];
  const sums = await sumsOf(store, ids, { first, last: today }, [measure]);
  const counted = new Map(ids.map((one, i) => [one, sums[i]?.get(measure) ?? 0]));
  const missing = byLevel.branch.filter((branch) => !counted.get(branch.id));
  const names = missing.slice(0, namesShown).map(({ name }) => name);
  const more = missing.length - namesShown;
  return [
    texts.say('digests.commands.campaign-counts', {
      ...{ unit: unit.name, first: writeDay(first), upTo: writeDay(today) },
      n: writeNumber(counted.get(unit.id) ?? 0),
      units: writeNumber(byLevel.branch.length - missing.length),
      asked: writeNumber(byLevel.branch.length),
    }),
    ...(missing.length === 0
      ? []
      : [
          texts.say(`digests.commands.campaign-missing${more > 0 ? '-more' : ''}`, {
            names: names.join('; '),
            ...(more > 0 ? { n: more } : {}),
          }),
        ]),
    texts.say('digests.commands.campaign-title', { title }),
  ].join('\n');
}

/** The figures behind an indicator: which units told how much on which days. Null for numbers that are not opened. */
export async function behindIndicator(
  { store, texts }: Parts,
  unit: UnitRow,
  { plan, indicator }: { plan: Plan; indicator: Indicator },
  today: Day,
): Promise<string | null> {
  if (indicator.guarded) return null;
  const span = spanOf(indicator, today);
  const upTo = today < span.last ? today : span.last;
  const measures = measuresOf(indicator, plan);
  const daily = measures.filter((measure) => !measure.startsWith('yearly/'));
  const stated = measures.filter((measure) => measure.startsWith('yearly/'));
  const { byLevel } = await unitsBelow(store, unit, upTo);
  const units = [...new Map([unit, ...byLevel.commune, ...byLevel.branch].map((one) => [one.id, one])).values()];
  const rows: FigureRow[] = [];
  for (let i = 0; i < units.length; i += 1_000) {
    const unitId = { in: units.slice(i, i + 1_000).map(({ id }) => id) };
    if (daily.length > 0)
      rows.push(
        ...(await store.find('Figure', { unitId, measure: { in: daily }, day: { gte: span.first, lte: upTo } })),
      );
    if (stated.length > 0)
      rows.push(...(await store.find('Figure', { unitId, measure: { in: stated }, day: span.last.slice(0, 4) })));
  }
  const title = texts.say('digests.commands.why-title', {
    ...{ id: indicator.id, first: writeDay(span.first), upTo: writeDay(upTo) },
  });
  const lines = units.flatMap(({ id, name }) => {
    const own = rows.filter((row) => row.unitId === id).sort((a, b) => (a.day < b.day ? -1 : 1));
    if (own.length === 0) return [];
    const days = [...new Set(own.map(({ day }) => (day.length === 10 ? writeDay(day, upTo) : day)))];
    // Measures of another kind are not added up: households in all and households committed stand beside each other.
    const n =
      daily.length > 0
        ? writeNumber(own.reduce((sum, row) => sum + row.n, 0))
        : own.map((row) => writeNumber(row.n)).join(' / ');
    const shown = days.length > 6 ? [...days.slice(0, 6), '…'] : days;
    return [texts.say('digests.commands.why-line', { unit: name, n, days: shown.join(', ') })];
  });
  if (lines.length === 0) return [title, texts.say('digests.commands.why-none', { chi: '', Chi: '' })].join('\n');
  const more = lines.length - linesShown;
  return [
    title,
    ...lines.slice(0, linesShown),
    ...(more > 0 ? [texts.say('digests.commands.why-more', { n: more })] : []),
  ].join('\n');
}

function measuresOf(indicator: Indicator, plan: Plan): string[] {
  const seen = new Set<string>();
  const visit = (one: Indicator) => {
    for (const part of partsOf(one.formula)) {
      if (part.kind === 'sum') for (const measure of part.measures) seen.add(measure);
      if (part.kind === 'indicator') {
        const other = plan.indicators.find(({ id }) => id === part.id);
        if (other && other !== one) visit(other);
      }
    }
  };
  visit(indicator);
  return [...seen].filter((measure) => !measure.startsWith('reports/'));
}

function bare(text: string): string {
  return fold(text)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
