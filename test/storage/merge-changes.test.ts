import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addToFigure, amend, type Change, insert, put, remove } from '../../src/core/change.ts';
import type { TableName } from '../../src/core/records.ts';
import { mergeChanges, type Statement } from '../../src/storage/merge-changes.ts';
import { fullRows } from '../support/rows.ts';

describe('Changes that wait together', () => {
  it('of twenty turns become about as many statements as those of one', () => {
    const turn = (n: number): Change[] => [
      insert('Inbound', { id: `inbound-${n}`, at: new Date(0) }),
      put('Conversation', { ...fullRows.Conversation, id: `conversation-${n}` }),
      insert('OutboxRow', { ...fullRows.OutboxRow, id: `reply-${n}`, key: `reply/${n}/0` }),
      addToFigure('households_helped', `unit-${n}`, '2026-11-22', 1),
      insert('HouseholdHelp', { ...fullRows.HouseholdHelp, id: `help-${n}` }),
      addToFigure('households_helped', 'commune', '2026-11-22', 1),
    ];
    const statements = mergeChanges(Array.from({ length: 20 }, (_, n) => turn(n)).flat());
    expect(statements.map((statement) => [statement.do, statement.table])).toEqual([
      ['insert', 'Inbound'],
      ['put', 'Conversation'],
      ['insert', 'OutboxRow'],
      ['add', 'Figure'],
      ['insert', 'HouseholdHelp'],
    ]);
    expect([...((statements[3] as { sums?: Map<string, { n: number }> }).sums?.values() ?? [])].at(1)?.n).toBe(20);
  });

  it('have the effect that they have one after another', () => {
    let joined = 0;
    fc.assert(
      fc.property(fc.array(anyChange(), { maxLength: 14 }), (changes) => {
        const merged = mergeChanges(changes);
        if (merged.length < changes.length) joined++;
        expect(outcome(merged)).toEqual(outcome(changes.flatMap((change) => mergeChanges([change]))));
      }),
      { numRuns: 3_000, examples: [[puttingAKeyInTurn]] },
    );
    // Enough of the random lists were joined at all for the comparison to mean something.
    expect(joined).toBeGreaterThan(300);
  });
});

/** The second row takes the key of the first before the first gives it up: a collision, however they are grouped. */
const puttingAKeyInTurn: Change[] = [
  insert('OutboxRow', { ...fullRows.OutboxRow, id: 'a', key: 'z' }),
  put('OutboxRow', { ...fullRows.OutboxRow, id: 'c', key: 'z' }),
  put('OutboxRow', { ...fullRows.OutboxRow, id: 'a', key: 'x' }),
];

/** Changes of a table with a unique key, one without, and figures; few ids, so that they meet. */
function anyChange(): fc.Arbitrary<Change> {
  const id = fc.constantFrom('a', 'b', 'c');
  const text = fc.constantFrom('x', 'y', 'z');
  const row = fc.record({ id, key: text, because: text }).map((given) => ({ ...fullRows.OutboxRow, ...given }));
  const other = fc.record({ id, personId: text }).map((given) => ({ ...fullRows.Conversation, ...given }));
  return fc.oneof(
    row.map((given) => insert('OutboxRow', given)),
    row.map((given) => put('OutboxRow', given)),
    fc.tuple(id, text).map(([one, because]) => amend('OutboxRow', { id: one }, { because })),
    fc.tuple(id, text).map(([one, key]) => amend('OutboxRow', { id: one }, { key }, 1)),
    fc.tuple(text, text).map(([from, because]) => amend('OutboxRow', { because: from }, { because })),
    text.map((because) => remove('OutboxRow', { because })),
    other.map((given) => insert('Conversation', given)),
    other.map((given) => put('Conversation', given)),
    fc.tuple(id, text).map(([one, personId]) => amend('Conversation', { id: one }, { personId })),
    text.map((personId) => remove('Conversation', { personId })),
    fc.tuple(text, fc.integer({ min: -3, max: 3 })).map(([unit, n]) => addToFigure('m', unit, '2026-11-22', n)),
    text.map((unitId) => amend('Figure', { unitId }, { n: 100 })),
    text.map((unitId) => remove('Figure', { unitId })),
  );
}

type Row = Record<string, unknown> & { id: string };

/** What the statements leave behind, or that they fail: a database of fifty lines. */
function outcome(statements: readonly Statement[]): unknown {
  const tables = new Map<TableName, Row[]>();
  const unique: Partial<Record<TableName, string>> = { OutboxRow: 'key', Figure: 'unitId' };
  for (const statement of statements) {
    const { table } = statement;
    let rows = tables.get(table) ?? [];
    const matches = (row: Row, where: object) => Object.entries(where).every(([field, value]) => row[field] === value);
    switch (statement.do) {
      case 'insert':
        rows = [...rows, ...(statement.rows as Row[])];
        break;
      case 'put':
        rows = [...rows.filter(({ id }) => !statement.rows.has(id)), ...([...statement.rows.values()] as Row[])];
        break;
      case 'amend': {
        const matched = rows.filter((row) => matches(row, statement.where));
        if (statement.expect !== undefined && matched.length !== statement.expect) return 'conflict';
        rows = rows.map((row) => (matched.includes(row) ? { ...row, ...statement.set } : row));
        break;
      }
      case 'remove':
        rows = rows.filter((row) => !matches(row, statement.where));
        break;
      case 'add':
        for (const { unitId, n } of statement.sums.values()) {
          const row = rows.find((one) => one.unitId === unitId);
          if (row) rows = rows.map((one) => (one === row ? { ...one, n: Number(one.n) + n } : one));
          else rows = [...rows, { id: `figure-${unitId}`, unitId, n }];
        }
    }
    for (const field of ['id', unique[table] ?? 'id']) {
      if (new Set(rows.map((row) => row[field])).size < rows.length) return 'conflict';
    }
    tables.set(table, rows);
  }
  const sorted = (rows: Row[]) => rows.sort((a, b) => (a.id < b.id ? -1 : 1));
  return Object.fromEntries(
    [...tables].filter(([, rows]) => rows.length > 0).map(([table, rows]) => [table, sorted(rows)]),
  );
}
