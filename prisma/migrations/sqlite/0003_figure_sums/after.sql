-- What was counted for each unit with everything below it: for each row of UnitAncestor the figures of that unit on those days,
-- summed by ancestor, measure and day. "figures" says how many rows of Figure stand behind the sum: none is missing, not zero.
-- Only what is counted by day; months and years (violence, statements) are no plain sums and are read from Figure.
-- Kept by triggers, so that whatever writes a figure or moves a unit keeps it right in the same transaction.
CREATE TABLE "FigureSum" (
    "measure" TEXT NOT NULL,
    "unitId" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "n" BIGINT NOT NULL,
    "figures" INTEGER NOT NULL,
    PRIMARY KEY ("measure", "unitId", "day")
) WITHOUT ROWID;

CREATE TRIGGER "FigureSum_figure_inserted" AFTER INSERT ON "Figure" WHEN length(NEW."day") = 10
BEGIN
    INSERT INTO "FigureSum" ("measure", "unitId", "day", "n", "figures")
    SELECT NEW."measure", a."ancestorId", NEW."day", NEW."n", 1 FROM "UnitAncestor" a
    WHERE a."unitId" = NEW."unitId"
        AND a."fromDay" <= NEW."day" AND (a."untilDay" IS NULL OR a."untilDay" >= NEW."day")
    ON CONFLICT ("measure", "unitId", "day") DO UPDATE SET "n" = "n" + excluded."n", "figures" = "figures" + excluded."figures";
END;

CREATE TRIGGER "FigureSum_figure_deleted" AFTER DELETE ON "Figure" WHEN length(OLD."day") = 10
BEGIN
    INSERT INTO "FigureSum" ("measure", "unitId", "day", "n", "figures")
    SELECT OLD."measure", a."ancestorId", OLD."day", -OLD."n", -1 FROM "UnitAncestor" a
    WHERE a."unitId" = OLD."unitId"
        AND a."fromDay" <= OLD."day" AND (a."untilDay" IS NULL OR a."untilDay" >= OLD."day")
    ON CONFLICT ("measure", "unitId", "day") DO UPDATE SET "n" = "n" + excluded."n", "figures" = "figures" + excluded."figures";
END;

CREATE TRIGGER "FigureSum_figure_updated" AFTER UPDATE ON "Figure"
BEGIN
    INSERT INTO "FigureSum" ("measure", "unitId", "day", "n", "figures")
    SELECT OLD."measure", a."ancestorId", OLD."day", -OLD."n", -1 FROM "UnitAncestor" a
    WHERE length(OLD."day") = 10 AND a."unitId" = OLD."unitId"
        AND a."fromDay" <= OLD."day" AND (a."untilDay" IS NULL OR a."untilDay" >= OLD."day")
    ON CONFLICT ("measure", "unitId", "day") DO UPDATE SET "n" = "n" + excluded."n", "figures" = "figures" + excluded."figures";
    INSERT INTO "FigureSum" ("measure", "unitId", "day", "n", "figures")
    SELECT NEW."measure", a."ancestorId", NEW."day", NEW."n", 1 FROM "UnitAncestor" a
    WHERE length(NEW."day") = 10 AND a."unitId" = NEW."unitId"
        AND a."fromDay" <= NEW."day" AND (a."untilDay" IS NULL OR a."untilDay" >= NEW."day")
    ON CONFLICT ("measure", "unitId", "day") DO UPDATE SET "n" = "n" + excluded."n", "figures" = "figures" + excluded."figures";
END;

CREATE TRIGGER "FigureSum_ancestor_inserted" AFTER INSERT ON "UnitAncestor"
BEGIN
    INSERT INTO "FigureSum" ("measure", "unitId", "day", "n", "figures")
    SELECT f."measure", NEW."ancestorId", f."day", f."n", 1 FROM "Figure" f
    WHERE f."unitId" = NEW."unitId" AND length(f."day") = 10
        AND f."day" >= NEW."fromDay" AND (NEW."untilDay" IS NULL OR f."day" <= NEW."untilDay")
    ON CONFLICT ("measure", "unitId", "day") DO UPDATE SET "n" = "n" + excluded."n", "figures" = "figures" + excluded."figures";
END;

CREATE TRIGGER "FigureSum_ancestor_deleted" AFTER DELETE ON "UnitAncestor"
BEGIN
    INSERT INTO "FigureSum" ("measure", "unitId", "day", "n", "figures")
    SELECT f."measure", OLD."ancestorId", f."day", -f."n", -1 FROM "Figure" f
    WHERE f."unitId" = OLD."unitId" AND length(f."day") = 10
        AND f."day" >= OLD."fromDay" AND (OLD."untilDay" IS NULL OR f."day" <= OLD."untilDay")
    ON CONFLICT ("measure", "unitId", "day") DO UPDATE SET "n" = "n" + excluded."n", "figures" = "figures" + excluded."figures";
END;

CREATE TRIGGER "FigureSum_ancestor_updated" AFTER UPDATE ON "UnitAncestor"
BEGIN
    INSERT INTO "FigureSum" ("measure", "unitId", "day", "n", "figures")
    SELECT f."measure", OLD."ancestorId", f."day", -f."n", -1 FROM "Figure" f
    WHERE f."unitId" = OLD."unitId" AND length(f."day") = 10
        AND f."day" >= OLD."fromDay" AND (OLD."untilDay" IS NULL OR f."day" <= OLD."untilDay")
    ON CONFLICT ("measure", "unitId", "day") DO UPDATE SET "n" = "n" + excluded."n", "figures" = "figures" + excluded."figures";
    INSERT INTO "FigureSum" ("measure", "unitId", "day", "n", "figures")
    SELECT f."measure", NEW."ancestorId", f."day", f."n", 1 FROM "Figure" f
    WHERE f."unitId" = NEW."unitId" AND length(f."day") = 10
        AND f."day" >= NEW."fromDay" AND (NEW."untilDay" IS NULL OR f."day" <= NEW."untilDay")
    ON CONFLICT ("measure", "unitId", "day") DO UPDATE SET "n" = "n" + excluded."n", "figures" = "figures" + excluded."figures";
END;

INSERT INTO "FigureSum" ("measure", "unitId", "day", "n", "figures")
SELECT f."measure", a."ancestorId", f."day", SUM(f."n"), COUNT(*)
FROM "Figure" f JOIN "UnitAncestor" a ON a."unitId" = f."unitId"
WHERE length(f."day") = 10
    AND a."fromDay" <= f."day" AND (a."untilDay" IS NULL OR a."untilDay" >= f."day")
GROUP BY f."measure", a."ancestorId", f."day";
