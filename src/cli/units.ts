import { readFile, stat, writeFile } from 'node:fs/promises';
import { Command } from 'commander';
import { amend, type Change, insert } from '../core/change.ts';
import { type Day, dayOf, isDay } from '../core/day.ts';
import { OperatorError } from '../core/errors.ts';
import type { UnitRow } from '../core/records.ts';
import { importUnits } from '../organisation/import-units.ts';
import {
  mergeUnits,
  moveUnit,
  type Refusal,
  type Reorganised,
  renameUnit,
  rolesAfterMerge,
  splitUnit,
} from '../organisation/reorganise.ts';
import { largestFile } from '../organisation/sheet.ts';
import { changesBetween, readUnitTree, unitByCode } from '../organisation/tree-changes.ts';
import { unitTemplate } from '../organisation/unit-template.ts';
import { type TreeNode, type UnitTree, unitsTree } from '../organisation/unit-tree.ts';
import { type CommandContext, withContext } from './context.ts';
import { openTexts } from './organisation-texts.ts';

interface Options {
  day?: string;
  at?: string;
  into?: string | string[];
  to?: string;
  json?: true;
  dryRun?: true;
}

/** `to-am units …`: the organisation from a spreadsheet, and what becomes of its units. */
export function unitsCommand(): Command {
  const units = new Command('units').description('The units of the organisation');
  units
    .command('template')
    .description('Writes an empty spreadsheet to fill in')
    .argument('[file]', 'where to write it', 'don-vi.xlsx')
    .action(async (file: string) => {
      await writeFile(file, await unitTemplate(openTexts()));
      console.log(`${file} written. Fill it in, then: to-am units import ${file}`);
    });
  units
    .command('import')
    .description('Imports units from .xlsx or .csv: all rows, or none when one is bad')
    .argument('<file>')
    .option('--day <day>', 'from when new names and parents hold; today without it')
    .option('--dry-run', 'say what would change and write nothing')
    .option('--json', 'print JSON')
    .action((file: string, options: Options) => withContext({}, (context) => importFile(file, options, context)));
  units
    .command('tree')
    .description('Shows the units that exist on a day')
    .option('--at <day>', 'today without it')
    .option('--json', 'print JSON')
    .action((options: Options) => withContext({}, (context) => showTree(options, context)));
  units
    .command('merge')
    .description('Units end, and what is below them goes to another; their figures roll up to it')
    .argument('<codes...>', 'the units that end')
    .requiredOption('--into <code>', 'the unit that takes them up')
    .option('--day <day>', 'the first day on which it is so; today without it')
    .action((codes: string[], options: Options) =>
      reorganise(options, (tree, day, now) => {
        const into = idOf(tree, String(options.into));
        return {
          result: mergeUnits(
            tree,
            codes.map((code) => idOf(tree, code)),
            into,
            day,
            now,
          ),
          merged: codes.map((code) => idOf(tree, code)),
          into,
        };
      }),
    );
  units
    .command('move')
    .description('A unit stands under another parent from a day on')
    .argument('<code>')
    .requiredOption('--to <code>', 'the new parent')
    .option('--day <day>', 'the first day on which it is so; today without it')
    .action((code: string, options: Options) =>
      reorganise(options, (tree, day, now) => ({
        result: moveUnit(tree, idOf(tree, code), idOf(tree, String(options.to)), day, now),
      })),
    );
  units
    .command('rename')
    .description('A unit has another name from a day on; the old one stays findable')
    .argument('<code>')
    .argument('<name>')
    .option('--day <day>', 'the first day on which it is so; today without it')
    .action((code: string, name: string, options: Options) =>
      reorganise(options, (tree, day, now) => ({ result: renameUnit(tree, idOf(tree, code), name, day, now) })),
    );
  units
    .command('split')
    .description('A unit ends and new ones stand in its place; its figures stay with it and roll up through it')
    .argument('<code>')
    .requiredOption('--into <part...>', 'each new unit as CODE=Name')
    .option('--day <day>', 'the first day on which it is so; today without it')
    .action((code: string, options: Options) =>
      reorganise(options, (tree, day, now) => ({
        result: splitUnit(tree, idOf(tree, code), partsOf(tree, [options.into ?? []].flat()), day, now),
      })),
    );
  return units;
}

async function importFile(file: string, options: Options, { store, clock }: CommandContext): Promise<void> {
  const texts = openTexts();
  const day = dayFrom(options.day, clock.now());
  const result = await importUnits(await bytesOf(file), await readUnitTree(store), { texts, day, now: clock.now() });
  if (!result.ok) {
    const lines = result.problems.map(({ row, text }) =>
      row === null ? text : texts.say('problems.units.in_row', { row, what: text }),
    );
    if (options.json) console.log(JSON.stringify({ ok: false, problems: result.problems }));
    throw new OperatorError(
      'TA-UNITS-001',
      `${lines.length} problem(s); nothing was imported. Mend them in the spreadsheet and import it again.\n${lines.join('\n')}`,
      { place: file },
    );
  }
  if (!options.dryRun && result.changes.length > 0) await store.commit(result.changes);
  const { rows, added, changed, unchanged } = result.counts;
  if (options.json) console.log(JSON.stringify({ ok: true, ...result.counts, written: !options.dryRun }));
  else
    console.log(
      `${rows} rows: ${added} new, ${changed} changed, ${unchanged} as they were.${options.dryRun ? ' Nothing was written (--dry-run).' : ''}`,
    );
}

async function showTree(options: Options, { store, clock }: CommandContext): Promise<void> {
  const trees = unitsTree(await readUnitTree(store), dayFrom(options.at, clock.now()));
  if (options.json) console.log(JSON.stringify(trees.map(plainNode)));
  else if (trees.length === 0) console.log('There are no units yet. Begin with: to-am units template');
  else for (const tree of trees) print(tree, 0);
}

async function reorganise(
  options: Options,
  change: (tree: UnitTree, day: Day, now: Date) => { result: Reorganised; merged?: string[]; into?: string },
): Promise<void> {
  await withContext({}, async ({ store, clock }) => {
    const before = await readUnitTree(store);
    const day = dayFrom(options.day, clock.now());
    const { result, merged, into } = change(before, day, clock.now());
    if (!result.ok) throw new OperatorError('TA-UNITS-002', refusals[result.because]);
    const changes: Change[] = changesBetween(before, result.tree);
    if (merged && into) {
      const roles = rolesAfterMerge(await store.find('Role', { unitId: { in: merged } }), into, day, clock.now());
      changes.push(
        ...roles.end.map(({ id, untilDay }) => amend('Role', { id }, { untilDay })),
        ...roles.begin.map((role) => insert('Role', role)),
      );
    }
    await store.commit(changes);
    console.log(`Done, from ${day} on. Figures of before stay where they were and roll up as before.`);
  });
}

const refusals: Record<Refusal, string> = {
  'unknown-unit': 'No unit has this code. to-am units tree shows them all.',
  'same-unit': 'A unit cannot go into itself. Give another code.',
  circle: 'The unit would stand below itself. Give another parent.',
  'not-there-that-day':
    'One of the units does not exist on that day. Look at to-am units tree --at DAY and give another --day.',
  'wrong-level':
    'The units are not of levels that fit: units that merge are of one kind, and a parent is of a higher one.',
};

function idOf(tree: UnitTree, code: string): string {
  const unit = unitByCode(tree, code);
  if (!unit)
    throw new OperatorError('TA-UNITS-002', 'No unit has this code. to-am units tree shows them all.', { place: code });
  return unit.id;
}

function partsOf(tree: UnitTree, parts: readonly string[]): Pick<UnitRow, 'code' | 'name'>[] {
  return parts.map((part) => {
    const [code = '', name = ''] = part.split('=').map((one) => one.trim());
    if (!/^[A-Z0-9][A-Z0-9._/-]{0,29}$/iu.test(code) || name === '') {
      throw new OperatorError(
        'TA-UNITS-002',
        'Write each part as CODE=Name, for example --into X01A="Xã Một" X01B="Xã Hai".',
        { place: part },
      );
    }
    if (unitByCode(tree, code))
      throw new OperatorError('TA-UNITS-002', 'A unit has this code already. Give each new unit its own.', {
        place: code,
      });
    return { code: code.toUpperCase(), name };
  });
}

async function bytesOf(file: string): Promise<Uint8Array> {
  try {
    // A file of a gigabyte is refused before it is read.
    const { size } = await stat(file);
    return size > largestFile ? new Uint8Array(largestFile + 1) : await readFile(file);
  } catch (error) {
    throw new OperatorError('TA-UNITS-001', 'This file cannot be read. Check its name and its rights.', {
      place: file,
      cause: error,
    });
  }
}

/** The day of an option, or today in Vietnam. Throws TA-CONFIG-001 for what is no day. */
export function dayFrom(text: string | undefined, now: Date): Day {
  if (text === undefined) return dayOf(now);
  if (isDay(text)) return text;
  throw new OperatorError('TA-CONFIG-001', 'This is no day. Write it like 2026-11-22.', { place: text });
}

function plainNode({ unit, children }: TreeNode): object {
  const { code, name, kind, fromDay, untilDay, oldNames, marks } = unit;
  return { code, name, kind, fromDay, untilDay, oldNames, marks, children: children.map(plainNode) };
}

function print({ unit, children }: TreeNode, depth: number): void {
  const old = unit.oldNames.length > 0 ? ` (${unit.oldNames.join('; ')})` : '';
  console.log(`${'  '.repeat(depth)}${unit.code}  ${unit.name}${old}`);
  for (const child of children) print(child, depth + 1);
}
