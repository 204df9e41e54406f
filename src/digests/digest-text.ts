import { type Day, daysBetween, writeDay } from '../core/day.ts';
import { yearOf } from '../core/period.ts';
import type { Texts } from '../core/texts.ts';
import type { Deadline } from '../indicators/deadlines.ts';
import { resultLine } from '../indicators/result-text.ts';
import type { Result } from '../indicators/results.ts';
import type { UnitFacts } from '../indicators/unit-facts.ts';
import { writeMillions, writeNumber } from '../indicators/written.ts';

/** A campaign that comes, or that is held now. */
export interface ComingCampaign {
  title: string;
  first: Day;
  /** What was held of it below the unit, and in how many of the branches that were asked; absent while nothing counts yet. */
  held?: { activities: number; units: number; unitsAsked: number };
}

/** A digest has at most so many lines: one screen of a phone. */
export const longestDigest = 12;
const namesShown = 5;
const indicatorsShown = 3;
/** A deadline is one of the three things when it is so near. */
const nearDays = 21;

/** The digest of a unit. Pure: the same facts give the same text. Numbers about violence never stand in it. */
export function digestText(texts: Texts, facts: UnitFacts, coming: ComingCampaign | null): string {
  const say = (key: string, params = {}) => texts.say(`digests.digest.${key}`, params);
  const results = digestResults(facts);
  const worst = worstBehind(results);
  const shown = mostTelling(results.filter((one) => one !== worst)).slice(0, indicatorsShown);
  const lines = [
    titleLine(texts, facts),
    ...threeThings(texts, facts, results).map((text, i) => say('thing', { n: i + 1, text })),
    countsLine(texts, facts),
    ...shown.map((result, i) => {
      const line = resultLine(texts, result);
      return i === shown.length - 1 ? say('more', { line }) : line;
    }),
    ...silentLine(texts, facts),
    ...newsLine(texts, facts),
    ...dueLine(texts, facts),
    ...campaignLine(texts, facts, coming),
  ];
  return lines.join('\n');
}

/** The indicators a digest speaks of: in force, and none about violence. */
export function digestResults({ results }: UnitFacts): Result[] {
  return results.filter(({ guarded, final }) => !guarded && !final);
}

/** The report that is due next, when that is soon. */
export function nearDeadline({ due: [next], today }: UnitFacts): Deadline | null {
  return next && daysBetween(today, next.due) <= nearDays ? next : null;
}

export function titleLine(texts: Texts, { kind, period, first, last, upTo, unit }: UnitFacts): string {
  return texts.say(`digests.digest.title.${kind}`, {
    first: writeDay(first, last),
    last: writeDay(last),
    upTo: writeDay(upTo),
    month: `${Number(period.slice(5, 7))}/${period.slice(0, 4)}`,
    year: yearOf(last),
    unit: unit.name,
  });
}

/** A report by its name: "báo cáo tháng 11/2026". */
export function reportName(texts: Texts, { kind, period, plan }: Pick<Deadline, 'kind' | 'period' | 'plan'>): string {
  const year = /\d{4}/.exec(period)?.[0] ?? '';
  const half = texts.say(`digests.digest.half.${period.endsWith('H1') ? 'first' : 'second'}`);
  const month = `${Number(period.slice(5, 7))}/${year}`;
  return texts.say(`digests.digest.report.${kind}`, { month, year, half, plan });
}

function threeThings(texts: Texts, facts: UnitFacts, results: readonly Result[]): string[] {
  const say = (key: string, params = {}) => texts.say(`digests.digest.things.${key}`, params);
  const { weeks, reported, expected, onTime } = facts.reporting;
  const reporting =
    expected === 0
      ? say(weeks === 0 ? 'no-week' : 'no-branch')
      : say(reported >= expected ? 'all-reported' : 'reporting', {
          ...{ reported: writeNumber(reported), expected: writeNumber(expected), onTime: writeNumber(onTime) },
        });
  const behind = worstBehind(results);
  const asked = results.filter(({ target }) => target !== null);
  const reached = asked.filter(({ state }) => state === 'reached');
  const next = nearDeadline(facts);
  const left = next ? daysBetween(facts.today, next.due) : 0;
  const due =
    next &&
    say(left === 0 ? 'due-today' : 'due', {
      ...{ days: left, report: reportName(texts, next), day: writeDay(next.due, facts.today) },
    });
  return [
    reporting,
    behind ? say('behind', { indicator: resultLine(texts, behind).replace(/^• /u, '') }) : say('none-behind'),
    due ?? say('reached', { reached: reached.length, asked: asked.length }),
  ];
}

/** The one that is furthest from what should be reached by now, among what is in force: an example is nobody's duty. */
export function worstBehind(results: readonly Result[]): Result | null {
  const share = ({ n, expected, target }: Result) => (n ?? 0) / (expected || target || 1);
  const behind = results.filter(({ state, example }) => !example && (state === 'behind' || state === 'missed'));
  return [...behind].sort((a, b) => share(a) - share(b))[0] ?? null;
}

/** Those that need somebody first, those in force before examples, then in the plan's order. */
function mostTelling(results: readonly Result[]): Result[] {
  const urgency: Readonly<Record<Result['state'], number>> = {
    behind: 0,
    missed: 1,
    'on-pace': 2,
    open: 3,
    reached: 4,
    counted: 5,
    missing: 6,
  };
  const weight = (one: Result) => urgency[one.state] + (one.example ? 0.5 : 0);
  return [...results].sort((a, b) => weight(a) - weight(b));
}

function countsLine(texts: Texts, { head, before }: UnitFacts): string {
  const value = head['value-vnd'];
  const written = (n: number | null) => (n === null ? texts.say('digests.digest.missing') : writeNumber(n));
  const params = {
    households: written(head.households),
    activities: written(head.activities),
    participants: written(head.participants),
    value:
      value === null
        ? texts.say('digests.digest.no-value')
        : texts.say('digests.digest.value', { millions: writeMillions(value) }),
  };
  if (before.households === null && before.activities === null) return texts.say('digests.digest.counts', params);
  return texts.say('digests.digest.counts-before', {
    ...params,
    householdsBefore: written(before.households),
    activitiesBefore: written(before.activities),
  });
}

function silentLine(texts: Texts, { reporting: { silent } }: UnitFacts): string[] {
  if (silent.length === 0) return [];
  const names = silent
    .slice(0, namesShown)
    .map(({ name }) => name)
    .join('; ');
  return silent.length <= namesShown
    ? [texts.say('digests.digest.silent.some', { names })]
    : [texts.say('digests.digest.silent.more', { names, n: silent.length - namesShown })];
}

function newsLine(texts: Texts, { head }: UnitFacts): string[] {
  const news = [
    ['reached', head['reached/whole']],
    ['founded', head['models/founded']],
    ['strengthened', head['models/strengthened']],
    ['nominations', head.nominations],
  ] as const;
  const told = news.flatMap(([name, n]) =>
    n ? texts.say(`digests.digest.news-of.${name}`, { n: writeNumber(n) }) : [],
  );
  return told.length === 0 ? [] : [texts.say('digests.digest.news', { what: told.join(', ') })];
}

/** What is due after the report that is already one of the three things. */
function dueLine(texts: Texts, facts: UnitFacts): string[] {
  const { due, today } = facts;
  const list = due
    .slice(nearDeadline(facts) ? 1 : 0)
    .slice(0, 2)
    .map((one) =>
      texts.say('digests.digest.due-one', { report: reportName(texts, one), day: writeDay(one.due, today) }),
    );
  return list.length === 0 ? [] : [texts.say('digests.digest.due', { list: list.join('; ') })];
}

function campaignLine(texts: Texts, { today }: UnitFacts, coming: ComingCampaign | null): string[] {
  if (!coming) return [];
  if (coming.held && coming.held.unitsAsked > 0) {
    const { activities, units, unitsAsked } = coming.held;
    if (activities === 0) return [texts.say('digests.digest.campaign.held-none', { title: coming.title })];
    const counts = { activities: writeNumber(activities), units: writeNumber(units), asked: writeNumber(unitsAsked) };
    return [texts.say('digests.digest.campaign.held', { title: coming.title, ...counts })];
  }
  const days = daysBetween(today, coming.first);
  if (days <= 0) return [texts.say('digests.digest.campaign.now', { title: coming.title })];
  return [
    texts.say('digests.digest.campaign.coming', { title: coming.title, day: writeDay(coming.first, today), days }),
  ];
}
