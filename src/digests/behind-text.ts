import { type Day, writeDay } from '../core/day.ts';
import type { UnitRow } from '../core/records.ts';
import type { Store } from '../core/store.ts';
import type { Texts } from '../core/texts.ts';
import type { Indicator, Plan } from '../indicators/plan-schema.ts';
import { resultLine } from '../indicators/result-text.ts';
import { resultsFor } from '../indicators/results.ts';
import { plansOf } from '../indicators/unit-facts.ts';
import { type UnitsBehind, unitsBehind } from '../indicators/units-behind.ts';
import { unitsBelow } from '../indicators/units-below.ts';
import { writeNumber, writePercent } from '../indicators/written.ts';

interface Parts {
  store: Store;
  texts: Texts;
  plans: readonly Plan[];
}

const indicatorsShown = 8;
const unitsShown = 9;
const missingShown = 5;

/** The indicators in force that are behind, of the unit itself or of units below it; examples are nobody's duty. */
export async function behindList(
  { store, texts, plans }: Parts,
  { unit, today, called }: { unit: UnitRow; today: Day; called: { chi: string; Chi: string } },
): Promise<string> {
  const below = await unitsBelow(store, unit, today);
  const running = plansOf(unit, plans).filter(({ validUntil, example }) => validUntil >= today && !example);
  const lines: string[] = [];
  let first: string | null = null;
  for (const plan of running) {
    const results = await resultsFor(store, [plan], below, today);
    for (const result of results.filter(({ guarded }) => !guarded)) {
      const indicator = plan.indicators.find(({ id }) => id === result.id);
      const units = indicator ? await unitsBehind(store, plan, indicator, below, today) : null;
      const isBehind = result.state === 'behind' || result.state === 'missed';
      if (!isBehind && !units?.behind.length) continue;
      if (units?.behind.length) first ??= result.id;
      const counted = units?.behind.length
        ? texts.say('digests.behind.below', { n: units.behind.length, asked: units.asked })
        : '';
      lines.push(texts.say('digests.behind.line', { result: resultLine(texts, result), below: counted }));
    }
  }
  if (lines.length === 0) return texts.say('digests.behind.none', { unit: unit.name });
  return [
    texts.say('digests.behind.title', { unit: unit.name, day: writeDay(today) }),
    ...lines.slice(0, indicatorsShown),
    ...(lines.length > indicatorsShown
      ? [texts.say('digests.commands.indicators-more', { n: lines.length - indicatorsShown })]
      : []),
    ...(first === null ? [] : [texts.say('digests.behind.how', { ...called, id: first })]),
  ].join('\n');
}

export interface BehindQuery {
  unit: UnitRow;
  plan: Plan;
  indicator: Indicator;
  /** From 1. */
  page: number;
  today: Day;
}

/** The units below that are behind with one indicator, a screen at a time, and those of which nothing is known. */
export async function unitsBehindText(
  { store, texts }: Parts,
  { unit, plan, indicator, page, today }: BehindQuery,
): Promise<{ text: string; more: boolean }> {
  const say = (key: string, params = {}) =>
    texts.say(`digests.behind.${key}`, {
      ...{ unit: unit.name, id: indicator.id, short: indicator.short, day: writeDay(today) },
      ...params,
    });
  const below = await unitsBelow(store, unit, today);
  const units = await unitsBehind(store, plan, indicator, below, today);
  if (!units) return { text: say('not-below'), more: false };
  const { behind, missing, asked } = units;
  const communes = new Map(below.byLevel.commune.map(({ id, name }) => [id, name]));
  const nameOf = ({ name, kind, parentId }: UnitRow) => {
    const parent = kind === 'branch' && parentId !== unit.id ? communes.get(parentId ?? '') : undefined;
    return parent ? `${name}, ${parent}` : name;
  };
  const shown = behind.slice((page - 1) * unitsShown, page * unitsShown);
  const left = Math.max(0, behind.length - page * unitsShown);
  const names = missing.slice(0, missingShown).map(nameOf).join('; ');
  const moreMissing = missing.length - missingShown;
  const lines = [
    behind.length === 0 ? say('units-none') : say('units-title', { n: behind.length, asked }),
    ...shown.map((one) => say('unit', { unit: nameOf(one.unit), value: shownValue(texts, indicator, one) })),
    ...(left > 0 ? [say('more', { n: left })] : []),
    ...(missing.length === 0 || page > 1
      ? []
      : [say(moreMissing > 0 ? 'missing-more' : 'missing', { names, n: moreMissing })]),
  ];
  return { text: lines.join('\n'), more: left > 0 };
}

/** One line under an indicator: how many below are behind; empty where none is. */
export async function behindHint({ store, texts }: Parts, query: Omit<BehindQuery, 'page'>): Promise<string[]> {
  const { unit, plan, indicator, today } = query;
  const units = await unitsBehind(store, plan, indicator, await unitsBelow(store, unit, today), today);
  if (!units || units.behind.length === 0) return [];
  const { behind, asked, missing } = units;
  return [texts.say('digests.behind.hint', { n: behind.length, asked, missing: missing.length, id: indicator.id })];
}

function shownValue(texts: Texts, { shows }: Indicator, { n, target }: UnitsBehind['behind'][number]): string {
  switch (shows) {
    case 'percent':
      return texts.say('digests.digest.indicator.percent-only', { percent: writePercent(n) });
    case 'count':
      return texts.say('digests.digest.indicator.count', { n: writeNumber(n), target: writeNumber(target) });
    case 'yes-no':
      return texts.say(`digests.digest.indicator.${n > 0 ? 'yes' : 'no'}`);
  }
}
