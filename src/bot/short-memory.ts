import { type Clock, hours, minutes } from '../core/clock.ts';
import type { Choice } from '../core/outgoing.ts';

/** What is remembered of an unrecorded conversation, in memory only. */
export interface Memory {
  menu: readonly Choice[] | null;
  /** An open dialog of somebody who is not known yet (an invitation being confirmed). */
  open: { dialog: string; state: unknown } | null;
  /** The neutral question before an answer on violence was asked; the answer waits for "1". */
  held: string | null;
  /** It was asked in this conversation already. */
  askedNeutral: boolean;
  /** What stays on the phone was said. */
  saidWhatStays: boolean;
  /** When the danger card was last shown, in ms. */
  dangerCardAt: number | null;
}

export const freshMemory: Memory = {
  menu: null,
  open: null,
  held: null,
  askedNeutral: false,
  saidWhatStays: false,
  dangerCardAt: null,
};

const forgottenAfter = minutes(30);
const messagesErasableFor = hours(48);
const keptConversations = 10_000;
const keptIds = 200;

interface Kept {
  memory: Memory | null;
  until: number;
  ids: { id: string; at: number }[];
}

/**
 * Conversations that leave no record, and the ids of recent messages so that a quick exit can delete them. In memory, bounded,
 * forgotten after 30 minutes of silence (ids after 48 hours, the platforms' own limit).
 */
export class ShortMemory {
  readonly #kept = new Map<string, Kept>();
  readonly #clock: Clock;
  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Null when nothing is remembered: a new conversation, or one from before a restart. */
  recall(conversationId: string): Memory | null {
    const kept = this.#kept.get(conversationId);
    return kept?.memory && kept.until > this.#now() ? kept.memory : null;
  }

  remember(conversationId: string, change: Partial<Memory>): void {
    const memory = { ...(this.recall(conversationId) ?? freshMemory), ...change };
    this.#keep(conversationId, {
      memory,
      until: this.#now() + forgottenAfter,
      ids: this.#kept.get(conversationId)?.ids ?? [],
    });
  }

  noteMessages(conversationId: string, ids: readonly string[]): void {
    const before = this.#kept.get(conversationId);
    const at = this.#now();
    const all = [...(before?.ids ?? []), ...ids.map((id) => ({ id, at }))].slice(-keptIds);
    this.#keep(conversationId, { memory: before?.memory ?? null, until: before?.until ?? 0, ids: all });
  }

  /** Forgets the conversation and gives the ids of its messages of the last 48 hours. */
  forget(conversationId: string): string[] {
    const oldest = this.#now() - messagesErasableFor;
    const ids = (this.#kept.get(conversationId)?.ids ?? []).filter(({ at }) => at >= oldest).map(({ id }) => id);
    this.#kept.delete(conversationId);
    return ids;
  }

  #keep(conversationId: string, kept: Kept): void {
    this.#kept.delete(conversationId);
    this.#kept.set(conversationId, kept);
    if (this.#kept.size > keptConversations) this.#kept.delete(this.#kept.keys().next().value as string);
  }

  #now(): number {
    return this.#clock.now().getTime();
  }
}
