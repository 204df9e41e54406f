import { writeFile } from 'node:fs/promises';
import { SingleBar } from 'cli-progress';
import { Command } from 'commander';
import { OperatorError } from '../core/errors.ts';
import { drawSimulation, pictureWords } from '../simulation/picture.ts';
import { readWords } from '../simulation/read-words.ts';
import { runSimulation, type SimulationResult } from '../simulation/run-simulation.ts';

interface Options {
  branches: string;
  days: string;
  seed: string;
  faults?: true;
  database?: string;
  picture: string;
  json?: true;
}

/** `to-am simulate`: a province on a moved clock through the real code; exits with 1 when a promise was broken. */
export function simulateCommand(): Command {
  return new Command('simulate')
    .description('A province on a moved clock, with injected faults; checks the promises at the end')
    .option('--branches <n>', 'branches (894 is a real province)', '20')
    .option('--days <n>', 'days', '45')
    .option('--seed <n>', 'the same seed makes the very same run', '7')
    .option('--faults', 'platforms that throttle, time out and repeat, a busy and a full disk, clock jumps, kills')
    .option('--database <url>', 'an empty database to run on; a temporary file without it')
    .option('--picture <file>', 'where the picture of the run is written', 'simulation.svg')
    .option('--json', 'print JSON')
    .action(async (options: Options) => {
      const words = readWords('picture', pictureWords);
      const days = numberOf('--days', options.days);
      const bar = new SingleBar({
        format: '{bar} day {value} of {total}, {duration} s, {eta} s to go',
        stream: process.stderr,
        noTTYOutput: true,
        notTTYSchedule: 10_000,
      });
      bar.start(days, 0);
      const result = await runSimulation({
        ...{ branches: numberOf('--branches', options.branches), days, seed: numberOf('--seed', options.seed) },
        faults: options.faults === true,
        ...(options.database ? { databaseUrl: options.database } : {}),
        onDay: (day) => bar.update(day),
      }).finally(() => bar.stop());
      await writeFile(options.picture, drawSimulation(result, words));
      if (options.json) console.log(JSON.stringify(result, null, 2));
      else show(result, options.picture);
      if (result.checks.some(({ kept }) => !kept)) process.exitCode = 1;
    });
}

function show(result: SimulationResult, picture: string): void {
  console.log(`seed ${result.seed}: ${result.units} units, ${result.people} people, ${result.days} days`);
  console.log(`faults      ${counts({ ...result.faults })}`);
  console.log(`people      ${counts({ ...result.conversations })}`);
  for (const [name, its] of Object.entries(result.platforms)) console.log(`${name.padEnd(11)} ${counts({ ...its })}`);
  for (const { promise, counts: its, kept, examples = [] } of result.checks) {
    console.log(`${kept ? 'kept  ' : 'BROKEN'}  ${promise}\n            ${counts(its)}`);
    if (!kept) for (const example of examples) console.log(example.replace(/^/gm, '            | '));
  }
  console.log(`picture     ${picture}`);
}

function counts(its: Record<string, number>): string {
  return Object.entries(its)
    .map(([name, n]) => `${name} ${n}`)
    .join(', ');
}

function numberOf(option: string, text: string): number {
  const n = Number(text);
  if (Number.isSafeInteger(n) && n > 0) return n;
  throw new OperatorError('TA-CONFIG-001', `${option} ${text} is no positive whole number.`, { place: option });
}
