import { describe, expect, it } from 'vitest';
import { runSimulation } from '../../src/simulation/run-simulation.ts';
import { freshPostgres, postgresServer, whyNoPostgres } from '../support/postgres.ts';

describe('A small province with faults keeps every promise', () => {
  it.each([11, 12, 13])('for seed %i', async (seed) => {
    const { checks } = await runSimulation({ branches: 20, days: 45, seed, faults: true });
    expect(checks.filter(({ kept }) => !kept)).toEqual([]);
  });

  it.runIf(postgresServer)('on PostgreSQL', async () => {
    const database = await freshPostgres();
    const { checks } = await runSimulation({
      branches: 20,
      days: 45,
      seed: 14,
      faults: true,
      databaseUrl: database.url,
    });
    await database.drop();
    expect(checks.filter(({ kept }) => !kept)).toEqual([]);
  });

  if (!postgresServer) it('says why PostgreSQL is not tried', () => console.log(whyNoPostgres));
});
