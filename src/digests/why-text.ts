import { type Day, dayOf, writeDay } from '../core/day.ts';
import { kindOfPeriod } from '../core/period.ts';
import type { CheckInRow, RoleRow, UnitRow } from '../core/records.ts';
import type { Store } from '../core/store.ts';
import type { Texts } from '../core/texts.ts';
import { checkInsBehind, type ToldFact, type ToldInCheckIn } from '../indicators/facts-behind.ts';
import { enteredMeasures } from '../indicators/measures.ts';
import type { Indicator, Plan } from '../indicators/plan-schema.ts';
import { measuresOf, recordsBehind } from '../indicators/records-behind.ts';
import { resultLine } from '../indicators/result-text.ts';
import { type Result, spanOf } from '../indicators/results.ts';
import { sentReportsBelow } from '../indicators/sent-reports.ts';
import { writeNumber } from '../indicators/written.ts';
import { reportName } from './digest-text.ts';
import type { FactLabels } from './parts.ts';

/** So many check-ins fit one screen of a phone; most take two rows of it. */
export const shownAtOnce = 6;

export interface WhyQuery {
  unit: UnitRow;
  plan: Plan;
  indicator: Indicator;
  result: Result | null;
  /** From 1. */
  page: number;
  today: Day;
}

interface Parts {
  store: Store;
  texts: Texts;
  labels: FactLabels;
}

/** The check-ins behind a figure, the newest first, with what each told; never a name of a household or a person. */
export async function whyText(parts: Parts, query: WhyQuery): Promise<{ text: string; more: boolean }> {
  const { texts } = parts;
  const { unit, plan, indicator, result, page, today } = query;
  const span = spanOf(indicator, today);
  const upTo = today < span.last ? today : span.last;
  const days = { first: span.first, last: upTo };
  const measures = measuresOf(indicator, plan);
  const paged = { skip: (page - 1) * shownAtOnce, limit: shownAtOnce };
  const { lines, left } = measures.some((measure) => measure.startsWith('reports/'))
    ? await sentLines(parts, { unit, measures, days: span, today, ...paged })
    : await toldLines(parts, { unit, measures, days, today, ...paged });
  const line = result ? resultLine(texts, result).replace(/^• /u, '') : indicator.id;
  const said = [texts.say('digests.why.title', { result: line, unit: unit.name })];
  if (lines.length === 0) said.push(texts.say('digests.why.none'));
  else
    said.push(
      texts.say('digests.why.intro', { first: writeDay(span.first, today), upTo: writeDay(upTo, today) }),
      ...lines,
    );
  if (left.n > 0)
    said.push(
      left.exactly
        ? texts.say('digests.why.left', { n: writeNumber(left.n) })
        : texts.say('digests.why.left-about', { n: writeNumber(left.n), id: indicator.id }),
    );
  return { text: said.join('\n'), more: left.n > 0 };
}

interface Page {
  unit: UnitRow;
  measures: readonly string[];
  days: { first: Day; last: Day };
  today: Day;
  skip: number;
  limit: number;
}

interface Lines {
  lines: string[];
  left: { n: number; exactly: boolean };
}

async function toldLines(parts: Parts, { unit, measures, days, today, skip, limit }: Page): Promise<Lines> {
  const { store } = parts;
  const { records, left } = await recordsBehind(store, { unitId: unit.id, measures, span: days, skip, limit });
  const told = await checkInsBehind(store, records);
  const names = await namesOf(store, [...new Set(records.map(({ unitId }) => unitId))], unit);
  const roles = await rolesOf(store, told);
  return { lines: told.map((one) => lineOf(parts, one, { name: names.get(one.unitId) ?? '', roles, today })), left };
}

function lineOf(
  { texts, labels }: Parts,
  told: ToldInCheckIn,
  { name, roles, today }: { name: string; roles: readonly RoleRow[]; today: Day },
): string {
  const { day, checkIn, facts, figures } = told;
  const what =
    facts.length > 0
      ? factTexts(texts, labels, facts).join('; ')
      : figures.map(({ n }) => texts.say('digests.why.what.number', { n: writeNumber(n) })).join(' / ');
  const who = checkIn ? whoText(texts, checkIn, roles, today) : '';
  return day.length === 4
    ? texts.say('digests.why.stated', { year: day, unit: name, what, who })
    : texts.say('digests.why.line', { day: writeDay(day, today), unit: name, what, who });
}

/** Whether a reporter or an official told it, and when; a person herself is never named. */
function whoText(texts: Texts, { reporterId, unitId, createdAt }: CheckInRow, roles: readonly RoleRow[], today: Day) {
  const sent = dayOf(createdAt);
  const held = roles.filter((one) => one.personId === reporterId && one.fromDay <= sent);
  const role = held.find((one) => one.unitId === unitId && one.role === 'reporter') ?? held[0];
  const known = role?.role === 'reporter' ? 'reporter' : role ? 'official' : 'unknown';
  return texts.say(`digests.why.by.${known}`, { day: writeDay(sent, today) });
}

/** Facts of the same sort are said together where they differ in nothing but their number. */
function factTexts(texts: Texts, labels: FactLabels, facts: readonly ToldFact[]): string[] {
  const say = (key: string, params = {}) => texts.say(`digests.why.what.${key}`, params);
  const sums = new Map<string, number>();
  const add = (key: string, n = 1) => sums.set(key, (sums.get(key) ?? 0) + n);
  const single: string[] = [];
  for (const fact of facts)
    switch (fact.is) {
      case 'activity': {
        const { type, campaign, topics, participants } = fact;
        single.push(
          say('activity', {
            type: labels.activity(type),
            campaign: campaign === null ? '' : say('campaign', { campaign: labels.campaign(campaign) }),
            topics: topics.length === 0 ? '' : say('topics', { topics: topics.map(labels.topic).join(', ') }),
            participants: participants === null ? '' : say('participants', { n: writeNumber(participants) }),
          }),
        );
        break;
      }
      case 'model':
        single.push(say(fact.change, { model: labels.model(fact.model) }));
        break;
      case 'stated':
        single.push(say('stated', { label: statedLabel(texts, fact.measure), value: statedValue(texts, fact) }));
        break;
      case 'help':
        add('help', fact.households);
        break;
      case 'reached':
        add(fact.set === null ? 'reached-one' : `reached ${fact.set}`);
        break;
      case 'nomination':
        add('nomination');
    }
  return [
    ...single,
    ...[...sums].map(([key, n]) => {
      const [name = '', set] = key.split(' ');
      return say(name, { n: writeNumber(n), ...(set === undefined ? {} : { set: labels.set(set) }) });
    }),
  ];
}

function statedLabel(texts: Texts, measure: string): string {
  if ((enteredMeasures as readonly string[]).includes(measure))
    return texts.say(`digests.form.label.${measure}`).toLocaleLowerCase('vi');
  const key = `digests.why.label.${measure}`;
  return texts.say(texts.has(key) ? key : 'digests.why.label.other');
}

function statedValue(texts: Texts, { measure, value }: { measure: string; value: number }): string {
  if (measure !== 'convention' && measure !== 'plan-issued') return writeNumber(value);
  return texts.say(`digests.form.${value > 0 ? 'yes' : 'no'}`);
}

async function sentLines(parts: Parts, { unit, measures, days, today, skip, limit }: Page): Promise<Lines> {
  const { store, texts } = parts;
  const kinds = measures.flatMap((measure) => (measure.startsWith('reports/') ? [measure.slice(8)] : []));
  const sent = (await sentReportsBelow(store, unit.id, days)).filter(({ period }) =>
    kinds.includes(kindOfPeriod(period) ?? ''),
  );
  const shown = sent.slice(skip, skip + limit);
  const names = await namesOf(store, [...new Set(shown.map(({ unitId }) => unitId))], unit);
  const lines = shown.map(({ unitId, period, sentAt }) => {
    const kind = kindOfPeriod(period) ?? 'week';
    const report = reportName(texts, { kind, period, plan: /^[A-Z]+/u.exec(period)?.[0] ?? '' });
    const day = sentAt === null ? '' : writeDay(dayOf(new Date(sentAt)), today);
    return texts.say('digests.why.sent', { day, unit: names.get(unitId) ?? '', report });
  });
  return { lines, left: { n: Math.max(0, sent.length - skip - lines.length), exactly: true } };
}

/** Units by name; those that are not directly below the reader with what they belong to, because names repeat. */
async function namesOf(store: Store, ids: readonly string[], reader: UnitRow): Promise<Map<string, string>> {
  const units = ids.length === 0 ? [] : await store.find('Unit', { id: { in: [...ids] } });
  const parentIds = units.flatMap(({ parentId }) => (parentId && parentId !== reader.id ? [parentId] : []));
  const parents = parentIds.length === 0 ? [] : await store.find('Unit', { id: { in: [...new Set(parentIds)] } });
  const nameOf = new Map(parents.map(({ id, name }) => [id, name]));
  return new Map(
    units.map(({ id, name, parentId, kind }) => {
      const parent = id === reader.id || kind !== 'branch' ? undefined : nameOf.get(parentId ?? '');
      return [id, parent ? `${name}, ${parent}` : name];
    }),
  );
}

async function rolesOf(store: Store, told: readonly ToldInCheckIn[]): Promise<RoleRow[]> {
  const people = [...new Set(told.flatMap(({ checkIn }) => (checkIn ? [checkIn.reporterId] : [])))];
  return people.length === 0
    ? []
    : store.find('Role', { personId: { in: people }, role: { in: ['reporter', 'official', 'administrator'] } });
}
