import { cleanCell, mostRows, type SheetFile, type SheetRow, spareRows } from './sheet.ts';

/**
 * A .csv as Excel, LibreOffice and Google write it: UTF-8 with or without BOM, UTF-16 with BOM ("Unicode text"), or the old
 * Vietnamese code page 1258 of Windows; `;`, `,` or tab between the cells; quoted cells may hold line ends.
 */
export function readCsv(bytes: Uint8Array): SheetFile {
  const text = decode(bytes);
  if (text === null || text.includes('\0')) return { ok: false, because: 'not-a-spreadsheet' };
  const rows = split(text, separatorOf(text), mostRows + spareRows);
  if (rows === null) return { ok: false, because: 'too-many-rows' };
  if (rows.every(({ cells }) => cells.every((cell) => cell === ''))) return { ok: false, because: 'empty' };
  return { ok: true, sheets: [{ name: '', rows }] };
}

function decode(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    // Not UTF-8: Excel's plain "CSV" on a Vietnamese Windows. Its tones are combining characters; NFC joins them later.
    return new TextDecoder('windows-1258').decode(bytes);
  }
}

/** The mark that the first lines use most, outside quotes. */
function separatorOf(text: string): string {
  const head = text.slice(0, 4_000).replace(/"[^"]*"/gu, '');
  const counts = [';', '\t', ','].map((mark) => ({ mark, count: head.split(mark).length }));
  return counts.reduce((best, one) => (one.count > best.count ? one : best)).mark;
}

/** Null when there are more rows than that. A line "sep=;" at the top, which Excel understands, is left out. */
function split(text: string, separator: string, most: number): SheetRow[] | null {
  const rows: SheetRow[] = [];
  let cells: string[] = [];
  let cell = '';
  let quoted = false;
  let number = 1;
  const endRow = () => {
    cells.push(cleanCell(cell));
    if (!/^sep=.?$/u.test(cells.join(''))) rows.push({ number, cells, merged: [] });
    cells = [];
    cell = '';
    number++;
  };
  for (let at = 0; at < text.length; at++) {
    const mark = text[at];
    if (quoted) {
      if (mark !== '"') cell += mark;
      else if (text[at + 1] === '"') {
        cell += '"';
        at++;
      } else quoted = false;
    } else if (mark === '"' && cell.trim() === '') {
      cell = '';
      quoted = true;
    } else if (mark === separator) {
      cells.push(cleanCell(cell));
      cell = '';
    } else if (mark === '\n' || mark === '\r') {
      if (mark === '\r' && text[at + 1] === '\n') at++;
      endRow();
      if (rows.length > most) return null;
    } else cell += mark;
  }
  if (cell !== '' || cells.length > 0) endRow();
  return rows.length > most ? null : rows;
}
