/**
 * Every indicator of the plans as plain SQL over the facts, written from the plans' wording (domain section 5). Nothing here knows
 * the formulas, the figures, their sums or the ancestor table: who stands below whom is walked along `parentId`.
 */
export interface IndicatorQuery {
  id: string;
  /** The units it is asked of, what it is for one of them, and the number the plan asks. */
  own: { kinds: readonly string[]; is: Measured; target: number | null };
  /** For the units above them, where it is not the same. */
  above?: { is: Measured; target: number | null | 'five-a-commune' };
  /** What stands beside it. */
  beside?: Measured;
  span: 'plan-year' | 'year' | 'half-year' | 'plan';
  /** Other days than the plan's own. */
  plan?: { first?: string; last?: string };
}

/** SQL for the unit of an alias: a number, or a share of two. */
export type Measured = { n: OfUnit } | { of: OfUnit; to: OfUnit };
type OfUnit = (alias: string) => string;

const among = (names: readonly string[]) => names.map((name) => `'${name}'`).join(', ');
const rows = (alias: string, names: readonly string[]) =>
  `FROM sums s WHERE s."root" = ${alias}."id" AND s."measure" IN (${among(names)})`;
/** Null where nothing was told. */
const sum =
  (...names: string[]): OfUnit =>
  (alias) =>
    `(SELECT SUM(s."n") ${rows(alias, names)})`;
const howMany =
  (...names: string[]): OfUnit =>
  (alias) =>
    `(SELECT CASE WHEN COUNT(*) > 0 THEN SUM(CASE WHEN s."n" > 0 THEN 1 ELSE 0 END) END ${rows(alias, names)})`;
const any =
  (...names: string[]): OfUnit =>
  (alias) =>
    `(SELECT CASE WHEN COUNT(*) > 0 THEN MAX(CASE WHEN s."n" > 0 THEN 1 ELSE 0 END) END ${rows(alias, names)})`;
const both =
  (one: string, other: string): OfUnit =>
  (alias) =>
    `(SELECT CASE WHEN COUNT(*) > 0 THEN CASE WHEN SUM(CASE WHEN s."n" > 0 THEN 1 ELSE 0 END) = 2 THEN 1 ELSE 0 END END
      ${rows(alias, [one, other])})`;
const atLeast =
  (of: OfUnit, n: number): OfUnit =>
  (alias) =>
    `(CASE WHEN ${of(alias)} >= ${n} THEN 1 WHEN ${of(alias)} < ${n} THEN 0 END)`;

const kindsOf = { branch: ['branch'], commune: ['commune', 'affiliate'] } as const;
type Level = keyof typeof kindsOf;
const within = (alias: string, level: Level) =>
  `FROM below b JOIN "Unit" u ON u."id" = b."id" WHERE b."root" = ${alias}."id" AND u."kind" IN (${among(kindsOf[level])})`;
const unitsOf =
  (level: Level): OfUnit =>
  (alias) =>
    `(SELECT COUNT(*) ${within(alias, level)})`;
/** How many units of a level below fulfil it; null where none of them told anything of it. */
const unitsWith =
  (level: Level, holds: OfUnit): OfUnit =>
  (alias) =>
    `(SELECT CASE WHEN COUNT(${holds('u')}) > 0 THEN SUM(CASE WHEN ${holds('u')} > 0 THEN 1 ELSE 0 END) END
      ${within(alias, level)})`;
const shareOf = (level: Level, holds: OfUnit): Measured => ({ of: unitsWith(level, holds), to: unitsOf(level) });

const fourDays = howMany('campaign/20-3', 'campaign/thang-6', 'campaign/28-6', 'campaign/25-11');
const values = ['topic/an_toan', 'topic/trach_nhiem', 'topic/thinh_vuong', 'topic/binh_dang'];
const commune = ['commune', 'affiliate'];
const planIssuedAndInspected = both('yearly/plan-issued', 'type/inspection');

export const ofPlanTY: readonly IndicatorQuery[] = [
  entered('TY-1', sum('yearly/cultural-families'), sum('yearly/commune-households'), 80),
  entered('TY-2', sum('yearly/poor-households'), sum('yearly/commune-households'), 1),
  {
    ...{ id: 'TY-3', span: 'plan-year' },
    beside: { of: sum('yearly/households-informed'), to: sum('yearly/households') },
    own: {
      ...{ kinds: ['branch', 'commune'], target: 95 },
      is: { of: sum('yearly/households-committed'), to: sum('yearly/households') },
    },
  },
  entered('TY-4', sum('yearly/schools-teaching'), sum('yearly/schools'), 100),
  entered('TY-5a', sum('yearly/households-welfare-informed'), sum('yearly/commune-households'), 100),
  entered(
    'TY-5b',
    sum('yearly/poor-households-skilled'),
    sum('yearly/poor-households', 'yearly/near-poor-households'),
    100,
  ),
  {
    ...{ id: 'TY-6', span: 'plan-year' },
    own: { kinds: commune, is: { n: any('type/commendation') }, target: null },
    above: { is: { n: unitsWith('commune', any('type/commendation')) }, target: null },
  },
  {
    ...{ id: 'TY-7', span: 'plan-year' },
    own: { kinds: ['branch', ...commune], is: { n: fourDays }, target: 4 },
    above: { is: shareOf('commune', atLeast(fourDays, 4)), target: 100 },
  },
  {
    ...{ id: 'TY-8', span: 'plan-year' },
    own: { kinds: [...commune, 'province'], is: { n: any('reports/plan-year') }, target: 1 },
  },
  yesNo('TY-9', 'plan-year', any('yearly/family-staff-trained')),
  {
    ...{ id: 'TY-10', span: 'plan' },
    own: { kinds: ['branch'], is: { n: any('yearly/convention') }, target: 1 },
    above: { is: shareOf('branch', any('yearly/convention')), target: 100 },
  },
  { id: 'TY-11', span: 'plan-year', own: { kinds: ['branch', 'commune'], is: { n: sum('models') }, target: null } },
  {
    ...{ id: 'TY-12', span: 'plan-year' },
    own: { kinds: ['branch'], is: { n: any('topic/conduct_code') }, target: 1 },
    above: { is: shareOf('branch', any('topic/conduct_code')), target: 100 },
  },
  {
    ...yesNo('TY-13', 'plan-year', planIssuedAndInspected),
    own: { kinds: ['commune'], is: { n: planIssuedAndInspected }, target: 1 },
  },
];

/** Plan ND, and the example that runs its targets on. */
export function ofPlanND(
  violence: IndicatorQuery['plan'],
  launched: IndicatorQuery['plan'],
): readonly IndicatorQuery[] {
  return [
    {
      ...{ id: 'ND-1a', span: 'plan' },
      own: {
        ...{ kinds: ['commune'], target: 100 },
        is: {
          of: sum('yearly/union-staff-trained', 'yearly/speakers-trained', 'yearly/communicators-trained'),
          to: sum('yearly/union-staff', 'yearly/speakers', 'yearly/communicators'),
        },
      },
    },
    {
      ...{ id: 'ND-1b', span: 'plan' },
      own: { kinds: ['branch'], is: { n: howMany(...values) }, target: 4 },
      above: { is: shareOf('branch', atLeast(howMany(...values), 4)), target: 100 },
    },
    {
      ...{ id: 'ND-1c', span: 'plan' },
      own: { kinds: ['commune'], is: { n: sum('models') }, target: 1 },
      above: { is: shareOf('commune', any('models')), target: 100 },
    },
    yesNo('ND-2', 'year', any('campaign/28-6')),
    {
      ...{ id: 'ND-3', span: 'year' },
      own: { kinds: ['commune'], is: { n: sum('reached-helped') }, target: 5 },
      above: { is: { n: sum('reached-helped') }, target: 'five-a-commune' },
    },
    {
      ...{ id: 'ND-4', span: 'plan', ...(violence ? { plan: violence } : {}) },
      own: { kinds: ['commune'], is: { of: sum('violence/supported'), to: sum('violence/found') }, target: 80 },
    },
    {
      ...{ id: 'ND-5', span: 'plan', ...(launched ? { plan: launched } : {}) },
      own: { kinds: ['branch'], is: { n: any(...values, 'models') }, target: 1 },
      above: { is: shareOf('branch', any(...values, 'models')), target: 100 },
    },
    {
      ...{ id: 'ND-6', span: 'year' },
      own: { kinds: commune, is: { n: sum('reports/month') }, target: 12 },
      above: { is: { n: unitsWith('commune', any('reports/month')) }, target: null },
    },
    {
      ...{ id: 'ND-7', span: 'half-year' },
      beside: { n: sum('nominations/chosen') },
      own: { kinds: ['branch', ...commune], is: { n: sum('nominations') }, target: null },
    },
    yesNo('ND-8', 'plan', planIssuedAndInspected),
  ];
}

function entered(id: string, of: OfUnit, to: OfUnit, target: number): IndicatorQuery {
  return { id, span: 'plan-year', own: { kinds: ['commune'], is: { of, to }, target } };
}

function yesNo(id: string, span: IndicatorQuery['span'], holds: OfUnit): IndicatorQuery {
  return {
    ...{ id, span },
    own: { kinds: commune, is: { n: holds }, target: 1 },
    above: { is: shareOf('commune', holds), target: 100 },
  };
}

export interface Days {
  first: string;
  /** The last day of which figures are looked at, and the end of the period. */
  upTo: string;
  end: string;
}

const topics = ['an_toan', 'trach_nhiem', 'thinh_vuong', 'binh_dang', 'conduct_code'];

/** What a unit of the alias `r` is asked, one row for each unit of these kinds. */
export function queryFor(kind: 'sqlite' | 'postgresql', is: Measured, kinds: readonly string[], days: Days): string {
  const { first, upTo, end } = days;
  const text = (column: string) => (kind === 'sqlite' ? `json(${column})` : `${column}::text`);
  const sent = kind === 'sqlite' ? `json_extract("value", '$.state')` : `"value"->>'state'`;
  const live = (table: string) => `"${table}" f WHERE f."replacedById" IS NULL AND f."waiting" = false AND NOT EXISTS
    (SELECT 1 FROM "CheckIn" c WHERE c."id" = f."checkInId" AND c."withdrawn" = true)`;
  const severalYears = Number(end.slice(0, 4)) - Number(first.slice(0, 4)) > 1 || first.slice(5) === '02-14';
  const years = severalYears ? [first.slice(0, 4), upTo.slice(0, 4)] : [upTo.slice(0, 4), upTo.slice(0, 4)];
  const [of, to] = 'n' in is ? [is.n('r'), 'NULL'] : [is.of('r'), is.to('r')];
  return `
    WITH RECURSIVE below("root", "id") AS (
      SELECT "id", "id" FROM "Unit"
      UNION ALL SELECT b."root", u."id" FROM below b JOIN "Unit" u ON u."parentId" = b."id"
    ),
    told("unitId", "day", "measure", "n") AS (
      SELECT f."unitId", f."day", 'campaign/' || f."campaign", 1 FROM ${live('Activity')} AND f."campaign" IS NOT NULL
      UNION ALL SELECT f."unitId", f."day", 'type/' || f."type", 1 FROM ${live('Activity')}
      ${topics
        .map(
          (topic) => `UNION ALL SELECT f."unitId", f."day", 'topic/${topic}', 1 FROM ${live('Activity')}
            AND ${text('f."topics"')} LIKE '%"${topic}"%'`,
        )
        .join(' ')}
      UNION ALL SELECT f."unitId", f."day", 'models', 1 FROM ${live('ModelChange')}
      UNION ALL SELECT f."unitId", f."day", 'nominations', 1 FROM ${live('Nomination')}
      UNION ALL SELECT f."unitId", f."day", 'nominations/chosen', 1 FROM ${live('Nomination')} AND f."decidedAt" IS NOT NULL
      UNION ALL SELECT f."unitId", MIN(f."day"), 'reached-helped', 1 FROM ${live('HouseholdReached')}
        AND f."wholeSet" IS NOT NULL AND EXISTS (SELECT 1 FROM "HouseholdHelp" h WHERE h."unitId" = f."unitId"
          AND h."householdHash" = f."householdHash" AND h."replacedById" IS NULL AND h."waiting" = false)
        GROUP BY f."unitId", f."householdHash"
      UNION ALL SELECT f."unitId", f."month" || '-15', 'violence/found', f."found" FROM ${live('MonthlyCount')}
      UNION ALL SELECT f."unitId", f."month" || '-15', 'violence/supported', f."supported" FROM ${live('MonthlyCount')}
    ),
    stated("unitId", "measure", "n") AS (
      SELECT f."unitId", 'yearly/' || f."measure", f."value" FROM ${live('YearlyFigure')}
        AND f."year" BETWEEN ${years[0]} AND ${years[1]} AND f."value" IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM "YearlyFigure" g WHERE g."unitId" = f."unitId" AND g."measure" = f."measure"
          AND g."replacedById" IS NULL AND g."year" > f."year" AND g."year" <= ${years[1]})
    ),
    sums("root", "measure", "n") AS (
      SELECT b."root", t."measure", SUM(t."n") FROM below b JOIN told t ON t."unitId" = b."id"
        WHERE t."day" >= '${first}' AND t."day" <= '${upTo}' AND t."n" IS NOT NULL GROUP BY b."root", t."measure"
      UNION ALL SELECT b."root", t."measure", SUM(t."n") FROM below b JOIN stated t ON t."unitId" = b."id"
        GROUP BY b."root", t."measure"
      UNION ALL SELECT u."id", 'reports/month', (SELECT COUNT(*) FROM "Setting" s WHERE ${sent} <> 'draft'
        AND s."id" LIKE 'report-sent/____-__/' || u."id" AND substr(s."id", 13, 7) BETWEEN '${first.slice(0, 7)}' AND '${end.slice(0, 7)}')
        FROM "Unit" u
      UNION ALL SELECT u."id", 'reports/plan-year', (SELECT COUNT(*) FROM "Setting" s WHERE ${sent} <> 'draft'
        AND s."id" = 'report-sent/TY-${end.slice(0, 4)}/' || u."id") FROM "Unit" u
    )
    SELECT r."id" AS "root", CAST(${of} AS DOUBLE PRECISION) AS "of", CAST(${to} AS DOUBLE PRECISION) AS "to"
    FROM "Unit" r WHERE r."kind" IN (${among(kinds)})`;
}
