import { type Day, isDay } from '../core/day.ts';
import type { UnitKind, UnitMarks } from '../core/records.ts';
import type { Texts } from '../core/texts.ts';
import { bare, cellProblem, type SheetProblem, type UnitCells, type UnitColumn } from './unit-sheet.ts';

/** One good row. `undefined` where the sheet lacks the column: then what is known stays. */
export interface UnitEntry {
  row: number;
  code: string;
  name: string;
  /** Null only beside a problem. */
  kind: UnitKind | null;
  parentCode: string | null;
  fromDay: Day | null;
  untilDay: Day | null;
  mergedIntoCode: string | null;
  oldNames: string[];
  pilotOf: string[] | undefined;
  newRural: UnitMarks['newRural'] | null | undefined;
  criteriaSets: string[] | undefined;
}

export const unitKinds: readonly UnitKind[] = [
  'central',
  'province',
  'district',
  'commune',
  'branch',
  'group',
  'affiliate',
];
export const newRuralGrades = ['nang_cao', 'kieu_mau', 'van_minh'] as const;
export const criteriaSetIds = ['5k3s', '5c3s', '5k3s3a'] as const;
const longestName = 200;

/** Reads the cells of one row; problems are added to the list, and then the entry is not to be used. */
export function readUnitCells({ number, cells }: UnitCells, texts: Texts, problems: SheetProblem[]): UnitEntry {
  const cell = (column: UnitColumn) => cells[column] ?? '';
  const wrong = (column: UnitColumn, key: string, params: Record<string, string | number> = {}) => {
    problems.push(
      cellProblem(number, column, texts.say(`problems.units.${key}`, { value: cell(column), ...params }), texts),
    );
  };
  const day = (column: UnitColumn) => {
    if (cell(column) === '') return null;
    const read = readDayCell(cell(column));
    if (!read) wrong(column, 'day');
    return read;
  };

  const code = cell('code').toUpperCase();
  if (code === '') wrong('code', 'code_missing');
  else if (!/^[A-Z0-9][A-Z0-9._/-]{0,29}$/u.test(code)) wrong('code', 'code_form');
  const name = cell('name');
  if (name === '') wrong('name', 'name_missing');
  else if (name.length > longestName) wrong('name', 'name_long', { limit: longestName });
  else if (/^[\d\s.,/-]+$/u.test(name)) wrong('name', 'name_number');
  const kind = unitKinds.find((one) => isOneOf(cell('kind'), `organisation.kind.${one}`, texts));
  if (!kind)
    wrong('kind', cell('kind') === '' ? 'kind_missing' : 'kind_unknown', {
      kinds: unitKinds.map((one) => texts.words(`organisation.kind.${one}`)[0] ?? one).join(', '),
    });
  const [fromDay, untilDay] = [day('from'), day('until')];
  if (fromDay && untilDay && untilDay < fromDay) wrong('until', 'until_before_from');
  const mergedIntoCode = cell('merged_into').toUpperCase() || null;
  if (mergedIntoCode && !untilDay && cell('until') === '') wrong('merged_into', 'merged_without_day');

  return {
    row: number,
    code,
    name,
    kind: kind ?? null,
    parentCode: cell('parent').toUpperCase() || null,
    fromDay,
    untilDay,
    mergedIntoCode,
    oldNames: listOf(cell('old_names'), /[;\n]/u),
    pilotOf: cells.pilot === undefined ? undefined : pilots(cell('pilot'), () => wrong('pilot', 'pilot')),
    newRural:
      cells.new_rural === undefined
        ? undefined
        : grade(cell('new_rural'), texts, () => wrong('new_rural', 'new_rural')),
    criteriaSets:
      cells.criteria === undefined ? undefined : criteria(cell('criteria'), texts, () => wrong('criteria', 'criteria')),
  };
}

/** A day as people type it in a cell, `1/7/2025`, or as Excel stores it in a cell that is no date, `45839`. Null for anything else. */
export function readDayCell(text: string): Day | null {
  if (/^\d{5}$/u.test(text)) {
    // Excel counts days from 30/12/1899; 20000 to 80000 are the years 1954 to 2119.
    const serial = Number(text);
    return serial >= 20_000 && serial <= 80_000
      ? new Date(Date.UTC(1899, 11, 30 + serial)).toISOString().slice(0, 10)
      : null;
  }
  const [, date, month, year] = /^(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})$/u.exec(text) ?? [];
  const written =
    date && month && year ? `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}` : text.slice(0, 10);
  return isDay(written) && (text.length <= 10 || /^\d{4}-\d{2}-\d{2}[T ]00:00/u.test(text)) ? written : null;
}

export function isOneOf(text: string, key: string, texts: Texts): boolean {
  return text !== '' && texts.words(key).some((word) => bare(word) === bare(text));
}

function pilots(text: string, wrong: () => void): string[] {
  const plans = listOf(text, /[;,]/u).map((plan) => plan.toUpperCase());
  if (plans.some((plan) => !/^[A-Z]{2,6}(-\d{4})?$/u.test(plan))) wrong();
  return plans;
}

function grade(text: string, texts: Texts, wrong: () => void): UnitMarks['newRural'] | null {
  if (text === '') return null;
  const found = newRuralGrades.find((one) => isOneOf(text, `organisation.new_rural.${one}`, texts));
  if (!found) wrong();
  return found ?? null;
}

function criteria(text: string, texts: Texts, wrong: () => void): string[] {
  const sets = listOf(text, /;/u).map((part) =>
    criteriaSetIds.find((one) => isOneOf(part, `organisation.criteria_set.${one}`, texts)),
  );
  if (sets.includes(undefined)) wrong();
  return sets.flatMap((set) => set ?? []);
}

function listOf(text: string, separator: RegExp): string[] {
  return [
    ...new Set(
      text
        .split(separator)
        .map((part) => part.trim())
        .filter(Boolean),
    ),
  ];
}
