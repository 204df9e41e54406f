import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Change, insert } from '../../src/core/change.ts';
import { systemClock } from '../../src/core/clock.ts';
import { dayOf } from '../../src/core/day.ts';
import { monthOf, periodBefore } from '../../src/core/period.ts';
import type { UnitRow } from '../../src/core/records.ts';
import type { Sealing } from '../../src/core/sealing.ts';
import type { Store } from '../../src/core/store.ts';
import { makeKey, newSealing } from '../../src/privacy/sealing.ts';
import { openStore } from '../../src/storage/open-store.ts';
import { builtProgram } from './built-program.ts';
import { startTelegramServer } from './telegram-server/start.ts';

export interface KillRunOptions {
  kills: number;
  reporters: number;
  /** Check-ins of each reporter. */
  checkIns: number;
  /** PostgreSQL to run on instead of a file. */
  databaseUrl?: string;
  seed: number;
  /** The messenger people write by; Telegram without it. */
  platform?: (seed: number) => Promise<KillPlatform>;
}

/** A local platform in a process of its own, that outlives the program and repeats what was not confirmed. */
export interface KillPlatform {
  channel: string;
  /** The program's settings for it. */
  environment: Record<string, string>;
  write(person: string, text: string): Promise<void>;
  sent(): Promise<readonly { chatId: string; text: string }[]>;
  /** How many messages it still has to hand over. */
  unconfirmed(): Promise<number>;
  stop(): Promise<void>;
}

async function telegramToKill(seed: number): Promise<KillPlatform> {
  const telegram = await startTelegramServer();
  await telegram.control('settings', { redeliveries: 2, shuffle: true, seed });
  return {
    channel: 'telegram',
    environment: { TELEGRAM_TOKEN: telegram.token, TELEGRAM_API_ROOT: telegram.url },
    write: async (person, text) => void (await telegram.write(person, text)),
    sent: async () => (await telegram.state()).sent,
    unconfirmed: async () => (await telegram.state()).unconfirmed,
    stop: () => telegram.stop(),
  };
}

export interface KillRunResult {
  kills: number;
  messages: number;
  /** Check-ins that should be stored, and those that are missing or there too often. */
  checkIns: { expected: number; lost: number; doubled: number };
  /** Recorded replies that reached nobody. */
  repliesMissing: number;
  questions: { asked: number; unanswered: number };
}

const question = 'làm giấy khai sinh muộn cần gì';

/**
 * Reporters report and citizens ask through a local platform while the program is killed at random moments and started
 * again on the same database. Every update comes up to three times, out of order between people. The server keeps the truth.
 */
export async function killRun(options: KillRunOptions): Promise<KillRunResult> {
  const folder = await mkdtemp(join(tmpdir(), 'to-am-kill-'));
  const url = options.databaseUrl ?? `file:${join(folder, 'to-am.db')}`;
  const key = makeKey();
  const sealing = newSealing(key);
  const random = numbersFrom(options.seed);
  const platform = await (options.platform ?? telegramToKill)(options.seed);
  const program = new Program(builtProgram(), {
    DATABASE_URL: url,
    DATA_KEY: key,
    PORT: '0',
    LOG_LEVEL: 'error',
    DEMONSTRATION: 'no',
    ...platform.environment,
  });
  try {
    await prepare(url, sealing, options.reporters, platform.channel);
    await program.start();
    const people = Array.from({ length: options.reporters }, (_, i) => reporterId(i));
    const citizens = Array.from({ length: Math.ceil(options.reporters / 3) }, (_, i) => String(900_000 + i));
    let messages = 0;
    let kills = 0;
    // Each round everybody does one step; between steps the program dies as often as the number of kills asks.
    const rounds = options.checkIns * 2;
    for (let round = 0; round < rounds; round++) {
      for (const [i, person] of people.entries()) {
        await platform.write(person, round % 2 === 0 ? reportText(i, round / 2) : 'lưu');
        messages++;
      }
      if (round === 0) {
        for (const citizen of citizens) await platform.write(citizen, question);
        messages += citizens.length;
      }
      const wanted = Math.round((options.kills * (round + 1)) / rounds);
      for (; kills < wanted; kills++) {
        await pause(100 + random() * 900);
        await program.kill();
        await program.start();
      }
      await everythingTaken(platform);
    }
    await everythingTaken(platform);
    const store = await openStore(url);
    try {
      await everythingSaid(store);
      const sent = await platform.sent();
      await program.stop();
      return { kills, messages, ...(await judge(store, sent, people, citizens, options)) };
    } finally {
      await store.close();
    }
  } finally {
    await program.kill();
    await platform.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Unique within a reporter by the number of people who came. */
function reportText(person: number, n: number): string {
  return `hôm nay họp chi hội ${participants(person, n)} người`;
}
function participants(person: number, n: number): number {
  return 20 + n * 10 + (person % 10);
}
function reporterId(i: number): string {
  return String(500_000 + i);
}

async function judge(
  store: Store,
  sent: readonly { chatId: string; text: string }[],
  people: readonly string[],
  citizens: readonly string[],
  { checkIns }: KillRunOptions,
): Promise<Omit<KillRunResult, 'kills' | 'messages'>> {
  let lost = 0;
  let doubled = 0;
  let repliesMissing = 0;
  for (const [i, person] of people.entries()) {
    const stored = (await store.find('Activity', { unitId: unitId(i), replacedById: null })).map(
      (row) => row.participants,
    );
    const said = sent.filter(({ chatId }) => chatId === person).map(({ text }) => text);
    for (let n = 0; n < checkIns; n++) {
      const times = stored.filter((one) => one === participants(i, n)).length;
      if (times === 0) lost++;
      if (times > 1) doubled++;
      if (!said.some((text) => text.includes(`${participants(i, n)} người`))) repliesMissing++;
    }
    repliesMissing += Math.max(0, checkIns - said.filter((text) => text.includes('lưu rồi')).length);
  }
  const unanswered = citizens.filter(
    (citizen) => !sent.some(({ chatId, text }) => chatId === citizen && text.includes('khai sinh')),
  );
  return {
    checkIns: { expected: people.length * checkIns, lost, doubled },
    repliesMissing,
    questions: { asked: citizens.length, unanswered: unanswered.length },
  };
}

async function prepare(url: string, sealing: Sealing, reporters: number, channel: string): Promise<void> {
  const store = await openStore(url);
  const now = systemClock.now();
  const changes: Change[] = [insert('Unit', unit('kill-commune', 'X01', 'commune', null))];
  for (let i = 0; i < reporters; i++) {
    const id = reporterId(i);
    const address = { channelId: channel, conversation: { id, isGroup: false }, user: { id }, bot: { id: 'bot' } };
    changes.push(
      insert('Unit', unit(unitId(i), `X01-${i}`, 'branch', 'kill-commune')),
      insert('UnitAncestor', {
        id: `up-${i}`,
        unitId: unitId(i),
        ancestorId: 'kill-commune',
        depth: 1,
        fromDay: '2020-01-01',
        untilDay: null,
      }),
      insert('Person', {
        id: `person-${i}`,
        calledAs: 'chị',
        preferredAccountId: null,
        consent: 'yes',
        consentVersion: 1,
        consentAt: now,
        createdAt: now,
      }),
      insert('Account', {
        id: `account-${i}`,
        personId: `person-${i}`,
        channel,
        accountHash: sealing.hash('account', `${channel}/${id}`),
        sealedAddress: sealing.seal(JSON.stringify(address)),
        state: 'active',
        createdAt: now,
      }),
      // This month's counts were skipped already, so that every check-in takes the same two messages.
      ...[monthOf(dayOf(now)), periodBefore(monthOf(dayOf(now)))].map((month) =>
        insert('MonthlyCount', {
          id: `month-${i}-${month}`,
          checkInId: 'none',
          unitId: unitId(i),
          day: dayOf(now),
          version: 1,
          replacedById: null,
          waiting: false,
          createdAt: now,
          month,
          found: null,
          supported: null,
        }),
      ),
      insert('Role', {
        id: `role-${i}`,
        personId: `person-${i}`,
        unitId: unitId(i),
        role: 'reporter',
        fromDay: dayOf(now),
        untilDay: null,
        invitationId: null,
      }),
    );
  }
  await store.commit(changes);
  await store.close();
}

function unit(id: string, code: string, kind: UnitRow['kind'], parentId: string | null): UnitRow {
  return {
    id,
    code,
    name: code,
    kind,
    parentId,
    fromDay: '2020-01-01',
    untilDay: null,
    position: 0,
    oldNames: [],
    marks: {},
  };
}
function unitId(i: number): string {
  return `kill-branch-${i}`;
}

/** Until the platform holds nothing back any more. */
async function everythingTaken(platform: KillPlatform): Promise<void> {
  for (let waited = 0; waited < 60_000; waited += 100) {
    if ((await platform.unconfirmed()) === 0) return;
    await pause(100);
  }
  throw new Error('the program did not take every message within a minute');
}

/**
 * Until no recorded reply waits to be sent. On PostgreSQL a reply that a dead process held waits for its lease of a minute,
 * because another process could still be sending it; one that waits longer is missing, and the count of replies says so.
 */
async function everythingSaid(store: Store): Promise<void> {
  for (let waited = 0; waited < 90_000; waited += 250) {
    await pause(250);
    if (!(await store.first('OutboxRow', { kind: 'reply', state: { in: ['leased', 'pending'] } }))) return;
  }
}

class Program {
  readonly #main: string;
  readonly #environment: Record<string, string>;
  #child: ChildProcess | null = null;
  constructor(main: string, environment: Record<string, string>) {
    this.#main = main;
    this.#environment = environment;
  }

  async start(): Promise<void> {
    const child = spawn(process.execPath, [this.#main], {
      env: { ...process.env, ...this.#environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    let printed = '';
    await new Promise<void>((resolve, reject) => {
      child.stderr?.on('data', (bytes) => {
        printed += bytes;
      });
      child.stdout?.on('data', (bytes) => {
        printed += bytes;
        if (printed.includes('ready')) resolve();
      });
      child.once('exit', (code) => reject(new Error(`the program ended at its start (${code})\n${printed}`)));
    });
  }
  kill(): Promise<void> {
    return this.#end('SIGKILL');
  }
  stop(): Promise<void> {
    return this.#end('SIGTERM');
  }
  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill(signal);
    await ended;
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function numbersFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
