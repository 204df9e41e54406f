import { addDays, type Day } from '../core/day.ts';
import type { Store } from '../core/store.ts';
import type { Texts } from '../core/texts.ts';
import { type Counted, guardedCounts, hiddenByTotal, mayShowGuarded, type Shown } from '../indicators/guarded.ts';
import { sumsOf } from '../indicators/load-figures.ts';
import type { UnitFacts } from '../indicators/unit-facts.ts';
import type { UnitsBelow } from '../indicators/units-below.ts';
import { writeNumber, writePercent } from '../indicators/written.ts';

const measures = ['violence/found', 'violence/supported'] as const;
/** The target is one of the whole term, and so is the count: from here on, in every report. */
const termBegan = '2021-01-01';
/** The days at whose end half-years, plan years and years end: what reports were of before. */
const reportEnds = ['06-30', '11-30', '12-31'];

/**
 * The one line about women and girls found and supported, by the rules of domain section 3; none where it may not stand.
 * Every commune shows its own sum in its report, so a sum above communes is told only where none of theirs that is hidden
 * could be computed from it.
 */
export async function guardedLine(store: Store, texts: Texts, facts: UnitFacts, below: UnitsBelow): Promise<string[]> {
  const { unit, kind, upTo } = facts;
  if (!mayShowGuarded('report', kind, unit.kind, below.byLevel.branch.length)) return [];
  const communes = below.byLevel.commune.filter(({ id }) => id !== unit.id);
  const [own, ...parts] = await runningCounts(store, [unit.id, ...communes.map(({ id }) => id)], upTo);
  if (!own || (own.found.at(-1) === null && own.supported.at(-1) === null)) return [];
  const shown = guardedCounts(own.found, own.supported);
  const told = communes.map((commune, i) => {
    const { found = [], supported = [] } = parts[i] ?? {};
    const branches = below.byLevel.branch.filter(({ parentId }) => parentId === commune.id).length;
    const isTold = mayShowGuarded('report', kind, commune.kind, branches);
    return { found, supported, shown: isTold ? guardedCounts(found, supported) : null };
  });
  const safe = (name: 'found' | 'supported'): Shown => {
    const seen = told.map((one) => ({ n: one[name].at(-1) ?? null, shown: one.shown?.[name] ?? null }));
    return shown[name].kind === 'number' && hiddenByTotal(seen) ? { kind: 'hidden' } : shown[name];
  };
  const [found, supported] = [safe('found'), safe('supported')];
  const params = { found: written(texts, found), supported: written(texts, supported) };
  return [
    shown.percent === null || found.kind !== 'number' || supported.kind !== 'number'
      ? texts.say('digests.report.results.guarded', params)
      : texts.say('digests.report.results.guarded-percent', { ...params, percent: writePercent(shown.percent) }),
  ];
}

/** For each unit its counts since the term began, at the end of every time a report was of, and up to now. */
async function runningCounts(
  store: Store,
  unitIds: readonly string[],
  upTo: Day,
): Promise<{ found: Counted; supported: Counted }[]> {
  const ends: Day[] = [];
  for (let year = Number(termBegan.slice(0, 4)); year <= Number(upTo.slice(0, 4)); year++)
    ends.push(...reportEnds.map((end) => `${year}-${end}`).filter((end) => end < upTo));
  const at: Map<string, number>[][] = [];
  const running = unitIds.map(() => new Map<string, number>());
  for (const [i, last] of [...ends, upTo].entries()) {
    const first = i === 0 ? termBegan : addDays(ends[i - 1] ?? termBegan, 1);
    for (const [u, sums] of (await sumsOf(store, unitIds, { first, last }, measures)).entries())
      for (const [measure, n] of sums) running[u]?.set(measure, (running[u]?.get(measure) ?? 0) + n);
    at.push(running.map((sums) => new Map(sums)));
  }
  const counted = (u: number, measure: string) => at.map((units) => units[u]?.get(measure) ?? null);
  return unitIds.map((_, u) => ({ found: counted(u, 'violence/found'), supported: counted(u, 'violence/supported') }));
}

function written(texts: Texts, shown: Shown): string {
  switch (shown.kind) {
    case 'number':
      return writeNumber(shown.n);
    case 'missing':
      return texts.say('digests.report.blank');
    case 'small':
    case 'hidden':
      return texts.say(`digests.report.guarded.${shown.kind}`);
  }
}
