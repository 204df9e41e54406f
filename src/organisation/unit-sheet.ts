import type { Texts } from '../core/texts.ts';
import { fold } from '../language/fold.ts';
import type { SheetFile, SheetRow } from './sheet.ts';

/** The columns of a spreadsheet of units, in the order of the template; the headings are words of `organisation.sheet`. */
export const unitColumns = [
  'code',
  'name',
  'kind',
  'parent',
  'from',
  'until',
  'merged_into',
  'old_names',
  'pilot',
  'new_rural',
  'criteria',
] as const;
export type UnitColumn = (typeof unitColumns)[number];
const required: readonly UnitColumn[] = ['code', 'name', 'kind', 'parent'];

/** Something wrong in a spreadsheet, in Vietnamese, with the cure. */
export interface SheetProblem {
  /** Null for what concerns the whole file. */
  row: number | null;
  text: string;
}

/** A row under the headings: what stands in each column that the sheet has. */
export interface UnitCells {
  number: number;
  cells: Partial<Record<UnitColumn, string>>;
}

export type UnitSheet = { ok: true; rows: UnitCells[] } | { ok: false; problems: SheetProblem[] };

const rowsLookedAt = 15;

/** Finds the sheet and the line with the headings (titles may stand above, other sheets beside it) and takes the cells below. */
export function readUnitSheet(file: SheetFile, texts: Texts): UnitSheet {
  if (!file.ok) return wrong(texts.say(`problems.units.file.${file.because.replaceAll('-', '_')}`));
  for (const { rows } of file.sheets) {
    for (const [at, row] of rows.slice(0, rowsLookedAt).entries()) {
      const columns = row.cells.map((heading) => columnOf(heading, texts));
      if (columns.includes('code') && columns.includes('name'))
        return readBelow(row, columns, rows.slice(at + 1), texts);
    }
  }
  return wrong(
    texts.say('problems.units.no_headings', { headings: required.map((one) => headingOf(one, texts)).join(', ') }),
  );
}

export function headingOf(column: UnitColumn, texts: Texts): string {
  return texts.words(`organisation.sheet.${column}`)[0] ?? column;
}

/** A problem of one cell, as it is shown: with the column's heading. */
export function cellProblem(row: number, column: UnitColumn, what: string, texts: Texts): SheetProblem {
  return { row, text: texts.say('problems.units.in_column', { column: headingOf(column, texts), what }) };
}

function readBelow(
  head: SheetRow,
  columns: readonly (UnitColumn | 'ignored' | null)[],
  rows: readonly SheetRow[],
  texts: Texts,
): UnitSheet {
  const problems: SheetProblem[] = [];
  const missing = required.filter((column) => !columns.includes(column)).map((column) => headingOf(column, texts));
  if (missing.length > 0)
    problems.push({
      row: head.number,
      text: texts.say('problems.units.heading_missing', { headings: missing.join(', ') }),
    });
  for (const [i, column] of columns.entries()) {
    const heading = head.cells[i] ?? '';
    if (column === null && heading !== '') {
      const headings = unitColumns.map((one) => headingOf(one, texts)).join(', ');
      problems.push({ row: head.number, text: texts.say('problems.units.heading_unknown', { heading, headings }) });
    }
    if (column !== null && column !== 'ignored' && columns.indexOf(column) < i) {
      problems.push({ row: head.number, text: texts.say('problems.units.heading_twice', { heading }) });
    }
  }
  const found = rows.map(({ number, cells, merged }) => {
    if (merged.some((column) => columns[column] && columns[column] !== 'ignored')) {
      problems.push({ row: number, text: texts.say('problems.units.merged_cells') });
    }
    const named = columns.flatMap((column, i): [UnitColumn, string][] =>
      column && column !== 'ignored' ? [[column, cells[i] ?? '']] : [],
    );
    return { number, cells: Object.fromEntries(named) };
  });
  if (problems.length > 0) return { ok: false, problems };
  const filled = found.filter(({ cells }) => Object.values(cells).some((cell) => cell !== ''));
  return filled.length > 0 ? { ok: true, rows: filled } : wrong(texts.say('problems.units.file.empty'));
}

function columnOf(heading: string, texts: Texts): UnitColumn | 'ignored' | null {
  const wanted = bare(heading);
  if (wanted === '') return null;
  const isOneOf = (name: string) => texts.words(`organisation.sheet.${name}`).some((word) => bare(word) === wanted);
  return unitColumns.find(isOneOf) ?? (isOneOf('ignored') ? 'ignored' : null);
}

/** Headings are compared without accents, marks and what stands in brackets. */
export function bare(text: string): string {
  return fold(text)
    .replace(/\(.*?\)/gu, ' ')
    .replace(/[^a-z0-9]+/gu, ' ')
    .trim();
}

function wrong(text: string): UnitSheet {
  return { ok: false, problems: [{ row: null, text }] };
}
