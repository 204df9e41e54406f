-- What was counted for each unit with everything below it: for each row of UnitAncestor the figures of that unit on those days,
-- summed by ancestor, measure and day. A month or a year belongs to whoever stood above the unit at its end, or at the unit's
-- own end where that came before. "figures" says how many rows of Figure stand behind a sum: none is missing, not zero.
-- Kept by triggers, so that whatever writes a figure or moves or ends a unit keeps it right in the same transaction.
CREATE TABLE "FigureSum" (
    "measure" TEXT NOT NULL,
    "unitId" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "n" BIGINT NOT NULL,
    "figures" INTEGER NOT NULL,
    PRIMARY KEY ("measure", "unitId", "day")
) WITHOUT ROWID;

CREATE TRIGGER "FigureSum_figure_inserted" AFTER INSERT ON "Figure"
BEGIN
    INSERT INTO "FigureSum" ("measure", "unitId", "day", "n", "figures")
    SELECT NEW."measure", a."ancestorId", NEW."day", NEW."n", 1 FROM "UnitAncestor" a
    WHERE a."unitId" = NEW."unitId" AND a."fromDay" <= (CASE WHEN length(NEW."day") = 10 THEN NEW."day" WHEN (SELECT u."untilDay" FROM "Unit" u WHERE u."id" = NEW."unitId") < (CASE length(NEW."day") WHEN 4 THEN NEW."day" || '-12-31' ELSE NEW."day" || '-31' END) THEN (SELECT u."untilDay" FROM "Unit" u WHERE u."id" = NEW."unitId") ELSE (CASE length(NEW."day") WHEN 4 THEN NEW."day" || '-12-31' ELSE NEW."day" || '-31' END) END)
        AND (a."untilDay" IS NULL OR a."untilDay" >= (CASE WHEN length(NEW."day") = 10 THEN NEW."day" WHEN (SELECT u."untilDay" FROM "Unit" u WHERE u."id" = NEW."unitId") < (CASE length(NEW."day") WHEN 4 THEN NEW."day" || '-12-31' ELSE NEW."day" || '-31' END) THEN (SELECT u."untilDay" FROM "Unit" u WHERE u."id" = NEW."unitId") ELSE (CASE length(NEW."day") WHEN 4 THEN NEW."day" || '-12-31' ELSE NEW."day" || '-31' END) END))
    ON CONFLICT ("measure", "unitId", "day") DO UPDATE SET "n" = "n" + excluded."n", "figures" = "figures" + excluded."figures";
END;

CREATE TRIGGER "FigureSum_figure_deleted" AFTER DELETE ON "Figure"
BEGIN
    INSERT INTO "FigureSum" ("measure", "unitId", "day", "n", "figures")
    SELECT OLD."measure", a."ancestorId", OLD."day", -OLD."n", -1 FROM "UnitAncestor" a
    WHERE a."unitId" = OLD."unitId" AND a."fromDay" <= (CASE WHEN length(OLD."day") = 10 THEN OLD."day" WHEN (SELECT u."untilDay" FROM "Unit" u WHERE u."id" = OLD."unitId") < (CASE length(OLD."day") WHEN 4 THEN OLD."day" || '-12-31' ELSE OLD."day" || '-31' END) THEN (SELECT u."untilDay" FROM "Unit" u WHERE u."id" = OLD."unitId") ELSE (CASE length(OLD."day") WHEN 4 THEN OLD."day" || '-12-31' ELSE OLD."day" || '-31' END) END)
        AND (a."untilDay" IS NULL OR a."untilDay" >= (CASE WHEN length(OLD."day") = 10 THEN OLD."day" WHEN (SELECT u."untilDay" FROM "Unit" u WHERE u."id" = OLD."unitId") < (CASE length(OLD."day") WHEN 4 THEN OLD."day" || '-12-31' ELSE OLD."day" || '-31' END) THEN (SELECT u."untilDay" FROM "Unit" u WHERE u."id" = OLD."unitId") ELSE (CASE length(OLD."day") WHEN 4 THEN OLD."day" || '-12-31' ELSE OLD."day" || '-31' END) END))
    ON CONFLICT ("measure", "unitId", "day") DO UPDATE SET "n" = "n" + excluded."n", "figures" = "figures" + excluded."figures";
END;

CREATE TRIGGER "FigureSum_figure_updated" AFTER UPDATE ON "Figure"
BEGIN
    INSERT INTO "FigureSum" ("measure", "unitId", "day", "n", "figures")
    SELECT OLD."measure", a."ancestorId", OLD."day", -OLD."n", -1 FROM "UnitAncestor" a
    WHERE a."unitId" = OLD."unitId" AND a."fromDay" <= (CASE WHEN length(OLD."day") = 10 THEN OLD."day" WHEN (SELECT u."untilDay" FROM "Unit" u WHERE u."id" = OLD."unitId") < (CASE length(OLD."day") WHEN 4 THEN OLD."day" || '-12-31' ELSE OLD."day" || '-31' END) THEN (SELECT u."untilDay" FROM "Unit" u WHERE u."id" = OLD."unitId") ELSE (CASE length(OLD."day") WHEN 4 THEN OLD."day" || '-12-31' ELSE OLD."day" || '-31' END) END)
        AND (a."untilDay" IS NULL OR a."untilDay" >= (CASE WHEN length(OLD."day") = 10 THEN OLD."day" WHEN (SELECT u."untilDay" FROM "Unit" u WHERE u."id" = OLD."unitId") < (CASE length(OLD."day") WHEN 4 THEN OLD."day" || '-12-31' ELSE OLD."day" || '-31' END) THEN (SELECT u."untilDay" FROM "Unit" u WHERE u."id" = OLD."unitId") ELSE (CASE length(OLD."day") WHEN 4 THEN OLD."day" || '-12-31' ELSE OLD."day" || '-31' END) END))
    ON CONFLICT ("measure", "unitId", "day") DO UPDATE SET "n" = "n" + excluded."n", "figures" = "figures" + excluded."figures";
    INSERT INTO "FigureSum" ("measure", "unitId", "day", "n", "figures")
    SELECT NEW."measure", a."ancestorId", NEW."day", NEW."n", 1 FROM "UnitAncestor" a
    WHERE a."unitId" = NEW."unitId" AND a."fromDay" <= (CASE WHEN length(NEW."day") = 10 THEN NEW."day" WHEN (SELECT u."untilDay" FROM "Unit" u WHERE u."id" = NEW."unitId") < (CASE length(NEW."day") WHEN 4 THEN NEW."day" || '-12-31' ELSE NEW."day" || '-31' END) THEN (SELECT u."untilDay" FROM "Unit" u WHERE u."id" = NEW."unitId") ELSE (CASE length(NEW."day") WHEN 4 THEN NEW."day" || '-12-31' ELSE NEW."day" || '-31' END) END)
        AND (a."untilDay" IS NULL OR a."untilDay" >= (CASE WHEN length(NEW."day") = 10 THEN NEW."day" WHEN (SELECT u."untilDay" FROM "Unit" u WHERE u."id" = NEW."unitId") < (CASE length(NEW."day") WHEN 4 THEN NEW."day" || '-12-31' ELSE NEW."day" || '-31' END) THEN (SELECT u."untilDay" FROM "Unit" u WHERE u."id" = NEW."unitId") ELSE (CASE length(NEW."day") WHEN 4 THEN NEW."day" || '-12-31' ELSE NEW."day" || '-31' END) END))
    ON CONFLICT ("measure", "unitId", "day") DO UPDATE SET "n" = "n" + excluded."n", "figures" = "figures" + excluded."figures";
END;

CREATE TRIGGER "FigureSum_ancestor_inserted" AFTER INSERT ON "UnitAncestor"
BEGIN
    INSERT INTO "FigureSum" ("measure", "unitId", "day", "n", "figures")
    SELECT f."measure", NEW."ancestorId", f."day", f."n", 1 FROM "Figure" f
    WHERE f."unitId" = NEW."unitId" AND NEW."fromDay" <= (CASE WHEN length(f."day") = 10 THEN f."day" WHEN (SELECT u."untilDay" FROM "Unit" u WHERE u."id" = NEW."unitId") < (CASE length(f."day") WHEN 4 THEN f."day" || '-12-31' ELSE f."day" || '-31' END) THEN (SELECT u."untilDay" FROM "Unit" u WHERE u."id" = NEW."unitId") ELSE (CASE length(f."day") WHEN 4 THEN f."day" || '-12-31' ELSE f."day" || '-31' END) END)
        AND (NEW."untilDay" IS NULL OR NEW."untilDay" >= (CASE WHEN length(f."day") = 10 THEN f."day" WHEN (SELECT u."untilDay" FROM "Unit" u WHERE u."id" = NEW."unitId") < (CASE length(f."day") WHEN 4 THEN f."day" || '-12-31' ELSE f."day" || '-31' END) THEN (SELECT u."untilDay" FROM "Unit" u WHERE u."id" = NEW."unitId") ELSE (CASE length(f."day") WHEN 4 THEN f."day" || '-12-31' ELSE f."day" || '-31' END) END))
    ON CONFLICT ("measure", "unitId", "day") DO UPDATE SET "n" = "n" + excluded."n", "figures" = "figures" + excluded."figures";
END;

CREATE TRIGGER "FigureSum_ancestor_deleted" AFTER DELETE ON "UnitAncestor"
BEGIN
    INSERT INTO "FigureSum" ("measure", "unitId", "day", "n", "figures")
    SELECT f."measure", OLD."ancestorId", f."day", -f."n", -1 FROM "Figure" f
    WHERE f."unitId" = OLD."unitId" AND OLD."fromDay" <= (CASE WHEN length(f."day") = 10 THEN f."day" WHEN (SELECT u."untilDay" FROM "Unit" u WHERE u."id" = OLD."unitId") < (CASE length(f."day") WHEN 4 THEN f."day" || '-12-31' ELSE f."day" || '-31' END) THEN (SELECT u."untilDay" FROM "Unit" u WHERE u."id" = OLD."unitId") ELSE (CASE length(f."day") WHEN 4 THEN f."day" || '-12-31' ELSE f."day" || '-31' END) END)
        AND (OLD."untilDay" IS NULL OR OLD."untilDay" >= (CASE WHEN length(f."day") = 10 THEN f."day" WHEN (SELECT u."untilDay" FROM "Unit" u WHERE u."id" = OLD."unitId") < (CASE length(f."day") WHEN 4 THEN f."day" || '-12-31' ELSE f."day" || '-31' END) THEN (SELECT u."untilDay" FROM "Unit" u WHERE u."id" = OLD."unitId") ELSE (CASE length(f."day") WHEN 4 THEN f."day" || '-12-31' ELSE f."day" || '-31' END) END))
    ON CONFLICT ("measure", "unitId", "day") DO UPDATE SET "n" = "n" + excluded."n", "figures" = "figures" + excluded."figures";
END;

CREATE TRIGGER "FigureSum_ancestor_updated" AFTER UPDATE ON "UnitAncestor"
BEGIN
    INSERT INTO "FigureSum" ("measure", "unitId", "day", "n", "figures")
    SELECT f."measure", OLD."ancestorId", f."day", -f."n", -1 FROM "Figure" f
    WHERE f."unitId" = OLD."unitId" AND OLD."fromDay" <= (CASE WHEN length(f."day") = 10 THEN f."day" WHEN (SELECT u."untilDay" FROM "Unit" u WHERE u."id" = OLD."unitId") < (CASE length(f."day") WHEN 4 THEN f."day" || '-12-31' ELSE f."day" || '-31' END) THEN (SELECT u."untilDay" FROM "Unit" u WHERE u."id" = OLD."unitId") ELSE (CASE length(f."day") WHEN 4 THEN f."day" || '-12-31' ELSE f."day" || '-31' END) END)
        AND (OLD."untilDay" IS NULL OR OLD."untilDay" >= (CASE WHEN length(f."day") = 10 THEN f."day" WHEN (SELECT u."untilDay" FROM "Unit" u WHERE u."id" = OLD."unitId") < (CASE length(f."day") WHEN 4 THEN f."day" || '-12-31' ELSE f."day" || '-31' END) THEN (SELECT u."untilDay" FROM "Unit" u WHERE u."id" = OLD."unitId") ELSE (CASE length(f."day") WHEN 4 THEN f."day" || '-12-31' ELSE f."day" || '-31' END) END))
    ON CONFLICT ("measure", "unitId", "day") DO UPDATE SET "n" = "n" + excluded."n", "figures" = "figures" + excluded."figures";
    INSERT INTO "FigureSum" ("measure", "unitId", "day", "n", "figures")
    SELECT f."measure", NEW."ancestorId", f."day", f."n", 1 FROM "Figure" f
    WHERE f."unitId" = NEW."unitId" AND NEW."fromDay" <= (CASE WHEN length(f."day") = 10 THEN f."day" WHEN (SELECT u."untilDay" FROM "Unit" u WHERE u."id" = NEW."unitId") < (CASE length(f."day") WHEN 4 THEN f."day" || '-12-31' ELSE f."day" || '-31' END) THEN (SELECT u."untilDay" FROM "Unit" u WHERE u."id" = NEW."unitId") ELSE (CASE length(f."day") WHEN 4 THEN f."day" || '-12-31' ELSE f."day" || '-31' END) END)
        AND (NEW."untilDay" IS NULL OR NEW."untilDay" >= (CASE WHEN length(f."day") = 10 THEN f."day" WHEN (SELECT u."untilDay" FROM "Unit" u WHERE u."id" = NEW."unitId") < (CASE length(f."day") WHEN 4 THEN f."day" || '-12-31' ELSE f."day" || '-31' END) THEN (SELECT u."untilDay" FROM "Unit" u WHERE u."id" = NEW."unitId") ELSE (CASE length(f."day") WHEN 4 THEN f."day" || '-12-31' ELSE f."day" || '-31' END) END))
    ON CONFLICT ("measure", "unitId", "day") DO UPDATE SET "n" = "n" + excluded."n", "figures" = "figures" + excluded."figures";
END;

-- A unit that is not there yet, or no more, counts as one without an end.
CREATE TRIGGER "FigureSum_unit_inserted" AFTER INSERT ON "Unit" WHEN NEW."untilDay" IS NOT NULL
BEGIN
    INSERT INTO "FigureSum" ("measure", "unitId", "day", "n", "figures")
    SELECT f."measure", a."ancestorId", f."day", -f."n", -1 FROM "Figure" f JOIN "UnitAncestor" a ON a."unitId" = f."unitId"
    WHERE f."unitId" = NEW."id" AND length(f."day") < 10 AND a."fromDay" <= (CASE WHEN length(f."day") = 10 THEN f."day" WHEN NULL < (CASE length(f."day") WHEN 4 THEN f."day" || '-12-31' ELSE f."day" || '-31' END) THEN NULL ELSE (CASE length(f."day") WHEN 4 THEN f."day" || '-12-31' ELSE f."day" || '-31' END) END)
        AND (a."untilDay" IS NULL OR a."untilDay" >= (CASE WHEN length(f."day") = 10 THEN f."day" WHEN NULL < (CASE length(f."day") WHEN 4 THEN f."day" || '-12-31' ELSE f."day" || '-31' END) THEN NULL ELSE (CASE length(f."day") WHEN 4 THEN f."day" || '-12-31' ELSE f."day" || '-31' END) END))
    ON CONFLICT ("measure", "unitId", "day") DO UPDATE SET "n" = "n" + excluded."n", "figures" = "figures" + excluded."figures";
    INSERT INTO "FigureSum" ("measure", "unitId", "day", "n", "figures")
    SELECT f."measure", a."ancestorId", f."day", f."n", 1 FROM "Figure" f JOIN "UnitAncestor" a ON a."unitId" = f."unitId"
    WHERE f."unitId" = NEW."id" AND length(f."day") < 10 AND a."fromDay" <= (CASE WHEN length(f."day") = 10 THEN f."day" WHEN NEW."untilDay" < (CASE length(f."day") WHEN 4 THEN f."day" || '-12-31' ELSE f."day" || '-31' END) THEN NEW."untilDay" ELSE (CASE length(f."day") WHEN 4 THEN f."day" || '-12-31' ELSE f."day" || '-31' END) END)
        AND (a."untilDay" IS NULL OR a."untilDay" >= (CASE WHEN length(f."day") = 10 THEN f."day" WHEN NEW."untilDay" < (CASE length(f."day") WHEN 4 THEN f."day" || '-12-31' ELSE f."day" || '-31' END) THEN NEW."untilDay" ELSE (CASE length(f."day") WHEN 4 THEN f."day" || '-12-31' ELSE f."day" || '-31' END) END))
    ON CONFLICT ("measure", "unitId", "day") DO UPDATE SET "n" = "n" + excluded."n", "figures" = "figures" + excluded."figures";
END;

CREATE TRIGGER "FigureSum_unit_deleted" AFTER DELETE ON "Unit" WHEN OLD."untilDay" IS NOT NULL
BEGIN
    INSERT INTO "FigureSum" ("measure", "unitId", "day", "n", "figures")
    SELECT f."measure", a."ancestorId", f."day", -f."n", -1 FROM "Figure" f JOIN "UnitAncestor" a ON a."unitId" = f."unitId"
    WHERE f."unitId" = OLD."id" AND length(f."day") < 10 AND a."fromDay" <= (CASE WHEN length(f."day") = 10 THEN f."day" WHEN OLD."untilDay" < (CASE length(f."day") WHEN 4 THEN f."day" || '-12-31' ELSE f."day" || '-31' END) THEN OLD."untilDay" ELSE (CASE length(f."day") WHEN 4 THEN f."day" || '-12-31' ELSE f."day" || '-31' END) END)
        AND (a."untilDay" IS NULL OR a."untilDay" >= (CASE WHEN length(f."day") = 10 THEN f."day" WHEN OLD."untilDay" < (CASE length(f."day") WHEN 4 THEN f."day" || '-12-31' ELSE f."day" || '-31' END) THEN OLD."untilDay" ELSE (CASE length(f."day") WHEN 4 THEN f."day" || '-12-31' ELSE f."day" || '-31' END) END))
    ON CONFLICT ("measure", "unitId", "day") DO UPDATE SET "n" = "n" + excluded."n", "figures" = "figures" + excluded."figures";
    INSERT INTO "FigureSum" ("measure", "unitId", "day", "n", "figures")
    SELECT f."measure", a."ancestorId", f."day", f."n", 1 FROM "Figure" f JOIN "UnitAncestor" a ON a."unitId" = f."unitId"
    WHERE f."unitId" = OLD."id" AND length(f."day") < 10 AND a."fromDay" <= (CASE WHEN length(f."day") = 10 THEN f."day" WHEN NULL < (CASE length(f."day") WHEN 4 THEN f."day" || '-12-31' ELSE f."day" || '-31' END) THEN NULL ELSE (CASE length(f."day") WHEN 4 THEN f."day" || '-12-31' ELSE f."day" || '-31' END) END)
        AND (a."untilDay" IS NULL OR a."untilDay" >= (CASE WHEN length(f."day") = 10 THEN f."day" WHEN NULL < (CASE length(f."day") WHEN 4 THEN f."day" || '-12-31' ELSE f."day" || '-31' END) THEN NULL ELSE (CASE length(f."day") WHEN 4 THEN f."day" || '-12-31' ELSE f."day" || '-31' END) END))
    ON CONFLICT ("measure", "unitId", "day") DO UPDATE SET "n" = "n" + excluded."n", "figures" = "figures" + excluded."figures";
END;

CREATE TRIGGER "FigureSum_unit_updated" AFTER UPDATE OF "untilDay" ON "Unit" WHEN OLD."untilDay" IS NOT NEW."untilDay"
BEGIN
    INSERT INTO "FigureSum" ("measure", "unitId", "day", "n", "figures")
    SELECT f."measure", a."ancestorId", f."day", -f."n", -1 FROM "Figure" f JOIN "UnitAncestor" a ON a."unitId" = f."unitId"
    WHERE f."unitId" = OLD."id" AND length(f."day") < 10 AND a."fromDay" <= (CASE WHEN length(f."day") = 10 THEN f."day" WHEN OLD."untilDay" < (CASE length(f."day") WHEN 4 THEN f."day" || '-12-31' ELSE f."day" || '-31' END) THEN OLD."untilDay" ELSE (CASE length(f."day") WHEN 4 THEN f."day" || '-12-31' ELSE f."day" || '-31' END) END)
        AND (a."untilDay" IS NULL OR a."untilDay" >= (CASE WHEN length(f."day") = 10 THEN f."day" WHEN OLD."untilDay" < (CASE length(f."day") WHEN 4 THEN f."day" || '-12-31' ELSE f."day" || '-31' END) THEN OLD."untilDay" ELSE (CASE length(f."day") WHEN 4 THEN f."day" || '-12-31' ELSE f."day" || '-31' END) END))
    ON CONFLICT ("measure", "unitId", "day") DO UPDATE SET "n" = "n" + excluded."n", "figures" = "figures" + excluded."figures";
    INSERT INTO "FigureSum" ("measure", "unitId", "day", "n", "figures")
    SELECT f."measure", a."ancestorId", f."day", f."n", 1 FROM "Figure" f JOIN "UnitAncestor" a ON a."unitId" = f."unitId"
    WHERE f."unitId" = NEW."id" AND length(f."day") < 10 AND a."fromDay" <= (CASE WHEN length(f."day") = 10 THEN f."day" WHEN NEW."untilDay" < (CASE length(f."day") WHEN 4 THEN f."day" || '-12-31' ELSE f."day" || '-31' END) THEN NEW."untilDay" ELSE (CASE length(f."day") WHEN 4 THEN f."day" || '-12-31' ELSE f."day" || '-31' END) END)
        AND (a."untilDay" IS NULL OR a."untilDay" >= (CASE WHEN length(f."day") = 10 THEN f."day" WHEN NEW."untilDay" < (CASE length(f."day") WHEN 4 THEN f."day" || '-12-31' ELSE f."day" || '-31' END) THEN NEW."untilDay" ELSE (CASE length(f."day") WHEN 4 THEN f."day" || '-12-31' ELSE f."day" || '-31' END) END))
    ON CONFLICT ("measure", "unitId", "day") DO UPDATE SET "n" = "n" + excluded."n", "figures" = "figures" + excluded."figures";
END;

INSERT INTO "FigureSum" ("measure", "unitId", "day", "n", "figures")
SELECT f."measure", a."ancestorId", f."day", SUM(f."n"), COUNT(*)
FROM "Figure" f JOIN "UnitAncestor" a ON a."unitId" = f."unitId" LEFT JOIN "Unit" u ON u."id" = f."unitId"
WHERE a."fromDay" <= (CASE WHEN length(f."day") = 10 THEN f."day" WHEN u."untilDay" < (CASE length(f."day") WHEN 4 THEN f."day" || '-12-31' ELSE f."day" || '-31' END) THEN u."untilDay" ELSE (CASE length(f."day") WHEN 4 THEN f."day" || '-12-31' ELSE f."day" || '-31' END) END)
    AND (a."untilDay" IS NULL OR a."untilDay" >= (CASE WHEN length(f."day") = 10 THEN f."day" WHEN u."untilDay" < (CASE length(f."day") WHEN 4 THEN f."day" || '-12-31' ELSE f."day" || '-31' END) THEN u."untilDay" ELSE (CASE length(f."day") WHEN 4 THEN f."day" || '-12-31' ELSE f."day" || '-31' END) END))
GROUP BY f."measure", a."ancestorId", f."day";
