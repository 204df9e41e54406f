import { type Sql, sqltag } from '@prisma/client/runtime/client';
import { eventLoopTurn } from './write-queue.ts';
import type { WriteContext } from './write-statements.ts';

type Reading = Pick<WriteContext, 'kind' | 'database'>;

/**
 * Walks over the rows of the ancestor table (as `a`) that name this ancestor, some thousand at a time: `read` gets the
 * condition that selects a page. All rows of one unit are on the same page. SQLite answers on the event loop's thread, so
 * between two pages it runs.
 */
export async function pagesBelow(
  { database: { client } }: Reading,
  ancestorId: string,
  rowsAtOnce: number,
  read: (page: Sql) => Promise<void>,
): Promise<void> {
  for (let after = ''; ; ) {
    const [end] = await client.$queryRaw<{ unitId: string }[]>(
      sqltag`SELECT "unitId" FROM "UnitAncestor" WHERE "ancestorId" = ${ancestorId} AND "unitId" > ${after}
        ORDER BY "unitId" LIMIT 1 OFFSET ${rowsAtOnce - 1}`,
    );
    const until = end ? sqltag`AND a."unitId" <= ${end.unitId}` : sqltag``;
    await read(sqltag`a."ancestorId" = ${ancestorId} AND a."unitId" > ${after} ${until}`);
    await eventLoopTurn();
    if (!end) return;
    after = end.unitId;
  }
}
