import { insert } from '../../src/core/change.ts';
import type { Address, Channel, ChannelAbilities } from '../../src/core/channel.ts';
import { MovableClock } from '../../src/core/clock.ts';
import { silentLog } from '../../src/core/log.ts';
import type { Outgoing } from '../../src/core/outgoing.ts';
import type { RoleName } from '../../src/core/records.ts';
import type { Sealing } from '../../src/core/sealing.ts';
import { SendFailed, type SendFailure } from '../../src/core/send-failure.ts';
import type { Store } from '../../src/core/store.ts';
import type { Texts } from '../../src/core/texts.ts';
import { newOutbox, type OutboxOptions } from '../../src/outbox/outbox.ts';
import { openStore } from '../../src/storage/open-store.ts';
import { freshSqlite } from './sqlite.ts';

const abilities: ChannelAbilities = {
  buttons: true,
  maxTextLength: 4096,
  photos: true,
  files: true,
  deletesMessages: true,
  groups: true,
  proactive: 'always',
};

/** A channel that keeps what it delivered, and fails as it is told. */
export class KeepingChannel implements Channel {
  readonly name: string;
  readonly abilities: ChannelAbilities;
  readonly delivered: { chat: string; text: string; at: number }[] = [];
  /** What happens to the next sends, one each; `lost` fails as ambiguous without delivering, `late` after delivering. */
  readonly faults: (SendFailure | 'lost' | 'late' | 'hang')[] = [];
  state: 'well' | 'ill' = 'well';
  readonly #clock: MovableClock;

  constructor(name: string, clock: MovableClock, special: Partial<ChannelAbilities> = {}) {
    this.name = name;
    this.abilities = { ...abilities, ...special };
    this.#clock = clock;
  }
  async open(): Promise<void> {}
  async close(): Promise<void> {}
  health() {
    return this.state === 'well' ? ({ state: 'well' } as const) : ({ state: 'ill', because: 'test' } as const);
  }
  async deliver(message: Outgoing, to: Address) {
    await new Promise((resolve) => setImmediate(resolve));
    const fault = this.faults.shift();
    if (fault === 'hang') return new Promise<never>(() => {});
    if (fault === 'lost') throw new SendFailed({ kind: 'ambiguous' });
    if (typeof fault === 'object') throw new SendFailed(fault);
    this.delivered.push({ chat: to.conversation?.id ?? '', text: message.text, at: this.#clock.now().getTime() });
    if (fault === 'late') throw new SendFailed({ kind: 'ambiguous' });
    return { messageIds: [String(this.delivered.length)] };
  }
  texts(chat?: string): string[] {
    return this.delivered.filter((sent) => chat === undefined || sent.chat === chat).map(({ text }) => text);
  }
}

/** Seals by turning a text around: enough where the test is not about sealing. */
export const turningSealing: Sealing = {
  seal: (text) => `~${Buffer.from(text).toString('base64')}`,
  open: (sealed) => {
    if (!sealed.startsWith('~')) throw new RangeError('not sealed');
    return Buffer.from(sealed.slice(1), 'base64').toString();
  },
  hash: (purpose, value) => `${purpose}:${Buffer.from(value).toString('base64')}`,
};

export const outboxTexts: Texts = {
  say: (key, params) => {
    if (key === 'outbox.sent-again') return `(gửi lại) ${params?.text}`;
    throw new RangeError(key);
  },
  words: () => [],
  has: (key) => key === 'outbox.sent-again',
};

export interface OutboxWorld {
  clock: MovableClock;
  store: Store;
  telegram: KeepingChannel;
  zalo: KeepingChannel;
  outbox: ReturnType<typeof newOutbox>;
  /** The program anew over the same database and channels, as after a kill. */
  restarted(special?: Partial<OutboxOptions>): Promise<ReturnType<typeof newOutbox>>;
  addPerson(id: string, role: RoleName, channels?: string[]): Promise<void>;
  close(): Promise<void>;
}

/** An outbox over a fresh SQLite file with two channels, at a working hour of 22/11/2026 unless told otherwise. */
export async function outboxWorld(
  special: Partial<OutboxOptions> & { at?: string; url?: string } = {},
): Promise<OutboxWorld> {
  const database = await freshSqlite();
  const clock = new MovableClock(special.at ?? '2026-11-23T09:00:00+07:00');
  const store = await openStore(special.url ?? database.url, { clock });
  const telegram = new KeepingChannel('telegram', clock);
  const zalo = new KeepingChannel('zalo-bot', clock);
  const make = async (more: Partial<OutboxOptions> = {}) => {
    const outbox = newOutbox({
      store,
      channels: new Map([
        ['telegram', telegram],
        ['zalo-bot', zalo],
      ]),
      sealing: turningSealing,
      texts: outboxTexts,
      clock,
      log: silentLog,
      ...special,
      ...more,
    });
    outbox.register('test', async (row) => ({ text: `push ${row.key}` }));
    await outbox.open();
    return outbox;
  };
  return {
    clock,
    store,
    telegram,
    zalo,
    outbox: await make(),
    restarted: make,
    addPerson: async (id, role, channels = ['telegram']) => {
      const createdAt = clock.now();
      await store.commit([
        insert('Person', {
          id,
          calledAs: 'chị',
          preferredAccountId: `${id}@${channels[0]}`,
          consent: 'yes',
          consentVersion: 1,
          consentAt: createdAt,
          createdAt,
        }),
        ...channels.map((channel) =>
          insert('Account', {
            id: `${id}@${channel}`,
            personId: id,
            channel,
            accountHash: `${id}@${channel}`,
            sealedAddress: sealedAddress(id),
            state: 'active',
            createdAt,
          }),
        ),
        insert('Role', {
          id: `role-${id}`,
          personId: id,
          unitId: 'unit-1',
          role,
          fromDay: '2026-01-01',
          untilDay: null,
          invitationId: null,
        }),
      ]);
    },
    close: async () => {
      await store.close();
      await database.drop();
    },
  };
}

export function sealedAddress(chat: string, isGroup = false): string {
  return turningSealing.seal(JSON.stringify({ conversation: { id: chat, isGroup } }));
}
