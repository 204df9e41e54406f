import type { FigureRow } from '../core/records.ts';
import type { Texts } from '../core/texts.ts';
import { type HeadMeasure, headMeasures } from '../indicators/unit-facts.ts';
import { type Report, unitColumns } from './report.ts';

/** Of the column of wordings. */
const lettersInLine = 72;
const lineHeight = 17;
const font = { name: 'Times New Roman', size: 12 };

/** The report as a spreadsheet: a summary by unit, one sheet for each plan's indicators, and the raw rows behind. */
export async function toXlsx(
  report: Report,
  raw: readonly (FigureRow & { unit: string })[],
  texts: Texts,
): Promise<Uint8Array> {
  const { default: ExcelJS } = await import('exceljs');
  const say = (key: string) => texts.say(`digests.report.${key}`);
  const book = new ExcelJS.Workbook();
  const headed = (name: string, headings: readonly string[], widths: readonly number[]) => {
    const sheet = book.addWorksheet(name.slice(0, 31), { views: [{ state: 'frozen', ySplit: 1 }] });
    for (const [i, width] of widths.entries()) Object.assign(sheet.getColumn(i + 1), { width, font });
    const head = sheet.addRow([...headings]);
    head.font = { ...font, bold: true };
    head.alignment = { wrapText: true, vertical: 'middle', horizontal: 'center' };
    sheet.pageSetup = { paperSize: 9, orientation: 'landscape', fitToPage: true, fitToWidth: 1, fitToHeight: 0 };
    return sheet;
  };

  const summary = headed(
    say('sheet.summary'),
    [say('table.unit'), ...unitColumns.map(({ name }) => say(`table.${name}`))],
    [40, ...unitColumns.map(() => 16)],
  );
  for (const column of unitColumns.keys()) summary.getColumn(column + 2).numFmt = '#,##0';
  for (const { unit, head } of report.children)
    summary.addRow([unit.name, ...unitColumns.map(({ measure }) => head[measure])]);
  // The total is the unit's own sum, as a value: it holds its own activities too, which no child has.
  summary.addRow([say('table.total'), ...unitColumns.map(({ measure }) => report.facts.head[measure])]).font = {
    ...font,
    bold: true,
  };

  for (const { plan, results } of report.groups) {
    const sheet = headed(
      plan,
      ['id', 'indicator', 'value', 'numerator', 'denominator', 'target', 'state', 'source'].map((name) =>
        say(`table.${name}`),
      ),
      [8, 70, 12, 12, 12, 12, 16, 12],
    );
    for (const { id, wording, n, parts, target, state, source, shows, sense } of results) {
      const row = sheet.addRow([
        ...[id, wording, n, parts?.of ?? null, parts?.to ?? null, target, say(`state.${state}`), source],
      ]);
      row.alignment = { vertical: 'top' };
      row.getCell(2).alignment = { wrapText: true, vertical: 'top' };
      row.getCell(7).alignment = { vertical: 'top', horizontal: 'center' };
      // Only Excel itself makes a row as high as its text.
      row.height = lineHeight * Math.ceil(wording.length / lettersInLine);
      row.getCell(6).numFmt = sense === 'below' ? '"< "0.##' : '"≥ "0.##';
      row.getCell(3).numFmt = shows === 'percent' ? '#,##0.0' : '#,##0';
    }
  }

  const rows = headed(
    say('sheet.raw'),
    [say('sheet.day'), say('table.unit'), say('sheet.measure'), say('sheet.n')],
    [12, 40, 24, 16],
  );
  const named = new Map<string, string>(headMeasures.map((measure) => [measure, say(`table.${headingOf(measure)}`)]));
  for (const { day, unit, measure, n } of raw) rows.addRow([day, unit, named.get(measure) ?? measure, n]);
  rows.autoFilter = { from: { row: 1, column: 1 }, to: { row: 1, column: 4 } };
  return new Uint8Array(await book.xlsx.writeBuffer());
}

/** The name of a measure's heading. */
function headingOf(measure: HeadMeasure): string {
  if (measure === 'reached/whole') return 'reached';
  return measure.replace('models/', '');
}
