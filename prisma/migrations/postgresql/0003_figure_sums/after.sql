-- What was counted for each unit with everything below it: for each row of UnitAncestor the figures of that unit on those days,
-- summed by ancestor, measure and day. A month or a year belongs to whoever stood above the unit at its end, or at the unit's
-- own end where that came before. "figures" says how many rows of Figure stand behind a sum: none is missing, not zero.
-- Kept by triggers, so that whatever writes a figure or moves or ends a unit keeps it right in the same transaction.
CREATE TABLE "FigureSum" (
    "measure" TEXT COLLATE "C" NOT NULL,
    "unitId" TEXT COLLATE "C" NOT NULL,
    "day" TEXT COLLATE "C" NOT NULL,
    "n" BIGINT NOT NULL,
    "figures" INTEGER NOT NULL,
    CONSTRAINT "FigureSum_pkey" PRIMARY KEY ("measure", "unitId", "day")
);

-- The day on which it is decided above whom a figure counts.
CREATE FUNCTION "FigureSum_decisive_day"(day TEXT, unit_until TEXT) RETURNS TEXT LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE
        WHEN length(day) = 10 THEN day
        WHEN length(day) = 4 THEN LEAST(day || '-12-31', unit_until COLLATE "C")
        ELSE LEAST(day || '-31', unit_until COLLATE "C")
    END;
$$;

-- The nearest ancestor first: two transactions that add to the same sums take their locks in one order.
CREATE FUNCTION "FigureSum_add_figure"(given "Figure", times INTEGER) RETURNS VOID LANGUAGE sql AS $$
    INSERT INTO "FigureSum" AS s ("measure", "unitId", "day", "n", "figures")
    SELECT given."measure", a."ancestorId", given."day", times * given."n" * COUNT(*), times * COUNT(*)
    FROM (SELECT "FigureSum_decisive_day"(given."day", (SELECT u."untilDay" FROM "Unit" u WHERE u."id" = given."unitId")) AS "on") AS d
    JOIN "UnitAncestor" a ON a."unitId" = given."unitId" AND a."fromDay" <= d."on" AND (a."untilDay" IS NULL OR a."untilDay" >= d."on")
    GROUP BY a."ancestorId" ORDER BY MIN(a."depth"), a."ancestorId"
    ON CONFLICT ("measure", "unitId", "day") DO UPDATE SET "n" = s."n" + excluded."n", "figures" = s."figures" + excluded."figures";
$$;

CREATE FUNCTION "FigureSum_add_ancestor"(given "UnitAncestor", times INTEGER) RETURNS VOID LANGUAGE sql AS $$
    INSERT INTO "FigureSum" AS s ("measure", "unitId", "day", "n", "figures")
    SELECT f."measure", given."ancestorId", f."day", times * f."n", times
    FROM (SELECT g.*, "FigureSum_decisive_day"(g."day", (SELECT u."untilDay" FROM "Unit" u WHERE u."id" = given."unitId")) AS "on"
        FROM "Figure" g WHERE g."unitId" = given."unitId") AS f
    WHERE f."on" >= given."fromDay" AND (given."untilDay" IS NULL OR f."on" <= given."untilDay")
    ORDER BY f."measure", f."day"
    ON CONFLICT ("measure", "unitId", "day") DO UPDATE SET "n" = s."n" + excluded."n", "figures" = s."figures" + excluded."figures";
$$;

CREATE FUNCTION "FigureSum_add_statements"(unit TEXT, unit_until TEXT, times INTEGER) RETURNS VOID LANGUAGE sql AS $$
    INSERT INTO "FigureSum" AS s ("measure", "unitId", "day", "n", "figures")
    SELECT f."measure", a."ancestorId", f."day", times * SUM(f."n"), times * COUNT(*)
    FROM (SELECT g.*, "FigureSum_decisive_day"(g."day", unit_until) AS "on"
        FROM "Figure" g WHERE g."unitId" = unit AND length(g."day") < 10) AS f
    JOIN "UnitAncestor" a ON a."unitId" = unit AND a."fromDay" <= f."on" AND (a."untilDay" IS NULL OR a."untilDay" >= f."on")
    GROUP BY f."measure", a."ancestorId", f."day" ORDER BY f."measure", a."ancestorId", f."day"
    ON CONFLICT ("measure", "unitId", "day") DO UPDATE SET "n" = s."n" + excluded."n", "figures" = s."figures" + excluded."figures";
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

-- A unit that is not there yet, or no more, counts as one without an end.
CREATE FUNCTION "FigureSum_unit_changed"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
DECLARE
    old_until TEXT := CASE WHEN TG_OP <> 'INSERT' THEN OLD."untilDay" END;
    new_until TEXT := CASE WHEN TG_OP <> 'DELETE' THEN NEW."untilDay" END;
    unit TEXT := CASE WHEN TG_OP <> 'DELETE' THEN NEW."id" ELSE OLD."id" END;
BEGIN
    IF old_until IS NOT DISTINCT FROM new_until THEN RETURN NULL; END IF;
    LOCK TABLE "Figure" IN SHARE ROW EXCLUSIVE MODE;
    PERFORM "FigureSum_add_statements"(unit, old_until, -1);
    PERFORM "FigureSum_add_statements"(unit, new_until, 1);
    RETURN NULL;
END;
$$;

CREATE TRIGGER "FigureSum_figure" AFTER INSERT OR UPDATE OR DELETE ON "Figure"
FOR EACH ROW EXECUTE FUNCTION "FigureSum_figure_changed"();

CREATE TRIGGER "FigureSum_ancestor" AFTER INSERT OR UPDATE OR DELETE ON "UnitAncestor"
FOR EACH ROW EXECUTE FUNCTION "FigureSum_ancestor_changed"();

CREATE TRIGGER "FigureSum_unit" AFTER INSERT OR UPDATE OF "untilDay" OR DELETE ON "Unit"
FOR EACH ROW EXECUTE FUNCTION "FigureSum_unit_changed"();

INSERT INTO "FigureSum" ("measure", "unitId", "day", "n", "figures")
SELECT f."measure", a."ancestorId", f."day", SUM(f."n"), COUNT(*)
FROM (SELECT g.*, "FigureSum_decisive_day"(g."day", u."untilDay") AS "on"
    FROM "Figure" g LEFT JOIN "Unit" u ON u."id" = g."unitId") AS f
JOIN "UnitAncestor" a ON a."unitId" = f."unitId" AND a."fromDay" <= f."on" AND (a."untilDay" IS NULL OR a."untilDay" >= f."on")
GROUP BY f."measure", a."ancestorId", f."day";
