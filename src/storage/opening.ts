import { raw, sqltag } from '@prisma/client/runtime/client';
import type { AccountRow, ConversationRow, InboundRow, PersonRow, RoleRow, UnitRow } from '../core/records.ts';
import type { Opening, OpeningQuery } from '../core/store.ts';
import { jsonRows } from './json-rows.ts';
import type { WriteContext } from './write-statements.ts';

const fields = {
  account: ['id', 'personId', 'channel', 'accountHash', 'sealedAddress', 'state', 'createdAt'],
  person: ['id', 'calledAs', 'preferredAccountId', 'consent', 'consentVersion', 'consentAt', 'createdAt'],
  role: ['id', 'personId', 'unitId', 'role', 'fromDay', 'untilDay', 'invitationId'],
  unit: ['id', 'code', 'name', 'kind', 'parentId', 'fromDay', 'untilDay', 'position', 'oldNames', 'marks'],
  inbound: ['id'],
  conversation: ['id', 'personId', 'sealedState', 'updatedAt'],
} as const satisfies {
  account: readonly (keyof AccountRow)[];
  person: readonly (keyof PersonRow)[];
  role: readonly (keyof RoleRow)[];
  unit: readonly (keyof UnitRow)[];
  inbound: readonly (keyof InboundRow)[];
  conversation: readonly (keyof ConversationRow)[];
};
type Part = keyof typeof fields;

const parts = Object.keys(fields) as Part[];
const instants = new Set(['createdAt', 'consentAt', 'updatedAt']);
const jsons = new Set(['oldNames', 'marks']);
const named = parts.flatMap((part) => fields[part].map((field) => ({ field, name: `"${part}_${field}"`, part })));
const inner = raw(named.map(({ part, field, name }) => `${part}."${field}" AS ${name}`).join(', '));
const outer = {
  sqlite: raw(named.map(({ field, name }) => (jsons.has(field) ? `json(${name})` : name)).join(', ')),
  postgresql: raw(named.map(({ name }) => name).join(', ')),
};

/** core's `Store.openingOf`: every turn begins with it, and one query costs a fifth of the six reads it is. */
export async function openingOf(
  context: WriteContext,
  { channel, accountHash, inboundId, conversationId }: OpeningQuery,
): Promise<Opening> {
  const found = await jsonRows<unknown[]>(
    context,
    outer[context.kind],
    sqltag`SELECT ${inner} FROM (SELECT 1 AS "one") AS "one"
      LEFT JOIN "Account" account ON account."channel" = ${channel} AND account."accountHash" = ${accountHash}
      LEFT JOIN "Person" person ON person."id" = account."personId"
      LEFT JOIN "Role" role ON role."personId" = account."personId"
      LEFT JOIN "Unit" unit ON unit."id" = role."unitId"
      LEFT JOIN "Inbound" inbound ON inbound."id" = ${inboundId}
      LEFT JOIN "Conversation" conversation ON conversation."id" = ${conversationId}`,
  );
  const rows = found.map(apart);
  const [first] = rows;
  return {
    account: first?.account ?? null,
    person: first?.person ?? null,
    posts: rows.flatMap(({ role, unit }) => (role && unit ? [{ role, unit }] : [])),
    seenBefore: first?.inbound != null,
    conversation: first?.conversation ?? null,
  };
}

interface Row {
  account: AccountRow | null;
  person: PersonRow | null;
  role: RoleRow | null;
  unit: UnitRow | null;
  inbound: Pick<InboundRow, 'id'> | null;
  conversation: ConversationRow | null;
}

/** The values of one row, shared out over the tables they came from; null for a table that had no row. */
function apart(values: readonly unknown[]): Row {
  const row: Record<string, Record<string, unknown> | null> = {};
  named.forEach(({ part, field }, at) => {
    if (field === 'id') row[part] = values[at] === null ? null : {};
    const its = row[part];
    if (its) its[field] = instants.has(field) ? toInstant(values[at]) : values[at];
  });
  return row as unknown as Row;
}

/** SQLite keeps instants as ISO text with a zone, PostgreSQL as a UTC time without one. */
function toInstant(value: unknown): Date | null {
  if (typeof value !== 'string') return null;
  return new Date(/Z|[+-]\d\d:\d\d$/u.test(value) ? value : `${value}Z`);
}
