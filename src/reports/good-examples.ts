import type { Day } from '../core/day.ts';
import { dayOf } from '../core/day.ts';
import type { DaySpan } from '../core/period.ts';
import type { NominationRow } from '../core/records.ts';
import type { Sealing } from '../core/sealing.ts';
import type { Store } from '../core/store.ts';
import type { UnitsBelow } from '../indicators/units-below.ts';

/** A family or a person that a branch proposed, as officials see it. */
export interface GoodExample {
  id: string;
  /** Its row and those it replaced; a decision on any of them holds. */
  versions: readonly string[];
  /** In the branch's own words. */
  text: string;
  whom: NominationRow['personOrFamily'];
  /** The unit that proposed it; the person is one of its reporters, whose name nobody keeps. */
  unit: string;
  unitId: string;
  proposedOn: Day;
  /** Null while nobody has chosen it for commendation. */
  chosen: { on: Day; by: string } | null;
  /** Those of its versions that carry the decision. */
  decided: readonly string[];
}

const idsAtOnce = 1_000;

/** What the unit and those below it proposed within a span, in the order in which it came. Words that can no longer be opened are left out. */
export async function goodExamplesOf(
  { store, sealing }: { store: Store; sealing: Pick<Sealing, 'open'> },
  { unit, byLevel }: UnitsBelow,
  { first, last }: DaySpan,
): Promise<GoodExample[]> {
  const names = new Map(
    [unit, ...byLevel.province, ...byLevel.commune, ...byLevel.branch].map(({ id, name }) => [id, name]),
  );
  const ids = [...names.keys()];
  const rows: NominationRow[] = [];
  for (let i = 0; i < ids.length; i += idsAtOnce) {
    const unitId = { in: ids.slice(i, i + idsAtOnce) };
    rows.push(...(await store.find('Nomination', { unitId, day: { gte: first, lte: last } })));
  }
  const withdrawn = await withdrawnAmong(store, [...new Set(rows.map(({ checkInId }) => checkInId))]);
  return rows
    .filter(({ replacedById, waiting, checkInId }) => !replacedById && !waiting && !withdrawn.has(checkInId))
    .sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime() || (a.id < b.id ? -1 : 1))
    .flatMap((row): GoodExample[] => {
      const text = opened(sealing, row.sealedText);
      if (text === null) return [];
      const versions = versionsOf(row, rows);
      const decided = versions.filter(({ decidedAt }) => decidedAt !== null);
      const [first] = decided;
      return [
        {
          ...{ id: row.id, versions: versions.map(({ id }) => id), text, whom: row.personOrFamily },
          ...{ unit: names.get(row.unitId) ?? '', unitId: row.unitId, proposedOn: row.day },
          chosen: first?.decidedAt ? { on: dayOf(first.decidedAt), by: first.decidedBy ?? '' } : null,
          decided: decided.map(({ id }) => id),
        },
      ];
    });
}

function versionsOf(row: NominationRow, rows: readonly NominationRow[]): NominationRow[] {
  const before = rows.find(({ replacedById }) => replacedById === row.id);
  return before ? [row, ...versionsOf(before, rows)] : [row];
}

async function withdrawnAmong(store: Store, ids: readonly string[]): Promise<Set<string>> {
  const withdrawn = new Set<string>();
  for (let i = 0; i < ids.length; i += idsAtOnce) {
    const found = await store.find('CheckIn', { id: { in: ids.slice(i, i + idsAtOnce) }, withdrawn: true });
    for (const { id } of found) withdrawn.add(id);
  }
  return withdrawn;
}

function opened(sealing: Pick<Sealing, 'open'>, sealed: string): string | null {
  try {
    return sealed === '' ? null : sealing.open(sealed);
  } catch {
    // Sealed with a key that has gone: the words are lost, the count stands.
    return null;
  }
}
