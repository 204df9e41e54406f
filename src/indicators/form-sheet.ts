import type { UnitRow } from '../core/records.ts';
import type { Sentences, Texts } from '../core/texts.ts';
import { fold } from '../language/fold.ts';
import { mostEntered, type Numbers } from './form-checks.ts';
import { type EnteredMeasure, enteredMeasures } from './measures.ts';

/** A spreadsheet as its reader gives it (the organisation's, which knows .xlsx and .csv and their limits). */
export type ReadSheet = (bytes: Uint8Array) => Promise<SheetFile>;
export type SheetFile =
  | { ok: true; sheets: readonly { rows: readonly SheetRow[] }[] }
  | { ok: false; because: 'too-large' | 'too-many-rows' | 'not-a-spreadsheet' | 'old-excel' | 'empty' };

interface SheetRow {
  number: number;
  cells: readonly string[];
  /** Columns that belong to a merged block of cells. */
  merged: readonly number[];
}

export const largestFormFile = 10 * 1024 * 1024;
const rowsLookedAt = 15;
const faults = ['too-large', 'too-many-rows', 'not-a-spreadsheet', 'old-excel', 'empty'] as const;

const each = (group: string, names: readonly string[], placeholders: readonly string[] | 'words'): Sentences =>
  Object.fromEntries(names.map((name) => [`digests.form.sheet.${group}${name}`, placeholders]));

export const formSheetSentences: Sentences = {
  ...each('', ['name', 'number', 'note', 'guide'], []),
  ...each('', ['title'], ['year']),
  ...each('', ['year'], ['year']),
  ...each('', ['file'], ['code', 'year']),
  ...each('heading.', ['content', 'unit'], 'words'),
  ...each('problem.', [...faults, 'no-headings', 'year-missing', 'nothing-given'], []),
  ...each('problem.', ['year-wrong'], ['year', 'first', 'last']),
  ...each('problem.', ['other-unit'], ['code', 'own']),
  ...each('problem.', ['in-row'], ['row', 'what']),
  ...each('problem.', ['merged'], []),
  ...each('problem.', ['unknown', 'not-a-number', 'not-yes-no', 'not-whole'], ['value']),
  ...each('problem.', ['too-much'], ['value', 'most']),
  ...each('problem.', ['twice'], ['row']),
};

export interface FormSheet {
  year: number;
  values: Numbers;
  /** For each number the row it stands in. */
  rows: Readonly<Partial<Record<EnteredMeasure, number>>>;
}

export type FormReading = { ok: true; sheet: FormSheet } | { ok: false; problems: string[] };

/**
 * The form to fill in: a row for each number, with last year's beside it and what is stated already. Reads back as it is.
 */
export async function formTemplate(
  texts: Texts,
  unit: Pick<UnitRow, 'code' | 'name'>,
  { year, before, values }: { year: number; before: Numbers; values: Numbers },
): Promise<Uint8Array> {
  // exceljs takes a while to load, and few people need it.
  const { default: ExcelJS } = await import('exceljs');
  const say = (key: string, params = {}) => texts.say(`digests.form.sheet.${key}`, params);
  const word = (key: string) => texts.words(`digests.form.sheet.heading.${key}`)[0] ?? '';
  const book = new ExcelJS.Workbook();
  const sheet = book.addWorksheet(say('name'));
  const widths = [8, 48, 14, 14, 30];
  for (const [i, width] of widths.entries()) Object.assign(sheet.getColumn(i + 1), { width, font });
  sheet.addRow([say('title', { year })]).font = { ...font, bold: true, size: 14 };
  sheet.addRow([word('unit'), unit.code, unit.name]);
  sheet.addRow([say('guide')]).font = { ...font, italic: true };
  const headings = [
    say('number'),
    word('content'),
    say('year', { year: year - 1 }),
    say('year', { year }),
    say('note'),
  ];
  sheet.addRow(headings).font = { ...font, bold: true };
  const shown = (name: EnteredMeasure, n: number | null | undefined) =>
    n === null || n === undefined
      ? null
      : name === 'plan-issued'
        ? (texts.words(`digests.form.words.${n > 0 ? 'yes' : 'no'}`)[0] ?? '')
        : n;
  for (const [i, name] of enteredMeasures.entries()) {
    const label = texts.say(`digests.form.label.${name}`);
    const row = sheet.addRow([i + 1, label, shown(name, before[name]), shown(name, values[name]), null]);
    row.getCell(3).font = { ...font, color: { argb: 'FF777777' } };
    row.getCell(4).fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFFFF8E1' } };
    for (const column of [1, 2, 3, 4, 5]) row.getCell(column).border = thin;
  }
  sheet.views = [{ state: 'frozen', ySplit: 4 }];
  sheet.pageSetup = { paperSize: 9, orientation: 'portrait', fitToPage: true, fitToWidth: 1, fitToHeight: 0 };
  return new Uint8Array(await book.xlsx.writeBuffer());
}

const font = { name: 'Times New Roman', size: 12 };
const side = { style: 'thin' as const, color: { argb: 'FFBBBBBB' } };
const thin = { top: side, left: side, bottom: side, right: side };

/** All numbers of a filled form, or everything that is wrong with it, row by row. Other sheets of the workbook are left alone. */
export function readFormSheet(
  file: SheetFile,
  texts: Texts,
  unit: Pick<UnitRow, 'code'>,
  years: { first: number; last: number },
): FormReading {
  const say = (key: string, params = {}) => texts.say(`digests.form.sheet.problem.${key}`, params);
  if (!file.ok) return { ok: false, problems: [say(file.because)] };
  for (const { rows } of file.sheets) {
    const at = rows.slice(0, rowsLookedAt).findIndex(({ cells }) => contentColumn(texts, cells) >= 0);
    const head = rows[at];
    if (!head) continue;
    const code = codeIn(texts, rows.slice(0, at));
    if (code !== null && fold(code) !== fold(unit.code))
      return { ok: false, problems: [say('other-unit', { code, own: unit.code })] };
    const columns = yearColumns(head.cells);
    const year = Math.max(...columns.keys());
    const column = columns.get(year);
    if (column === undefined) return { ok: false, problems: [say('year-missing')] };
    if (year < years.first || year > years.last)
      return { ok: false, problems: [say('year-wrong', { year, ...years })] };
    return readRows(texts, rows.slice(at + 1), { content: contentColumn(texts, head.cells), column, year });
  }
  return { ok: false, problems: [say('no-headings')] };
}

function readRows(
  texts: Texts,
  rows: readonly SheetRow[],
  { content, column, year }: { content: number; column: number; year: number },
): FormReading {
  const say = (key: string, params = {}) => texts.say(`digests.form.sheet.problem.${key}`, params);
  const problems: string[] = [];
  const values: Partial<Record<EnteredMeasure, number>> = {};
  const seen: Partial<Record<EnteredMeasure, number>> = {};
  const byLabel = new Map(enteredMeasures.map((name) => [bare(texts.say(`digests.form.label.${name}`)), name]));
  for (const { number: row, cells, merged } of rows) {
    const [label, cell] = [(cells[content] ?? '').trim(), (cells[column] ?? '').trim()];
    if (label === '' && cell === '') continue;
    const wrong = (what: string) => problems.push(say('in-row', { row, what }));
    if (merged.includes(content) || merged.includes(column)) {
      wrong(say('merged'));
      continue;
    }
    const name = byLabel.get(bare(label));
    if (!name) {
      // A line of hers below the table, a signature: only a row with a number is missed.
      if (cell !== '') wrong(say('unknown', { value: label || cell }));
      continue;
    }
    const earlier = seen[name];
    if (earlier !== undefined) wrong(say('twice', { row: earlier }));
    seen[name] ??= row;
    if (cell === '') continue;
    const read = name === 'plan-issued' ? readYesNo(texts, cell) : readCount(cell);
    if (typeof read === 'number') values[name] = read;
    else wrong(say(read, { value: cell, most: mostEntered }));
  }
  if (problems.length > 0) return { ok: false, problems };
  if (Object.keys(values).length === 0) return { ok: false, problems: [say('nothing-given')] };
  return { ok: true, sheet: { year, values, rows: seen } };
}

/** `1234`, `1.234`, `1 234`; else what is wrong with it. */
function readCount(cell: string): number | 'not-a-number' | 'not-whole' | 'too-much' {
  const grouped = /^\d{1,3}(?:[. ]\d{3})+$/.test(cell) ? cell.replace(/[. ]/g, '') : cell;
  if (/^\d+[.,]\d+$/.test(grouped)) return 'not-whole';
  if (!/^\d+$/.test(grouped)) return 'not-a-number';
  const n = Number(grouped);
  return n <= mostEntered ? n : 'too-much';
}

function readYesNo(texts: Texts, cell: string): number | 'not-yes-no' {
  const said = bare(cell);
  const isOne = (words: string) => texts.words(`digests.form.words.${words}`).some((word) => bare(word) === said);
  if (said === '0' || isOne('no')) return 0;
  return said === 'x' || isOne('yes') ? 1 : 'not-yes-no';
}

function contentColumn(texts: Texts, cells: readonly string[]): number {
  const words = texts.words('digests.form.sheet.heading.content').map(bare);
  return yearColumns(cells).size === 0 ? -1 : cells.findIndex((cell) => words.includes(bare(cell)));
}

/** "Năm 2026" → its column. */
function yearColumns(cells: readonly string[]): Map<number, number> {
  return new Map(
    cells.flatMap((cell, i) => {
      const year = /\b(20\d\d)\b/u.exec(cell)?.[1];
      return year === undefined ? [] : [[Number(year), i] as const];
    }),
  );
}

function codeIn(texts: Texts, rows: readonly SheetRow[]): string | null {
  const words = texts.words('digests.form.sheet.heading.unit').map(bare);
  const row = rows.find(({ cells }) => words.includes(bare(cells[0] ?? '')));
  return row?.cells[1]?.trim() || null;
}

function bare(text: string): string {
  return fold(text)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
