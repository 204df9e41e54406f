import type { Change } from '../core/change.ts';
import type { Address, Channel, Delivered } from '../core/channel.ts';
import type { Clock } from '../core/clock.ts';
import type { Day } from '../core/day.ts';
import type { Command, Dialog, Said } from '../core/dialog.ts';
import type { Log } from '../core/log.ts';
import type { Outgoing } from '../core/outgoing.ts';
import type { Standing } from '../core/person.ts';
import type { AccountRow } from '../core/records.ts';
import type { Sealing } from '../core/sealing.ts';
import type { Opening, Store } from '../core/store.ts';
import type { Texts } from '../core/texts.ts';

/** Everything a turn needs of the rest, put together in `assistant.ts`. */
export interface BotParts {
  store: Store;
  texts: Texts;
  sealing: Sealing;
  clock: Clock;
  log: Log;
  channels: ReadonlyMap<string, Channel>;
  outbox: ReplyOutbox;
  standingOf(opening: Opening): Standing | null;
  dialogs: ReadonlyMap<string, Dialog>;
  commands: readonly Command[];
  danger: DangerRoute;
  invitations: { looksLikeCode(text: string): boolean; dialog: string };
  reports: { looksLikeReport(text: string, today: Day): boolean; dialog: string };
  /** What reads a file that an official sends while nothing is open. */
  files: { dialog: string };
  /** What opens the unit whose name is all that an official wrote; null for any other message. */
  unitNamed(said: Said): Promise<string | null>;
  questions: QuestionRoute;
  handover: HandoverRoute;
  observe: Observe;
  /** The menu of what this person can ask for; the fallback and the greeting show it. */
  menu(standing: Standing | null): Outgoing;
}

/** What the program counts about itself; nothing of it belongs to a person. */
export interface Observe {
  turn(kind: 'recorded' | 'unrecorded' | 'failed', seconds: number): void;
  danger(): void;
}

/** Replies that are rows of the turn's commit. */
export interface ReplyOutbox {
  /** The rows for a turn's replies, leased to this process so that nobody else sends them while it does. */
  replyRows(
    turn: { inboundId: string; conversationId: string; account: AccountRow; now: Date },
    says: readonly Outgoing[],
  ): { changes: Change[]; sending: unknown };
  /** Sends them in order and settles each; what cannot leave now stays for the dispatcher. Resolves to the platform's message ids. */
  deliverReplies(sending: unknown): Promise<string[]>;
  /** Sends at once, within the platform's limits; `urgent`: without regard to them. Throws SendFailed. */
  sayNow(channel: string, message: Outgoing, to: Address, options: { urgent: boolean }): Promise<Delivered>;
  /** A turn that came again: whatever of its replies has not left, leaves. */
  resume(inboundId: string): Promise<void>;
}

export interface DangerRoute {
  /** Null where there is no danger. `rest`: the clauses without danger, for a report in the same message; empty where none is left. */
  read(text: string): { card: Outgoing; rest: string } | null;
}

/**
 * What the assistant knows of a question. `sensitive`: about violence, so that the neutral question comes first; `again`: what
 * to ask to get this answer another time; `sure`: good enough to come between the questions of a form.
 */
export type QuestionAnswer =
  | { kind: 'answer'; message: Outgoing; sensitive: boolean; again: string; sure: boolean }
  | { kind: 'choices'; message: Outgoing; sensitive: boolean; again: string }
  | { kind: 'unknown'; message: Outgoing }
  | { kind: 'out-of-scope'; message: Outgoing };

export interface QuestionRoute {
  answer(text: string, today: Day): QuestionAnswer;
}

/** Messages that go to a person instead of the assistant. Nothing of them is kept. */
export interface HandoverRoute {
  /** Null when no handover takes this message. */
  take(said: Said, from: Whereabouts): HandoverEffect[] | null;
  /** Her conversation is forgotten (quick exit). */
  leave(conversationId: string): HandoverEffect[];
  /** What is said where a relayed message could not be delivered. */
  undelivered(effect: HandoverEffect): HandoverEffect[];
}

export interface Whereabouts {
  conversationId: string;
  channel: string;
  sealedAddress: string;
}

export interface HandoverEffect {
  to: Whereabouts;
  message: Outgoing;
}

export function whereaboutsOf({ conversationId, account }: Said): Whereabouts {
  return {
    conversationId,
    channel: account.channel,
    // Sealed when somebody asks for it: most turns never do.
    get sealedAddress() {
      return account.sealedAddress;
    },
  };
}
