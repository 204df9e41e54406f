import type { Day } from '../core/day.ts';
import type { Texts } from '../core/texts.ts';
import { fold } from '../language/fold.ts';
import { readPastDay, readPhone, samePhone } from './phone-and-day.ts';
import { type ServiceKind, serviceKinds } from './service-kinds.ts';

/** A spreadsheet as its reader gives it (the organisation's, which knows .xlsx and .csv and their limits). */
export type ReadSheet = (bytes: Uint8Array) => Promise<SheetFile>;
export type SheetFile =
  | { ok: true; sheets: readonly { rows: readonly { number: number; cells: readonly string[] }[] }[] }
  | { ok: false; because: string };

export const largestSheet = 10 * 1024 * 1024;
const longestName = 120;
const rowsLookedAt = 15;
const columns = ['kind', 'name', 'phone', 'called_on'] as const;
type Column = (typeof columns)[number];

export interface SheetService {
  kind: ServiceKind;
  name: string;
  phone: string;
  calledOn: Day | null;
}

export type ServiceSheet = { ok: true; services: SheetService[] } | { ok: false; problems: string[] };

/** All rows of a spreadsheet of services, or everything that is wrong with it. */
export function readServiceSheet(file: SheetFile, texts: Texts, today: Day): ServiceSheet {
  const problem = (key: string, params: Record<string, string | number> = {}) =>
    texts.say(`problems.help.sheet.${key}`, params);
  if (!file.ok) return { ok: false, problems: [problem('file')] };
  for (const { rows } of file.sheets) {
    for (const [at, { cells }] of rows.slice(0, rowsLookedAt).entries()) {
      const heads = cells.map((cell) => columnOf(cell, texts));
      if (!heads.includes('name') || !heads.includes('phone') || !heads.includes('kind')) continue;
      return readRows(rows.slice(at + 1), heads, texts, today, problem);
    }
  }
  const headings = columns.map((column) => texts.words(`help.sheet.${column}`)[0] ?? column).join(', ');
  return { ok: false, problems: [problem('no_headings', { headings })] };
}

function readRows(
  rows: readonly { number: number; cells: readonly string[] }[],
  heads: readonly (Column | null)[],
  texts: Texts,
  today: Day,
  problem: (key: string, params?: Record<string, string | number>) => string,
): ServiceSheet {
  const problems: string[] = [];
  const services: (SheetService & { row: number })[] = [];
  for (const { number, cells } of rows) {
    const cell = (column: Column) => (cells[heads.indexOf(column)] ?? '').trim();
    if (columns.every((column) => cell(column) === '')) continue;
    const wrong = (key: string, params: Record<string, string | number> = {}) =>
      problems.push(problem('in_row', { row: number, what: problem(key, params) }));
    const kind = serviceKindOf(cell('kind'), texts);
    const name = cell('name');
    const phone = readPhone(cell('phone'));
    const calledOn =
      cell('called_on') === '' ? null : readPastDay(cell('called_on'), today, { today: [], yesterday: [] });
    if (!kind)
      wrong('kind', {
        value: cell('kind'),
        kinds: serviceKinds.map((one) => texts.words(`help.service.kind.${one}`)[0] ?? one).join(', '),
      });
    if (name === '') wrong('name');
    if (name.length > longestName) wrong('name_long');
    if (!phone) wrong('phone', { value: cell('phone') });
    if (cell('called_on') !== '' && !calledOn) wrong('day', { value: cell('called_on') });
    const same = phone
      ? services.find((one) => samePhone(one.phone, phone) && fold(one.name) === fold(name))
      : undefined;
    if (same) wrong('twice', { row: same.row });
    if (kind && phone) services.push({ kind, name, phone, calledOn, row: number });
  }
  if (problems.length > 0) return { ok: false, problems };
  if (services.length === 0) return { ok: false, problems: [problem('empty')] };
  return { ok: true, services: services.map(({ row: _row, ...service }) => service) };
}

/** The kind that a word names; null where none does. */
export function serviceKindOf(text: string, texts: Texts): ServiceKind | null {
  const said = bare(text);
  return (
    (said !== '' &&
      serviceKinds.find((kind) => texts.words(`help.service.kind.${kind}`).some((word) => bare(word) === said))) ||
    null
  );
}

/** An empty sheet to fill in: the headings, and the kinds that may be used. */
export async function serviceSheetTemplate(texts: Texts): Promise<Uint8Array> {
  // exceljs takes a while to load, and few people need it.
  const { default: ExcelJS } = await import('exceljs');
  const book = new ExcelJS.Workbook();
  const sheet = book.addWorksheet('1');
  sheet.addRow(columns.map((column) => texts.words(`help.sheet.${column}`)[0] ?? column)).font = { bold: true };
  sheet.columns.forEach((column) => {
    column.width = 28;
    column.numFmt = '@';
  });
  const kinds = serviceKinds.map((kind) => texts.words(`help.service.kind.${kind}`)[0] ?? kind).join(',');
  for (let row = 2; row <= 100; row++)
    sheet.getCell(row, 1).dataValidation = { type: 'list', allowBlank: true, formulae: [`"${kinds}"`] };
  return new Uint8Array(await book.xlsx.writeBuffer());
}

function columnOf(heading: string, texts: Texts): Column | null {
  const said = bare(heading);
  return (
    (said !== '' &&
      columns.find((column) => texts.words(`help.sheet.${column}`).some((word) => bare(word) === said))) ||
    null
  );
}

function bare(text: string): string {
  return fold(text)
    .replace(/[^a-z0-9]+/gu, ' ')
    .trim();
}
