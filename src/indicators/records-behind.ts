import { addDays, type Day } from '../core/day.ts';
import type { DaySpan } from '../core/period.ts';
import type { FigureRow, UnitAncestorRow } from '../core/records.ts';
import type { Store } from '../core/store.ts';
import { partsOf } from './formula.ts';
import { sumsOf } from './load-figures.ts';
import type { Indicator, Plan } from './plan-schema.ts';

/** What one unit has told for one day; of what is stated for a year, for that year. */
export interface Recorded {
  unitId: string;
  day: string;
  figures: readonly { measure: string; n: number }[];
}

export interface RecordsBehind {
  /** The newest first. */
  records: readonly Recorded[];
  /** How many older ones there are; about so many where they were too many to read. */
  left: { n: number; exactly: boolean };
}

export interface RecordsQuery {
  /** Everything below this unit counts, itself included, along the tree as it was. */
  unitId: string;
  measures: readonly string[];
  span: DaySpan;
  skip: number;
  limit: number;
}

/** The measures an indicator is made of, those of the indicators it names included. */
export function measuresOf(indicator: Indicator, plan: Plan): string[] {
  const seen = new Set<string>();
  const visit = (one: Indicator): void => {
    for (const part of [one.formula, ...(one.above ? [one.above] : [])].flatMap(partsOf)) {
      if (part.kind === 'sum') for (const measure of part.measures) seen.add(measure);
      const other = part.kind === 'indicator' ? plan.indicators.find(({ id }) => id === part.id) : undefined;
      if (other && other !== one && other !== indicator) visit(other);
    }
  };
  visit(indicator);
  return [...seen];
}

/** So many rows are read to know exactly how many records there are. */
const readableRows = 3_000;
/** A database takes about a thousand values in one question. */
const unitsAtOnce = 500;

/**
 * The figures that a sum was made of, newest first. Time is walked backwards in growing windows until there are enough, so that of
 * a province or the nation only the latest are read.
 */
export async function recordsBehind(
  store: Store,
  query: RecordsQuery,
  readable: number = readableRows,
): Promise<RecordsBehind> {
  const { measures, span, skip, limit } = query;
  const stated = measures.filter((measure) => measure.startsWith('yearly/'));
  const daily = measures.filter((measure) => !measure.startsWith('yearly/') && !measure.startsWith('reports/'));
  const pages = await unitsAsTheyWere(store, query.unitId, span);
  const total = await countRows(store, pages, { stated, daily, span });
  const all = total.rows <= readable;
  const gathered = new Gathered();
  for (const window of all ? [span] : windowsOf(span)) {
    if (gathered.size >= skip + limit) break;
    const years = stated.length > 0 ? yearsEndingIn(window, span) : [];
    const [sums] = await sumsOf(store, [query.unitId], window, daily);
    const toldThen = daily.length > 0 && sums !== undefined && sums.size > 0;
    for (const page of pages) {
      if (toldThen) gathered.add(page, await rowsIn(store, page, daily, { gte: window.first, lte: window.last }));
      if (years.length > 0) gathered.add(page, await rowsIn(store, page, stated, { in: years }));
    }
  }
  const found = gathered.records();
  const order = new Map(pages.flat().map(({ unitId }, i) => [unitId, i]));
  const sorted = found.sort(
    (a, b) => compare(lastDayOf(b.day), lastDayOf(a.day)) || (order.get(a.unitId) ?? 0) - (order.get(b.unitId) ?? 0),
  );
  const records = sorted.slice(skip, skip + limit);
  for (const { figures } of records) figures.sort((a, b) => measures.indexOf(a.measure) - measures.indexOf(b.measure));
  const known = all ? sorted.length : Math.max(total.most, sorted.length);
  return { records, left: { n: Math.max(0, known - skip - records.length), exactly: all } };
}

type Page = readonly UnitAncestorRow[];

/** Figures put together by unit and day. */
class Gathered {
  readonly #records = new Map<string, { unitId: string; day: string; figures: FigureRow[] }>();
  readonly #stated = new Set<string>();

  get size(): number {
    return this.#records.size;
  }

  records() {
    return [...this.#records.values()];
  }

  /** Adds what counts of these rows: of several statements the latest, and no day on which everything was taken back. */
  add(page: Page, rows: readonly FigureRow[]): void {
    for (const row of [...rows].sort((a, b) => compare(b.day, a.day))) {
      const isStated = row.day.length === 4;
      const statement = `${row.measure} ${row.unitId}`;
      if (!heldBy(page, row) || (isStated ? this.#stated.has(statement) : row.n === 0)) continue;
      if (isStated) this.#stated.add(statement);
      const key = `${row.day} ${row.unitId}`;
      const known = this.#records.get(key) ?? { unitId: row.unitId, day: row.day, figures: [] };
      known.figures.push(row);
      this.#records.set(key, known);
    }
  }
}

/** Who stood below a unit in a span, in pages, in the order in which they were made. */
async function unitsAsTheyWere(store: Store, ancestorId: string, { first, last }: DaySpan): Promise<Page[]> {
  const pages: Page[] = [];
  for (let after = ''; ; ) {
    const rows = await store.find(
      'UnitAncestor',
      { ancestorId, unitId: { gt: after }, fromDay: { lte: last } },
      { orderBy: [{ unitId: 'asc' }], limit: unitsAtOnce },
    );
    const end = rows.at(-1)?.unitId;
    if (end === undefined) return pages;
    // A unit that came back has several rows: they stay in one page.
    const more = await store.find('UnitAncestor', { ancestorId, unitId: end, fromDay: { lte: last } });
    const page = [...rows.filter(({ unitId }) => unitId !== end), ...more];
    pages.push(page.filter(({ untilDay }) => untilDay === null || untilDay >= first));
    if (rows.length < unitsAtOnce) return pages;
    after = end;
  }
}

async function countRows(
  store: Store,
  pages: readonly Page[],
  { stated, daily, span }: { stated: readonly string[]; daily: readonly string[]; span: DaySpan },
): Promise<{ rows: number; most: number }> {
  const perMeasure = new Map<string, number>();
  for (const page of pages)
    for (const measure of [...stated, ...daily]) {
      const day = stated.includes(measure)
        ? { gte: span.first.slice(0, 4), lte: span.last.slice(0, 4) }
        : { gte: span.first, lte: span.last };
      const n = await store.count('Figure', { measure, unitId: { in: idsOf(page) }, day });
      perMeasure.set(measure, (perMeasure.get(measure) ?? 0) + n);
    }
  const counts = [...perMeasure.values()];
  return { rows: counts.reduce((sum, n) => sum + n, 0), most: Math.max(0, ...counts) };
}

function rowsIn(
  store: Store,
  page: Page,
  measures: readonly string[],
  day: { gte: string; lte: string } | { in: string[] },
): Promise<FigureRow[]> {
  return store.find('Figure', { measure: { in: measures }, unitId: { in: idsOf(page) }, day });
}

function idsOf(page: Page): string[] {
  return [...new Set(page.map(({ unitId }) => unitId))];
}

/** A day counts where the unit stood then; a year where it stood at any time of it. */
function heldBy(page: Page, { unitId, day }: FigureRow): boolean {
  const [first, last] = day.length === 4 ? [`${day}-01-01`, `${day}-12-31`] : [day, day];
  return page.some(
    (row) => row.unitId === unitId && row.fromDay <= last && (row.untilDay === null || row.untilDay >= first),
  );
}

/** The last week, the four before, the sixteen before those, and so on to the beginning. */
function* windowsOf(span: DaySpan): Generator<DaySpan> {
  let length = 7;
  for (let last: Day = span.last; last >= span.first; ) {
    const first = addDays(last, 1 - length);
    yield { first: first > span.first ? first : span.first, last };
    last = addDays(first, -1);
    length *= 4;
  }
}

/** The years whose statements are looked at with a window: each once, with the window that holds its last day of the span. */
function yearsEndingIn(window: DaySpan, span: DaySpan): string[] {
  const years: string[] = [];
  // What is stated for a year holds for the year; over a plan of several years the latest statement does.
  const firstYear = Number(span.last.slice(0, 4)) - (isOfSeveralYears(span) ? yearsBetween(span) : 0);
  for (let year = Number(span.last.slice(0, 4)); year >= firstYear; year--) {
    const end = `${year}-12-31` < span.last ? `${year}-12-31` : span.last;
    if (window.first <= end && end <= window.last) years.push(String(year));
  }
  return years;
}

function yearsBetween({ first, last }: DaySpan): number {
  return Number(last.slice(0, 4)) - Number(first.slice(0, 4));
}

function isOfSeveralYears(span: DaySpan): boolean {
  return addDays(span.first, 366) < span.last;
}

/** What is stated for a year stands at its end. */
function lastDayOf(day: string): Day {
  return day.length === 4 ? `${day}-12-31` : day;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
