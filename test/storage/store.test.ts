import { describe, it } from 'vitest';
import { openStore } from '../../src/storage/open-store.ts';
import { storeContract } from '../contracts/store-contract.ts';
import { freshPostgres, postgresServer, whyNoPostgres } from '../support/postgres.ts';
import { freshSqlite } from '../support/sqlite.ts';

storeContract('SQLite', freshSqlite, (url) => openStore(url));

if (postgresServer) storeContract('PostgreSQL', freshPostgres, (url) => openStore(url));
else describe('A store on PostgreSQL', () => it('says why it is not tried', () => console.log(whyNoPostgres)));
