import { type Change, put } from '../core/change.ts';
import type { PeriodKind } from '../core/period.ts';
import type { AccountRow } from '../core/records.ts';
import type { Store } from '../core/store.ts';

/** What an official chose: whether she gets digests, which, at what hour, and by which messenger. */
export interface DigestWish {
  off?: boolean;
  /** `07:30` */
  time?: string;
  kinds?: readonly PeriodKind[];
  /** A channel, or the first part of the names of several: `zalo`. */
  channel?: string;
}

export const digestKinds: readonly PeriodKind[] = ['week', 'month', 'half-year', 'year', 'plan-year'];
const usualKinds: readonly PeriodKind[] = ['week', 'month'];
const usualTime = '07:30';
const prefix = 'digest-wish/';

export async function wishesOf(store: Store, personIds: readonly string[]): Promise<ReadonlyMap<string, DigestWish>> {
  const wishes = new Map<string, DigestWish>();
  for (let i = 0; i < personIds.length; i += 1_000) {
    const ids = personIds.slice(i, i + 1_000).map((id) => `${prefix}${id}`);
    for (const { id, value } of await store.find('Setting', { id: { in: ids } }))
      wishes.set(id.slice(prefix.length), value as DigestWish);
  }
  return wishes;
}

export function keepWish(personId: string, wish: DigestWish): Change {
  return put('Setting', { id: `${prefix}${personId}`, value: wish });
}

export function wantsDigest(wish: DigestWish | undefined, kind: PeriodKind): boolean {
  return wish?.off !== true && digestKindsOf(wish).includes(kind);
}

export function digestKindsOf(wish: DigestWish | undefined): readonly PeriodKind[] {
  return wish?.kinds ?? usualKinds;
}

export function digestTime(wish: DigestWish | undefined): string {
  return wish?.time ?? usualTime;
}

/** Her account on the messenger she chose; null where she chose none or has none there. */
export function accountFor(wish: DigestWish | undefined, accounts: readonly AccountRow[]): AccountRow | null {
  const { channel } = wish ?? {};
  if (channel === undefined) return null;
  return accounts.find((account) => account.state === 'active' && account.channel.startsWith(channel)) ?? null;
}

/** An hour as people write it: "6:30", "6h30", "6 giờ", "lúc 18h". Null for what is no time of day. */
export function readTime(text: string): string | null {
  const found = /(\d{1,2})\s*(?:[:h]|giờ|gio)?\s*(\d{2})?/iu.exec(text);
  const hour = Number(found?.[1] ?? 99);
  const minute = Number(found?.[2] ?? 0);
  if (!found || hour > 23 || minute > 59) return null;
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}
