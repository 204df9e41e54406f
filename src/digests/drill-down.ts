import { type Day, writeDay } from '../core/day.ts';
import { daysOf, planYearOf, yearOf } from '../core/period.ts';
import type { UnitRow } from '../core/records.ts';
import type { Store } from '../core/store.ts';
import type { Texts } from '../core/texts.ts';
import { sumsOf } from '../indicators/load-figures.ts';
import type { Indicator, Plan } from '../indicators/plan-schema.ts';
import { reportingOf } from '../indicators/reporting.ts';
import { resultLine } from '../indicators/result-text.ts';
import { type Result, resultsFor } from '../indicators/results.ts';
import { headOf, plansOf } from '../indicators/unit-facts.ts';
import { unitsBelow } from '../indicators/units-below.ts';
import { writeMillions, writeNumber } from '../indicators/written.ts';
import { fold } from '../language/fold.ts';

interface Parts {
  store: Store;
  texts: Texts;
  plans: readonly Plan[];
}

/** One indicator with its wording and source. */
export function indicatorText(texts: Texts, unit: UnitRow, result: Result): string {
  return [
    texts.say('digests.commands.indicator-title', { unit: unit.name, id: result.id, wording: result.wording }),
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

/**
 * An indicator with what may stand around it: "chỉ tiêu TY-7", "TY 7 thôn Đông", "TY-7 trang 2"; null where no indicator is named.
 */
export function readIndicator(
  texts: Texts,
  text: string,
  plans: readonly Plan[],
  today: Day,
): { plan: Plan; indicator: Indicator; unit: string; page: number } | null {
  const { rest, page } = readPage(texts, text);
  const leading = texts.words('digests.commands.words.indicators')[0] ?? '';
  const words = rest.split(/\s+/u);
  const own = bare(rest).startsWith(`${bare(leading)} `) ? words.slice(bare(leading).split(' ').length) : words;
  for (const n of [2, 1]) {
    const meant = own.length >= n ? findIndicator(own.slice(0, n).join(' '), plans, today) : null;
    if (meant) return { ...meant, unit: own.slice(n).join(' '), page };
  }
  return null;
}

/** "TY trang 2": what stands before, and the page, from 1. */
export function readPage(texts: Texts, text: string): { rest: string; page: number } {
  const words = text.trim().split(/\s+/u);
  const [word = '', number = ''] = words.slice(-2);
  const isPage =
    /^[1-9]\d{0,2}$/u.test(number) && texts.words('digests.why.words.page').some((one) => bare(one) === bare(word));
  return isPage ? { rest: words.slice(0, -2).join(' '), page: Number(number) } : { rest: text.trim(), page: 1 };
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

const longestName = 60;

/** Whether a whole message is the name of a unit below: its code, or its name without what stands before ("thôn Đông"). */
export async function namesUnit(store: Store, within: UnitRow, text: string, today: Day): Promise<boolean> {
  const said = bare(text);
  if (text.length > longestName || !said.includes(' ')) return false;
  const found = await findUnits(store, within, text, today);
  return found.some(({ name, code }) => bare(code) === said || ` ${bare(name)}`.endsWith(` ${said}`));
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

/** Words without accents, case and marks between them. */
export function bare(text: string): string {
  return fold(text)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
