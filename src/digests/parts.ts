import type { Clock } from '../core/clock.ts';
import type { Day } from '../core/day.ts';
import type { Outgoing } from '../core/outgoing.ts';
import type { OutboxRow, PersonRow } from '../core/records.ts';
import type { Store } from '../core/store.ts';
import type { Texts } from '../core/texts.ts';
import type { Plan } from '../indicators/plan-schema.ts';
import type { ComingCampaign } from './digest-text.ts';

/** What ids of domain section 3 are called. */
export interface FactLabels {
  activity(id: string): string;
  topic(id: string): string;
  campaign(id: string): string;
  model(id: string): string;
  /** "5 không 3 sạch". */
  set(id: string): string;
}

export interface DigestParts {
  store: Store;
  texts: Texts;
  clock: Clock;
  plans: readonly Plan[];
  labels: FactLabels;
  /** The campaign that a digest of the unit tells of on this day. */
  coming: (day: Day, unitId: string) => Promise<ComingCampaign | null>;
  /** The campaign that somebody means by "28/6" or its title; what counts for it are activities of that campaign. */
  campaignNamed?: (text: string) => { id: string; title: string } | null;
  /** A message as it is kept in its row until it has left. */
  seal: (message: Outgoing) => string;
  open: (sealed: string) => Outgoing;
  /** What somebody says to begin a check-in, offered under an invitation. */
  reportWord?: { label: string; says: string };
}

export type RenderPush = (row: OutboxRow, to: { person: PersonRow; now: Date }) => Promise<Outgoing | null>;

/** Something due at a moment, once; of use until another. */
export interface DigestSlot {
  key: string;
  at: Date;
  until: Date;
  run(now: Date): Promise<void>;
}

/** How she is addressed, for sentences. */
export function called({ calledAs }: Pick<PersonRow, 'calledAs'>): { chi: string; Chi: string } {
  return { chi: calledAs, Chi: calledAs.charAt(0).toLocaleUpperCase('vi') + calledAs.slice(1) };
}
