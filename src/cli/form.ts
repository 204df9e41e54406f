import { readFile, writeFile } from 'node:fs/promises';
import { Command } from 'commander';
import { loadContent } from '../content/load-content.ts';
import { dayOf } from '../core/day.ts';
import { OperatorError } from '../core/errors.ts';
import type { UnitRow } from '../core/records.ts';
import type { Texts } from '../core/texts.ts';
import { formChanges, statedFor } from '../indicators/form-changes.ts';
import { formTemplate, readFormSheet } from '../indicators/form-sheet.ts';
import { doubtsIn } from '../indicators/form-sheet-dialog.ts';
import { firstFormYear, yearMeant } from '../indicators/officials-form.ts';
import { readSheetFile } from '../organisation/sheet.ts';
import { promptsFolder } from '../paths.ts';
import { type CommandContext, withContext } from './context.ts';

interface Options {
  unit: string;
  year?: string;
  yes?: true;
  json?: true;
  now?: string;
}

/** `to-am form …`: the yearly form of a commune as a spreadsheet. */
export function formCommand(): Command {
  const form = new Command('form').description('The yearly form of a commune as a spreadsheet');
  form
    .command('template')
    .description('Writes the form with last year’s numbers, to be filled in')
    .argument('[file]', 'where to write it (default: form-CODE-YEAR.xlsx in this folder)')
    .requiredOption('--unit <code>', 'code of the commune')
    .option('--year <year>', 'of which the numbers are; the current one without it')
    .option('--now <time>', 'move the clock')
    .action((file: string | undefined, options: Options) =>
      withContext(options, (context) => writeTemplate(file, options, context)),
    );
  form
    .command('read')
    .description('Stores a filled form: all of it, or nothing when a row is bad or a number can hardly be')
    .argument('<file>')
    .requiredOption('--unit <code>', 'code of the commune')
    .option('--yes', 'store numbers that can hardly be as well')
    .option('--json', 'print JSON')
    .option('--now <time>', 'move the clock')
    .action((file: string, options: Options) => withContext(options, (context) => readForm(file, options, context)));
  return form;
}

async function writeTemplate(file: string | undefined, options: Options, context: CommandContext): Promise<void> {
  const { store, clock } = context;
  const { texts } = loadContent(promptsFolder);
  const unit = await communeOf(options, context);
  const year = yearMeant(options.year ?? '', dayOf(clock.now()));
  const [before, values] = [await statedFor(store, unit.id, year - 1), await statedFor(store, unit.id, year)];
  const path = file ?? `form-${unit.code}-${year}.xlsx`;
  await writeFile(path, await formTemplate(texts, unit, { year, before, values }));
  console.log(`${path} written. Fill it in, then: to-am form read ${path} --unit ${unit.code}`);
}

async function readForm(file: string, options: Options, context: CommandContext): Promise<void> {
  const { store, clock } = context;
  const { texts } = loadContent(promptsFolder);
  const unit = await communeOf(options, context);
  const today = dayOf(clock.now());
  const read = await readSheetFile(new Uint8Array(await bytesOf(file)));
  const reading = readFormSheet(read, texts, unit, { first: firstFormYear, last: Number(today.slice(0, 4)) });
  if (!reading.ok) throw refused(file, 'has bad rows', reading.problems);
  const doubts = options.yes ? [] : await doubtsIn({ store, texts }, unit, reading.sheet);
  if (doubts.length > 0) throw refused(file, 'has numbers that can hardly be (--yes stores them)', doubts);
  const { year, values } = reading.sheet;
  const statement = { unitId: unit.id, year, values, reporterId: '', now: clock.now(), today };
  const { changes, n } = await formChanges(store, statement);
  if (n > 0) await store.commit(changes);
  console.log(options.json ? JSON.stringify({ unit: unit.code, year, stored: n }) : said(texts, unit, year, n));
}

function said(texts: Texts, unit: UnitRow, year: number, n: number): string {
  const names = { chi: 'chị', Chi: 'Chị' };
  return n === 0
    ? texts.say('digests.form.nothing', names)
    : texts.say('digests.form.sheet.saved', { ...names, n, unit: unit.name, year });
}

async function bytesOf(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch {
    throw new OperatorError('TA-FORM-001', `There is no file ${file} that can be read. Check the path.`, {
      place: file,
    });
  }
}

function refused(file: string, what: string, problems: readonly string[]): OperatorError {
  const lines = problems.map((one) => `  ${one}`).join('\n');
  return new OperatorError('TA-FORM-001', `The form ${what}; nothing was stored.\n${lines}`, { place: file });
}

async function communeOf({ unit: code }: Options, { store }: CommandContext): Promise<UnitRow> {
  const unit = await store.first('Unit', { code });
  if (!unit) throw new OperatorError('TA-UNITS-002', `No unit has the code ${code}. See to-am units tree.`);
  if (unit.kind !== 'commune' && unit.kind !== 'affiliate')
    throw new OperatorError(
      'TA-FORM-001',
      `${code} is no commune: the yearly form is a commune’s. See to-am units tree.`,
    );
  return unit;
}
