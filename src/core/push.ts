import { type Change, insert } from './change.ts';
import { newId } from './ids.ts';
import type { OutboxKind, OutboxRow, RoleName } from './records.ts';
import type { Store } from './store.ts';

export type PushKind = Exclude<OutboxKind, 'reply'>;

/** Something to be said to a person of our own accord. */
export interface Push {
  /**
   * What it is, in parts, so that it can be written only once and rendered when it leaves: `campaign/28-6/2027/D-7/<person>`.
   * The first part names who renders it. No part names a person but by her id.
   */
  key: string;
  to: { id: string };
  kind: PushKind;
  notBefore: Date;
  /** After this moment it is of no use and is dropped. */
  expires: Date;
  /** Sealed text, where it must be exactly this one (a digest already built). */
  sealedPayload?: string;
  /** The account she wants it by, if it can; null or absent: the one she prefers. */
  accountId?: string | null;
}

/** Adds a push. A commit with a key that is there already fails with Conflict: leave known ones out with {@link notYetPushed}. */
export function addPush(push: Push, now: Date): Change {
  return insert('OutboxRow', pushRow(push, now));
}

export function pushRow({ key, to, kind, notBefore, expires, sealedPayload, accountId }: Push, now: Date): OutboxRow {
  return {
    id: newId(now),
    key,
    kind,
    accountId: accountId ?? null,
    personId: to.id,
    conversationId: null,
    sealedPayload: sealedPayload ?? null,
    state: 'pending',
    attempts: 0,
    notBefore,
    expiresAt: expires,
    leaseUntil: null,
    because: null,
    createdAt: now,
    settledAt: null,
  };
}

/** Those of the pushes whose key is not in the outbox, each once. */
export async function notYetPushed<P extends { key: string }>(store: Store, pushes: readonly P[]): Promise<P[]> {
  const known = new Set<string>();
  for (let i = 0; i < pushes.length; i += 1_000) {
    const keys = pushes.slice(i, i + 1_000).map(({ key }) => key);
    for (const { key } of await store.find('OutboxRow', { key: { in: keys } })) known.add(key);
  }
  return pushes.filter(({ key }) => !known.has(key) && known.add(key));
}

/** The part of a key that names its renderer. */
export function templateOf(key: string): string {
  return key.slice(0, key.indexOf('/'));
}

/** The unit of what is counted of nobody. */
export const everywhere = 'everywhere';

/** Under which measures it is counted how many messages with keys under a prefix can be told to be read, and were. */
export function readMeasures(rowsUnder: string): { readable: string; read: string } {
  return { readable: `readable/${rowsUnder}`, read: `read/${rowsUnder}` };
}

/** Pushes in any seven days. Deadlines count, replies do not. */
export const weeklyCaps: Readonly<Record<RoleName, number>> = { official: 7, administrator: 7, reporter: 5, member: 2 };

/** What she chose for herself: fewer, none, or only at certain hours. Concerns campaigns; of a member that is everything. */
export interface Wish {
  want: 'all' | 'fewer' | 'none';
  hours?: { from: string; until: string };
}

/** The Setting that keeps her wish; erased with her. */
export function wishId(personId: string): string {
  return `pushes/${personId}`;
}
