import ExcelJS from 'exceljs';
import { cleanCell, mostRows, type SheetFile, type SheetRow, spareRows } from './sheet.ts';

/** What a file may unfold to; a spreadsheet of 20,000 rows needs a tenth of it. */
const largestUnfolded = 200 * 1024 * 1024;
const mostColumns = 60;

/** An .xlsx workbook; formulas give their result, days become `2026-11-22`, merged blocks are marked. */
export async function readXlsx(bytes: Uint8Array): Promise<SheetFile> {
  if (unfoldedSize(bytes) > largestUnfolded) return { ok: false, because: 'too-large' };
  const book = new ExcelJS.Workbook();
  try {
    await book.xlsx.load(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer);
  } catch {
    // A zip that is no workbook, or a broken one: exceljs fails in many ways, and all mean this.
    return { ok: false, because: 'not-a-spreadsheet' };
  }
  const visible = book.worksheets.filter(({ state }) => state === 'visible');
  // Excel counts rows that only carry a format; what is counted here are rows with something in them.
  if (visible.some(({ actualRowCount }) => actualRowCount > mostRows + spareRows))
    return { ok: false, because: 'too-many-rows' };
  const sheets = visible.map((sheet) => ({ name: sheet.name, rows: rowsOf(sheet) }));
  return sheets.some(({ rows }) => rows.length > 0) ? { ok: true, sheets } : { ok: false, because: 'empty' };
}

function rowsOf(sheet: ExcelJS.Worksheet): SheetRow[] {
  const rows: SheetRow[] = [];
  sheet.eachRow({ includeEmpty: false }, (row, number) => {
    const cells: string[] = [];
    const merged: number[] = [];
    row.eachCell({ includeEmpty: false }, (cell, column) => {
      if (column > mostColumns) return;
      while (cells.length < column - 1) cells.push('');
      cells[column - 1] = cleanCell(textOf(cell.value));
      if (cell.isMerged) merged.push(column - 1);
    });
    if (cells.some((cell) => cell !== '')) rows.push({ number, cells, merged });
  });
  return rows;
}

function textOf(value: ExcelJS.CellValue): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : value.toISOString().slice(0, 10);
  if (typeof value !== 'object') return String(value);
  if ('richText' in value) return value.richText.map(({ text }) => text).join('');
  if ('text' in value) return textOf(value.text as ExcelJS.CellValue);
  if ('error' in value) return value.error;
  return 'result' in value ? textOf(value.result as ExcelJS.CellValue) : '';
}

/** The sum of the sizes that the zip's directory tells (APPNOTE 4.3.12), before anything is unfolded. */
function unfoldedSize(bytes: Uint8Array): number {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = view.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || end + 22 > view.length) return 0; // no directory, no workbook: exceljs will say so
  let at = view.readUInt32LE(end + 16);
  let size = 0;
  for (let left = view.readUInt16LE(end + 10); left > 0 && at + 46 <= view.length; left--) {
    if (view.readUInt32LE(at) !== 0x02014b50) break;
    size += view.readUInt32LE(at + 24);
    at += 46 + view.readUInt16LE(at + 28) + view.readUInt16LE(at + 30) + view.readUInt16LE(at + 32);
  }
  return size;
}
