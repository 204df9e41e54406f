import type { Change } from '../core/change.ts';
import { addDays, type Day } from '../core/day.ts';
import { newId } from '../core/ids.ts';
import type { UnitMarks, UnitRow } from '../core/records.ts';
import type { Texts } from '../core/texts.ts';
import { mayStandUnder, mergeUnits, moveUnit, renameUnit, underParent, withUnit } from './reorganise.ts';
import { mostRows, readSheetFile } from './sheet.ts';
import { changesBetween } from './tree-changes.ts';
import { readUnitCells, type UnitEntry } from './unit-cells.ts';
import { cellProblem, readUnitSheet, type SheetProblem, type UnitColumn } from './unit-sheet.ts';
import type { UnitTree } from './unit-tree.ts';

/** From when a unit exists whose row says no day. */
const always: Day = '2000-01-01';

export type UnitImport =
  | {
      ok: true;
      tree: UnitTree;
      changes: Change[];
      counts: { rows: number; added: number; changed: number; unchanged: number };
    }
  | { ok: false; problems: SheetProblem[] };

/**
 * What a spreadsheet of units makes of the tree. Either every row is good, or nothing is imported and every bad row is told.
 * Units are known by their code; the same file again changes nothing; units that the file leaves out stay as they are.
 * A unit whose name or parent differs is renamed or moved from `day` on.
 */
export async function importUnits(
  bytes: Uint8Array,
  before: UnitTree,
  { texts, day, now }: { texts: Texts; day: Day; now: Date },
): Promise<UnitImport> {
  const sheet = readUnitSheet(await readSheetFile(bytes), texts);
  if (!sheet.ok) return sheet;
  if (sheet.rows.length > mostRows)
    return { ok: false, problems: [{ row: null, text: texts.say('problems.units.file.too_many_rows') }] };
  const problems: SheetProblem[] = [];
  const entries = sheet.rows.map((row) => readUnitCells(row, texts, problems));
  const known = new Map([...before.units.values()].map((unit) => [unit.code.toUpperCase(), unit]));
  problems.push(...problemsBetween(entries, known, texts));
  if (problems.length > 0) return { ok: false, problems: inOrder(problems) };
  const tree = apply(entries, before, known, day, now, (entry, column, key) =>
    problems.push(
      cellProblem(entry.row, column, texts.say(`problems.units.refused.${key.replaceAll('-', '_')}`), texts),
    ),
  );
  if (problems.length > 0) return { ok: false, problems: inOrder(problems) };
  const changes = changesBetween(before, tree);
  const added = tree.units.size - before.units.size;
  const changed = new Set(
    changes.flatMap((change) => (change.do === 'amend' && change.table === 'Unit' ? [String(change.where.id)] : [])),
  ).size;
  return {
    ok: true,
    tree,
    changes,
    counts: { rows: entries.length, added, changed, unchanged: entries.length - added - changed },
  };
}

/** What is wrong between rows, or between a row and the units that are there. */
function problemsBetween(
  entries: readonly UnitEntry[],
  known: ReadonlyMap<string, UnitRow>,
  texts: Texts,
): SheetProblem[] {
  const problems: SheetProblem[] = [];
  const byCode = new Map<string, UnitEntry>();
  for (const entry of entries) {
    const first = byCode.get(entry.code);
    if (!first) byCode.set(entry.code, entry);
    else if (entry.code)
      problems.push(
        cellProblem(
          entry.row,
          'code',
          texts.say('problems.units.code_twice', { value: entry.code, row: first.row }),
          texts,
        ),
      );
  }
  for (const entry of entries) {
    const wrong = (column: UnitColumn, key: string, value: string) =>
      problems.push(cellProblem(entry.row, column, texts.say(`problems.units.${key}`, { value }), texts));
    const old = known.get(entry.code);
    if (old && entry.kind && old.kind !== entry.kind)
      wrong('kind', 'kind_changed', texts.words(`organisation.kind.${old.kind}`)[0] ?? old.kind);
    const { parentCode, mergedIntoCode } = entry;
    if (mergedIntoCode && !byCode.has(mergedIntoCode) && !known.has(mergedIntoCode))
      wrong('merged_into', 'parent_unknown', mergedIntoCode);
    if (!parentCode) {
      if (entry.kind === 'branch' || entry.kind === 'group' || entry.kind === 'affiliate')
        wrong('parent', 'parent_missing', '');
      continue;
    }
    const parentKind = byCode.get(parentCode)?.kind ?? known.get(parentCode)?.kind;
    const isThere = byCode.has(parentCode) || known.has(parentCode);
    if (parentCode === entry.code) wrong('parent', 'parent_itself', parentCode);
    else if (!isThere) wrong('parent', 'parent_unknown', parentCode);
    else if (entry.kind && parentKind && !mayStandUnder(entry.kind, parentKind))
      wrong('parent', 'parent_level', parentCode);
  }
  return problems;
}

function apply(
  entries: readonly UnitEntry[],
  before: UnitTree,
  known: ReadonlyMap<string, UnitRow>,
  day: Day,
  now: Date,
  refuse: (entry: UnitEntry, column: UnitColumn, because: string) => void,
): UnitTree {
  const idOf = new Map([...known].map(([code, { id }]) => [code, id]));
  for (const { code } of entries) if (!idOf.has(code)) idOf.set(code, newId(now));
  const units = new Map(before.units);
  const fresh: UnitEntry[] = [];
  for (const [position, entry] of entries.entries()) {
    const id = idOf.get(entry.code) as string;
    const old = known.get(entry.code);
    if (!old) fresh.push(entry);
    units.set(id, withEntry(old ?? emptyUnit(id, entry), entry, position));
  }
  const parents = before.parents.map((span) => {
    const old = before.units.get(span.unitId);
    const fromDay = units.get(span.unitId)?.fromDay;
    return old && fromDay && span.fromDay === old.fromDay ? { ...span, fromDay } : span;
  });
  // Parents of new units all at once: a tree of 20,000 is not copied 20,000 times.
  for (const entry of fresh) {
    const id = idOf.get(entry.code) as string;
    const parentId = entry.parentCode ? (idOf.get(entry.parentCode) as string) : null;
    if (!parentId) continue;
    const unit = units.get(id) as UnitRow;
    units.set(id, { ...unit, parentId });
    parents.push({ unitId: id, parentId, fromDay: unit.fromDay, untilDay: null });
  }
  let tree: UnitTree = { ...before, units, parents };
  for (const entry of entries) {
    const old = known.get(entry.code);
    const id = idOf.get(entry.code) as string;
    if (old && old.name !== entry.name) {
      const renamed = renameUnit(
        withUnit(tree, { ...(tree.units.get(id) as UnitRow), name: old.name }),
        id,
        entry.name,
        day,
        now,
      );
      if (renamed.ok) tree = renamed.tree;
    }
    const parentId = entry.parentCode ? lastOf(before, idOf.get(entry.parentCode) as string) : null;
    if (old && parentId && old.parentId !== parentId) {
      if (old.parentId === null) tree = underParent(tree, id, parentId, old.fromDay);
      else {
        const moved = moveUnit(tree, id, parentId, day, now);
        if (moved.ok) tree = moved.tree;
        else refuse(entry, 'parent', moved.because);
      }
    }
  }
  for (const entry of entries) {
    const [fromId, intoId] = [idOf.get(entry.code) as string, idOf.get(entry.mergedIntoCode ?? '')];
    if (
      !intoId ||
      !entry.untilDay ||
      tree.links.some((link) => link.kind === 'merged' && link.fromUnitId === fromId && link.toUnitId === intoId)
    )
      continue;
    const open = withUnit(tree, { ...(tree.units.get(fromId) as UnitRow), untilDay: null });
    const merged = mergeUnits(open, [fromId], intoId, addDays(entry.untilDay, 1), now);
    if (merged.ok) tree = merged.tree;
    else refuse(entry, 'merged_into', merged.because);
  }
  return tree;
}

function emptyUnit(id: string, { code, name, kind }: UnitEntry): UnitRow {
  if (!kind) throw new RangeError('a row with problems is not imported');
  return {
    id,
    code,
    name,
    kind,
    parentId: null,
    fromDay: always,
    untilDay: null,
    position: 0,
    oldNames: [],
    marks: {},
  };
}

function withEntry(unit: UnitRow, entry: UnitEntry, position: number): UnitRow {
  return {
    ...unit,
    name: entry.name,
    fromDay: entry.fromDay ?? unit.fromDay,
    untilDay: entry.untilDay ?? unit.untilDay,
    position,
    oldNames: [...new Set([...unit.oldNames, ...entry.oldNames])],
    marks: withMarks(unit.marks, entry),
  };
}

/** The unit into which this one was merged in the end; itself while it is there. A file may go on naming the old parent. */
function lastOf(tree: UnitTree, unitId: string): string {
  let at = unitId;
  for (let steps = 0; steps < 20; steps++) {
    const next = tree.links.find((link) => link.kind === 'merged' && link.fromUnitId === at);
    if (!next) break;
    at = next.toUnitId;
  }
  return at;
}

/** Marks of columns that the sheet has are those of the sheet; the others stay. */
export function withMarks(
  marks: UnitMarks,
  given: Pick<UnitEntry, 'pilotOf' | 'newRural' | 'criteriaSets'>,
): UnitMarks {
  const { pilotOf, newRural, criteriaSets, ...others } = marks;
  const next: UnitMarks = { ...others };
  const plans = given.pilotOf ?? pilotOf ?? [];
  const grade = given.newRural === undefined ? newRural : given.newRural;
  const sets = given.criteriaSets ?? criteriaSets ?? [];
  if (plans.length > 0) next.pilotOf = plans;
  if (grade) next.newRural = grade;
  if (sets.length > 0) next.criteriaSets = sets;
  return next;
}

function inOrder(problems: readonly SheetProblem[]): SheetProblem[] {
  return [...problems].sort((a, b) => (a.row ?? 0) - (b.row ?? 0));
}
