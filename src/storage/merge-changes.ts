import type { Change } from '../core/change.ts';
import type { TableName } from '../core/records.ts';

/** What is sent to the database: the changes of one or several turns in fewer statements. */
export type Statement =
  | { do: 'insert'; table: TableName; rows: object[] }
  | { do: 'put'; table: TableName; rows: Map<string, object> }
  | { do: 'amend'; table: TableName; where: object; set: object; expect?: number }
  | { do: 'remove'; table: TableName; where: object }
  | { do: 'add'; table: 'Figure'; sums: Map<string, FigureSum> };

export interface FigureSum {
  measure: string;
  unitId: string;
  day: string;
  n: number;
}

/** Fields with a unique key beside the id: who sets one may make room for another row, so its order matters. */
const uniqueFields: Partial<Record<TableName, readonly string[]>> = {
  Unit: ['code'],
  Account: ['channel', 'accountHash'],
  Invitation: ['codeHash', 'linkHash'],
  OutboxRow: ['key'],
  Figure: ['measure', 'unitId', 'day'],
  ScheduleSlot: ['key'],
};

/**
 * Joins changes into statements that have the same effect in the same order: an insert, put or addition moves forward to
 * an earlier statement of its kind, over others that it does not touch. Twenty turns become about as many statements as one.
 */
export function mergeChanges(changes: Iterable<Change>): Statement[] {
  const statements: Statement[] = [];
  for (const change of changes) {
    if (change.do === 'amend' || change.do === 'remove') statements.push(change);
    else if (!joinEarlier(statements, change)) statements.push(alone(change));
  }
  return statements;
}

type Movable = Exclude<Change, { do: 'amend' | 'remove' }>;

function joinEarlier(statements: readonly Statement[], change: Movable): boolean {
  const table = change.do === 'add' ? 'Figure' : change.table;
  for (let i = statements.length - 1; i >= 0; i--) {
    const statement = statements[i] as Statement;
    if (statement.table !== table) continue;
    if (join(statement, change)) return true;
    if (touches(statement, change)) return false;
  }
  return false;
}

function join(statement: Statement, change: Movable): boolean {
  if (statement.do === 'insert' && change.do === 'insert') {
    statement.rows.push(change.row);
    return true;
  }
  // Two rows put in one go may exchange a unique key; one after the other they collide.
  if (statement.do === 'put' && change.do === 'put' && !uniqueFields[change.table]) {
    statement.rows.set(change.row.id, change.row);
    return true;
  }
  if (statement.do === 'add' && change.do === 'add') {
    addTo(statement.sums, change);
    return true;
  }
  return false;
}

/** Whether the order of the two, in the same table, could matter. */
function touches(statement: Statement, change: Movable): boolean {
  if (change.do === 'add') return true;
  const unique = uniqueFields[change.table];
  switch (statement.do) {
    case 'amend': {
      const { id } = statement.where as { id?: unknown };
      if (typeof id !== 'string' || id === change.row.id) return true;
      return Object.keys(statement.set).some((field) => field === 'id' || unique?.includes(field));
    }
    case 'insert':
      return unique !== undefined || statement.rows.some((row) => (row as { id: string }).id === change.row.id);
    case 'put':
      return unique !== undefined || statement.rows.has(change.row.id);
    case 'remove':
    case 'add':
      return true;
  }
}

function alone(change: Movable): Statement {
  switch (change.do) {
    case 'insert':
      return { do: 'insert', table: change.table, rows: [change.row] };
    case 'put':
      return { do: 'put', table: change.table, rows: new Map([[change.row.id, change.row]]) };
    case 'add': {
      const sums = new Map<string, FigureSum>();
      addTo(sums, change);
      return { do: 'add', table: 'Figure', sums };
    }
  }
}

function addTo(sums: Map<string, FigureSum>, { figure, n }: Extract<Change, { do: 'add' }>): void {
  const key = JSON.stringify([figure.measure, figure.unitId, figure.day]);
  sums.set(key, { ...figure, n: n + (sums.get(key)?.n ?? 0) });
}
