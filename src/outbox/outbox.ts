import { amend, type Change } from '../core/change.ts';
import type { Address, Channel, Delivered } from '../core/channel.ts';
import { type Clock, seconds } from '../core/clock.ts';
import { describeForeign } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import type { Outgoing } from '../core/outgoing.ts';
import type { PushKind } from '../core/push.ts';
import type { AccountRow } from '../core/records.ts';
import type { Sealing } from '../core/sealing.ts';
import { Conflict, type Store } from '../core/store.ts';
import type { Texts } from '../core/texts.ts';
import { type ChannelLimits, channelLimits } from './channel-limits.ts';
import type { AccountFacts } from './choose-account.ts';
import { Departures, type Render } from './departures.ts';
import { Lanes } from './lanes.ts';
import { lastWrittenBy } from './last-written.ts';
import { Leadership } from './leadership.ts';
import { LoopGuard, type LoopLimits } from './loop-guard.ts';
import { changesOf, planPushes } from './plan-pushes.ts';
import { ReadCounts } from './read-counts.ts';
import { loadRecipients } from './recipients.ts';
import { recoverPushes } from './recover.ts';
import { type AnsweringTurn, Replies, type Reply } from './replies.ts';
import { SettleQueue } from './settle-queue.ts';

export interface OutboxOptions {
  store: Store;
  channels: ReadonlyMap<string, Channel>;
  sealing: Sealing;
  texts: Texts;
  clock: Clock;
  log: Log;
  limits?: Readonly<Record<string, ChannelLimits>>;
  loopLimits?: LoopLimits;
  /** Of these persons, those with a script that waits for an answer, and since when. */
  openScripts?: (personIds: readonly string[]) => Promise<ReadonlyMap<string, Date>>;
  /** The changes that put her open script to sleep, so that a push can come after 24 hours. */
  putToSleep?: (personId: string, now: Date) => Promise<readonly Change[]>;
  /** When these accounts last wrote, for channels that let us write first only for a while; as the database knows it, without this. */
  lastWritten?: (accounts: readonly AccountRow[]) => Promise<ReadonlyMap<string, Date>>;
  /** How many messages of people wait to be handled: bulk pauses for them. */
  turnsWaiting?: () => number;
  random?: () => number;
}

export interface Outbox {
  /** The rows of a turn's replies, leased to this process: commit the changes with the turn, then `deliverReplies(sending)`. */
  replyRows(turn: AnsweringTurn, says: readonly Outgoing[]): { changes: Change[]; sending: readonly Reply[] };
  /**
   * Sends them in order; resolves to the platform's message ids when all have left, or wait in the database for their time.
   * Never rejects. A reply that was sent leaves no row: nothing more is to be known of it, and its text is gone.
   */
  deliverReplies(sending: readonly Reply[]): Promise<string[]>;
  /** An answer that makes no row; it respects a platform that asked us to wait, unless it is urgent. Throws SendFailed. */
  sayNow(channel: string, message: Outgoing, to: Address, options?: { urgent: boolean }): Promise<Delivered>;
  /** Sends what is left of the replies of a turn whose message was delivered again. */
  resume(inboundId: string): Promise<void>;
  /** Who renders pushes whose key begins with `template`. */
  register(template: string, render: Render): void;
  /** After a start, before anything is sent: holds that have not ended, and on SQLite what a killed process left. */
  open(): Promise<void>;
  /** One pass: recovers, sends what is due within the limits, and resolves when that has left and is settled. */
  tick(): Promise<{ replies: number; pushes: number }>;
  /** Passes without gaps until aborted. */
  run(signal: AbortSignal): Promise<void>;
  /** Resolves when nothing is on its way and everything is settled; lets other processes lead. */
  close(): Promise<void>;
}

const pushKinds: readonly PushKind[] = ['deadline', 'digest', 'campaign'];
const page = 200;
/** How far a pass looks past rows whose lane is full. */
const pagesPerPass = 5;

export function newOutbox(options: OutboxOptions): Outbox {
  const { store, channels, sealing, texts, clock, log } = options;
  const openScripts = options.openScripts ?? (async () => new Map<string, Date>());
  const lastWritten = options.lastWritten ?? ((accounts) => lastWrittenBy(store, accounts));
  const random = options.random ?? Math.random;
  const lanes = new Lanes({ channels, limits: options.limits ?? channelLimits, clock, log, random });
  const settle = new SettleQueue({ store, clock, log });
  const reads = new ReadCounts({ store, sealing, clock, log });
  const guard = new LoopGuard(options.loopLimits);
  const leadership = new Leadership(store, clock);
  const replies = new Replies({ store, lanes, settle, guard, sealing, clock, log });
  const renderers = new Map<string, Render>();
  const departures = new Map(
    lanes.all().map(([name, lane]): [string, Departures] => [
      name,
      new Departures(name, lane, {
        ...{ store, lanes, leadership, settle, reads, guard, sealing, texts, clock, log, renderers, openScripts },
        putToSleep: options.putToSleep ?? (async () => []),
        turnsWaiting: options.turnsWaiting ?? (() => 0),
      }),
    ]),
  );
  for (const [name, channel] of channels) {
    channel.onRead?.((notice) => {
      // What was sent a moment ago is written first.
      void settle.drained().then(() => reads.read(name, notice));
    });
  }
  const inHand = (rowId: string) => [...departures.values()].some((lane) => lane.inHand.has(rowId));

  function channelFacts(name: string): AccountFacts['channel'] {
    const lane = lanes.get(name);
    const now = clock.now();
    if (!lane) return null;
    const { state } = lane.channel.health();
    return {
      limits: lane.limits,
      well: state === 'well' || state === 'starting',
      heldUntil: lanes.heldUntil(name, now),
      dayIsFull: departures.get(name)?.dayIsFull(now) ?? false,
    };
  }

  /** Leases one page of due rows and hands them to their lanes; resolves to how many rows it moved on and how many it passed over. */
  async function fillPage(kind: PushKind, skip: number): Promise<{ found: number; left: number; passed: number }> {
    const now = clock.now();
    const rows = await store.find(
      'OutboxRow',
      { state: 'pending', kind, notBefore: { lte: now } },
      { orderBy: [{ notBefore: 'asc' }, { id: 'asc' }], limit: page, skip },
    );
    if (rows.length === 0) return { found: 0, left: 0, passed: 0 };
    const recipients = await loadRecipients(rows, { store, clock, openScripts, lastWritten });
    const room = new Map([...departures].map(([name, lane]) => [name, leadership.holds(name) ? lane.room() : 0]));
    const plans = planPushes(rows, recipients, channelFacts, now).filter((plan) => {
      if (plan.kind !== 'send') return true;
      const left = room.get(plan.account.channel) ?? 0;
      room.set(plan.account.channel, left - 1);
      return left > 0;
    });
    await store.commit(changesOf(plans, now));
    for (const plan of plans) {
      if (plan.kind !== 'send') continue;
      plan.row.state = 'leased';
      departures.get(plan.account.channel)?.add([plan]);
    }
    const left = plans.filter(({ kind }) => kind === 'send').length;
    return { found: rows.length, left, passed: rows.length - plans.length };
  }

  async function fill(): Promise<number> {
    const leads = await Promise.all([...departures.keys()].map((name) => leadership.claim(name)));
    if (!leads.some(Boolean)) return 0;
    await recoverPushes(store, clock.now(), inHand);
    let left = 0;
    for (const kind of pushKinds) {
      let skip = 0;
      for (let pages = 0; pages < pagesPerPass; pages++) {
        if (![...departures].some(([name, lane]) => leadership.holds(name) && lane.room() > 0)) return left;
        const filled = await fillPage(kind, skip);
        left += filled.left;
        skip += filled.passed;
        if (filled.found < page) break;
      }
    }
    return left;
  }

  /** A pass that meets another process on the same rows, or a busy database, tries again the next time. */
  async function pass(): Promise<{ replies: number; pushes: number }> {
    try {
      return { replies: await replies.deliverDue(clock.now()), pushes: await fill() };
    } catch (error) {
      if (!(error instanceof Conflict)) log.error('outbox.pass-failed', describeForeign(error));
      return { replies: 0, pushes: 0 };
    }
  }

  async function drained(): Promise<void> {
    await Promise.all([...departures.values()].map((lane) => lane.drained()));
    await settle.drained();
  }

  return {
    replyRows: (turn, says) => replies.rowsFor(turn, says),
    deliverReplies: (sending) => replies.deliver(sending),
    sayNow: (channel, message, to, { urgent } = { urgent: false }) => replies.sayNow(channel, message, to, urgent),
    resume: async (inboundId) => {
      await replies.deliverDue(clock.now(), inboundId);
    },
    register: (template, render) => {
      renderers.set(template, render);
    },
    open: async () => {
      if (store.kind === 'sqlite')
        await store.commit([amend('OutboxRow', { state: 'leased' }, { leaseUntil: clock.now() })]);
      await lanes.remember(store);
      for (const lane of departures.values()) await lane.remember();
    },
    tick: async () => {
      const passed = await pass();
      await drained();
      return passed;
    },
    run: async (signal) => {
      while (!signal.aborted) {
        const { replies: answered, pushes } = await pass();
        await clock.sleep(answered + pushes > 0 ? seconds(0.1) : seconds(0.5), signal);
      }
      await drained();
    },
    close: async () => {
      await drained();
      await leadership.resign();
    },
  };
}
