import type { Outgoing } from '../../core/outgoing.ts';

/** Where one side writes from: enough to answer there, nothing that is shown. */
export interface Whereabouts {
  conversationId: string;
  channel: string;
  sealedAddress: string;
}

/** Something to deliver now. Makes no row; when it cannot be delivered, the citizen is told with the numbers. */
export interface HandoverEffect {
  to: Whereabouts;
  message: Outgoing;
}

/** An official who said that she is on duty, for the unit of her post. */
export interface OnDuty {
  at: Whereabouts;
  unitId: string;
  unitName: string;
  oldNames: readonly string[];
  chi: string;
  /** The talk that her next messages go to; null when they go nowhere. */
  inTalk: string | null;
}

/** A unit with somebody on duty. */
export interface Office {
  unitId: string;
  name: string;
  names: readonly string[];
}

/** Where a citizen is on her way to a person. */
export type Request =
  | { stage: 'choosing'; offices: readonly Office[]; at: Whereabouts; lastAt: number }
  | { stage: 'consenting'; office: Office; at: Whereabouts; lastAt: number }
  | { stage: 'talking'; office: Office; name: string; officials: readonly string[]; at: Whereabouts; lastAt: number };
