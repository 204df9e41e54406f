import type { ContentProblem } from '../core/content-problem.ts';
import type { Sentences, TextParams, Texts } from '../core/texts.ts';
import { partsOf, readFormula } from './formula.ts';
import { isMeasure } from './measures.ts';
import type { PlanFile } from './plan-schema.ts';

/** How problems of plan files are said (`prompts/problems.yaml`). */
export const planProblemSentences: Sentences = {
  'problems.plans.formula': ['id', 'at'],
  'problems.plans.measure': ['id', 'measure'],
  'problems.plans.indicator_unknown': ['id', 'other'],
  'problems.plans.circle': ['id'],
  'problems.plans.target': ['id'],
  'problems.plans.twice': ['id'],
  'problems.plans.dates': ['id'],
  'problems.plans.milestones': ['id'],
};

interface ReadPlan {
  file: string;
  value: PlanFile;
  lineOf: (path: readonly PropertyKey[]) => number;
}

/** What is wrong with plan files beyond their form: formulas that cannot be read or go in circles, targets of 0, ids twice. */
export function checkPlans(plans: readonly ReadPlan[], texts: Texts): ContentProblem[] {
  return plans.flatMap(({ file, value, lineOf }) => {
    const problems: ContentProblem[] = [];
    const report = (place: readonly PropertyKey[], name: string, params: TextParams) =>
      problems.push({ file, line: lineOf(place), text: texts.say(`problems.plans.${name}`, params) });
    const ids = new Set<string>();
    if (value.validUntil < value.validFrom) report(['validUntil'], 'dates', { id: value.code });
    for (const [i, one] of value.indicators.entries()) {
      const { id } = one;
      if (ids.has(id)) report(['indicators', i, 'id'], 'twice', { id });
      ids.add(id);
      for (const name of ['target', 'targetAbove'] as const) {
        const target = one[name];
        if (target !== undefined && !(target > 0)) report(['indicators', i, name], 'target', { id });
      }
      if (one.pace === 'calendar' && one.from === 'check-ins' && !one.milestones)
        report(['indicators', i, 'pace'], 'milestones', { id });
      for (const name of ['formula', 'above', 'beside'] as const) {
        const text = name === 'beside' ? one.beside?.formula : one[name];
        if (text === undefined) continue;
        const read = readFormula(text);
        const place = ['indicators', i, name];
        if (!read.ok) {
          report(place, 'formula', { id, at: read.at });
          continue;
        }
        for (const part of partsOf(read.formula)) {
          if (part.kind === 'sum')
            for (const measure of part.measures) if (!isMeasure(measure)) report(place, 'measure', { id, measure });
          if (part.kind === 'indicator' && !value.indicators.some((other) => other.id === part.id))
            report(place, 'indicator_unknown', { id, other: part.id });
        }
      }
      if (reaches(value, id, id, new Set())) report(['indicators', i, 'formula'], 'circle', { id });
    }
    return problems;
  });
}

/** Whether the formula of `from` leads to the indicator `goal`. (`above` may name its own formula: that is no circle.) */
function reaches(plan: PlanFile, from: string, goal: string, seen: Set<string>): boolean {
  const text = plan.indicators.find(({ id }) => id === from)?.formula;
  const read = text === undefined ? undefined : readFormula(text);
  if (!read?.ok) return false;
  return partsOf(read.formula).some((part) => {
    if (part.kind !== 'indicator') return false;
    if (part.id === goal) return true;
    if (seen.has(part.id)) return false;
    seen.add(part.id);
    return reaches(plan, part.id, goal, seen);
  });
}
