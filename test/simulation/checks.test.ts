import Database from 'libsql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { insert } from '../../src/core/change.ts';
import { MovableClock } from '../../src/core/clock.ts';
import type { OutboxRow } from '../../src/core/records.ts';
import { checkPromises, type Evidence } from '../../src/simulation/check-promises.ts';
import type { SimulatedPerson } from '../../src/simulation/people.ts';
import { Platform } from '../../src/simulation/platform.ts';
import { Seeded } from '../../src/simulation/seeded.ts';
import { openStore } from '../../src/storage/open-store.ts';
import { shippedCampaigns } from '../support/campaign-world.ts';
import type { TestDatabase } from '../support/postgres.ts';
import { fullRows } from '../support/rows.ts';
import { freshSqlite } from '../support/sqlite.ts';

/** A check that cannot fail proves nothing: each promise is broken here on purpose. */
describe('The checks at the end of a simulation', () => {
  let database: TestDatabase;
  let evidence: Evidence;
  const lan: SimulatedPerson = {
    ...{ id: 'lan', role: 'member', unitId: 'B0', unitName: 'B0', habit: 'diligent', blocksOn: null },
    chats: ['telegram/1001'],
  };
  beforeEach(async () => {
    database = await freshSqlite();
    const clock = new MovableClock('2027-04-01T12:00:00+07:00');
    await (await openStore(database.url, { clock })).close();
    const platform = new Platform('telegram', clock, { ofSend: () => null, hasBlocked: () => false });
    const counts = {
      messages: 1,
      deliveries: 1,
      failedTurns: 0,
      lostMessages: 0,
      reports: 1,
      calls: 0,
      callsAnswered: 0,
    };
    evidence = {
      url: database.url,
      province: { units: [], people: [lan], changes: [] },
      campaigns: shippedCampaigns,
      rollUp: { whole: [], months: [] },
      talk: { told: [], counts } as unknown as Evidence['talk'],
      platforms: new Map([['telegram', platform]]),
      says: { hidden: ['bà Khướu'], called_as: 'chị' } as Evidence['says'],
      reportNow: 'Báo ngay',
      end: clock.now(),
    };
  });
  afterEach(() => database.drop());

  const broken = async () =>
    (await checkPromises(evidence)).filter(({ kept }) => !kept).map(({ promise }) => promise.split(' ')[0]);
  const add = async (...rows: Partial<OutboxRow>[]) => {
    const store = await openStore(database.url);
    await store.commit(
      rows.map((row, n) =>
        insert('OutboxRow', { ...fullRows.OutboxRow, id: `row-${n}`, kind: 'campaign', personId: 'lan', ...row }),
      ),
    );
    await store.close();
  };

  it('find nothing wrong where nothing happened', async () => {
    expect(await broken()).toEqual([]);
  });

  it('notice a report that a person saw saved and that is not there', async () => {
    evidence.talk.told.push({ unitId: 'B0', participants: 12, seenSaved: true });
    expect(await broken()).toEqual(['1']);
  });

  it('notice a record that is there twice', async () => {
    const store = await openStore(database.url);
    const activity = { ...fullRows.Activity, unitId: 'B0', participants: 12, replacedById: null, waiting: false };
    await store.commit([1, 2].map((n) => insert('Activity', { ...activity, id: `a${n}` })));
    await store.close();
    evidence.talk.told.push({ unitId: 'B0', participants: 12, seenSaved: true });
    expect(await broken()).toEqual(['1', '4']); // and figures that do not know of them
  });

  it('notice a push that is said to be sent and never arrived', async () => {
    await add({ key: 'campaign/20-3/2027/D/lan', state: 'sent', settledAt: new Date('2027-03-20T01:00:00Z') });
    expect(await broken()).toEqual(['3']);
  });

  it('notice a push that nobody sends any more', async () => {
    const old = new Date('2027-03-20T01:00:00Z');
    await add({ key: 'digest/x', state: 'leased', notBefore: old, expiresAt: old, settledAt: null });
    expect(await broken()).toEqual(['3']);
  });

  it('notice a third push to a member within a week, and one at night', async () => {
    const days = ['2027-03-20T03:00:00Z', '2027-03-21T03:00:00Z', '2027-03-25T03:00:00Z'];
    await add(...days.map((day, n) => ({ key: `x/${n}`, state: 'sent' as const, settledAt: new Date(day) })));
    expect(await broken()).toEqual(['caps']);
    await database.drop();
  });

  it('notice a name that can be read in the database', async () => {
    const db = new Database(database.url.replace('file:', ''));
    db.exec(`INSERT INTO "Setting" ("id", "value") VALUES ('x', '"bà Khướu"')`);
    db.close();
    expect(await broken()).toEqual(['6']);
  });

  it('notice a parent whose sum is not that of what is below it, and months that are not the whole', async () => {
    const store = await openStore(database.url);
    const unit = { ...fullRows.Unit, untilDay: null };
    await store.commit([
      insert('Unit', { ...unit, id: 'C0', code: 'C0', kind: 'commune', parentId: null }),
      insert('Unit', { ...unit, id: 'B0', code: 'B0', kind: 'branch', parentId: 'C0' }),
      insert('HouseholdHelp', { ...fullRows.HouseholdHelp, unitId: 'B0', households: 3, replacedById: null }),
      insert('Figure', { id: 'f', measure: 'households', unitId: 'B0', day: '2027-03-01', n: 3 }),
    ]);
    await store.close();
    const said = (n: number) => [{ unitId: 'C0', measure: 'households', n }];
    evidence.rollUp = { whole: said(3), months: said(3) };
    expect(await broken()).toEqual([]);
    evidence.rollUp = { whole: said(2), months: said(2) };
    expect(await broken()).toEqual(['4']);
    evidence.rollUp = { whole: said(3), months: said(4) };
    expect(await broken()).toEqual(['4']);
    evidence.rollUp = { whole: [], months: [] };
    expect(await broken()).toEqual(['4']);
  });

  it('notice a message with a place that was not filled, and one that names a unit of somebody else', async () => {
    const unit = { ...fullRows.Unit, untilDay: null };
    evidence.province.units = [
      { ...unit, id: 'C0', code: 'C0', name: 'C0', kind: 'commune', parentId: null },
      { ...unit, id: 'B0', code: 'B0', name: 'B0', kind: 'branch', parentId: 'C0' },
      { ...unit, id: 'B1', code: 'B1', name: 'B1', kind: 'branch', parentId: 'C0' },
    ];
    const arrives = (text: string) => evidence.platforms.get('telegram')?.arrived.set(`telegram/1001 ${text}`, [1]);
    arrives('Tin của B0, xã C0');
    arrives('Em chưa tìm thấy "B1" trong đơn vị của chị');
    expect(await broken()).toEqual([]);
    arrives('Chào {chi}');
    expect(await broken()).toEqual(['8']);
    arrives('Chi hội B1 giúp 3 hộ');
    expect(await broken()).toEqual(['8', '10']);
  });

  it('draw the same numbers for the same seed', () => {
    const numbers = (seed: number) =>
      Array.from(
        { length: 5 },
        (
          (s) => () =>
            s.next()
        )(new Seeded(seed)),
      );
    expect(numbers(7)).toEqual(numbers(7));
    expect(numbers(7)).not.toEqual(numbers(8));
  });
});
