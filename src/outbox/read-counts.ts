import { addToFigure, type Change, put, remove } from '../core/change.ts';
import type { ReadNotice } from '../core/channel.ts';
import { type Clock, days } from '../core/clock.ts';
import { type Day, dayOf } from '../core/day.ts';
import { describeForeign } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import { everywhere, readMeasures } from '../core/push.ts';
import type { OutboxRow } from '../core/records.ts';
import type { Sealing } from '../core/sealing.ts';
import type { Store } from '../core/store.ts';

/** Who has not read a campaign after so long is no longer waited for. */
const waitedForMs = days(30);
const page = 1_000;

/** A message that a platform may still tell to be read: which rows it belongs to, and no person. */
interface Unread {
  of: string;
  ids: readonly string[];
  until: string;
}

/**
 * Counts how many of a campaign's messages were read, by channels that tell it. Until a message is read its platform id
 * stands under a keyed hash of its chat; then the row goes and one more is counted. Nothing says who has read.
 */
export class ReadCounts {
  readonly #store: Store;
  readonly #sealing: Sealing;
  readonly #clock: Clock;
  readonly #log: Log;
  #counting: Promise<void> = Promise.resolve();
  #sweptOn: Day | null = null;

  constructor(parts: { store: Store; sealing: Sealing; clock: Clock; log: Log }) {
    this.#store = parts.store;
    this.#sealing = parts.sealing;
    this.#clock = parts.clock;
    this.#log = parts.log;
  }

  /** What is to be written with a row that was sent. Only campaigns are counted. */
  noteSent(channel: string, chat: string, messageIds: readonly string[], row: OutboxRow): Change[] {
    const ids = messageIds.filter((id) => id !== '');
    const last = ids.at(-1);
    if (row.kind !== 'campaign' || last === undefined) return [];
    this.#sweepDaily();
    const of = row.key.slice(0, row.key.lastIndexOf('/') + 1);
    const now = this.#clock.now();
    const value: Unread = { of, ids, until: new Date(now.getTime() + waitedForMs).toISOString() };
    return [
      // Not inserted: a platform that gives an id twice must not make the settlement fail.
      put('Setting', { id: this.#idOf(channel, chat, last), value }),
      addToFigure(readMeasures(of).readable, everywhere, dayOf(now), 1),
    ];
  }

  /** Counts what a platform tells to be read, each message once. Never rejects. */
  async read(channel: string, { chat, isRead }: ReadNotice): Promise<void> {
    this.#counting = this.#counting
      .then(() => this.#count(channel, chat, isRead))
      .catch((error: unknown) => this.#log.warn('outbox.read-not-counted', { channel, ...describeForeign(error) }));
    await this.#counting;
  }

  async #count(channel: string, chat: string, isRead: ReadNotice['isRead']): Promise<void> {
    const under = this.#idOf(channel, chat, '');
    const unread = await this.#store.find('Setting', { id: { gte: under, lt: `${under.slice(0, -1)}0` } });
    const changes = unread.flatMap(({ id, value }) => {
      const { of, ids } = value as Unread;
      if (!ids.some(isRead)) return [];
      return [remove('Setting', { id }), addToFigure(readMeasures(of).read, everywhere, dayOf(this.#clock.now()), 1)];
    });
    if (changes.length > 0) await this.#store.commit(changes);
  }

  #idOf(channel: string, chat: string, messageId: string): string {
    return `unread/${channel}/${this.#sealing.hash('unread', `${channel}/${chat}`)}/${messageId}`;
  }

  #sweepDaily(): void {
    const today = dayOf(this.#clock.now());
    if (this.#sweptOn === today) return;
    this.#sweptOn = today;
    this.#counting = this.#counting
      .then(() => this.#sweep())
      .catch((error: unknown) => this.#log.warn('outbox.unread-not-swept', describeForeign(error)));
  }

  async #sweep(): Promise<void> {
    const now = this.#clock.now().toISOString();
    for (let after = 'unread/'; ; ) {
      const rows = await this.#store.find(
        'Setting',
        { id: { gt: after, lt: 'unread0' } },
        { orderBy: [{ id: 'asc' }], limit: page },
      );
      const old = rows.filter(({ value }) => (value as Unread).until < now).map(({ id }) => id);
      if (old.length > 0) await this.#store.commit([remove('Setting', { id: { in: old } })]);
      const last = rows.at(-1);
      if (!last || rows.length < page) return;
      after = last.id;
    }
  }
}
