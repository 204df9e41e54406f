-- What was counted for each unit with everything below it: for each row of UnitAncestor the figures of that unit on those days,
-- summed by ancestor, measure and day. "figures" says how many rows of Figure stand behind the sum: none is missing, not zero.
-- Only what is counted by day; months and years (violence, statements) are no plain sums and are read from Figure.
-- Kept by triggers, so that whatever writes a figure or moves a unit keeps it right in the same transaction.
CREATE TABLE "FigureSum" (
    "measure" TEXT COLLATE "C" NOT NULL,
    "unitId" TEXT COLLATE "C" NOT NULL,
    "day" TEXT COLLATE "C" NOT NULL,
    "n" BIGINT NOT NULL,
    "figures" INTEGER NOT NULL,
    CONSTRAINT "FigureSum_pkey" PRIMARY KEY ("measure", "unitId", "day")
);

-- The nearest ancestor first: two transactions that add to the same sums take their locks in one order.
CREATE FUNCTION "FigureSum_add_figure"(given "Figure", times INTEGER) RETURNS VOID LANGUAGE sql AS $$
    INSERT INTO "FigureSum" AS b ("measure", "unitId", "day", "n", "figures")
    SELECT given."measure", a."ancestorId", given."day", times * given."n" * COUNT(*), times * COUNT(*) FROM "UnitAncestor" a
    WHERE length(given."day") = 10 AND a."unitId" = given."unitId"
        AND a."fromDay" <= given."day" AND (a."untilDay" IS NULL OR a."untilDay" >= given."day")
    GROUP BY a."ancestorId" ORDER BY MIN(a."depth"), a."ancestorId"
    ON CONFLICT ("measure", "unitId", "day") DO UPDATE SET "n" = b."n" + excluded."n", "figures" = b."figures" + excluded."figures";
$$;

CREATE FUNCTION "FigureSum_add_ancestor"(given "UnitAncestor", times INTEGER) RETURNS VOID LANGUAGE sql AS $$
    INSERT INTO "FigureSum" AS b ("measure", "unitId", "day", "n", "figures")
    SELECT f."measure", given."ancestorId", f."day", times * f."n", times FROM "Figure" f
    WHERE f."unitId" = given."unitId" AND length(f."day") = 10
        AND f."day" >= given."fromDay" AND (given."untilDay" IS NULL OR f."day" <= given."untilDay")
    ORDER BY f."measure", f."day"
    ON CONFLICT ("measure", "unitId", "day") DO UPDATE SET "n" = b."n" + excluded."n", "figures" = b."figures" + excluded."figures";
$$;

CREATE FUNCTION "FigureSum_figure_changed"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN PERFORM "FigureSum_add_figure"(OLD, -1); END IF;
    IF TG_OP <> 'DELETE' THEN PERFORM "FigureSum_add_figure"(NEW, 1); END IF;
    RETURN NULL;
END;
$$;

-- A figure that another transaction is writing would be counted under neither the old nor the new ancestors: they wait.
CREATE FUNCTION "FigureSum_ancestor_changed"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    LOCK TABLE "Figure" IN SHARE ROW EXCLUSIVE MODE;
    IF TG_OP <> 'INSERT' THEN PERFORM "FigureSum_add_ancestor"(OLD, -1); END IF;
    IF TG_OP <> 'DELETE' THEN PERFORM "FigureSum_add_ancestor"(NEW, 1); END IF;
    RETURN NULL;
END;
$$;

CREATE TRIGGER "FigureSum_figure" AFTER INSERT OR UPDATE OR DELETE ON "Figure"
FOR EACH ROW EXECUTE FUNCTION "FigureSum_figure_changed"();

CREATE TRIGGER "FigureSum_ancestor" AFTER INSERT OR UPDATE OR DELETE ON "UnitAncestor"
FOR EACH ROW EXECUTE FUNCTION "FigureSum_ancestor_changed"();

INSERT INTO "FigureSum" ("measure", "unitId", "day", "n", "figures")
SELECT f."measure", a."ancestorId", f."day", SUM(f."n"), COUNT(*)
FROM "Figure" f JOIN "UnitAncestor" a ON a."unitId" = f."unitId"
WHERE length(f."day") = 10
    AND a."fromDay" <= f."day" AND (a."untilDay" IS NULL OR a."untilDay" >= f."day")
GROUP BY f."measure", a."ancestorId", f."day";
