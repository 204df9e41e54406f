import { addToFigure, amend, type Change, remove } from '../core/change.ts';
import type { Store } from '../core/store.ts';
import { Conflict } from '../core/store.ts';
import { type Facts, factFields, factTables, noFacts } from './facts.ts';
import { figureKey, figuresOf, measureAndDay } from './figures-of.ts';

export interface Rebuilt {
  units: number;
  /** Figures and sums of figures that were wrong, missing or too many before. */
  mended: number;
}

const triesAtMost = 5;

/**
 * Makes every figure again from the facts, unit by unit, each in one commit. May run while people report: a unit whose facts
 * changed meanwhile is read again. Resolves to how many figures were not as the facts say.
 */
export async function rebuildFigures(store: Store): Promise<Rebuilt> {
  const units = await store.find('Unit', {}, { orderBy: [{ id: 'asc' }] });
  let mended = 0;
  for (const { id } of units) mended += await rebuildUnit(store, id);
  // The sums above them follow by themselves; this finds those that something else has spoilt.
  for (const { id } of units) mended += await store.recountBelow(id);
  return { units: units.length, mended };
}

/** The figures of one unit; resolves to how many rows were mended. */
export async function rebuildUnit(store: Store, unitId: string): Promise<number> {
  for (let attempt = 1; ; attempt++) {
    const { facts, guards } = await loadAll(store, unitId);
    const wanted = figuresOf(facts);
    const stored = await store.find('Figure', { unitId });
    const changes: Change[] = [];
    const seen = new Set<string>();
    for (const row of stored) {
      const key = figureKey(row.measure, row.day);
      seen.add(key);
      const n = wanted.get(key);
      if (n === undefined && row.n !== 0) changes.push(remove('Figure', { id: row.id }));
      else if (n !== undefined && n !== row.n) changes.push(amend('Figure', { id: row.id }, { n }, 1));
    }
    for (const [key, n] of wanted) {
      const { measure, day } = measureAndDay(key);
      if (!seen.has(key)) changes.push(addToFigure(measure, unitId, day, n));
    }
    if (changes.length === 0) return 0;
    try {
      await store.commit([...guards, ...changes]);
      return changes.length;
    } catch (error) {
      if (!(error instanceof Conflict) || attempt === triesAtMost) throw error;
    }
  }
}

/** All facts of a unit, and changes that fail the commit when one was added since. */
async function loadAll(store: Store, unitId: string): Promise<{ facts: Facts; guards: Change[] }> {
  const facts = noFacts();
  facts.checkIns = await store.find('CheckIn', { unitId });
  const guards: Change[] = [amend('CheckIn', { unitId }, { unitId }, facts.checkIns.length)];
  for (const field of factFields) {
    const rows = await store.find(factTables[field], { unitId });
    Object.assign(facts, { [field]: rows });
    const waiting = rows.filter((row) => row.waiting).length;
    guards.push(amend(factTables[field], { unitId }, { unitId }, rows.length));
    guards.push(amend(factTables[field], { unitId, waiting: true }, { unitId }, waiting));
  }
  return { facts, guards };
}
