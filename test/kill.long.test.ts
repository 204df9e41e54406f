import { describe, expect, it } from 'vitest';
import { killRun } from './support/kill-run.ts';
import { freshPostgres, postgresServer, whyNoPostgres } from './support/postgres.ts';

const nothingWrong = { checkIns: { lost: 0, doubled: 0 }, repliesMissing: 0, questions: { unanswered: 0 } };

describe('The program killed at random moments', () => {
  it('loses no report, doubles none, and leaves nobody without an answer (50 kills, SQLite)', async () => {
    const result = await killRun({ kills: 50, reporters: 15, checkIns: 5, seed: 2 });
    console.log(`kill test: ${JSON.stringify(result)}`);
    expect(result).toMatchObject({ kills: 50, ...nothingWrong });
  }, 900_000);

  it.skipIf(!postgresServer)(
    'does the same on PostgreSQL (10 kills)',
    async () => {
      const database = await freshPostgres();
      try {
        const result = await killRun({ kills: 10, reporters: 10, checkIns: 3, seed: 3, databaseUrl: database.url });
        console.log(`kill test on PostgreSQL: ${JSON.stringify(result)}`);
        expect(result).toMatchObject({ kills: 10, ...nothingWrong });
      } finally {
        await database.drop();
      }
    },
    600_000,
  );
  if (!postgresServer) console.log(whyNoPostgres);
});
