import type { Clock } from '../core/clock.ts';
import type { Day } from '../core/day.ts';
import type { OutboxKind, RoleName } from '../core/records.ts';
import type { Sealing } from '../core/sealing.ts';
import type { Store } from '../core/store.ts';
import type { Texts } from '../core/texts.ts';
import type { Campaign } from './campaign-schema.ts';

/** An audience whose pushes are written in batches (the outbox does it). */
export interface AudienceRows {
  name: string;
  keyPrefix: string;
  kind: OutboxKind;
  roles: readonly RoleName[];
  unitIds: readonly string[];
  day: Day;
  notBefore: Date;
  expiresAt: Date;
  now: Date;
}

/** By which channel people would be reached now. */
export interface Forecast {
  people: number;
  byChannel: Readonly<Record<string, number>>;
  unreachable: Readonly<Record<'no-account' | 'blocked' | 'out-of-window', number>>;
  seconds: number;
}

export interface CampaignParts {
  store: Store;
  texts: Texts;
  sealing: Sealing;
  clock: Clock;
  campaigns: readonly Campaign[];
  /** Writes the pushes of an audience; a second call adds nothing. */
  enqueue: (audience: AudienceRows) => Promise<number>;
  forecast: (personIds: readonly string[]) => Promise<Forecast>;
  /** How a check-in is opened with what she has said already. */
  checkIn: { dialog: string; opening: (text: string) => unknown };
  /** Whether a text begins without a word that must not stand on a locked screen. */
  opensQuietly: (text: string) => boolean;
}
