import type { Change } from '../core/change.ts';
import type { Said } from '../core/dialog.ts';
import type { Outgoing } from '../core/outgoing.ts';
import type { ConversationState } from './conversation-state.ts';
import type { HandoverEffect } from './parts.ts';
import type { Memory } from './short-memory.ts';

/** What the routes are told: the message, what is kept of a known person, what is remembered of anybody. */
export interface Turn {
  said: Said;
  state: ConversationState;
  /** When the state was last written. */
  stateAt: Date | null;
  memory: Memory | null;
}

/** What a route decided. Carried out in `bot.ts`. */
export type Plan =
  /** Kept: one commit of the changes, the state and the replies. */
  | { kind: 'recorded'; says: readonly Outgoing[]; changes: readonly Change[]; state: ConversationState }
  /** Nothing is kept: the replies leave at once, the rest stays in memory. */
  | { kind: 'unrecorded'; says: readonly Outgoing[]; memory?: Partial<Memory> }
  /** Somebody not known yet: what must be written all the same (a wrong code), without a trace of the conversation. */
  | { kind: 'unknown-person'; says: readonly Outgoing[]; changes: readonly Change[]; memory: Partial<Memory> }
  | { kind: 'handed-over'; effects: readonly HandoverEffect[] }
  | { kind: 'leave-quickly' }
  | { kind: 'silent' };
