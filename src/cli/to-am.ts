#!/usr/bin/env node
import { Command } from 'commander';
import { commandTable } from './command-table.ts';
import { reportError } from './report-error.ts';

/**
 * `to-am COMMAND …`. Only the command that is called is loaded, so that `ask` and `understand` start without botbuilder or Prisma.
 */
async function main(words: readonly string[]): Promise<void> {
  const entry = commandTable.find(({ name }) => name === words[0]);
  if (entry) {
    const command = await entry.load();
    command.exitOverride((end) => process.exit(end.exitCode));
    await command.parseAsync(words.slice(1), { from: 'user' });
    return;
  }
  const program = new Command('to-am')
    .description('The chat assistant of the Women’s Union for family work')
    .version('0.1.0');
  for (const { name, summary } of commandTable) program.command(name, { hidden: false }).description(summary);
  if (words.length > 0 && !['--help', '-h', 'help', '--version', '-V'].includes(words[0] ?? '')) {
    program.error(`There is no command "${words[0]}". to-am --help lists them all.`);
  }
  program.parse(words.length > 0 ? [...words] : ['--help'], { from: 'user' });
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.exitCode = reportError(error);
});
