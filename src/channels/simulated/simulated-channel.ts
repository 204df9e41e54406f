import type { Activity } from 'botbuilder';
import type {
  Address,
  Channel,
  ChannelAbilities,
  ChannelFacts,
  ChannelHealth,
  Delivered,
  Receive,
  Received,
} from '../../core/channel.ts';
import { type Clock, systemClock } from '../../core/clock.ts';
import type { Choice, Outgoing } from '../../core/outgoing.ts';
import { renderFor } from '../../core/rendering.ts';
import { SendFailed, type SendFailure } from '../../core/send-failure.ts';

/** One message as a person on the simulated channel has it before her. */
export interface SimulatedDelivery {
  messageId: string;
  conversationId: string;
  at: Date;
  /** What was handed over. */
  message: Outgoing;
  /** What she sees: the rendered parts, numbered lines included. */
  shown: string;
  buttons: readonly Choice[];
}

export interface SimulatedOptions {
  name?: string;
  abilities?: Partial<ChannelAbilities>;
  clock?: Clock;
}

const everything: ChannelAbilities = {
  buttons: true,
  maxTextLength: 4_000,
  photos: true,
  files: true,
  deletesMessages: true,
  groups: false,
  proactive: 'always',
};

/**
 * A messenger in memory, for tests and the simulation: people write with `say`, what they get stands in `deliveries`.
 * It is a channel like any other and passes the same contract.
 */
export class SimulatedChannel implements Channel {
  readonly name: string;
  readonly abilities: ChannelAbilities;
  /** All that was delivered and not erased, in order. */
  readonly deliveries: SimulatedDelivery[] = [];
  #clock: Clock;
  #receive: Receive | null = null;
  #health: ChannelHealth = { state: 'starting' };
  #failures: SendFailure[] = [];
  #failsFor: (to: Address, message: Outgoing) => SendFailure | null = () => null;
  #taken = new Set<Promise<unknown>>();
  #lastOf = new Map<string, Promise<unknown>>();
  #messages = 0;

  constructor(options: SimulatedOptions = {}) {
    this.name = options.name ?? 'simulated';
    this.abilities = { ...everything, ...options.abilities };
    this.#clock = options.clock ?? systemClock;
  }

  async open(receive: Receive): Promise<void> {
    this.#receive = receive;
    this.#health = { state: 'well' };
  }

  async close(): Promise<void> {
    this.#receive = null;
    this.#health = { state: 'off', because: 'closed' };
    await Promise.allSettled(this.#taken);
  }

  health(): ChannelHealth {
    return this.#health;
  }

  /** The next sends fail like this, one after the other. An `ambiguous` one reaches the person all the same. */
  failNext(...failures: SendFailure[]): void {
    this.#failures.push(...failures);
  }

  /** Decides for every send whether it fails (after `failNext` is used up). */
  failWhen(decide: (to: Address, message: Outgoing) => SendFailure | null): void {
    this.#failsFor = decide;
  }

  beIll(because: string): void {
    this.#health = { state: 'ill', because };
  }

  /** A person writes. What the bot makes of it; rejects when the turn failed. Waits for her own earlier messages. */
  say(person: string, text: string, facts: Partial<ChannelFacts> = {}): Promise<Received> {
    return this.handOver(this.activity(person, text, facts));
  }

  /** The activity that `say` would hand over, to be delivered later or several times. */
  activity(person: string, text: string, facts: Partial<ChannelFacts> = {}): Partial<Activity> {
    this.#messages += 1;
    const messageId = `in-${this.#messages}`;
    const channelData: ChannelFacts = { scope: 'private', messageId, ...facts };
    return {
      type: facts.gone ? 'conversationUpdate' : 'message',
      id: `${this.name}/${messageId}`,
      channelId: this.name,
      timestamp: this.#clock.now(),
      text: text.normalize('NFC'),
      from: { id: person, name: '' },
      recipient: { id: 'bot', name: '' },
      conversation: { id: person, name: '', isGroup: channelData.scope === 'group', conversationType: 'personal' },
      channelData,
    };
  }

  /** Hands an activity over, once more if it was handed over before. */
  handOver(activity: Partial<Activity>): Promise<Received> {
    const receive = this.#receive;
    if (!receive) return Promise.resolve({ outcome: 'refused', because: 'closing' });
    const person = activity.from?.id ?? '';
    const before = this.#lastOf.get(person) ?? Promise.resolve();
    const turn = before.then(
      () => receive(activity),
      () => receive(activity),
    );
    this.#lastOf.set(person, turn);
    this.#taken.add(turn);
    const done = () => {
      this.#taken.delete(turn);
      if (this.#lastOf.get(person) === turn) this.#lastOf.delete(person);
    };
    turn.then(done, done);
    return turn;
  }

  /** Where a message to this person goes. */
  addressOf(person: string): Address {
    return {
      channelId: this.name,
      user: { id: person, name: '' },
      bot: { id: 'bot', name: '' },
      conversation: { id: person, name: '', isGroup: false, conversationType: 'personal' },
    };
  }

  async deliver(message: Outgoing, to: Address): Promise<Delivered> {
    const failure = this.#failures.shift() ?? this.#failsFor(to, message);
    if (failure && failure.kind !== 'ambiguous') throw new SendFailed(failure);
    const conversationId = to.conversation?.id;
    if (!conversationId) throw new SendFailed({ kind: 'rejected', code: 'no conversation' });
    const messageIds = renderFor(this.abilities, message).map((part) => {
      this.#messages += 1;
      const messageId = `out-${this.#messages}`;
      this.deliveries.push({
        messageId,
        conversationId,
        at: this.#clock.now(),
        message,
        shown: part.text,
        buttons: part.buttons,
      });
      return messageId;
    });
    if (failure) throw new SendFailed(failure);
    return { messageIds };
  }

  async erase(messageIds: readonly string[], in_: Address): Promise<number> {
    if (!this.abilities.deletesMessages) return 0;
    let gone = 0;
    for (const messageId of messageIds) {
      const at = this.deliveries.findIndex((d) => d.messageId === messageId);
      // Her own messages are not kept here, so they count as gone at once.
      if (at === -1) gone += messageId.startsWith('in-') ? 1 : 0;
      else if (this.deliveries[at]?.conversationId === in_.conversation?.id)
        gone += this.deliveries.splice(at, 1).length;
    }
    return gone;
  }

  /** What stands on her screen, oldest first. */
  shownTo(person: string): string[] {
    return this.deliveries.filter((d) => d.conversationId === person).map((d) => d.shown);
  }

  lastTo(person: string): SimulatedDelivery | undefined {
    return this.deliveries.findLast((d) => d.conversationId === person);
  }

  /** Presses the button with this label under the newest message that has it. */
  press(person: string, label: string): Promise<Received> {
    const under = this.deliveries.findLast(
      (d) => d.conversationId === person && d.buttons.some((choice) => choice.label === label),
    );
    const choice = under?.buttons.find((button) => button.label === label);
    if (!under || !choice) throw new RangeError(`${person} sees no button "${label}"`);
    return this.say(person, choice.says, { pressedUnder: under.messageId });
  }

  /** Resolves when all that was handed over has been handled. */
  async settled(): Promise<void> {
    while (this.#taken.size > 0) await Promise.allSettled(this.#taken);
  }
}
