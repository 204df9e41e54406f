import { amend, type Change, put } from '../core/change.ts';
import type { Address, Channel, Receive, Received } from '../core/channel.ts';
import { seconds } from '../core/clock.ts';
import { describeForeign } from '../core/errors.ts';
import { type Outgoing, plain } from '../core/outgoing.ts';
import { reportingPost } from '../core/person.ts';
import type { AccountRow } from '../core/records.ts';
import { SendFailed, type SendFailure } from '../core/send-failure.ts';
import { Conflict } from '../core/store.ts';
import { isQuickExit } from '../help/quick-exit.ts';
import { addressed } from './addressed.ts';
import { ChannelAdapter } from './channel-adapter.ts';
import { emptyState, readState } from './conversation-state.ts';
import { Entrance } from './entrance.ts';
import { answerInGroup } from './in-group.ts';
import { type Incoming, readIncoming } from './incoming.ts';
import { type BotParts, whereaboutsOf } from './parts.ts';
import { askOpenAgain } from './plan-of.ts';
import { RateLimit } from './rate-limit.ts';
import { newRelay } from './relay.ts';
import { decide } from './routes.ts';
import { SeenMessages } from './seen-messages.ts';
import { ShortMemory } from './short-memory.ts';
import type { Plan, Turn } from './turn.ts';
import { TurnContext } from './turn-context.ts';
import { TurnGate } from './turn-gate.ts';

/** Decides again when what it had read changed before the commit. */
const decisionsAtMost = 4;
/** A message that fails this often for a reason of ours gets an apology and is let go, so that it does not hold up its sender for ever. */
const failuresAtMost = 5;

export interface Bot {
  /** What a channel hands its activities to. */
  receiveFrom(channel: Channel): Receive;
  /** How many conversations have a turn under way; bulk sending waits for them. */
  turnsUnderWay(): number;
  /** Lets turns under way end; from now on everything is refused. */
  close(): Promise<void>;
}

export function newBot(parts: BotParts): Bot {
  const { store, texts, sealing, clock, log } = parts;
  const adapter = new ChannelAdapter(parts.channels);
  const gate = new TurnGate();
  const entrance = new Entrance();
  const memory = new ShortMemory(clock);
  const limit = new RateLimit(clock);
  const seen = new SeenMessages();
  const relay = newRelay(parts);
  let closing = false;

  /** One message, top to bottom. */
  async function takeTurn(incoming: Incoming, channel: Channel, address: Address): Promise<Received> {
    const { said } = incoming;
    if (seen.answered(said.inboundId)) return { outcome: 'seen-before' };
    if (incoming.messageId) memory.noteMessages(said.conversationId, [incoming.messageId]);

    if (said.facts.gone) return markGone(incoming);
    if (said.facts.edited) return { outcome: 'done' };
    if (said.facts.scope === 'group') {
      const alone = await answerInGroup(incoming, channel, address, parts);
      if (alone) {
        memory.noteMessages(alone.conversationId, alone.messageIds);
        rememberCard(alone.conversationId, alone.card);
      }
      return answered(said.inboundId);
    }
    if (isQuickExit(incoming.wholeText)) return leaveQuickly(incoming, channel, address);

    const danger = parts.danger.read(incoming.wholeText);
    if (danger) {
      parts.observe.danger();
      await showDangerCard(incoming, danger.card, channel, address);
      // Who is talking with a person is still heard by that person.
      const relayed = parts.handover.take(said, whereaboutsOf(said));
      if (relayed) await relay(relayed);
      if (relayed) return answered(said.inboundId);
      return carryOn({ ...incoming, said: { ...said, text: danger.rest ?? '' } }, channel, address, 'only-reports');
    }

    const allowance = limit.ask(said.conversationId, said.inboundId);
    if (allowance === 'ignore') return answered(said.inboundId);
    if (allowance === 'say-slower') return sayNow(incoming, [plain(texts.say('bot.slower'))], channel, address);
    return carryOn(incoming, channel, address, 'everything');
  }

  async function carryOn(
    incoming: Incoming,
    channel: Channel,
    address: Address,
    what: 'everything' | 'only-reports',
  ): Promise<Received> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await decideAndDo(incoming, channel, address, what);
      } catch (error) {
        if (!(error instanceof Conflict) || attempt >= decisionsAtMost) throw error;
      }
    }
  }

  async function decideAndDo(
    incoming: Incoming,
    channel: Channel,
    address: Address,
    what: 'everything' | 'only-reports',
  ): Promise<Received> {
    const { account, inboundId, conversationId } = incoming.said;
    const opening = await store.openingOf({
      ...{ channel: channel.name, accountHash: account.hash, inboundId, conversationId },
    });
    const standing = parts.standingOf(opening);
    const said = { ...incoming.said, standing };
    if (standing && opening.seenBefore) {
      await parts.outbox.resume(said.inboundId);
      return { outcome: 'seen-before' };
    }
    // Who writes again has not blocked us any more.
    if (standing?.account.state === 'blocked') {
      await store.commit([amend('Account', { id: standing.account.id }, { state: 'active' })]);
    }
    if (incoming.tooLong) {
      return sayNow(
        incoming,
        [plain(texts.say(standing ? 'bot.too_long' : 'bot.too_long_citizen', addressed(standing)))],
        channel,
        address,
      );
    }
    const row = standing && opening.conversation;
    const turn: Turn = {
      said,
      state: row ? readState(sealing.open(row.sealedState)) : emptyState,
      stateAt: row?.updatedAt ?? null,
      memory: memory.recall(said.conversationId),
    };
    // Beside a cry for help only a report is still read, and nothing else is answered.
    if (what === 'only-reports') {
      // The report she was in the middle of comes back by itself, without a word on why it was interrupted.
      if (said.text === '') {
        const again = reportingPost(standing) && turn.state.open ? askOpenAgain(turn, parts) : [];
        return carryOut(
          { kind: 'unrecorded', says: again, memory: { menu: null } },
          { ...incoming, said },
          channel,
          address,
        );
      }
      const reads = turn.state.open || parts.reports.looksLikeReport(said.text, said.today);
      if (!reportingPost(standing) || !reads) return answered(said.inboundId);
    }
    return carryOut(await decide(turn, parts), { ...incoming, said }, channel, address);
  }

  async function carryOut(plan: Plan, incoming: Incoming, channel: Channel, address: Address): Promise<Received> {
    const { said } = incoming;
    switch (plan.kind) {
      case 'silent':
        return answered(said.inboundId);
      case 'leave-quickly':
        return leaveQuickly(incoming, channel, address);
      case 'unrecorded':
        memory.remember(said.conversationId, plan.memory ?? {});
        return sayNow(incoming, plan.says, channel, address);
      case 'unknown-person':
        if (plan.changes.length > 0) await store.commit(plan.changes);
        memory.remember(said.conversationId, plan.memory);
        return sayNow(incoming, plan.says, channel, address);
      case 'handed-over':
        await relay(plan.effects);
        return answered(said.inboundId);
      case 'recorded':
        return record(plan, incoming);
    }
  }

  /** One turn, one commit: the id of the message, the facts, the state and the replies; then the replies leave. */
  async function record(plan: Extract<Plan, { kind: 'recorded' }>, { said, onKept }: Incoming): Promise<Received> {
    const account = said.standing?.account ?? accountAmong(plan.changes);
    if (!account) throw new RangeError('a recorded turn needs a person');
    const { changes, sending } = parts.outbox.replyRows(
      { inboundId: said.inboundId, conversationId: said.conversationId, account, now: said.now },
      plan.says,
    );
    const state = put('Conversation', {
      id: said.conversationId,
      personId: account.personId,
      sealedState: sealing.seal(JSON.stringify(plan.state)),
      updatedAt: said.now,
    });
    // Who has just been erased leaves no conversation behind.
    const isErased = plan.changes.some((change) => change.do === 'remove' && change.table === 'Person');
    const kept = isErased ? changes : [state, ...changes];
    const { outcome } = await store.commit([...plan.changes, ...kept], { id: said.inboundId, at: said.now });
    if (outcome === 'seen-before') {
      await parts.outbox.resume(said.inboundId);
      return { outcome };
    }
    onKept?.();
    memory.remember(said.conversationId, { menu: null, open: null, held: null });
    memory.noteMessages(said.conversationId, await parts.outbox.deliverReplies(sending));
    return { outcome: 'done' };
  }

  async function sayNow(
    { said }: Incoming,
    says: readonly Outgoing[],
    channel: Channel,
    address: Address,
    urgent = false,
  ): Promise<Received> {
    for (const message of says) {
      const { messageIds } = await parts.outbox.sayNow(channel.name, message, address, { urgent });
      memory.noteMessages(said.conversationId, messageIds);
    }
    return answered(said.inboundId);
  }

  function answered(inboundId: string): Received {
    seen.noteAnswered(inboundId);
    return { outcome: 'done' };
  }

  async function showDangerCard(incoming: Incoming, card: Outgoing, channel: Channel, address: Address): Promise<void> {
    const { conversationId } = incoming.said;
    const now = clock.now().getTime();
    const limited = limit.ask(conversationId) !== 'let-in';
    const last = memory.recall(conversationId)?.dangerCardAt ?? null;
    if (limited && last !== null && now - last < seconds(60)) return;
    await sayNow(incoming, [card], channel, address, true);
    rememberCard(conversationId, card);
  }

  function rememberCard(conversationId: string, card: Outgoing): void {
    const dangerCardAt = clock.now().getTime();
    memory.remember(conversationId, { dangerCardAt, menu: card.choices ?? null, held: null, askedNeutral: true });
  }

  /** Forgets at once, deletes what the channel can delete, and speaks of something else. An open report sleeps in its row. */
  async function leaveQuickly(incoming: Incoming, channel: Channel, address: Address): Promise<Received> {
    const { said } = incoming;
    const ids = memory.forget(said.conversationId);
    await relay(parts.handover.leave(said.conversationId));
    await channel.deliver(plain(texts.say('bot.left')), address);
    if (ids.length > 0) await channel.erase?.(ids, address);
    const row = await store.first('Conversation', { id: said.conversationId });
    if (row) {
      const { open, asleep } = readState(sealing.open(row.sealedState));
      const state = { open: null, asleep: open ?? asleep, menu: null };
      await store.commit([put('Conversation', { ...row, sealedState: sealing.seal(JSON.stringify(state)) })]);
    }
    return answered(said.inboundId);
  }

  async function markGone({ said }: Incoming): Promise<Received> {
    const account = await store.first('Account', { channel: said.account.channel, accountHash: said.account.hash });
    if (account) await store.commit([put('Account', { ...account, state: 'blocked' })]);
    memory.forget(said.conversationId);
    return answered(said.inboundId);
  }

  async function apologise(incoming: Incoming, channel: Channel, address: Address): Promise<void> {
    try {
      await channel.deliver(plain(texts.say('bot.failed')), address);
    } catch (error) {
      log.warn('apology-not-sent', { channel: channel.name, ...describeForeign(error) });
    }
    seen.noteAnswered(incoming.said.inboundId);
  }

  return {
    receiveFrom: (channel) => async (activity, onKept) => {
      if (closing) return { outcome: 'refused', because: 'closing' };
      let received: Received = { outcome: 'done' };
      await adapter.receive(channel, activity, async (context) => {
        const read = readIncoming(context.activity, channel, sealing, clock.now());
        if (!read) return;
        const incoming = { ...read, onKept };
        const address = TurnContext.getConversationReference(context.activity);
        received = await gate.run(incoming.said.conversationId, async () => {
          await entrance.pass();
          const began = performance.now();
          try {
            const done = await takeTurn(incoming, channel, address);
            parts.observe.turn('unrecorded', (performance.now() - began) / 1_000);
            return done;
          } catch (error) {
            // Who blocks us right after writing is not answered, and her message need not come again.
            if (failureOf(error) === 'blocked') return answered(incoming.said.inboundId);
            parts.observe.turn('failed', (performance.now() - began) / 1_000);
            const failures = seen.noteFailure(incoming.said.inboundId);
            log.error('turn-failed', {
              turn: incoming.said.inboundId,
              channel: channel.name,
              failures,
              ...describeForeign(error),
            });
            if (failures < failuresAtMost || isOutage(error)) throw error;
            await apologise(incoming, channel, address);
            return { outcome: 'done' };
          }
        });
      });
      return received;
    },
    turnsUnderWay: () => gate.busy,
    async close() {
      closing = true;
      await gate.idle();
    },
  };
}

/** The database or the messenger is away: the message must come again however often that takes. */
function isOutage(error: unknown): boolean {
  // What a platform refuses to carry it refuses the next time too.
  return error instanceof Error && (error.name === 'StorageFailed' || !['rejected', null].includes(failureOf(error)));
}

function failureOf(error: unknown): SendFailure['kind'] | null {
  return error instanceof SendFailed ? error.failure.kind : null;
}

function accountAmong(changes: readonly Change[]): AccountRow | null {
  for (const change of changes) if (change.do === 'insert' && change.table === 'Account') return change.row;
  return null;
}
