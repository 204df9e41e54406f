/**
 * The little language of `prompts/plans/`: what is counted, over the unit at hand and everything below it.
 *
 * | written | value |
 * | --- | --- |
 * | `sum(a, b)` | the sum of these measures (`core/figure.ts`); null when none of them was ever counted |
 * | `ratio(x, y)` | x of y, in percent; null when either is null or y is 0 |
 * | `any(x, y)` · `all(x, y)` | 1 when one is (all are) above 0, else 0; null when all are null |
 * | `distinct(x, y)` | how many of them are above 0; null when all are null |
 * | `count(branch)` · `count(commune where x)` | units of that level; those for which x is above 0; no `count` inside x |
 * | `x >= 5` (also `>`, `<=`, `<`) | 1 or 0; null when x is null |
 * | `indicator(TY-7)` | what another indicator of the plan gives for the unit at hand |
 */
export type Formula =
  | { kind: 'number'; value: number }
  | { kind: 'sum'; measures: readonly string[] }
  | { kind: 'ratio'; of: Formula; to: Formula }
  | { kind: 'any' | 'all' | 'distinct'; of: readonly Formula[] }
  | CountFormula
  | { kind: 'compare'; operator: Operator; left: Formula; right: number }
  | { kind: 'indicator'; id: string };

export interface CountFormula {
  kind: 'count';
  level: Level;
  where: Formula | null;
}

/** What can be counted. An affiliate reports like a commune and is counted as one. */
export type Level = 'branch' | 'commune' | 'province';
export const levels: readonly Level[] = ['branch', 'commune', 'province'];

type Operator = '>=' | '>' | '<=' | '<';

export type ReadFormula = { ok: true; formula: Formula } | { ok: false; at: string };

/** Reads a formula. `at` is the piece that cannot be read; empty when something is missing at the end. */
export function readFormula(text: string): ReadFormula {
  const tokens = text.match(/[\p{L}\p{N}_/-]+|>=|<=|[(),<>]|\S/gu) ?? [];
  try {
    const reader = new FormulaReader(tokens);
    const formula = reader.whole();
    return { ok: true, formula };
  } catch (error) {
    if (error instanceof Unreadable) return { ok: false, at: error.at };
    throw error;
  }
}

/** Every formula inside one, itself first. */
export function partsOf(formula: Formula): Formula[] {
  switch (formula.kind) {
    case 'number':
    case 'sum':
    case 'indicator':
      return [formula];
    case 'ratio':
      return [formula, ...partsOf(formula.of), ...partsOf(formula.to)];
    case 'any':
    case 'all':
    case 'distinct':
      return [formula, ...formula.of.flatMap(partsOf)];
    case 'count':
      return [formula, ...(formula.where ? partsOf(formula.where) : [])];
    case 'compare':
      return [formula, ...partsOf(formula.left)];
  }
}

class Unreadable extends Error {
  readonly at: string;
  constructor(at: string) {
    super('the formula cannot be read');
    this.at = at;
  }
}

class FormulaReader {
  readonly #tokens: readonly string[];
  #next = 0;

  constructor(tokens: readonly string[]) {
    this.#tokens = tokens;
  }

  whole(): Formula {
    const formula = this.#compared();
    if (this.#next < this.#tokens.length) throw new Unreadable(this.#peek());
    return formula;
  }

  #compared(): Formula {
    const left = this.#term();
    const operator = this.#peek();
    if (operator !== '>=' && operator !== '>' && operator !== '<=' && operator !== '<') return left;
    this.#next++;
    const right = Number(this.#peek());
    if (this.#peek() === '' || Number.isNaN(right)) throw new Unreadable(this.#peek());
    this.#next++;
    return { kind: 'compare', operator, left, right };
  }

  #term(): Formula {
    const word = this.#take();
    if (/^\d+$/.test(word)) return { kind: 'number', value: Number(word) };
    this.#expect('(');
    const formula = this.#call(word);
    this.#expect(')');
    return formula;
  }

  #call(word: string): Formula {
    switch (word) {
      case 'sum':
        return { kind: 'sum', measures: this.#list(() => this.#name()) };
      case 'any':
      case 'all':
      case 'distinct':
        return { kind: word, of: this.#list(() => this.#compared()) };
      case 'ratio': {
        const of = this.#compared();
        this.#expect(',');
        return { kind: 'ratio', of, to: this.#compared() };
      }
      case 'count': {
        const name = this.#name();
        const level = levels.find((one) => one === name);
        if (!level) throw new Unreadable(name);
        if (this.#peek() !== 'where') return { kind: 'count', level, where: null };
        this.#next++;
        const where = this.#compared();
        if (partsOf(where).some(({ kind }) => kind === 'count')) throw new Unreadable('count');
        return { kind: 'count', level, where };
      }
      case 'indicator':
        return { kind: 'indicator', id: this.#name() };
      default:
        throw new Unreadable(word);
    }
  }

  #list<T>(read: () => T): T[] {
    const items = [read()];
    while (this.#peek() === ',') {
      this.#next++;
      items.push(read());
    }
    return items;
  }

  #name(): string {
    const name = this.#take();
    if (!/^[\p{L}\p{N}_/-]+$/u.test(name)) throw new Unreadable(name);
    return name;
  }

  #expect(token: string): void {
    if (this.#take() !== token) throw new Unreadable(this.#tokens[this.#next - 1] ?? '');
  }

  #peek(): string {
    return this.#tokens[this.#next] ?? '';
  }

  #take(): string {
    const token = this.#peek();
    this.#next++;
    return token;
  }
}
