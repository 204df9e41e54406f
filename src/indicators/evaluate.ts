import type { CountFormula, Formula } from './formula.ts';

/** What was counted for one unit with everything below it. `null` is "never counted": missing is not zero. */
export interface FigureReader {
  n(measure: string): number | null;
  /** How many units of a level below it, itself included, fulfil the formula; null where nothing was counted for any. */
  count(formula: CountFormula): number | null;
}

export interface Value {
  n: number | null;
  /** The parts of a percentage. */
  parts?: { of: number; to: number };
}

/** The value of a formula for a unit. `formulaOf` gives the formula of another indicator; the plan check has excluded circles. */
export function evaluate(formula: Formula, figures: FigureReader, formulaOf: (id: string) => Formula): Value {
  const value = (one: Formula) => evaluate(one, figures, formulaOf).n;
  switch (formula.kind) {
    case 'number':
      return { n: formula.value };
    case 'sum':
      return { n: sumOf(formula.measures.map((measure) => figures.n(measure))) };
    case 'ratio': {
      const of = value(formula.of);
      const to = value(formula.to);
      return of === null || to === null || to === 0 ? { n: null } : { n: (100 * of) / to, parts: { of, to } };
    }
    case 'any':
    case 'all':
    case 'distinct': {
      const values = formula.of.map(value);
      if (values.every((n) => n === null)) return { n: null };
      const above = values.filter((n) => n !== null && n > 0).length;
      if (formula.kind === 'distinct') return { n: above };
      const enough = formula.kind === 'any' ? above > 0 : above === values.length;
      return { n: enough ? 1 : 0 };
    }
    case 'count':
      return { n: figures.count(formula) };
    case 'compare': {
      const left = value(formula.left);
      return { n: left === null ? null : holds(left, formula.operator, formula.right) ? 1 : 0 };
    }
    case 'indicator':
      return evaluate(formulaOf(formula.id), figures, formulaOf);
  }
}

function sumOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((n) => n !== null);
  return known.length === 0 ? null : known.reduce((sum, n) => sum + n, 0);
}

function holds(left: number, operator: '>=' | '>' | '<=' | '<', right: number): boolean {
  switch (operator) {
    case '>=':
      return left >= right;
    case '>':
      return left > right;
    case '<=':
      return left <= right;
    case '<':
      return left < right;
  }
}
