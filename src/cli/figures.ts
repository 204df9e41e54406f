import { Command } from 'commander';
import { rebuildFigures } from '../check-ins/rebuild-figures.ts';
import { withContext } from './context.ts';

export function figuresCommand(): Command {
  const figures = new Command('figures').description('The figures that are counted from the facts');
  figures
    .command('rebuild')
    .description('Counts every figure again; says how many were not as they should be')
    .action(() =>
      withContext({}, async ({ store }) => {
        console.log(JSON.stringify(await rebuildFigures(store)));
      }),
    );
  return figures;
}
