import { describe, expect, it } from 'vitest';
import { insert } from '../../src/core/change.ts';
import type { Store } from '../../src/core/store.ts';
import { enqueue } from '../../src/outbox/enqueue.ts';
import { openStore } from '../../src/storage/open-store.ts';
import { freshPostgres, postgresServer, type TestDatabase, whyNoPostgres } from '../support/postgres.ts';
import { fullRows } from '../support/rows.ts';
import { freshSqlite } from '../support/sqlite.ts';

const now = new Date('2026-11-22T02:00:00Z');
const audience = {
  name: 'hoi-vien',
  keyPrefix: 'campaign/25-11/2026/D/',
  kind: 'campaign',
  roles: ['member'],
  unitIds: ['unit-1'],
  day: '2026-11-22',
  notBefore: now,
  expiresAt: new Date('2026-11-26T00:00:00Z'),
  now,
} as const;

function enqueueSpecification(name: string, fresh: () => Promise<TestDatabase>): void {
  describe(`A campaign to a whole province on ${name}`, () => {
    it('reaches everybody once, whatever batch the process dies in', async () => {
      const database = await fresh();
      let store = await openStore(database.url);
      await store.commit(
        Array.from({ length: 950 }, (_, n) =>
          insert('Role', { ...fullRows.Role, id: `r${n}`, personId: `p${n}`, role: 'member', untilDay: null }),
        ),
      );
      let added = 0;
      for (let kill = 1; kill <= 25; kill++) {
        const dying = dyingAfter(store, kill % 5);
        await enqueue(dying, audience, { rows: 100 }).then(
          (n) => (added += n),
          () => {},
        );
        await store.close();
        store = await openStore(database.url);
      }
      expect(await store.count('OutboxRow', { kind: 'campaign', state: 'pending' })).toBe(950);
      expect(await enqueue(store, audience, { rows: 100 })).toBe(0);
      await store.close();
      await database.drop();
    });
  });
}

/** The store of a process that dies at its nth write: before it, or after it was done and before it was told so. */
function dyingAfter(store: Store, writes: number): Store {
  let left = writes;
  const maybeDie = async <T>(write: () => Promise<T>): Promise<T> => {
    if (left === 0) throw new Error('killed before the write');
    const result = await write();
    if (--left === 0) throw new Error('killed after the write');
    return result;
  };
  return new Proxy(store, {
    get(target, property) {
      if (property === 'commit')
        return (...args: Parameters<Store['commit']>) => maybeDie(() => target.commit(...args));
      if (property === 'enqueueAudience') {
        return (...args: Parameters<Store['enqueueAudience']>) => maybeDie(() => target.enqueueAudience(...args));
      }
      const value = Reflect.get(target, property, target) as unknown;
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

enqueueSpecification('SQLite', freshSqlite);
if (postgresServer) enqueueSpecification('PostgreSQL', freshPostgres);
else describe('A campaign on PostgreSQL', () => it('says why it is not tried', () => console.log(whyNoPostgres)));
