import { type Day, writeDay } from '../core/day.ts';
import { type Outgoing, plain } from '../core/outgoing.ts';
import type { UnitRow } from '../core/records.ts';
import type { Store } from '../core/store.ts';
import type { Texts } from '../core/texts.ts';
import type { Indicator, Plan } from '../indicators/plan-schema.ts';
import { resultLine } from '../indicators/result-text.ts';
import { type Result, readingFor, resultsFor } from '../indicators/results.ts';
import { plansOf } from '../indicators/unit-facts.ts';
import { unitsBelow } from '../indicators/units-below.ts';
import { fold } from '../language/fold.ts';
import { bare } from './drill-down.ts';

interface Parts {
  store: Store;
  texts: Texts;
  plans: readonly Plan[];
}

/** With its title, the line of what follows and those of the other plans a list fits one screen. */
const shownAtOnce = 8;

export interface ListQuery {
  unit: UnitRow;
  /** The code of the plan that is meant; null for the one in force. */
  code: string | null;
  /** From 1. */
  page: number;
  today: Day;
  /** How she is addressed. */
  called: { chi: string; Chi: string };
}

/**
 * The indicators of one plan, a screen at a time, never those about violence. The other plans are one line each, with how much of
 * them was reached; a number opens one.
 */
export async function indicatorList(
  { store, texts, plans }: Parts,
  { unit, code, page, today, called }: ListQuery,
): Promise<{ message: Outgoing; more: string | null }> {
  const ranked = [...plansOf(unit, plans)].sort((a, b) => rankOf(a, today) - rankOf(b, today));
  const plan = ranked.find((one) => one.code === code) ?? ranked[0];
  if (!plan) return { message: plain(texts.say('digests.commands.indicators-none', called)), more: null };
  const below = await unitsBelow(store, unit, today);
  const resultsOf = async (one: Plan) =>
    (await resultsFor(store, [one], below, today)).filter(({ guarded }) => !guarded);
  const results = await resultsOf(plan);
  const shown = results.slice((page - 1) * shownAtOnce, page * shownAtOnce);
  const left = Math.max(0, results.length - page * shownAtOnce);
  const lines = [
    texts.say('digests.commands.indicators-title', {
      ...{ ...called, title: plan.title, unit: unit.name },
      day: writeDay(plan.validUntil < today ? plan.validUntil : today),
    }),
    ...shown.map((result) => resultLine(texts, { ...result, example: false })),
    ...(left > 0 ? [texts.say('digests.commands.indicators-more', { n: left })] : []),
  ];
  const word = texts.words('digests.commands.words.indicators')[0] ?? '';
  const choices = [];
  for (const other of page === 1 ? ranked.filter((one) => one !== plan) : []) {
    const label = planLine(texts, other, await resultsOf(other), today);
    choices.push({ label, says: `${word} ${other.code}` });
  }
  const pageWord = texts.words('digests.why.words.page')[0] ?? '';
  return {
    message: plain(lines.join('\n'), choices.length > 0 ? choices : undefined),
    more: left > 0 ? `${plan.code} ${pageWord} ${page + 1}` : null,
  };
}

/** Plans in force first, then examples, then those that are over. */
function rankOf(plan: Plan, today: Day): number {
  return plan.validUntil < today ? 2 : plan.example ? 1 : 0;
}

function planLine(texts: Texts, plan: Plan, results: readonly Result[], today: Day): string {
  const asked = results.filter(({ target }) => target !== null);
  const kind = plan.validUntil < today ? 'final' : plan.example ? 'example' : 'title';
  return texts.say(`digests.commands.plan-${kind}`, {
    ...{ code: plan.code, title: plan.title, asked: asked.length },
    reached: asked.filter(({ state }) => state === 'reached').length,
  });
}

/** The plan of a unit that "ND", "kế hoạch ND" means. */
export function planNamed(text: string, unit: UnitRow, plans: readonly Plan[]): Plan | null {
  const said = fold(text).trim().split(/\s+/u).at(-1);
  return plansOf(unit, plans).find(({ code }) => fold(code) === said) ?? null;
}

/** The indicators in force that "3", "5a" or some words of them may mean for the unit: TY-3, and ND-3 where that plan goes on. */
export function indicatorsMeant(
  text: string,
  unit: UnitRow,
  plans: readonly Plan[],
  today: Day,
): { plan: Plan; indicator: Indicator }[] {
  const said = bare(text);
  const asked = plansOf(unit, plans)
    .filter(({ validUntil }) => validUntil >= today)
    .sort((a, b) => rankOf(a, today) - rankOf(b, today))
    .flatMap((plan) => plan.indicators.map((indicator) => ({ plan, indicator })))
    .filter(({ indicator }) => !indicator.guarded && readingFor(indicator, unit.kind) !== null);
  const numbered = /^\d{1,2}[a-z]?$/u.test(said)
    ? asked.filter(({ indicator: { id } }) => {
        const own = id.toLowerCase().replace(/^[a-z]+-/u, '');
        return own === said || own.replace(/[a-z]$/u, '') === said;
      })
    : [];
  if (numbered.length > 0 || !said.includes(' ')) return numbered;
  const called = asked.filter(({ indicator: { short } }) => bare(short) === said);
  return called.length > 0
    ? called
    : asked.filter(({ indicator: { short, wording } }) => ` ${bare(short)} ${bare(wording)} `.includes(` ${said} `));
}
