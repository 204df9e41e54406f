import type { Clock } from '../core/clock.ts';
import type { Sealing } from '../core/sealing.ts';
import type { Store } from '../core/store.ts';
import type { Texts } from '../core/texts.ts';
import type { Understand } from './settle-doubt.ts';
import type { Labels } from './wording.ts';

/** Seals and stores the bytes of a photo under this id, outside the database; resolves to the name of the file. */
export type SavePhoto = (id: string, bytes: Uint8Array) => Promise<string>;

export interface CheckInParts {
  store: Store;
  texts: Texts;
  sealing: Sealing;
  clock: Clock;
  understand: Understand;
  labels: Labels;
  savePhoto: SavePhoto;
  /** How many households more each commune helps to a whole set in a year (plan ND, target 3). */
  householdTarget: number;
  /** From when on this account may see records; null: all. */
  historyFrom?: (accountId: string) => Promise<Date | null>;
}
