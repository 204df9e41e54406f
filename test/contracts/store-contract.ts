import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addToFigure, amend, type Change, insert, put, remove } from '../../src/core/change.ts';
import type { ConversationRow, InvitationRow, OutboxRow, TableName, Tables } from '../../src/core/records.ts';
import { Conflict, type Store } from '../../src/core/store.ts';
import type { TestDatabase } from '../support/postgres.ts';
import { fieldsThatMayBeEmpty, fullRows } from '../support/rows.ts';

const at = new Date('2026-11-22T01:02:03.456Z');

/** What every store promises (core/store.ts). Runs on one fresh database; the tests keep out of each other's rows. */
export function storeContract(
  name: string,
  fresh: () => Promise<TestDatabase>,
  open: (url: string) => Promise<Store>,
): void {
  describe(`A store on ${name}`, () => {
    let database: TestDatabase;
    let store: Store;
    beforeAll(async () => {
      database = await fresh();
      store = await open(database.url);
    });
    afterAll(async () => {
      await store?.close();
      await database?.drop();
    });

    describe('keeps rows as they are', () => {
      it.each(Object.keys(fullRows) as TableName[])(
        '%s with every field, and with every field empty that may be',
        async (table) => {
          const full = { ...fullRows[table], id: `full-${table}` };
          const empty = { ...full, id: `empty-${table}`, ...emptyFields(table), ...otherKeys(table) };
          await store.commit([
            { do: 'insert', table, row: full } as Change,
            { do: 'insert', table, row: empty } as Change,
          ]);
          expect(await store.first(table, { id: full.id } as never)).toEqual(full);
          expect(await store.first(table, { id: empty.id } as never)).toEqual(empty);
          await store.commit([
            { do: 'put', table, row: { ...empty, id: full.id, ...otherKeys(table, 'put') } } as Change,
          ]);
          expect(await store.first(table, { id: full.id } as never)).toMatchObject(emptyFields(table));
        },
      );

      it.each([5, 2.5, 'chữ', '', null, true, [], {}, { a: null }].map((value) => ({ value })))(
        'a setting of $value',
        async ({ value }) => {
          await store.commit([put('Setting', { id: 'any', value })]);
          expect(await store.first('Setting', { id: 'any' })).toEqual({ id: 'any', value });
        },
      );

      it('Vietnamese, quotes, line ends and emoji in a text', async () => {
        const text = `Chị "Hoa" \\ 'xóm 3'\r\nđã giúp 👩‍🌾; -- ${'ờ'.repeat(5_000)}`;
        await store.commit([insert('Conversation', conversation('text', { sealedState: text }))]);
        expect((await store.first('Conversation', { id: 'text' }))?.sealedState).toBe(text);
      });
    });

    describe('finds', () => {
      beforeAll(() =>
        store.commit(
          [1, 2, 3, 4, 5].map((n) =>
            insert(
              'Invitation',
              invitation(`find-${n}`, { unitId: 'find', limit: n, createdBy: n > 3 ? null : `by-${n}` }),
            ),
          ),
        ),
      );
      const ids = async (where: Parameters<typeof store.find<'Invitation'>>[1]) =>
        (await store.find('Invitation', { unitId: 'find', ...where }, { orderBy: [{ id: 'asc' }] })).map(({ id }) =>
          id.slice(5),
        );

      it.each<{ where: Parameters<typeof store.find<'Invitation'>>[1]; finds: string[] }>([
        { where: { limit: 2 }, finds: ['2'] },
        { where: { limit: { gte: 2, lt: 4 } }, finds: ['2', '3'] },
        { where: { limit: { gt: 2, lte: 4 } }, finds: ['3', '4'] },
        { where: { id: { in: ['find-1', 'find-5', 'nobody'] } }, finds: ['1', '5'] },
        { where: { id: { in: [] } }, finds: [] },
        { where: { createdBy: null }, finds: ['4', '5'] },
        { where: { createdBy: { not: null } }, finds: ['1', '2', '3'] },
        // As in SQL, a row without a value is neither equal nor unequal to one.
        { where: { createdBy: { not: 'by-1' } }, finds: ['2', '3'] },
        { where: { expiresAt: { lte: at }, state: { in: ['open', 'waiting'] } }, finds: ['1', '2', '3', '4', '5'] },
        { where: { expiresAt: { gt: at } }, finds: [] },
      ])('$finds where $where', async ({ where, finds }) => {
        expect(await ids(where)).toEqual(finds);
        expect(await store.count('Invitation', { unitId: 'find', ...where })).toBe(finds.length);
      });

      it('in the order asked for, a page at a time', async () => {
        const page = await store.find(
          'Invitation',
          { unitId: 'find' },
          { orderBy: [{ limit: 'desc' }], limit: 2, skip: 1 },
        );
        expect(page.map(({ limit }) => limit)).toEqual([4, 3]);
        expect(await store.first('Invitation', { unitId: 'find' }, { orderBy: [{ limit: 'desc' }] })).toMatchObject({
          limit: 5,
        });
        expect(await store.first('Invitation', { unitId: 'nowhere' })).toBeNull();
      });

      it('texts in the order of their characters, whatever language the server sorts by', async () => {
        const periods = ['2026', '2026-11', '2026-H2', '2026-W47', 'TY-2026', 'ty', 'Đ'];
        await store.commit(periods.map((period) => insert('PeriodClosing', closing(period))));
        const found = await store.find('PeriodClosing', { unitId: 'order' }, { orderBy: [{ period: 'asc' }] });
        expect(found.map(({ period }) => period)).toEqual(periods);
        expect(await store.count('PeriodClosing', { unitId: 'order', period: { gte: '2026-', lt: '2027' } })).toBe(3);
      });

      it('5,000 ids at once', async () => {
        const many = Array.from({ length: 5_000 }, (_, n) => `nobody-${n}`);
        expect(await store.count('Person', { id: { in: many } })).toBe(0);
        expect(await store.find('Person', { id: { in: many } })).toEqual([]);
      });

      it('nothing by a condition without a value, which would match every row', async () => {
        await expect(store.find('Conversation', { personId: undefined } as never)).rejects.toThrow(
          /would match every row/,
        );
        await expect(store.commit([remove('Conversation', { personId: undefined } as never)])).rejects.toThrow(
          /every row/,
        );
      });
    });

    describe('writes the pushes of an audience', () => {
      const audience = {
        keyPrefix: 'campaign/contract/D/',
        kind: 'campaign',
        roles: ['member', 'reporter'],
        unitIds: ['aud-unit-1', 'aud-unit-2'],
        day: '2026-11-22',
        notBefore: new Date('2026-11-23T00:30:00.000Z'),
        expiresAt: new Date('2026-11-26T16:59:59.999Z'),
        now: at,
      } as const;
      beforeAll(() =>
        store.commit(
          (
            [
              ['aud-1', 'aud-unit-1', 'member', null],
              ['aud-2', 'aud-unit-2', 'reporter', '2026-11-22'],
              ['aud-2', 'aud-unit-2', 'member', null], // in two roles, written to once
              ['aud-3', 'aud-unit-3', 'member', null],
              ['aud-4', 'aud-unit-1', 'official', null],
              ['aud-5', 'aud-unit-1', 'member', '2026-11-21'],
              ['aud-6', 'aud-unit-1', 'member', null],
            ] as const
          ).map(([personId, unitId, role, untilDay], n) =>
            insert('Role', { ...fullRows.Role, id: `aud-role-${n}`, personId, unitId, role, untilDay }),
          ),
        ),
      );

      it('a batch at a time, each person of these roles and units once', async () => {
        expect(await store.enqueueAudience({ ...audience, after: null, limit: 2 })).toEqual({
          added: 2,
          last: 'aud-2',
        });
        expect(await store.enqueueAudience({ ...audience, after: 'aud-2', limit: 2 })).toEqual({
          added: 1,
          last: 'aud-6',
        });
        expect(await store.enqueueAudience({ ...audience, after: 'aud-6', limit: 2 })).toEqual({
          added: 0,
          last: null,
        });
        const rows = await store.find('OutboxRow', { key: { gte: 'campaign/contract/', lt: 'campaign/contract0' } });
        expect(rows.map(({ personId }) => personId).sort()).toEqual(['aud-1', 'aud-2', 'aud-6']);
        const { id, ...row } = rows.find(({ personId }) => personId === 'aud-2') as OutboxRow;
        expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
        expect(row).toEqual({
          key: 'campaign/contract/D/aud-2',
          kind: 'campaign',
          accountId: null,
          personId: 'aud-2',
          conversationId: null,
          sealedPayload: null,
          state: 'pending',
          attempts: 0,
          notBefore: audience.notBefore,
          expiresAt: audience.expiresAt,
          leaseUntil: null,
          because: null,
          createdAt: at,
          settledAt: null,
        });
      });

      it('and nothing a second time', async () => {
        expect(await store.enqueueAudience({ ...audience, after: null, limit: 10 })).toEqual({
          added: 0,
          last: 'aud-6',
        });
        expect(await store.enqueueAudience({ ...audience, unitIds: [], after: null, limit: 10 })).toEqual({
          added: 0,
          last: null,
        });
      });

      it('that can be found by their time like any other row', async () => {
        const due = {
          state: 'pending',
          kind: 'campaign',
          key: { gte: 'campaign/contract/', lt: 'campaign/contract0' },
        } as const;
        expect(await store.count('OutboxRow', { ...due, notBefore: { lte: audience.notBefore } })).toBe(3);
        expect(await store.count('OutboxRow', { ...due, notBefore: { lt: audience.notBefore } })).toBe(0);
      });
    });

    describe('commits all of a turn or nothing', () => {
      it('an insert that meets its id takes everything else of its list back', async () => {
        await store.commit([insert('Conversation', conversation('twice'))]);
        const second = store.commit([
          insert('Person', { ...fullRows.Person, id: 'taken-back' }),
          put('Setting', { id: 'taken-back', value: 1 }),
          addToFigure('taken-back', 'unit', '2026-11-01', 1),
          insert('Conversation', conversation('twice')),
        ]);
        await expect(second).rejects.toThrow(Conflict);
        await expect(second).rejects.toMatchObject({ table: 'Conversation' });
        expect(await store.count('Person', { id: 'taken-back' })).toBe(0);
        expect(await store.count('Setting', { id: 'taken-back' })).toBe(0);
        expect(await store.sumFigures({ measure: 'taken-back' })).toBeNull();
      });

      it('an insert that meets a unique key of another row is a conflict, named by its table', async () => {
        await store.commit([insert('OutboxRow', outboxRow('key-1', { key: 'the key' }))]);
        await expect(store.commit([insert('OutboxRow', outboxRow('key-2', { key: 'the key' }))])).rejects.toMatchObject(
          {
            name: 'Conflict',
            table: 'OutboxRow',
          },
        );
      });

      it('an amend that expects one row and matches none takes everything else back', async () => {
        const claim = [
          insert('Person', { ...fullRows.Person, id: 'not-claimed' }),
          amend('Invitation', { id: 'nowhere', used: 0 }, { used: 1 }, 1),
        ];
        await expect(store.commit(claim)).rejects.toMatchObject({ name: 'Conflict', table: 'Invitation' });
        expect(await store.count('Person', { id: 'not-claimed' })).toBe(0);
      });

      it('an amend without expectation may match none or many', async () => {
        await store.commit(
          ['a', 'b'].map((id) => insert('Conversation', conversation(`amend-${id}`, { personId: 'amend' }))),
        );
        await store.commit([
          amend('Conversation', { personId: 'nobody' }, { sealedState: 'x' }),
          amend('Conversation', { personId: 'amend' }, { sealedState: 'amended' }),
        ]);
        expect(await store.count('Conversation', { personId: 'amend', sealedState: 'amended' })).toBe(2);
      });

      it('changes of one list happen in their order', async () => {
        const row = (id: string, n: number) => outboxRow(id, { key: `order/${id}`, attempts: n });
        await store.commit([
          insert('OutboxRow', row('order-1', 1)),
          amend('OutboxRow', { id: 'order-1' }, { attempts: 2 }),
          put('OutboxRow', row('order-1', 3)),
          amend('OutboxRow', { key: 'order/order-1' }, { attempts: 4, key: 'order/gone' }),
          insert('OutboxRow', { ...row('order-2', 1), key: 'order/order-1' }),
          remove('OutboxRow', { key: 'order/order-1' }),
          insert('OutboxRow', { ...row('order-3', 7), key: 'order/order-1' }),
        ]);
        const found = await store.find(
          'OutboxRow',
          { id: { in: ['order-1', 'order-2', 'order-3'] } },
          { orderBy: [{ id: 'asc' }] },
        );
        expect(found.map(({ id, key, attempts }) => ({ id, key, attempts }))).toEqual([
          { id: 'order-1', key: 'order/gone', attempts: 4 },
          { id: 'order-3', key: 'order/order-1', attempts: 7 },
        ]);
      });

      it('a list without changes is done', async () => {
        expect(await store.commit([])).toEqual({ outcome: 'done' });
      });

      it('2,000 rows in one list', async () => {
        await store.commit(
          Array.from({ length: 2_000 }, (_, n) =>
            insert('UnitLink', { ...fullRows.UnitLink, id: `bulk-${n}`, fromUnitId: 'bulk' }),
          ),
        );
        expect(await store.count('UnitLink', { fromUnitId: 'bulk' })).toBe(2_000);
        await store.commit([remove('UnitLink', { fromUnitId: 'bulk' })]);
        expect(await store.count('UnitLink', { fromUnitId: 'bulk' })).toBe(0);
      });
    });

    describe('tells at the opening of a turn', () => {
      const { Account, Person, Role, Unit, Conversation } = fullRows;
      const account = { ...Account, id: 'opening-account', personId: 'opening', accountHash: 'opening-hash' };
      const person = { ...Person, id: 'opening', consentAt: null };
      const units = ['a', 'b'].map((id) => ({ ...Unit, id: `opening-${id}`, code: `OP-${id}` }));
      const posts = units.map((unit, n) => ({
        role: { ...Role, id: `opening-role-${n}`, personId: 'opening', unitId: unit.id, untilDay: null },
        unit,
      }));
      const talk = { ...Conversation, id: 'opening-talk', personId: 'opening' };
      const from = { channel: account.channel, accountHash: 'opening-hash' };
      beforeAll(() =>
        store.commit(
          [
            ...[insert('Account', account), insert('Person', person), insert('Conversation', talk)],
            ...posts.flatMap(({ role, unit }) => [insert('Role', role), insert('Unit', unit)]),
          ],
          { id: 'opening-seen', at },
        ),
      );

      it('who writes with all her roles, and where her conversation stands', async () => {
        const opening = await store.openingOf({ ...from, inboundId: 'opening-new', conversationId: talk.id });
        expect({ ...opening, posts: opening.posts.sort((a, b) => (a.role.id < b.role.id ? -1 : 1)) }).toEqual({
          ...{ account, person, posts, seenBefore: false, conversation: talk },
        });
      });

      it('that a message has been seen', async () => {
        const opening = await store.openingOf({ ...from, inboundId: 'opening-seen', conversationId: 'none' });
        expect(opening).toMatchObject({ seenBefore: true, conversation: null });
      });

      it('nothing of an account nobody has, nor of another channel', async () => {
        const nobody = { account: null, person: null, posts: [], seenBefore: false, conversation: null };
        const query = { ...from, inboundId: 'opening-new', conversationId: 'none' };
        expect(await store.openingOf({ ...query, accountHash: 'opening-nobody' })).toEqual(nobody);
        expect(await store.openingOf({ ...query, channel: 'zalo-bot' })).toEqual(nobody);
      });

      it('nothing more of a person without a role than herself', async () => {
        const alone = { ...account, id: 'opening-alone', personId: 'alone', accountHash: 'alone-hash' };
        const herself = { ...person, id: 'alone' };
        await store.commit([insert('Account', alone), insert('Person', herself)]);
        const opening = await store.openingOf({
          ...{ channel: alone.channel, accountHash: 'alone-hash', inboundId: 'none', conversationId: 'none' },
        });
        expect(opening).toMatchObject({ account: alone, person: herself, posts: [] });
      });
    });

    describe('knows a message it has seen', () => {
      const record = (id: string) => [addToFigure('seen', id, '2026-11-22', 1)];

      it('and writes nothing the second time', async () => {
        expect(await store.commit(record('a'), { id: 'seen-a', at })).toEqual({ outcome: 'done' });
        expect(await store.commit(record('a'), { id: 'seen-a', at })).toEqual({ outcome: 'seen-before' });
        expect(await store.sumFigures({ measure: 'seen', unitId: 'a' })).toBe(1);
      });

      it('also when it comes many times at once', async () => {
        const outcomes = await Promise.all(
          Array.from({ length: 25 }, () => store.commit(record('b'), { id: 'seen-b', at })),
        );
        expect(outcomes.filter(({ outcome }) => outcome === 'done')).toHaveLength(1);
        expect(outcomes.filter(({ outcome }) => outcome === 'seen-before')).toHaveLength(24);
        expect(await store.sumFigures({ measure: 'seen', unitId: 'b' })).toBe(1);
      });

      it('also after a restart, and when its other rows would conflict too', async () => {
        const turn = [insert('OutboxRow', outboxRow('seen-c', { key: 'reply/seen-c/0' })), ...record('c')];
        await store.commit(turn, { id: 'seen-c', at });
        await store.close();
        store = await open(database.url);
        expect(await store.commit(turn, { id: 'seen-c', at })).toEqual({ outcome: 'seen-before' });
        expect(await store.sumFigures({ measure: 'seen', unitId: 'c' })).toBe(1);
      });

      it('but not one whose turn failed', async () => {
        await store.commit([insert('Conversation', conversation('in the way'))]);
        const failing = [insert('Conversation', conversation('in the way')), ...record('d')];
        await expect(store.commit(failing, { id: 'seen-d', at })).rejects.toThrow(Conflict);
        expect(await store.commit(record('d'), { id: 'seen-d', at })).toEqual({ outcome: 'done' });
      });
    });

    describe('with many commits at once', () => {
      it('one that fails harms no other', async () => {
        await store.commit([insert('Conversation', conversation('many-taken'))]);
        const outcomes = await Promise.allSettled(
          Array.from({ length: 45 }, (_, n) =>
            store.commit(
              [
                insert('Conversation', conversation(n % 15 === 7 ? 'many-taken' : `many-${n}`, { personId: 'many' })),
                addToFigure('many', 'unit', '2026-11-22', 1),
              ],
              { id: `many-${n}`, at },
            ),
          ),
        );
        expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(3);
        expect(await store.count('Conversation', { personId: 'many' })).toBe(42);
        expect(await store.sumFigures({ measure: 'many' })).toBe(42);
      });

      it('a row that the database cannot hold fails its own turn only, and the error repeats no value of it', async () => {
        const wrong = { ...conversation('wrong'), personId: { secret: 'bà Lan' } } as unknown as ConversationRow;
        const [bad, good] = await Promise.allSettled([
          store.commit([insert('Conversation', wrong)]),
          store.commit([insert('Conversation', conversation('right'))]),
        ]);
        expect(good?.status).toBe('fulfilled');
        expect(bad).toMatchObject({ status: 'rejected', reason: { name: 'StorageFailed' } });
        expect(String((bad as PromiseRejectedResult).reason.stack)).not.toContain('Lan');
      });

      it('exactly one of fifty claims of the same row wins', async () => {
        await store.commit([insert('Invitation', invitation('claim', { used: 0 }))]);
        const outcomes = await Promise.allSettled(
          Array.from({ length: 50 }, (_, n) =>
            store.commit([
              amend('Invitation', { id: 'claim', used: 0 }, { used: 1 }, 1),
              insert('Role', { ...fullRows.Role, id: `claim-${n}`, personId: 'claim' }),
            ]),
          ),
        );
        expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
        expect(await store.count('Role', { personId: 'claim' })).toBe(1);
      });

      it('what is added to one figure from everywhere adds up', async () => {
        await Promise.all(
          Array.from({ length: 60 }, (_, n) =>
            store.commit([
              addToFigure('sum', 'unit', '2026-11-01', n),
              addToFigure('sum', 'unit', '2026-11-02', 2_000_000_000),
              addToFigure('sum', 'unit', '2026-11-01', -1),
            ]),
          ),
        );
        expect(await store.sumFigures({ measure: 'sum', day: '2026-11-01' })).toBe((59 * 60) / 2 - 60);
        expect(await store.sumFigures({ measure: 'sum', day: { gte: '2026-11-02', lte: '2026-11-30' } })).toBe(
          120_000_000_000,
        );
        expect(await store.count('Figure', { measure: 'sum' })).toBe(2);
      });

      it('putting the same row from everywhere leaves one of them', async () => {
        await Promise.all(
          Array.from({ length: 40 }, (_, n) =>
            store.commit([put('Conversation', conversation('put', { sealedState: `${n}` }))]),
          ),
        );
        expect(await store.find('Conversation', { id: 'put' })).toHaveLength(1);
      });

      it('what a commit wrote is read by whoever awaited it', async () => {
        await Promise.all(
          Array.from({ length: 30 }, async (_, n) => {
            await store.commit([insert('Conversation', conversation(`own-${n}`))]);
            expect(await store.first('Conversation', { id: `own-${n}` })).not.toBeNull();
          }),
        );
      });
    });

    it('has no sum of figures that do not exist: missing is not zero', async () => {
      expect(await store.sumFigures({ measure: 'nothing' })).toBeNull();
      await store.commit([addToFigure('zero', 'unit', '2026-11-01', 5), addToFigure('zero', 'unit', '2026-11-01', -5)]);
      expect(await store.sumFigures({ measure: 'zero' })).toBe(0);
    });

    it('finishes the commits under way before it closes', async () => {
      const other = await open(database.url);
      const commits = Array.from({ length: 30 }, (_, n) =>
        other.commit([insert('Conversation', conversation(`closing-${n}`))]),
      );
      await other.close();
      expect((await Promise.all(commits)).every(({ outcome }) => outcome === 'done')).toBe(true);
      expect(await store.count('Conversation', { id: { gte: 'closing-', lt: 'closing.' } })).toBe(30);
    });
  });
}

function emptyFields<T extends TableName>(table: T): Partial<Tables[T]> {
  return Object.fromEntries(fieldsThatMayBeEmpty[table].map((field) => [field, null])) as Partial<Tables[T]>;
}

/** Values for unique keys that cannot be empty, so that a second row of the table fits beside the first. */
function otherKeys(table: TableName, suffix = 'other'): object {
  const fields = {
    Unit: 'code',
    Account: 'accountHash',
    OutboxRow: 'key',
    Figure: 'measure',
    ScheduleSlot: 'key',
  } as const;
  const field = fields[table as keyof typeof fields];
  return field ? { [field]: suffix } : {};
}

function conversation(id: string, given: Partial<ConversationRow> = {}): ConversationRow {
  return { ...fullRows.Conversation, id, ...given };
}

function invitation(id: string, given: Partial<InvitationRow> = {}): InvitationRow {
  return { ...fullRows.Invitation, id, codeHash: null, linkHash: null, ...given };
}

function outboxRow(id: string, given: Partial<OutboxRow> = {}): OutboxRow {
  return { ...fullRows.OutboxRow, id, key: id, ...given };
}

function closing(period: string): Tables['PeriodClosing'] {
  return { ...fullRows.PeriodClosing, id: `order-${period}`, unitId: 'order', period };
}
