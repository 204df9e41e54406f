import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rebuildFigures } from '../../src/check-ins/rebuild-figures.ts';
import { loadContent } from '../../src/content/load-content.ts';
import { MovableClock } from '../../src/core/clock.ts';
import { addDays } from '../../src/core/day.ts';
import { daysOf } from '../../src/core/period.ts';
import type { UnitRow } from '../../src/core/records.ts';
import type { Store } from '../../src/core/store.ts';
import { openDemonstration } from '../../src/demonstration/demonstration.ts';
import { reportingOf } from '../../src/indicators/reporting.ts';
import { headOf } from '../../src/indicators/unit-facts.ts';
import { unitsBelow } from '../../src/indicators/units-below.ts';
import { promptsFolder } from '../../src/paths.ts';
import { readDatabaseUrl } from '../../src/storage/database-url.ts';
import { openStore } from '../../src/storage/open-store.ts';
import { connectPrisma } from '../../src/storage/prisma-database.ts';
import { freshPostgres, postgresServer, type TestDatabase, whyNoPostgres } from '../support/postgres.ts';
import { freshSqlite } from '../support/sqlite.ts';
import { turningSealing } from '../support/test-outbox.ts';

recomputed('SQLite', freshSqlite);
if (postgresServer) recomputed('PostgreSQL', freshPostgres);
else describe('Figures on PostgreSQL', () => it('say why they are not recomputed', () => console.log(whyNoPostgres)));

/** The measures that plain SQL over the facts counts, each as a table of unit, day and number. */
const byMeasure: Readonly<Record<string, string>> = {
  households: `SELECT "unitId", "day", "households" AS "n" FROM "HouseholdHelp"`,
  'value-vnd': `SELECT "unitId", "day", "valueVnd" AS "n" FROM "HouseholdHelp" WHERE "valueVnd" IS NOT NULL`,
  activities: `SELECT "unitId", "day", 1 AS "n" FROM "Activity"`,
  participants: `SELECT "unitId", "day", "participants" AS "n" FROM "Activity" WHERE "participants" IS NOT NULL`,
  'models/founded': `SELECT "unitId", "day", 1 AS "n" FROM "ModelChange" WHERE "change" = 'founded'`,
  'models/strengthened': `SELECT "unitId", "day", 1 AS "n" FROM "ModelChange" WHERE "change" = 'strengthened'`,
  'reached/whole': `SELECT "unitId", MIN("day") AS "day", 1 AS "n" FROM "HouseholdReached" WHERE "wholeSet" IS NOT NULL
    GROUP BY "unitId", "householdHash"`,
  nominations: `SELECT "unitId", "day", 1 AS "n" FROM "Nomination"`,
};

/**
 * A year of the demonstration. The queries share nothing with the figures, the sums or the ancestor table: who stands below whom
 * is walked along `parentId`. (Nothing of the demonstration waits, was replaced or withdrawn.)
 */
function recomputed(name: string, fresh: () => Promise<TestDatabase>): void {
  describe(`Every head figure of a year on ${name}`, () => {
    let store: Store;
    let database: TestDatabase;
    let units: UnitRow[];
    let ask: <Row>(sql: string) => Promise<Row[]>;
    let leave: () => Promise<void>;

    beforeAll(async () => {
      database = await fresh();
      const clock = new MovableClock('2026-11-30T09:00:00+07:00');
      store = await openStore(database.url, { clock });
      const { demonstration } = loadContent(promptsFolder);
      const opened = await openDemonstration({ content: demonstration, store, sealing: turningSealing, clock });
      await opened?.figuresReady;
      units = await store.find('Unit', {}, { orderBy: [{ position: 'asc' }] });
      const { client } = await connectPrisma(readDatabaseUrl(database.url));
      ask = (sql) => client.$queryRawUnsafe(sql);
      leave = () => client.$disconnect();
    }, 240_000);
    afterAll(async () => {
      await leave();
      await store.close();
      await database.drop();
    });

    it('is what plain SQL counts from the facts, for every unit, month, and the year', async () => {
      let compared = 0;
      for (const [measure, counted] of Object.entries(byMeasure)) {
        const rows = await ask<{ root: string; month: string; n: unknown }>(`
          WITH RECURSIVE below("root", "id") AS (
            SELECT "id", "id" FROM "Unit"
            UNION ALL SELECT b."root", u."id" FROM below b JOIN "Unit" u ON u."parentId" = b."id"
          )
          SELECT b."root" AS "root", substr(f."day", 1, 7) AS "month", CAST(SUM(f."n") AS BIGINT) AS "n"
          FROM below b JOIN (${counted}) AS f ON f."unitId" = b."id"
          WHERE f."day" >= '2026-01-01' AND f."day" <= '2026-11-30' GROUP BY b."root", substr(f."day", 1, 7)`);
        const expected = new Map(rows.map(({ root, month, n }) => [`${root} ${month}`, Number(n)]));
        const year = new Map<string, number>();
        for (const { root, n } of rows) year.set(root, (year.get(root) ?? 0) + Number(n));
        for (let m = 1; m <= 11; m++) {
          const month = `2026-${String(m).padStart(2, '0')}`;
          const heads = await headOf(store, units, daysOf(month));
          for (const [i, unit] of units.entries()) {
            const found = heads[i]?.[measure as keyof (typeof heads)[number]] ?? 0;
            expect(found, `${measure} of ${unit.code} in ${month}`).toBe(expected.get(`${unit.id} ${month}`) ?? 0);
            compared++;
          }
        }
        const heads = await headOf(store, units, { first: '2026-01-01', last: '2026-11-30' });
        for (const [i, unit] of units.entries())
          expect(heads[i]?.[measure as keyof (typeof heads)[number]] ?? 0).toBe(year.get(unit.id) ?? 0);
      }
      expect(compared).toBe(8 * 11 * units.length);
      expect(units.length).toBeGreaterThan(10);
    }, 120_000);

    it('stands beside who reported, and who was on time, as plain SQL counts the check-ins of each week', async () => {
      // Week 1 of 2026 ends on 4 January.
      const ends = Array.from({ length: 48 }, (_, n) => addDays('2026-01-04', 7 * n));
      const weeks = ends.map((end, n) => `('2026-W${String(n + 1).padStart(2, '0')}', '${end}')`).join(', ');
      const rows = await ask<{ root: string; branches: unknown; reported: unknown; late: unknown }>(`
        WITH RECURSIVE below("root", "id") AS (
          SELECT "id", "id" FROM "Unit"
          UNION ALL SELECT b."root", u."id" FROM below b JOIN "Unit" u ON u."parentId" = b."id"
        ),
        weeks("period", "end") AS (VALUES ${weeks})
        SELECT b."root" AS "root", COUNT(DISTINCT b."id") AS "branches", COUNT(c."id") AS "reported",
          SUM(CASE WHEN c."late" = true THEN 1 ELSE 0 END) AS "late"
        FROM below b JOIN "Unit" u ON u."id" = b."id" AND u."kind" = 'branch'
        LEFT JOIN "CheckIn" c ON c."unitId" = b."id" AND c."withdrawn" = false
          AND c."period" IN (SELECT "period" FROM weeks WHERE "end" <= '2026-11-29')
        GROUP BY b."root"`);
      expect(rows).toHaveLength(units.length);
      for (const { root, branches, reported, late } of rows) {
        const unit = units.find(({ id }) => id === root) as UnitRow;
        const below = await unitsBelow(store, unit, '2026-11-30');
        const reporting = await reportingOf(store, below, { first: '2026-01-01', last: '2026-11-29' });
        expect([reporting.expected, reporting.reported, reporting.onTime], unit.code).toEqual([
          ...[ends.length * Number(branches), Number(reported), Number(reported) - Number(late)],
        ]);
      }
    }, 120_000);

    it('is found right when the figures and their sums are made again', async () => {
      expect(await rebuildFigures(store)).toMatchObject({ mended: 0 });
    }, 120_000);
  });
}
