import ExcelJS from 'exceljs';
import type { Texts } from '../core/texts.ts';
import { criteriaSetIds, newRuralGrades, unitKinds } from './unit-cells.ts';
import { headingOf, type UnitColumn, unitColumns } from './unit-sheet.ts';

const listedRows = 1_000;

/** An .xlsx to fill in: the headings, three rows as an example, lists to choose from, and a sheet that explains. Imports as it is. */
export async function unitTemplate(texts: Texts): Promise<Uint8Array> {
  const book = new ExcelJS.Workbook();
  const sheet = book.addWorksheet(texts.words('organisation.sheet.title')[0] ?? 'units');
  sheet.addRow(unitColumns.map((column) => headingOf(column, texts)));
  sheet.getRow(1).font = { bold: true };
  sheet.views = [{ state: 'frozen', ySplit: 1 }];
  for (const example of examples(texts)) sheet.addRow(unitColumns.map((column) => example[column] ?? ''));
  for (const [i, column] of unitColumns.entries()) {
    sheet.getColumn(i + 1).width = column === 'name' || column === 'old_names' ? 32 : 18;
    // As text, so that Excel leaves "01" and "1/7/2025" as they were typed.
    sheet.getColumn(i + 1).numFmt = '@';
  }
  offer(
    sheet,
    'kind',
    unitKinds.map((kind) => first(texts, `organisation.kind.${kind}`)),
  );
  offer(
    sheet,
    'new_rural',
    newRuralGrades.map((grade) => first(texts, `organisation.new_rural.${grade}`)),
  );
  offer(
    sheet,
    'criteria',
    criteriaSetIds.map((set) => first(texts, `organisation.criteria_set.${set}`)),
  );
  const guide = book.addWorksheet(first(texts, 'organisation.sheet.guide'));
  guide.getColumn(1).width = 100;
  guide.getColumn(1).alignment = { wrapText: true, vertical: 'top' };
  guide.addRow([texts.say('organisation.template.title')]);
  guide.addRow([texts.say('organisation.template.guide')]);
  return new Uint8Array(await book.xlsx.writeBuffer());
}

function examples(texts: Texts): Partial<Record<UnitColumn, string>>[] {
  return [
    {
      code: 'T01',
      name: texts.say('organisation.template.example_province'),
      kind: first(texts, 'organisation.kind.province'),
    },
    {
      code: 'X01',
      name: texts.say('organisation.template.example_commune'),
      kind: first(texts, 'organisation.kind.commune'),
      parent: 'T01',
      from: '1/7/2025',
      old_names: texts.say('organisation.template.example_old_name'),
      new_rural: first(texts, 'organisation.new_rural.nang_cao'),
      criteria: first(texts, 'organisation.criteria_set.5k3s'),
    },
    {
      code: 'X01-01',
      name: texts.say('organisation.template.example_branch'),
      kind: first(texts, 'organisation.kind.branch'),
      parent: 'X01',
    },
  ];
}

function offer(sheet: ExcelJS.Worksheet, column: UnitColumn, values: readonly string[]): void {
  const at = unitColumns.indexOf(column) + 1;
  for (let row = 2; row <= listedRows; row++) {
    sheet.getCell(row, at).dataValidation = {
      type: 'list',
      allowBlank: true,
      showErrorMessage: false,
      formulae: [`"${values.join(',')}"`],
    };
  }
}

function first(texts: Texts, key: string): string {
  return texts.words(key)[0] ?? '';
}
