import { amend, type Change, put } from '../core/change.ts';
import type { Address } from '../core/channel.ts';
import { after, type Clock, minutes, seconds } from '../core/clock.ts';
import { dayOf } from '../core/day.ts';
import { describeForeign } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import type { Outgoing } from '../core/outgoing.ts';
import { templateOf } from '../core/push.ts';
import type { AccountRow, OutboxRow, PersonRow } from '../core/records.ts';
import type { Sealing } from '../core/sealing.ts';
import { SendFailed, type SendFailure } from '../core/send-failure.ts';
import type { Store } from '../core/store.ts';
import type { Texts } from '../core/texts.ts';
import type { Lane, Lanes } from './lanes.ts';
import type { Leadership } from './leadership.ts';
import { callsOf, leave } from './leave.ts';
import type { LoopGuard } from './loop-guard.ts';
import { mayPush, sleepAfterMs } from './may-push.ts';
import type { Departed } from './pacer.ts';
import { openMessage, sealMessage } from './payload.ts';
import { avoidAfter, type Departure, pushLeaseMs } from './plan-pushes.ts';
import type { ReadCounts } from './read-counts.ts';
import { mayResendUnknown, settleFailure } from './settle-failure.ts';
import type { SettleQueue } from './settle-queue.ts';

/** The text of a push at the moment it leaves; null when there is nothing to say any more. */
export type Render = (
  row: OutboxRow,
  to: { person: PersonRow; account: AccountRow; now: Date },
) => Promise<Outgoing | null>;

export interface DepartureParts {
  store: Store;
  lanes: Lanes;
  leadership: Leadership;
  settle: SettleQueue;
  reads: ReadCounts;
  guard: LoopGuard;
  sealing: Sealing;
  texts: Texts;
  clock: Clock;
  log: Log;
  renderers: ReadonlyMap<string, Render>;
  openScripts: (personIds: readonly string[]) => Promise<ReadonlyMap<string, Date>>;
  putToSleep: (personId: string, now: Date) => Promise<readonly Change[]>;
  turnsWaiting: () => number;
}

const rank = { reply: 0, deadline: 1, digest: 2, campaign: 3 } as const;
/** So many replies or turns may wait before bulk pauses for them. */
const replyBacklog = 4;
const longestPauseForReplies = seconds(3);
/** Longer waits for room are spent in the database; replies that come without end may make one. */
const longestWaitForRoomMs = minutes(1);

/** The pushes of one channel on their way out, one after another by the platform's pace, several under way at once. */
export class Departures {
  readonly #name: string;
  readonly #lane: Lane;
  readonly #parts: DepartureParts;
  readonly #queue: Departure[] = [];
  readonly #underWay = new Set<Promise<void>>();
  readonly inHand = new Set<string>();
  #running: Promise<void> | null = null;
  #sentToday: { day: string; n: number } | null = null;

  constructor(name: string, lane: Lane, parts: DepartureParts) {
    this.#name = name;
    this.#lane = lane;
    this.#parts = parts;
  }

  /** How many more rows this lane takes: about three seconds of its pace, so that a crash leaves few leases behind. */
  room(): number {
    const { perSecond, pauseMs } = this.#lane.limits;
    const capacity = pauseMs ? 1 : Math.ceil((perSecond ?? 100) * 3);
    return Math.max(0, capacity - this.#queue.length);
  }

  dayIsFull(now: Date): boolean {
    const { perDay } = this.#lane.limits;
    if (!perDay || this.#sentToday?.day !== dayOf(now)) return false;
    return this.#sentToday.n >= perDay;
  }

  async remember(): Promise<void> {
    if (!this.#lane.limits.perDay) return;
    const kept = await this.#parts.store.first('Setting', { id: this.#countId });
    this.#sentToday = (kept?.value as { day: string; n: number } | undefined) ?? null;
  }

  add(departures: readonly Departure[]): void {
    if (departures.length === 0) return;
    for (const { row } of departures) this.inHand.add(row.id);
    this.#queue.push(...departures);
    this.#queue.sort((a, b) => rank[a.row.kind] - rank[b.row.kind]);
    this.#running ??= this.#run();
  }

  async drained(): Promise<void> {
    while (this.#running) await this.#running;
  }

  async #run(): Promise<void> {
    for (let next = this.#queue.shift(); next; next = this.#queue.shift()) {
      try {
        await this.#depart(next);
      } catch (error) {
        // The database refused: the row keeps its lease and is found again when it ends.
        this.#parts.log.error('outbox.push-failed', { row: next.row.id, ...describeForeign(error) });
        this.inHand.delete(next.row.id);
        await this.#parts.clock.sleep(seconds(1));
      }
    }
    await Promise.all(this.#underWay);
    this.#running = null;
    if (this.#queue.length > 0) this.#running = this.#run();
  }

  async #depart(departure: Departure): Promise<void> {
    const { row, recipient, account } = departure;
    const { clock, leadership } = this.#parts;
    await this.#letRepliesPass();
    while (this.#underWay.size >= this.#lane.limits.inFlight) await Promise.race(this.#underWay);
    const now = clock.now();
    const held = this.#parts.lanes.heldUntil(this.#name, now);
    if (held) return this.#putBack(row, held);
    if (!leadership.holds(this.#name)) return this.#putBack(row, now);
    const busySince = (await this.#parts.openScripts([recipient.person.id])).get(recipient.person.id) ?? null;
    const permission = mayPush(row, { ...recipient.facts, pushedAt: [], busySince }, now);
    if (permission.kind === 'later') return this.#putBack(row, permission.at);
    if (permission.kind === 'never') return this.#giveUp(row, permission.because);
    if (this.dayIsFull(now)) return this.#putBack(row, after(now, minutes(30)));
    const message = await this.#messageOf(departure, now);
    if (!message) return this.#giveUp(row, 'nothing-to-say');
    if (this.#parts.guard.pushLoops(recipient.person.id, message.text, row.id, now.getTime())) {
      return this.#giveUp(row, 'same-text');
    }
    const address = JSON.parse(this.#parts.sealing.open(account.sealedAddress)) as Address;
    const at = this.#lane.pacer.push(address.conversation?.id ?? account.id, clock.now().getTime());
    await this.#sleepUntil(at - 200);
    const asleep =
      busySince && after(busySince, sleepAfterMs) <= now ? await this.#parts.putToSleep(recipient.person.id, now) : [];
    await this.#markSending(row, account, message, asleep);
    await this.#sleepUntil(at);
    const calls = callsOf(message, this.#lane.channel.abilities);
    const departed = await leave(this.#lane, clock, { calls, reply: false, atMostMs: longestWaitForRoomMs });
    if ('until' in departed) {
      row.because = row.because === 'resending' ? 'resend' : null;
      return this.#putBack(row, departed.until);
    }
    const sending: Promise<void> = this.#deliver(departure, message, address, departed).finally(() => {
      this.#underWay.delete(sending);
      this.inHand.delete(row.id);
    });
    this.#underWay.add(sending);
  }

  /** Never rejects but for the database. */
  async #deliver(departure: Departure, message: Outgoing, address: Address, departed: Departed): Promise<void> {
    const { row } = departure;
    const { settle, reads, clock, log } = this.#parts;
    const { channel } = this.#lane;
    let messageIds: string[];
    try {
      ({ messageIds } = await channel
        .deliver(message, address)
        .finally(() => this.#lane.pacer.answered(departed, clock.now().getTime())));
    } catch (error) {
      const failure: SendFailure = error instanceof SendFailed ? error.failure : { kind: 'ambiguous' };
      log.warn('outbox.push-failed', {
        row: row.id,
        channel: this.#name,
        failure: failure.kind,
        attempts: row.attempts,
      });
      await settle.write(this.#changesAfter(failure, departure));
      return;
    }
    const unread = channel.abilities.tellsRead
      ? reads.noteSent(this.#name, address.conversation?.id ?? '', messageIds, row)
      : [];
    settle.writeSoon([settled(row, 'sent', clock.now()), ...unread]);
  }

  #changesAfter(failure: SendFailure, { row, recipient, account }: Departure): Change[] {
    const now = this.#parts.clock.now();
    const settlement = settleFailure(failure, row.attempts, now);
    const resent = row.because === 'resending';
    switch (settlement.outcome) {
      case 'again': {
        const held = settlement.hold ? this.#parts.lanes.hold(this.#name, settlement.at, failure.kind) : [];
        if (settlement.at >= row.expiresAt) return [...held, given(row, 'expired', now)];
        return [...held, pendingAgain(row, settlement.at, resent ? 'resend' : null)];
      }
      case 'unknown': {
        const at = after(now, minutes(1));
        if (!resent && mayResendUnknown(row.kind) && at < row.expiresAt) return [pendingAgain(row, at, 'resend')];
        return [settled(row, 'unknown', now)];
      }
      case 'given-up': {
        const { because } = settlement;
        if (because === 'rejected') return [given(row, because, now)];
        const another = recipient.accounts.some(({ id, state }) => id !== account.id && state === 'active');
        const next = another && row.attempts < avoidAfter * 2;
        const again = amend('OutboxRow', { id: row.id }, { attempts: Math.max(row.attempts, avoidAfter) });
        return [
          ...(because === 'blocked' ? [amend('Account', { id: account.id }, { state: 'blocked' as const })] : []),
          ...(next ? [pendingAgain(row, now, null), again] : [given(row, because, now)]),
        ];
      }
    }
  }

  /** From here on the message may have gone out, whatever happens to this process. */
  async #markSending(row: OutboxRow, account: AccountRow, message: Outgoing, also: readonly Change[]): Promise<void> {
    const { store, clock, sealing } = this.#parts;
    const now = clock.now();
    row.because = row.because === 'resend' ? 'resending' : 'sending';
    row.attempts++;
    const kept = row.kind === 'digest' && !row.sealedPayload ? { sealedPayload: sealMessage(sealing, message) } : {};
    const set = {
      because: row.because,
      attempts: row.attempts,
      accountId: account.id,
      leaseUntil: after(now, pushLeaseMs),
      ...kept,
    };
    const changes: Change[] = [amend('OutboxRow', { id: row.id, state: 'leased' }, set), ...also];
    if (this.#lane.limits.perDay) {
      const today = dayOf(now);
      this.#sentToday = { day: today, n: (this.#sentToday?.day === today ? this.#sentToday.n : 0) + 1 };
      changes.push(put('Setting', { id: this.#countId, value: this.#sentToday }));
    }
    await store.commit(changes);
  }

  async #messageOf({ row, recipient, account }: Departure, now: Date): Promise<Outgoing | null> {
    const { sealing, texts, renderers } = this.#parts;
    const message = row.sealedPayload
      ? openMessage(sealing, row.sealedPayload)
      : ((await renderers.get(templateOf(row.key))?.(row, { person: recipient.person, account, now })) ?? null);
    if (!message || row.because !== 'resend') return message;
    return { ...message, text: texts.say('outbox.sent-again', { text: message.text }) };
  }

  async #letRepliesPass(): Promise<void> {
    const { clock, turnsWaiting } = this.#parts;
    const giveWayUntil = after(clock.now(), longestPauseForReplies);
    while (this.#lane.repliesWaiting + turnsWaiting() > replyBacklog && clock.now() < giveWayUntil)
      await clock.sleep(25);
  }

  async #sleepUntil(at: number): Promise<void> {
    const ms = at - this.#parts.clock.now().getTime();
    if (ms > 0) await this.#parts.clock.sleep(ms);
  }

  async #putBack(row: OutboxRow, at: Date): Promise<void> {
    this.inHand.delete(row.id);
    await this.#parts.settle.write([
      at >= row.expiresAt ? given(row, 'expired', this.#parts.clock.now()) : pendingAgain(row, at, row.because),
    ]);
  }

  async #giveUp(row: OutboxRow, because: string): Promise<void> {
    this.inHand.delete(row.id);
    await this.#parts.settle.write([given(row, because, this.#parts.clock.now())]);
  }

  get #countId(): string {
    return `outbox/sent/${this.#name}`;
  }
}

/** What she was told is kept of a digest only. */
function settled(row: OutboxRow, state: 'sent' | 'unknown', now: Date): Change {
  const text = row.kind === 'digest' ? {} : { sealedPayload: null };
  return amend('OutboxRow', { id: row.id }, { state, because: null, settledAt: now, leaseUntil: null, ...text });
}

function pendingAgain(row: OutboxRow, notBefore: Date, because: string | null): Change {
  return amend('OutboxRow', { id: row.id }, { state: 'pending', notBefore, because, leaseUntil: null });
}

function given(row: OutboxRow, because: string, now: Date): Change {
  const set = { state: 'given-up' as const, because, settledAt: now, leaseUntil: null, sealedPayload: null };
  return amend('OutboxRow', { id: row.id }, set);
}
