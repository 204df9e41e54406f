import { nfc } from '../language/fold.ts';

/** One row of a spreadsheet as texts; days are written `2026-11-22`. */
export interface SheetRow {
  /** As the spreadsheet program numbers it: 1 is the first. */
  number: number;
  cells: readonly string[];
  /** Columns (from 0) that belong to a merged block of cells. */
  merged: readonly number[];
}

export type SheetFault = 'too-large' | 'too-many-rows' | 'not-a-spreadsheet' | 'old-excel' | 'empty';

/** All sheets of a file in their order, or why it cannot be read. */
export type SheetFile = { ok: true; sheets: { name: string; rows: SheetRow[] }[] } | { ok: false; because: SheetFault };

export const largestFile = 10 * 1024 * 1024;
export const mostRows = 20_000;
/** Rows that may be above the headings, beside those that count. */
export const spareRows = 50;

/** Reads an .xlsx or .csv by what it holds, not by its name. Never throws for what the file holds. */
export async function readSheetFile(bytes: Uint8Array): Promise<SheetFile> {
  if (bytes.length > largestFile) return { ok: false, because: 'too-large' };
  if (bytes.length === 0) return { ok: false, because: 'empty' };
  if (startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0])) return { ok: false, because: 'old-excel' };
  if (startsWith(bytes, [0x50, 0x4b])) {
    // exceljs takes a while to load, and a .csv does not need it.
    const { readXlsx } = await import('./xlsx.ts');
    return readXlsx(bytes);
  }
  const { readCsv } = await import('./csv.ts');
  return readCsv(bytes);
}

/** A cell as we compare it: NFC, without invisible characters, one space between words. */
export function cleanCell(text: string): string {
  return nfc(text).replace(/\s+/gu, ' ').trim();
}

function startsWith(bytes: Uint8Array, head: readonly number[]): boolean {
  return head.every((byte, i) => bytes[i] === byte);
}
