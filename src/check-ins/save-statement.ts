import { amend, type Change } from '../core/change.ts';
import type { Said, Step } from '../core/dialog.ts';
import { plain } from '../core/outgoing.ts';
import { daysOf } from '../core/period.ts';
import type { YearlyFigureRow } from '../core/records.ts';
import { speakAs } from '../scripts/script-dialog.ts';
import { nextCheckInId } from './check-in-id.ts';
import { derivedId } from './derived-id.ts';
import { type Facts, insertsOf, joinFacts, noFacts } from './facts.ts';
import { figureChanges, loadTouched, touchedBy } from './figure-changes.ts';
import type { CheckInParts } from './parts.ts';

/** What a branch states once a year (domain section 4), by the name of its measure `yearly/<name>`; `convention` is 1 or 0. */
export const branchMeasures = {
  households: 'households',
  informed: 'households-informed',
  committed: 'households-committed',
  convention: 'convention',
} as const;

export interface Statement extends Partial<Record<keyof typeof branchMeasures, number | null>> {
  unitId: string;
  year: number;
}

/** Stores a statement. What was stated for the same year before is replaced, measure by measure; both versions are kept. */
export async function saveStatement(given: Statement, said: Said, { store, texts }: CheckInParts): Promise<Step> {
  const speak = speakAs(texts, 'yearly', said.standing);
  const { unitId, year } = given;
  const [checkInId, earlier] = await Promise.all([
    nextCheckInId(store, unitId),
    store.find('YearlyFigure', { unitId, year, replacedById: null }),
  ]);
  const { last } = daysOf(String(year));
  const replaced = new Map<string, string>();
  const rows = Object.entries(branchMeasures).flatMap(([answer, measure]): YearlyFigureRow[] => {
    const value = given[answer as keyof typeof branchMeasures];
    if (typeof value !== 'number') return [];
    const old = earlier.find((row) => row.measure === measure);
    const row: YearlyFigureRow = {
      id: derivedId(checkInId, measure),
      checkInId,
      unitId,
      day: last < said.today ? last : said.today,
      version: (old?.version ?? 0) + 1,
      replacedById: null,
      waiting: false,
      createdAt: said.now,
      year,
      measure,
      value,
      text: null,
    };
    if (old) replaced.set(old.id, row.id);
    return [row];
  });
  if (rows.length === 0) return { kind: 'next', says: [plain(speak('nothing'))], changes: [], state: null };
  const facts: Facts = {
    ...noFacts(),
    checkIns: [
      {
        id: checkInId,
        unitId,
        reporterId: said.standing?.person.id ?? '',
        period: String(year),
        late: false,
        nothing: false,
        createdAt: said.now,
        version: 1,
        withdrawn: false,
      },
    ],
    yearly: rows,
  };
  const before = await loadTouched(store, unitId, touchedBy(facts));
  const marked = before.yearly.map((row) => ({ ...row, replacedById: replaced.get(row.id) ?? row.replacedById }));
  const now = joinFacts({ ...before, yearly: marked }, facts);
  const changes: Change[] = [
    ...insertsOf(facts),
    ...[...replaced].map(([id, by]) => amend('YearlyFigure', { id, replacedById: null }, { replacedById: by }, 1)),
    ...figureChanges(unitId, before, now),
  ];
  return { kind: 'next', says: [plain(speak('saved', { year }))], changes, state: null };
}
