import { amend, type Change, insert } from '../core/change.ts';
import type { Address, Delivered } from '../core/channel.ts';
import { after, type Clock, hours, minutes, seconds } from '../core/clock.ts';
import { newId } from '../core/ids.ts';
import type { Log } from '../core/log.ts';
import type { Outgoing } from '../core/outgoing.ts';
import type { AccountRow, OutboxRow } from '../core/records.ts';
import type { Sealing } from '../core/sealing.ts';
import { SendFailed, type SendFailure } from '../core/send-failure.ts';
import { Conflict, type Store } from '../core/store.ts';
import type { Lanes } from './lanes.ts';
import { callsOf, leave } from './leave.ts';
import type { LoopGuard } from './loop-guard.ts';
import { openReply, sealReply } from './payload.ts';
import { mayResendUnknown, settleFailure } from './settle-failure.ts';
import type { SettleQueue } from './settle-queue.ts';

/** Longer than any channel takes to answer; after it another process may take the row. */
export const replyLeaseMs = minutes(1);
/** An answer a day late answers nothing. */
const replyUseMs = hours(24);
/** Longer waits for a place are spent in the database, not in memory. */
const longestWaitMs = seconds(10);

/** The turn that answers, and whom. */
export interface AnsweringTurn {
  inboundId: string;
  conversationId: string;
  account: Pick<AccountRow, 'id' | 'personId' | 'channel' | 'sealedAddress'>;
  now: Date;
}

/** A reply in the hands of this process. */
export interface Reply {
  row: OutboxRow;
  channel: string;
  address: Address;
  message: Outgoing;
}

export interface ReplyParts {
  store: Store;
  lanes: Lanes;
  settle: SettleQueue;
  guard: LoopGuard;
  sealing: Sealing;
  clock: Clock;
  log: Log;
}

/** Replies: rows committed with their turn, sent in order right after, removed once sent. */
export class Replies {
  readonly #parts: ReplyParts;
  /** Rows this process is sending, so that an expired lease of ours is not taken for a dead one. */
  readonly #inHand = new Set<string>();
  /** Conversations with replies waiting in the database: later ones wait behind them. */
  readonly #heldBack = new Map<string, Date>();
  #lastMadeAt = 0;

  constructor(parts: ReplyParts) {
    this.#parts = parts;
  }

  rowsFor({ inboundId, conversationId, account, now }: AnsweringTurn, says: readonly Outgoing[]) {
    const { sealing } = this.#parts;
    const { channel, sealedAddress } = account;
    const address = JSON.parse(sealing.open(sealedAddress)) as Address;
    const replies = says.map((message, n): Reply => {
      // Replies of one process sort by the time they were made, also within a millisecond.
      this.#lastMadeAt = Math.max(now.getTime(), this.#lastMadeAt + 1);
      const createdAt = new Date(this.#lastMadeAt);
      const row: OutboxRow = {
        id: newId(createdAt),
        key: `reply/${inboundId}/${n}`,
        kind: 'reply',
        accountId: account.id,
        personId: account.personId,
        conversationId,
        sealedPayload: sealReply(sealing, { channel, address, message }),
        state: 'leased',
        attempts: 0,
        notBefore: now,
        expiresAt: after(now, replyUseMs),
        leaseUntil: after(now, replyLeaseMs),
        because: 'sending',
        createdAt,
        settledAt: null,
      };
      return { row, channel, address, message };
    });
    return { changes: replies.map(({ row }): Change => insert('OutboxRow', row)), sending: replies };
  }

  /** Sends replies of one conversation in order; one that must wait holds back those behind it. Never rejects. */
  async deliver(replies: readonly Reply[]): Promise<string[]> {
    const messageIds: string[] = [];
    for (const { row } of replies) this.#inHand.add(row.id);
    try {
      for (const [n, reply] of replies.entries()) {
        const behind = this.#heldBack.get(reply.row.conversationId ?? '');
        const waits = behind ?? (await this.#send(reply, messageIds));
        if (!waits) continue;
        await this.#putBack(replies.slice(n), waits, behind ? null : reply);
        break;
      }
      return messageIds;
    } finally {
      for (const { row } of replies) this.#inHand.delete(row.id);
    }
  }

  /**
   * Sends an answer that makes no row, in its place within the rate. Throws SendFailed: while the platform has asked us to wait
   * it is not asked at all, unless the answer is `urgent`; that one waits for nothing.
   */
  async sayNow(name: string, message: Outgoing, address: Address, urgent: boolean): Promise<Delivered> {
    const { lanes, settle, clock, log } = this.#parts;
    const lane = lanes.get(name);
    if (!lane) throw new SendFailed({ kind: 'unreachable' });
    const now = clock.now();
    const held = lanes.heldUntil(name, now)?.getTime() ?? 0;
    const group = address.conversation?.isGroup === true;
    const place = lane.pacer.reply(address.conversation?.id ?? '', now.getTime(), group);
    const waitMs = urgent ? 0 : Math.max(held, place) - now.getTime();
    if (waitMs > longestWaitMs) throw new SendFailed({ kind: 'throttled', waitMs });
    lane.repliesWaiting++;
    try {
      if (waitMs > 0) await clock.sleep(waitMs);
      const calls = callsOf(message, lane.channel.abilities);
      const departed = urgent
        ? lane.pacer.left(clock.now().getTime(), calls)
        : await leave(lane, clock, { calls, reply: true, atMostMs: longestWaitMs });
      if ('until' in departed) throw new SendFailed({ kind: 'unreachable' });
      const sending = lane.channel.deliver(message, address);
      return await sending.finally(() => lane.pacer.answered(departed, clock.now().getTime()));
    } catch (error) {
      const failure = error instanceof SendFailed ? error.failure : null;
      if (failure?.kind === 'throttled') {
        log.warn('outbox.reply-failed', { channel: name, failure: failure.kind });
        void settle.write(lanes.hold(name, after(clock.now(), failure.waitMs), failure.kind));
      }
      throw error;
    } finally {
      lane.repliesWaiting--;
    }
  }

  /** Replies whose time has come, those a dead process left, and those of a turn that was delivered again. Sends them. */
  async deliverDue(now: Date, inboundId?: string): Promise<number> {
    const { store } = this.#parts;
    const ofTurn = inboundId ? { key: { gte: `reply/${inboundId}/`, lt: `reply/${inboundId}0` } } : {};
    const order = { orderBy: [{ createdAt: 'asc' }], limit: 200 } as const;
    const due = [
      ...(await store.find(
        'OutboxRow',
        { state: 'leased', kind: 'reply', leaseUntil: { lte: now }, ...ofTurn },
        order,
      )),
      ...(await store.find(
        'OutboxRow',
        { state: 'pending', kind: 'reply', notBefore: { lte: now }, ...ofTurn },
        order,
      )),
    ].filter(({ id }) => !this.#inHand.has(id));
    const conversations = new Map<string, OutboxRow[]>();
    for (const row of due.sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime())) {
      const conversationId = row.conversationId ?? row.id;
      conversations.set(conversationId, [...(conversations.get(conversationId) ?? []), row]);
    }
    const sent = [...conversations].map(async ([conversationId, rows]) => {
      const leased = await this.#lease(rows, now);
      if (!leased) return;
      this.#heldBack.delete(conversationId);
      await this.deliver(leased);
    });
    await Promise.all(sent);
    return due.length;
  }

  async #lease(rows: readonly OutboxRow[], now: Date): Promise<Reply[] | null> {
    const { store, sealing, log } = this.#parts;
    const leaseUntil = after(now, replyLeaseMs);
    const changes = rows.map((row) => {
      // A lease that ended while the request was out: it may have arrived, and it may not, so it is sent again.
      const because = row.because === null ? 'sending' : 'resending';
      const change = amend(
        'OutboxRow',
        { id: row.id, state: row.state, leaseUntil: row.leaseUntil },
        { state: 'leased', leaseUntil, because },
        1,
      );
      row.because = because;
      return change;
    });
    try {
      await store.commit(changes);
    } catch (error) {
      if (error instanceof Conflict) return null; // another process has them
      throw error;
    }
    const replies: Reply[] = [];
    for (const row of rows) {
      if (!row.sealedPayload) continue;
      try {
        replies.push({ row, ...openReply(sealing, row.sealedPayload) });
      } catch {
        log.error('outbox.reply-unreadable', { row: row.id });
        await this.#giveUp(row, 'unreadable');
      }
    }
    return replies;
  }

  /** Null: done with it, one way or the other. A time: it waits until then. */
  async #send({ row, channel, address, message }: Reply, messageIds: string[]): Promise<Date | null> {
    const { lanes, settle, guard, clock, log } = this.#parts;
    const now = clock.now();
    if (row.expiresAt <= now) return this.#giveUp(row, 'expired');
    const lane = lanes.get(channel);
    if (!lane) return after(now, minutes(1));
    const held = lanes.heldUntil(channel, now);
    if (held) return held;
    if (guard.replyLoops(row.conversationId ?? '', message.text, now.getTime())) {
      log.warn('outbox.loop-stopped', { row: row.id, channel });
      return this.#giveUp(row, 'loop');
    }
    const group = address.conversation?.isGroup === true;
    const at = lane.pacer.reply(address.conversation?.id ?? '', now.getTime(), group);
    if (at - now.getTime() > longestWaitMs) return new Date(at);
    lane.repliesWaiting++;
    try {
      if (at > now.getTime()) await clock.sleep(at - now.getTime());
      const calls = callsOf(message, lane.channel.abilities);
      const departed = await leave(lane, clock, { calls, reply: true, atMostMs: longestWaitMs });
      if ('until' in departed) return departed.until;
      const sending = lane.channel.deliver(message, address);
      const { messageIds: ids } = await sending.finally(() => lane.pacer.answered(departed, clock.now().getTime()));
      messageIds.push(...ids);
      settle.replySent(row.id);
      return null;
    } catch (error) {
      row.attempts++;
      return this.#settleFailure(row, channel, error instanceof SendFailed ? error.failure : { kind: 'ambiguous' });
    } finally {
      lane.repliesWaiting--;
    }
  }

  async #settleFailure(row: OutboxRow, channel: string, failure: SendFailure): Promise<Date | null> {
    const { lanes, settle, clock, log } = this.#parts;
    const now = clock.now();
    const settlement = settleFailure(failure, row.attempts, now);
    log.warn('outbox.reply-failed', { row: row.id, channel, failure: failure.kind, attempts: row.attempts });
    switch (settlement.outcome) {
      case 'again':
        row.because = row.because === 'resending' ? 'resend' : null;
        if (settlement.hold) await settle.write(lanes.hold(channel, settlement.at, failure.kind));
        return settlement.at;
      case 'unknown':
        if (row.because === 'resending' || !mayResendUnknown(row.kind)) return this.#giveUp(row, null);
        row.because = 'resend';
        return after(now, seconds(5));
      case 'given-up':
        if (settlement.because === 'blocked' && row.accountId) {
          await settle.write([amend('Account', { id: row.accountId }, { state: 'blocked' })]);
        }
        return this.#giveUp(row, settlement.because);
    }
  }

  /** Settles a row that is not sent again; without a reason what became of it stays unknown. */
  async #giveUp(row: OutboxRow, because: string | null): Promise<null> {
    const now = this.#parts.clock.now();
    const state = because ? ('given-up' as const) : ('unknown' as const);
    await this.#parts.settle.write([
      amend('OutboxRow', { id: row.id }, { state, because, settledAt: now, sealedPayload: null, leaseUntil: null }),
    ]);
    return null;
  }

  async #putBack(replies: readonly Reply[], until: Date, tried: Reply | null): Promise<void> {
    const conversationId = replies[0]?.row.conversationId;
    if (conversationId) this.#heldBack.set(conversationId, until);
    await this.#parts.settle.write(
      replies.map(({ row }) =>
        amend(
          'OutboxRow',
          { id: row.id },
          {
            state: 'pending',
            notBefore: until,
            leaseUntil: null,
            attempts: row.attempts,
            because: row === tried?.row && row.because === 'resend' ? 'resend' : null,
          },
        ),
      ),
    );
  }
}
