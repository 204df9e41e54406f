import { amend, type Change, insert } from '../core/change.ts';
import { writeDay } from '../core/day.ts';
import type { Said, Step } from '../core/dialog.ts';
import { plain } from '../core/outgoing.ts';
import type { FactRow } from '../core/records.ts';
import { speakAs } from '../scripts/script-dialog.ts';
import { closingsFor, isDayClosed } from './closing.ts';
import { derivedId } from './derived-id.ts';
import { type Draft, dayOfItem } from './draft.ts';
import { factsOfCheckIn } from './draft-of-check-in.ts';
import { type FactField, type Facts, factFields, factTables, joinFacts } from './facts.ts';
import { factsOfDraft } from './facts-of-draft.ts';
import { figureChanges, guardHouseholds, loadTouched, touchedBy } from './figure-changes.ts';
import type { CheckInParts } from './parts.ts';

/**
 * Stores a corrected check-in: a new version of each fact that changed, the old one pointing at it; a fact that was taken away points
 * at itself. Facts in closed weeks are neither changed nor taken away, and she is told who can reopen them.
 */
export async function saveCorrection(draft: Draft, said: Said, parts: CheckInParts): Promise<Step> {
  const { store, sealing, texts } = parts;
  const speak = speakAs(texts, 'weekly', said.standing);
  const corrects = draft.corrects;
  const checkIn = corrects && (await store.first('CheckIn', { id: corrects.checkInId }));
  if (!corrects || !checkIn || checkIn.version !== corrects.version) {
    return { kind: 'next', says: [plain(speak('corrected-meanwhile'))], changes: [], state: null };
  }
  const stored = await factsOfCheckIn(store, checkIn.id);
  const days = [...draft.items.map((item) => dayOfItem(item, draft)), ...allRows(stored).map(({ day }) => day)];
  const closings = await closingsFor(store, checkIn.unitId, days, said.today);
  const isClosed = (day: string) => isDayClosed(day, said.today, closings);
  const told = factsOfDraft(draft, {
    unitId: checkIn.unitId,
    reporterId: checkIn.reporterId,
    checkInId: checkIn.id,
    now: said.now,
    today: said.today,
    sealing,
    isClosed,
  });
  const { replaced, added } = compareFacts(stored, told, draft);
  const closedDays = [...new Set(replaced.map(({ old }) => old.day).filter(isClosed))].sort();
  if (closedDays.length > 0) {
    const list = closedDays.map((day) => writeDay(day, said.today)).join(', ');
    return { kind: 'next', says: [plain(speak('closed', { days: list }))], changes: [], state: null };
  }
  const nothing = draft.items.length === 0 && draft.nothing;
  if (replaced.length === 0 && allRows(added).length === 0 && nothing === checkIn.nothing) {
    return { kind: 'next', says: [plain(speak('nothing-changed'))], changes: [], state: null };
  }
  const corrected = { ...checkIn, nothing, version: checkIn.version + 1 };
  const written: Facts = { ...added, checkIns: [corrected] };
  const oldRows = replacedRows(stored, replaced);
  const touched = touchedBy(joinFacts(stored, written));
  const before = joinFacts(await loadTouched(store, checkIn.unitId, touched), stored);
  const now = joinFacts(joinFacts(before, oldRows), written);
  const changes: Change[] = [
    amend('CheckIn', { id: checkIn.id, version: checkIn.version }, { nothing, version: corrected.version }, 1),
    ...guardHouseholds(checkIn.unitId, before),
    ...replaced.map(({ field, old, by }) =>
      amend(factTables[field], { id: old.id, replacedById: null } as never, { replacedById: by } as never, 1),
    ),
    ...factFields.flatMap((field) => added[field].map((row) => insert(factTables[field], row as never))),
    ...told.photos
      .filter(({ activityId }) => added.activities.some(({ id }) => id === activityId))
      .map((row) => insert('Photo', row)),
    ...figureChanges(checkIn.unitId, before, now),
  ];
  return { kind: 'next', says: [plain(speak('corrected'))], changes, state: null };
}

interface Replaced {
  field: FactField;
  old: FactRow;
  /** The id of the new version, or its own where it was taken away. */
  by: string;
}

/** Which stored rows have a new version or are gone, and the rows to write. Pure. */
function compareFacts(stored: Facts, told: Facts, draft: Draft): { replaced: Replaced[]; added: Facts } {
  const newIdOf = new Map<string, string>();
  for (const [key, rowId] of Object.entries(draft.corrects?.rows ?? {})) {
    const [itemId = '', ...kind] = key.split('/');
    newIdOf.set(rowId, derivedId(draft.checkInId, Number(itemId), kind.join('/')));
  }
  const replaced: Replaced[] = [];
  const added: Facts = { ...told, checkIns: [] };
  for (const field of factFields) {
    const rows = told[field] as FactRow[];
    const kept = new Set<string>();
    const versions = new Map<string, number>();
    for (const old of stored[field] as FactRow[]) {
      const next = rows.find(({ id }) => id === newIdOf.get(old.id));
      if (!next) replaced.push({ field, old, by: old.id });
      else if (isSameFact(old, next)) kept.add(next.id);
      else {
        replaced.push({ field, old, by: next.id });
        versions.set(next.id, old.version + 1);
      }
    }
    const written = rows.filter(({ id }) => !kept.has(id));
    Object.assign(added, { [field]: written.map((row) => ({ ...row, version: versions.get(row.id) ?? row.version })) });
  }
  return { replaced, added };
}

/** Whether two versions say the same; sealed texts differ each time, so names are compared by what they are hashed to. */
function isSameFact(old: FactRow, next: FactRow): boolean {
  const essence = (row: FactRow) => {
    const { id, version, createdAt, replacedById, waiting, sealedName, activityId, ...rest } = row as FactRow & {
      sealedName?: string;
      activityId?: string;
    };
    return JSON.stringify(Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1)));
  };
  return essence(old) === essence(next);
}

function replacedRows(stored: Facts, replaced: readonly Replaced[]): Facts {
  const by = new Map(replaced.map(({ old, by: id }) => [old.id, id]));
  const marked = { ...stored };
  for (const field of factFields) {
    const rows = (stored[field] as FactRow[]).map((row) => ({
      ...row,
      replacedById: by.get(row.id) ?? row.replacedById,
    }));
    Object.assign(marked, { [field]: rows });
  }
  return marked;
}

function allRows(facts: Facts): FactRow[] {
  return factFields.flatMap((field) => facts[field] as FactRow[]);
}
