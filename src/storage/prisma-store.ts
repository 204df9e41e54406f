import { type Change, insert, type Where } from '../core/change.ts';
import type { Day } from '../core/day.ts';
import type { TableName, Tables } from '../core/records.ts';
import {
  type AudienceBatch,
  type Committed,
  Conflict,
  type FiguresBelow,
  type FindOptions,
  type Opening,
  type OpeningQuery,
  type ReportedBelow,
  type ReportsBelow,
  type Store,
  type SumBelow,
  type UnitBelow,
} from '../core/store.ts';
import { enqueueAudience } from './enqueue-audience.ts';
import { mergeChanges } from './merge-changes.ts';
import { openingOf } from './opening.ts';
import { access, type Values } from './prisma-database.ts';
import { recountBelow } from './recount-below.ts';
import { fromDatabase, toWhere } from './row-values.ts';
import { type PrismaFailure, readPrismaFailure, StorageFailed } from './store-failure.ts';
import { sumFiguresBelow } from './sum-figures-below.ts';
import { reportsBelow, unitsBelow } from './units-below.ts';
import { eventLoopTurn, WriteQueue } from './write-queue.ts';
import { type WriteContext, writeStatements } from './write-statements.ts';

interface Turn {
  changes: readonly Change[];
  inboundId: { id: string; at: Date } | undefined;
  resolve: (committed: Committed) => void;
  reject: (error: Error) => void;
}

/** How often a commit that collided with another process is tried. */
const tries = 5;
/** Ids of messages committed lately, so that most repeats need no transaction that fails. */
const rememberedIds = 10_000;
const readsBetweenEventLoopTurns = 50;

/** core's Store over Prisma: on SQLite through one write queue, on PostgreSQL each commit by itself. */
export class PrismaStore implements Store {
  readonly #context: WriteContext;
  readonly #queue = new WriteQueue<Turn>((turns) => this.#writeTogether(turns));
  readonly #committedIds = new Set<string>();
  #reads = 0;

  constructor(context: WriteContext) {
    this.#context = context;
  }

  get kind(): Store['kind'] {
    return this.#context.kind;
  }

  async find<T extends TableName>(
    table: T,
    where: Where<Tables[T]>,
    { orderBy, limit, skip }: FindOptions<Tables[T]> = {},
  ): Promise<Tables[T][]> {
    const rows = await this.#read(() =>
      access(this.#context.database.client, table).findMany({
        where: toWhere(table, where),
        ...(orderBy ? { orderBy: orderBy as Values[] } : {}),
        ...(limit === undefined ? {} : { take: limit }),
        ...(skip === undefined ? {} : { skip }),
      }),
    );
    return rows.map((row) => fromDatabase(table, row)) as unknown as Tables[T][];
  }

  async first<T extends TableName>(
    table: T,
    where: Where<Tables[T]>,
    options: FindOptions<Tables[T]> = {},
  ): Promise<Tables[T] | null> {
    const [row] = await this.find(table, where, { ...options, limit: 1 });
    return row ?? null;
  }

  count<T extends TableName>(table: T, where: Where<Tables[T]>): Promise<number> {
    return this.#read(() => access(this.#context.database.client, table).count({ where: toWhere(table, where) }));
  }

  openingOf(query: OpeningQuery): Promise<Opening> {
    return this.#read(() => openingOf(this.#context, query));
  }

  async sumFigures(where: Where<Tables['Figure']>): Promise<number | null> {
    const { _sum } = await this.#read(() =>
      access(this.#context.database.client, 'Figure').aggregate({ where: toWhere('Figure', where), _sum: { n: true } }),
    );
    return _sum.n === null ? null : Number(_sum.n);
  }

  sumFiguresBelow(query: FiguresBelow): Promise<SumBelow[]> {
    return this.#read(() => sumFiguresBelow(this.#context, query));
  }

  unitsBelow(unitId: string, day: Day): Promise<UnitBelow[]> {
    return this.#read(() => unitsBelow(this.#context, unitId, day));
  }

  reportsBelow(query: ReportsBelow): Promise<ReportedBelow> {
    return this.#read(() => reportsBelow(this.#context, query));
  }

  recountBelow(unitId: string): Promise<number> {
    return this.#read(() => recountBelow(this.#context, unitId));
  }

  commit(
    changes: readonly Change[],
    inboundId?: { id: string; at: Date },
    when: 'now' | 'soon' = 'now',
  ): Promise<Committed> {
    return new Promise((resolve, reject) => {
      const turn = { changes, inboundId, resolve, reject };
      if (this.kind === 'sqlite') this.#queue.push(turn, when);
      else void this.#writeAlone(turn);
    });
  }

  /** Beside the write queue: Prisma's adapter keeps it out of an open transaction, and turns go between two batches. */
  enqueueAudience(batch: AudienceBatch): Promise<{ added: number; last: string | null }> {
    return this.#read(() => enqueueAudience(this.#context, batch));
  }

  async close(): Promise<void> {
    await this.#queue.drained();
    await this.#context.database.client.$disconnect();
  }

  /** Every fiftieth read lets the event loop run: a loop of awaited reads on SQLite never reaches it, and memory grows. */
  async #read<T>(read: () => Promise<T>): Promise<T> {
    if (this.kind === 'sqlite' && ++this.#reads % readsBetweenEventLoopTurns === 0) await eventLoopTurn();
    try {
      return await read();
    } catch (error) {
      throw this.#asOurs(error, readPrismaFailure(error));
    }
  }

  async #writeTogether(turns: Turn[]): Promise<void> {
    const [fresh, repeats] = this.#apart(turns);
    try {
      await this.#write(fresh);
      for (const turn of fresh) this.#succeed(turn);
    } catch (error) {
      const failure = readPrismaFailure(error);
      if (fresh.length === 1 || failure.kind === 'busy') {
        for (const turn of fresh) this.#fail(turn, error, failure);
      } else {
        for (const turn of fresh) {
          await this.#writeAlone(turn);
          await eventLoopTurn();
        }
      }
    }
    for (const turn of repeats) await this.#writeAlone(turn);
  }

  /** Messages that came twice at the same time are written after each other. */
  #apart(turns: Turn[]): [fresh: Turn[], repeats: Turn[]] {
    const ids = new Set<string>();
    const repeats = turns.filter(({ inboundId }) => {
      if (!inboundId) return false;
      const repeated = ids.has(inboundId.id) || this.#committedIds.has(inboundId.id);
      ids.add(inboundId.id);
      return repeated;
    });
    return [turns.filter((turn) => !repeats.includes(turn)), repeats];
  }

  async #writeAlone(turn: Turn): Promise<void> {
    if (turn.inboundId && this.#committedIds.has(turn.inboundId.id)) return turn.resolve({ outcome: 'seen-before' });
    for (let attempt = 1; ; attempt++) {
      try {
        await this.#write([turn]);
        return this.#succeed(turn);
      } catch (error) {
        const failure = readPrismaFailure(error);
        if (failure.kind !== 'collided' || attempt === tries) return this.#fail(turn, error, failure);
        await eventLoopTurn();
      }
    }
  }

  #write(turns: readonly Turn[]): Promise<void> {
    const changes = turns.flatMap((turn) =>
      turn.inboundId ? [insert('Inbound', turn.inboundId), ...turn.changes] : turn.changes,
    );
    return writeStatements(mergeChanges(changes), this.#context);
  }

  #succeed(turn: Turn): void {
    if (turn.inboundId) this.#remember(turn.inboundId.id);
    turn.resolve({ outcome: 'done' });
  }

  #fail(turn: Turn, error: unknown, failure: PrismaFailure): void {
    if (turn.inboundId && failure.kind === 'duplicate' && failure.table === 'Inbound') {
      this.#remember(turn.inboundId.id);
      turn.resolve({ outcome: 'seen-before' });
    } else {
      turn.reject(this.#asOurs(error, failure));
    }
  }

  #asOurs(error: unknown, failure: PrismaFailure): Error {
    if (error instanceof Conflict || error instanceof TypeError) return error;
    if (failure.kind === 'duplicate') return new Conflict(failure.table);
    return new StorageFailed(failure.kind === 'other' ? failure.code : failure.kind);
  }

  #remember(id: string): void {
    this.#committedIds.add(id);
    if (this.#committedIds.size > rememberedIds)
      this.#committedIds.delete(this.#committedIds.values().next().value as string);
  }
}
