import { Command } from 'commander';
import { backup, moveDatabase, restore } from '../backup.ts';
import { openStore } from '../storage/open-store.ts';
import { withContext } from './context.ts';

export function backupCommand(): Command {
  return new Command('backup')
    .description('A copy of the database; names stay sealed, the key is not in it. May run beside the server.')
    .argument('<file>', 'where to write, for example backup-2026-11-24.gz')
    .action((file: string) =>
      withContext({}, async ({ store }) => {
        console.log(
          `${await backup(store, file)} rows written to ${file}. Keep DATA_KEY as well: without it the names cannot be read.`,
        );
      }),
    );
}

export function restoreCommand(): Command {
  return new Command('restore')
    .description('Puts a backup into an empty database')
    .argument('<file>')
    .action((file: string) =>
      withContext({}, async ({ store }) => {
        console.log(`${await restore(store, file)} rows restored from ${file}.`);
      }),
    );
}

export function moveDatabaseCommand(): Command {
  return new Command('move-database')
    .description('Copies everything from DATABASE_URL into another, empty database')
    .argument('<url>', 'file:… or postgresql://…')
    .action((url: string) =>
      withContext({}, async ({ store, clock }) => {
        const to = await openStore(url, { clock });
        try {
          console.log(
            `${await moveDatabase(store, to)} rows copied. Set DATABASE_URL to the new database and start again.`,
          );
        } finally {
          await to.close();
        }
      }),
    );
}
