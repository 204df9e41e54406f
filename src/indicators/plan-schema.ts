import { z } from 'zod';
import { type Day, isDay } from '../core/day.ts';
import { type Formula, readFormula } from './formula.ts';

const day = z.string().refine(isDay);

/** One target of a plan, or something it orders that can be counted (domain section 5). */
const indicatorSchema = z.strictObject({
  id: z.string().regex(/^[A-Z]+-\d+[a-z]?$/),
  /** What the plan says, and how it is called on one line of a digest. */
  wording: z.string().min(10),
  short: z.string().min(3).max(48),
  /** Section of the plan it comes from. */
  source: z.string().min(1),
  /** The units it is asked of; a unit above them shows `above`, or the same formula where there is none. */
  level: z.array(z.enum(['branch', 'commune', 'affiliate', 'province'])).min(1),
  period: z.enum(['month', 'half-year', 'year', 'plan-year', 'plan']),
  /** Counted from check-ins, or entered by officials in their yearly form. */
  from: z.enum(['check-ins', 'entered', 'reports']),
  formula: z.string().min(1),
  above: z.string().optional(),
  /** Shown beside the value under this name, and judged by nothing. */
  beside: z.strictObject({ name: z.string().min(3).max(40), formula: z.string().min(1) }).optional(),
  /** No number in the plan: none here. */
  target: z.number().optional(),
  targetAbove: z.number().optional(),
  /** The target is for each unit of this level; above it stands that many times. */
  forEach: z.enum(['branch', 'commune']).optional(),
  sense: z.enum(['at-least', 'below']).default('at-least'),
  shows: z.enum(['percent', 'count', 'yes-no']),
  showsAbove: z.enum(['percent', 'count', 'yes-no']).optional(),
  pace: z.enum(['linear', 'calendar', 'none']),
  /** By `calendar`: the days (month and day) by which one more is done. */
  milestones: z.array(z.string().regex(/^\d\d-\d\d$/)).optional(),
  /** A share that must also be below what a unit above has stated as its average for the year. */
  belowAverage: z.enum(['poverty-rate']).optional(),
  /** The plan's pilots were to be launched before this day; shown beside. */
  launch: z.strictObject({ before: day }).optional(),
  /** Numbers about violence, shown under the rules of domain section 3. */
  guarded: z.boolean().default(false),
  /** Other dates than the plan's own. */
  validFrom: day.optional(),
  validUntil: day.optional(),
});

export const planSchema = z.strictObject({
  title: z.string().min(5),
  /** TY, ND: what officials call it. */
  code: z.string().regex(/^[A-Z]{2,6}$/),
  number: z.string().optional(),
  validFrom: day,
  validUntil: day,
  /** An example continuation: said wherever it is shown. */
  example: z.boolean().default(false),
  /** The report that goes up: day of the year before which it must be sent. */
  reports: z.array(
    z.strictObject({ kind: z.enum(['month', 'half-year', 'year', 'plan-year']), dueDay: z.string().min(1) }),
  ),
  /** Years after which there is an interim or a final review. */
  reviews: z.array(z.strictObject({ year: z.number().int(), kind: z.enum(['interim', 'final']) })).default([]),
  indicators: z.array(indicatorSchema).min(1),
});

export type PlanFile = z.infer<typeof planSchema>;
type IndicatorFile = PlanFile['indicators'][number];

export interface Indicator extends Omit<IndicatorFile, 'formula' | 'above' | 'beside' | 'validFrom' | 'validUntil'> {
  formula: Formula;
  above: Formula | null;
  beside: { name: string; formula: Formula } | null;
  validFrom: Day;
  validUntil: Day;
}

export interface Plan extends Omit<PlanFile, 'indicators'> {
  /** Name of its file: `nd-2026`. */
  id: string;
  indicators: readonly Indicator[];
}

/** A plan whose file has no problem. Throws a RangeError for a formula that cannot be read. */
export function planOf(id: string, file: PlanFile): Plan {
  const read = (text: string): Formula => {
    const formula = readFormula(text);
    if (!formula.ok) throw new RangeError(`the formula "${text}" cannot be read`);
    return formula.formula;
  };
  return {
    ...file,
    id,
    indicators: file.indicators.map((one) => ({
      ...one,
      formula: read(one.formula),
      above: one.above === undefined ? null : read(one.above),
      beside: one.beside === undefined ? null : { name: one.beside.name, formula: read(one.beside.formula) },
      validFrom: one.validFrom ?? file.validFrom,
      validUntil: one.validUntil ?? file.validUntil,
    })),
  };
}
