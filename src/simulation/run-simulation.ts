import { mkdtemp, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadContent } from '../content/load-content.ts';
import { hours, MovableClock, minutes } from '../core/clock.ts';
import { addDays, type Day, dayOf, instantOf, weekdayOf } from '../core/day.ts';
import type { PushKind } from '../core/push.ts';
import { promptsFolder } from '../paths.ts';
import { newPhotoFiles } from '../photo-files.ts';
import { newSealing } from '../privacy/sealing.ts';
import { openStore } from '../storage/open-store.ts';
import { checkPromises, type PromiseCheck } from './check-promises.ts';
import { Conversations } from './conversation.ts';
import { drawingFrom } from './draw-from-seed.ts';
import { Faults } from './faults.ts';
import { newProvince, peopleSentences, type SimulatedPerson } from './people.ts';
import { Platform } from './platform.ts';
import { Machine } from './process.ts';
import { readWords } from './read-words.ts';
import { rollUpOf } from './roll-up.ts';
import { Seeded } from './seeded.ts';
import { openSql } from './sql.ts';

export interface SimulationOptions {
  branches: number;
  days: number;
  seed: number;
  faults: boolean;
  /** A database of its own; an SQLite file in a temporary folder without it. */
  databaseUrl?: string;
  onDay?: (day: number) => void;
}

export interface SimulationResult {
  seed: number;
  people: number;
  units: number;
  days: number;
  checks: PromiseCheck[];
  faults: Faults['counts'];
  conversations: Conversations['counts'];
  platforms: Record<string, Platform['counts']>;
  perDay: SimulatedDay[];
  /** Of each week: branches expected to report, and reports told. */
  perWeek: { week: number; expected: number; told: number }[];
}

/** Messages that people wrote, that arrived, those of them that were pushes by kind, and the most in one second of each platform. */
export interface SimulatedDay {
  day: Day;
  written: number;
  arrived: number;
  pushes: Record<PushKind, number>;
  busiestSecond: Record<string, number>;
}

/** Mid-February, so that a short run meets 20/3 with its reminders, and a year all four campaigns. */
const firstDay: Day = '2027-02-15';
const memoryFolder = '/dev/shm';
/** About what a run leaves in its database. */
const bytesPerBranchAndDay = 1_500;
const daytime = { from: 6.5, until: 21.25, everyMs: minutes(30) };

interface Event {
  at: Date;
  run(): Promise<void>;
}

/** A province on a moved clock through the real code. The same seed makes the very same run on SQLite; PostgreSQL answers when it likes. */
export async function runSimulation(options: SimulationOptions): Promise<SimulationResult> {
  const folder = await mkdtemp(join(await roomyFolder(options), 'to-am-simulation-'));
  const url = options.databaseUrl ?? `file:${join(folder, 'to-am.db')}`;
  try {
    return await drawingFrom(new Seeded(options.seed).apart('chance'), () => simulate(options, folder, url));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** In memory where there is room: a power cut is not simulated, so no write need reach a disk. */
async function roomyFolder({ branches, days }: SimulationOptions): Promise<string> {
  try {
    const { bavail, bsize } = await statfs(memoryFolder);
    return bavail * bsize > bytesPerBranchAndDay * branches * days * 2 + 2 ** 26 ? memoryFolder : tmpdir();
  } catch {
    return tmpdir(); // there is no such folder on this system
  }
}

async function simulate(
  { branches, days, seed, faults: withFaults, onDay }: SimulationOptions,
  folder: string,
  url: string,
): Promise<SimulationResult> {
  const content = loadContent(promptsFolder);
  const says = readWords('people', peopleSentences);
  const clock = new MovableClock(instantOf(firstDay));
  const seeded = new Seeded(seed);
  // The key is made from the seed: nothing of a made-up province needs to be kept secret.
  const sealing = newSealing(Buffer.alloc(32, seed % 256).toString('base64url'));
  const store = await openStore(url, { clock });
  const province = newProvince(branches, firstDay, clock.now(), {
    sealing,
    seeded: seeded.apart('people'),
    days,
    calledAs: says.called_as,
  });
  for (let start = 0; start < province.changes.length; start += 1_000)
    await store.commit(province.changes.slice(start, start + 1_000));

  const blocked = new Set<string>();
  const faults = new Faults(seeded.apart('faults'), withFaults, clock);
  const platformFaults = { ofSend: () => faults.ofSend(), hasBlocked: (chat: string) => blocked.has(chat) };
  const platforms = new Map(
    (['telegram', 'zalo-bot'] as const).map((name) => [name as string, new Platform(name, clock, platformFaults)]),
  );
  const machine = new Machine({
    ...{ content, store, sealing, clock, faults },
    photos: newPhotoFiles(join(folder, 'photos'), sealing),
    platforms: [...platforms.values()],
  });
  const talk = new Conversations({
    machine,
    clock,
    texts: content.texts,
    faults,
    seeded: seeded.apart('talk'),
    says,
    platforms,
  });
  const plan = seeded.apart('days');
  const perDay: SimulationResult['perDay'] = [];
  const perWeek: SimulationResult['perWeek'] = [];

  for (let n = 0; n < days; n++) {
    const day = addDays(firstDay, n);
    const written = talk.counts.messages;
    const arrived = total(platforms);
    startClockOn(day);
    faults.startDay();
    for (const person of province.people) if (person.blocksOn === n) for (const chat of person.chats) blocked.add(chat);
    const jump = faults.clockJump();
    if (weekdayOf(day) === 1) perWeek.push({ week: perWeek.length + 1, expected: branches, told: 0 });
    for (const event of eventsOf(day, n)) {
      if (clock.now() < event.at) clock.moveTo(event.at);
      await event.run();
    }
    if (jump > 0) {
      clock.advance(-jump);
      await machine.tick();
      clock.advance(jump);
    }
    perDay.push({
      ...{ day, written: talk.counts.messages - written, arrived: total(platforms) - arrived },
      pushes: { deadline: 0, digest: 0, campaign: 0 },
      busiestSecond: Object.fromEntries([...platforms].map(([name, platform]) => [name, platform.busiestSecond()])),
    });
    onDay?.(n + 1);
  }
  // A last morning and day without people or faults, for what still waits.
  await machine.close();
  const rollUp = await rollUpOf(store, province.units, firstDay, dayOf(clock.now()));
  await store.close();
  await countPushes(url, perDay);
  const checks = await checkPromises({
    ...{ url, province, rollUp },
    campaigns: content.campaigns,
    reportNow: content.texts.say('campaigns.report_now'),
    talk,
    platforms,
    says,
    end: clock.now(),
  });
  return {
    ...{ seed, people: province.people.length, units: province.units.length, days, checks, perDay, perWeek },
    faults: faults.counts,
    conversations: talk.counts,
    platforms: Object.fromEntries([...platforms].map(([name, { counts }]) => [name, counts])),
  };

  /** A day that ran over midnight leaves its rest to the next. */
  function startClockOn(day: Day): void {
    if (clock.now() < instantOf(day)) clock.moveTo(instantOf(day));
  }

  function eventsOf(day: Day, n: number): Event[] {
    const events: Event[] = [];
    const start = instantOf(day).getTime();
    for (let at = start + hours(daytime.from); at < start + hours(daytime.until); at += daytime.everyMs) {
      events.push({ at: new Date(at), run: () => machine.tick() });
    }
    for (const hour of [1, 4]) events.push({ at: new Date(start + hours(hour)), run: () => machine.tick() });
    // Who has blocked the bot cannot write to it either.
    for (const person of province.people.filter(({ blocksOn }) => blocksOn === null || blocksOn > n)) {
      const at = (from: number, until: number) => new Date(start + plan.between(hours(from), hours(until)));
      if (person.role === 'reporter' && reportsOn(person, day, n)) {
        events.push({ at: at(17, 20.9), run: () => report(person, day, n) });
      }
      if (person.habit === 'in-need' && plan.chance(0.05))
        events.push({ at: at(6, 23), run: () => talk.callForHelp(person) });
      if (person.role === 'official' && plan.chance(0.05))
        events.push({ at: at(8, 17), run: () => talk.ask(person, asksOf(person)) });
      if (person.habit === 'asking' && plan.chance(0.05)) events.push({ at: at(7, 22), run: () => talk.ask(person) });
    }
    return events.sort((a, b) => a.at.getTime() - b.at.getTime());
  }

  function reportsOn(person: SimulatedPerson, day: Day, n: number): boolean {
    if (person.habit === 'silent') return false;
    // Each has her own day, so that a branch reports once a week: the end of the week, or the Tuesday after it.
    const own = Number(person.id.split('-')[1]) % 3;
    return person.habit === 'late' ? n > 7 && weekdayOf(day) === 2 : weekdayOf(day) === 5 + own;
  }

  async function report(person: SimulatedPerson, day: Day, n: number): Promise<void> {
    const week = Math.floor(n / 7);
    // In each week another number, so that each report is found again in the database; above 31, so that no date is taken for it.
    const participants = 41 + week;
    if (dayOf(clock.now()) === day) {
      const thisWeek = perWeek.at(-1);
      if (thisWeek) thisWeek.told++;
    }
    if (person.habit === 'diligent' && plan.chance(0.05)) return talk.report(person, says.nothing, 0);
    const text = plan
      .oneOf(sentencesFor(person))
      .replace('{n}', String(participants))
      .replace('{campaign}', mentionOn(day));
    return talk.report(person, text, participants);
  }

  /** What an official may ask, and the name of a branch that is not below her unit. */
  function asksOf(person: SimulatedPerson): string[] {
    const other = province.units.find(({ kind, parentId }) => kind === 'branch' && parentId !== person.unitId);
    return says.official_asks.map((ask) => ask.replace('{other}', other?.name ?? person.unitName));
  }

  function sentencesFor(person: SimulatedPerson): readonly string[] {
    if (person.habit === 'sloppy') return says.sloppy_reports;
    if (person.habit === 'late') return says.late_reports;
    if (plan.chance(0.15)) return says.household_reports;
    return plan.chance(0.3) && mentionOn(dayOf(clock.now())) !== '' ? says.campaign_reports : says.reports;
  }

  /** How the campaign that is on is named; empty when there is none. */
  function mentionOn(day: Day): string {
    const near = content.campaigns.find(({ when }) => {
      const [date = 0, month = 0] = (when.day ?? '').split('/').map(Number);
      const its = `${day.slice(0, 4)}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`;
      return when.day !== undefined && its <= day && day <= addDays(its, 6);
    });
    return near?.mention ?? '';
  }
}

/** Of what was pushed, the kinds, day by day. */
async function countPushes(url: string, perDay: readonly SimulatedDay[]): Promise<void> {
  const sql = await openSql(url);
  const rows = await sql.all<{ kind: PushKind; settledAt: string | Date }>(
    `SELECT "kind", "settledAt" FROM "OutboxRow" WHERE "kind" <> 'reply' AND "state" = 'sent'`,
  );
  await sql.close();
  const byDay = new Map(perDay.map((one) => [one.day, one.pushes]));
  for (const { kind, settledAt } of rows) {
    const pushes = byDay.get(dayOf(new Date(settledAt)));
    if (pushes) pushes[kind]++;
  }
}

function total(platforms: ReadonlyMap<string, Platform>): number {
  return [...platforms.values()].reduce((sum, { counts }) => sum + counts.sent, 0);
}
