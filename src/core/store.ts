import type { Change, Where } from './change.ts';
import type { Day } from './day.ts';
import type { Post } from './person.ts';
import type {
  AccountRow,
  ConversationRow,
  OutboxKind,
  PersonRow,
  RoleName,
  TableName,
  Tables,
  UnitRow,
} from './records.ts';

export interface FindOptions<Row> {
  orderBy?: readonly { readonly [K in keyof Row]?: 'asc' | 'desc' }[];
  limit?: number;
  skip?: number;
}

/** What became of a commit. `seen-before`: the inbound id is there already, nothing was written. */
export type Committed = { outcome: 'done' } | { outcome: 'seen-before' };

/** Thrown when an `amend` with `expect` matched another number of rows, or an `insert` met an existing key: read again and decide again. */
export class Conflict extends Error {
  override name = 'Conflict';
  readonly table: TableName;
  constructor(table: TableName) {
    super(`a row of ${table} is not as this change expected`);
    this.table = table;
  }
}

/**
 * The database, as far as anybody but `storage/` knows it. Features say in their own files what they read; there is no
 * repository per table, because a second name for `find` would hide nothing. The one contract suite
 * (`test/contracts/store-contract.ts`) runs on SQLite and PostgreSQL.
 */
export interface Store {
  readonly kind: 'sqlite' | 'postgresql';
  find<T extends TableName>(table: T, where: Where<Tables[T]>, options?: FindOptions<Tables[T]>): Promise<Tables[T][]>;
  first<T extends TableName>(
    table: T,
    where: Where<Tables[T]>,
    options?: FindOptions<Tables[T]>,
  ): Promise<Tables[T] | null>;
  count<T extends TableName>(table: T, where: Where<Tables[T]>): Promise<number>;
  /** What a turn needs to know before it can decide, in one look. */
  openingOf(query: OpeningQuery): Promise<Opening>;
  /** Sum of a Figure's `n`; null when there is no row: missing is not zero. */
  sumFigures(where: Where<Tables['Figure']>): Promise<number | null>;
  /** Sums of everything below each unit, itself included, along the tree as it was; no row where nothing was counted. */
  sumFiguresBelow(query: FiguresBelow): Promise<SumBelow[]>;
  /** Everything that stands below a unit on a day, itself first at depth 0, then in no order. */
  unitsBelow(unitId: string, day: Day): Promise<UnitBelow[]>;
  /** The weekly reports of the branches below a unit, itself included, along the tree as it was. */
  reportsBelow(query: ReportsBelow): Promise<ReportedBelow>;
  /** Sums again what was counted below a unit, from the figures and the tree; resolves to how many sums were wrong. */
  recountBelow(unitId: string): Promise<number>;
  /**
   * Writes all of it in one transaction, or nothing. With `inboundId`, the id is written as well and a second commit with
   * it changes nothing. Commits that wait together share one transaction on SQLite; one that fails does not harm the others.
   * `when: 'soon'` lets it wait for the next one, at most 25 ms. Throws Conflict.
   */
  commit(changes: readonly Change[], inboundId?: { id: string; at: Date }, when?: 'now' | 'soon'): Promise<Committed>;
  /**
   * Writes a push for each person of a batch of an audience who has none with this key yet, in one transaction and without
   * loading anybody. Batches follow each other by `after`, the id of the last person of the one before.
   */
  enqueueAudience(batch: AudienceBatch): Promise<{ added: number; last: string | null }>;
  close(): Promise<void>;
}

/** The account and the conversation that a message came from, and the id it came with. */
export interface OpeningQuery {
  channel: string;
  accountHash: string;
  inboundId: string;
  conversationId: string;
}

/** Null where there is no such row. */
export interface Opening {
  account: AccountRow | null;
  person: PersonRow | null;
  /** Every role she ever had, with its unit, in no order. */
  posts: Post[];
  /** The message was handled in a recorded turn. */
  seenBefore: boolean;
  conversation: ConversationRow | null;
}

/**
 * What is to be summed for each of the units, over the days from `first` to `last`. Of what is stated for a year each unit's
 * latest statement counts, of the years `firstYear` to the year of `last`. A month or a year belongs to whoever stood above
 * the unit at its end, or at the unit's own end.
 */
export interface FiguresBelow {
  unitIds: readonly string[];
  measures: readonly string[];
  first: Day;
  last: Day;
  firstYear: string;
}

export interface SumBelow {
  unitId: string;
  measure: string;
  n: number;
}

export interface UnitBelow {
  unit: UnitRow;
  depth: number;
}

export interface ReportsBelow {
  unitId: string;
  first: Day;
  last: Day;
}

export interface ReportedBelow {
  /** How many branches stood below it on which days; one that moved is in two of these. */
  branches: readonly { fromDay: Day; untilDay: Day | null; branches: number }[];
  /** Their reports for weeks that end in the span, and those of them that came late. */
  reported: number;
  late: number;
}

/** Everybody with one of these roles in one of these units on this day, at most `limit` of them, in the order of their ids. */
export interface AudienceBatch {
  /** The person's id follows: `campaign/28-6/2027/D/`. */
  keyPrefix: string;
  kind: OutboxKind;
  roles: readonly RoleName[];
  unitIds: readonly string[];
  day: Day;
  notBefore: Date;
  expiresAt: Date;
  now: Date;
  after: string | null;
  limit: number;
}
