import { type Change, put } from '../core/change.ts';
import type { Store } from '../core/store.ts';

/** What an official chose: whether she gets digests, and at what hour. */
export interface DigestWish {
  off?: boolean;
  /** `07:30` */
  time?: string;
}

const usualTime = '07:30';
const prefix = 'digest-wish/';

export async function wishesOf(store: Store, personIds: readonly string[]): Promise<ReadonlyMap<string, DigestWish>> {
  const rows = await store.find('Setting', { id: { in: personIds.map((id) => `${prefix}${id}`) } });
  return new Map(rows.map(({ id, value }) => [id.slice(prefix.length), value as DigestWish]));
}

export function keepWish(personId: string, wish: DigestWish): Change {
  return put('Setting', { id: `${prefix}${personId}`, value: wish });
}

export function wantsDigests(wish: DigestWish | undefined): boolean {
  return wish?.off !== true;
}

export function digestTime(wish: DigestWish | undefined): string {
  return wish?.time ?? usualTime;
}

/** An hour as people write it: "6:30", "6h30", "6 giờ", "lúc 18h". Null for what is no time of day. */
export function readTime(text: string): string | null {
  const found = /(\d{1,2})\s*(?:[:h]|giờ|gio)?\s*(\d{2})?/iu.exec(text);
  const hour = Number(found?.[1] ?? 99);
  const minute = Number(found?.[2] ?? 0);
  if (!found || hour > 23 || minute > 59) return null;
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}
