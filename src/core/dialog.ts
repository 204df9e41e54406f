import type { Change } from './change.ts';
import type { ChannelAbilities, ChannelFacts } from './channel.ts';
import type { Day } from './day.ts';
import type { Outgoing } from './outgoing.ts';
import type { Standing } from './person.ts';

/** What a feature is told of the message at hand. */
export interface Said {
  /** Id of the incoming message, the same when the channel delivers it again. Use it to derive ids that must not double. */
  readonly inboundId: string;
  readonly conversationId: string;
  /** NFC, without control characters, at most 4,000 characters; of a button, what it says. Empty for a bare photo. */
  readonly text: string;
  readonly facts: ChannelFacts;
  readonly channel: { readonly name: string; readonly abilities: ChannelAbilities };
  readonly now: Date;
  readonly today: Day;
  /** Null for a citizen. */
  readonly standing: Standing | null;
  /** Who writes, sealed and hashed, for whoever is about to get a record. */
  readonly account: { readonly channel: string; readonly hash: string; readonly sealedAddress: string };
}

/**
 * What a feature wants to happen. The bot commits `changes`, the new state and the replies together.
 * - `next`: say this; the dialog goes on with `state` (plain JSON), or is over when `state` is null;
 *   `then` names the dialog that begins right after, in the same commit.
 * - `not-understood`: the text was no answer to the open question. The bot tries its other routes (a question of law, a
 *   command) and asks again afterwards; when nothing else fits it says `retry`.
 */
export type Step<State = unknown> =
  | {
      kind: 'next';
      says: readonly Outgoing[];
      changes: readonly Change[];
      state: State | null;
      then?: { dialog: string; opening?: unknown };
    }
  | { kind: 'not-understood'; retry: Outgoing };

/**
 * A conversation with open questions, of a person who is (or is becoming) known: registration, a check-in, a form.
 * Reads from the store as it likes, writes nothing itself. The state is kept sealed; it holds names of questions, never
 * their numbers, so that a new version may add or move some while people are in the middle.
 */
export interface Dialog<State = unknown> {
  readonly id: string;
  /** `opening`: plain data from whoever opens it (a sentence already understood, a campaign, an invitation's id). */
  begin(said: Said, opening?: unknown): Promise<Step<State>>;
  /** Her next message. A state that no longer fits (an older version) is answered by a polite restart. */
  answer(state: State, said: Said): Promise<Step<State>>;
  /** The open question again, in one message: after another subject came between, or after days ("we were at …"). */
  askAgain(state: State, said: Said): Outgoing;
}

/** Something a person can ask for in a word, of the menu or typed. */
export interface Command {
  readonly id: string;
  /** Key of the words that call it (`Texts.words`); a message that is one of them, or begins with one and goes on, calls it. */
  readonly words: string;
  /** What may follow the words: nothing, anything (`rest` below), or something always: the words alone are not this command. */
  readonly takesRest?: boolean | 'always';
  /** Whose command it is; to others it does not exist. */
  readonly for: 'anyone' | 'known' | 'reporter' | 'official' | 'administrator';
  /** False: nothing of the turn is kept, not even that it happened (design section 4). */
  readonly recorded: boolean;
  run(said: Said, rest: string): Promise<Step>;
}

/** An answer without anything to write and without a question left open. */
export function justSay(...says: Outgoing[]): Step<never> {
  return { kind: 'next', says, changes: [], state: null };
}
