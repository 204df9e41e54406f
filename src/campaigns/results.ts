import type { OutboxState } from '../core/records.ts';
import type { Store } from '../core/store.ts';
import { activitiesOf, unitsAsked, unitsOf } from './audiences.ts';
import { type Occurrence, prefixOf, remindersOf } from './calendar.ts';
import type { Campaign } from './campaign-schema.ts';
import { type Reach, reachOf } from './reach.ts';
import { type ReadCount, readOf } from './read.ts';
import { keysUnder } from './stopping.ts';

/** What became of the rows of a reminder. */
export interface Progress {
  sent: number;
  waiting: number;
  unknown: number;
  blocked: number;
  outOfWindow: number;
  noAccount: number;
  /** She had asked for fewer or none, or was over her cap. */
  unwanted: number;
  /** Nothing left to say: her branch had reported. */
  settled: number;
  stopped: number;
  failed: number;
}

export interface CampaignResults {
  campaign: string;
  year: number;
  reminders: ({ at: string } & Progress)[];
  /** Null: no channel that brought it tells when a message was read. */
  read: ReadCount | null;
  reach: Reach;
  /** Of the branches that were asked what they had done, those that have told of it since. */
  answers: { asked: number; told: number };
  held: { activities: number; participants: number; units: number; unitsAsked: number };
  heldByUnit: { code: string; name: string; activities: number; participants: number | null }[];
}

/** Counts of the rows under a key prefix. */
export async function progressOf(store: Store, prefix: string): Promise<Progress> {
  const key = keysUnder(prefix);
  const state = (one: OutboxState) => store.count('OutboxRow', { key, state: one });
  const because = (...reasons: string[]) =>
    store.count('OutboxRow', { key, state: 'given-up', because: { in: reasons } });
  const [sent, pending, leased, unknown, givenUp] = await Promise.all([
    state('sent'),
    state('pending'),
    state('leased'),
    state('unknown'),
    state('given-up'),
  ]);
  const [blocked, outOfWindow, noAccount, unwanted, settled, stopped] = await Promise.all([
    because('blocked'),
    because('out-of-window'),
    because('no-account', 'no-person'),
    because('unwanted', 'cap', 'her-hours', 'left'),
    because('nothing-to-say'),
    because('stopped'),
  ]);
  const failed = givenUp - blocked - outOfWindow - noAccount - unwanted - settled - stopped;
  const waiting = pending + leased;
  return { sent, waiting, unknown, blocked, outOfWindow, noAccount, unwanted, settled, stopped, failed };
}

/** What an occurrence achieved; `unitIds` limits what was held to these units (a digest's). */
export async function resultsOf(
  store: Store,
  campaign: Campaign,
  occurrence: Occurrence,
  unitIds?: ReadonlySet<string>,
): Promise<CampaignResults> {
  const offsets = [...new Set(remindersOf(campaign, occurrence).map(({ reminder }) => reminder.at))];
  const reminders: CampaignResults['reminders'] = [];
  for (const at of offsets) reminders.push({ at, ...(await progressOf(store, `${prefixOf(occurrence)}${at}/`)) });
  const activities = (await activitiesOf(store, campaign, occurrence)).filter(
    ({ unitId }) => !unitIds || unitIds.has(unitId),
  );
  const units = await store.find('Unit', { id: { in: [...new Set(activities.map(({ unitId }) => unitId))] } });
  const asked = await Promise.all(
    Object.values(campaign.audiences)
      .filter(({ roles }) => roles.includes('reporter'))
      .map((audience) => unitsOf(store, { ...audience, onlyUnreported: false }, occurrence.last, new Set())),
  );
  const askedIds = new Set(asked.flat().map(({ id }) => id));
  const heldByUnit = units.map(({ id, code, name }) => {
    const its = activities.filter(({ unitId }) => unitId === id);
    const told = its.flatMap(({ participants }) => participants ?? []);
    return { code, name, activities: its.length, participants: told.length > 0 ? sum(told) : null };
  });
  return {
    campaign: campaign.id,
    year: occurrence.year,
    reminders,
    read: await readOf(store, prefixOf(occurrence)),
    reach: await reachOf(store, prefixOf(occurrence), occurrence.last),
    answers: await answersOf(store, campaign, occurrence),
    held: {
      activities: activities.length,
      participants: sum(activities.flatMap(({ participants }) => participants ?? [])),
      units: units.length,
      unitsAsked: [...askedIds].filter((id) => !unitIds || unitIds.has(id)).length,
    },
    heldByUnit: heldByUnit.sort((a, b) => b.activities - a.activities || a.code.localeCompare(b.code)),
  };
}

/** What was held of a campaign in these units, and in how many of those of them that were asked. */
export async function heldIn(
  store: Store,
  campaign: Campaign,
  occurrence: Occurrence,
  unitIds: readonly string[],
): Promise<{ activities: number; units: number; unitsAsked: number }> {
  const activities = await activitiesOf(store, campaign, occurrence, unitIds);
  return {
    activities: activities.length,
    units: new Set(activities.map(({ unitId }) => unitId)).size,
    unitsAsked: (await unitsAsked(store, campaign, unitIds, occurrence.last)).length,
  };
}

/** An activity told after the question had left is its answer; what somebody said in so many words is not kept. */
async function answersOf(
  store: Store,
  campaign: Campaign,
  occurrence: Occurrence,
): Promise<CampaignResults['answers']> {
  const questions = remindersOf(campaign, occurrence).filter(({ reminder }) => reminder.open);
  const asked = new Map<string, Date>();
  for (const { keyPrefix } of questions) {
    const rows = await store.find('OutboxRow', { key: keysUnder(keyPrefix), state: { in: ['sent', 'unknown'] } });
    for (const { personId, settledAt } of rows) if (personId && settledAt) asked.set(personId, settledAt);
  }
  const people = [...asked.keys()];
  const askedAt = new Map<string, Date>();
  for (let start = 0; start < people.length; start += 500) {
    const personId = { in: people.slice(start, start + 500) };
    for (const { personId: id, unitId } of await store.find('Role', { personId, role: 'reporter' }))
      askedAt.set(unitId, asked.get(id) as Date);
  }
  const told = new Set<string>();
  for (const { unitId, createdAt } of await activitiesOf(store, campaign, occurrence)) {
    const at = askedAt.get(unitId);
    if (at && createdAt >= at) told.add(unitId);
  }
  return { asked: askedAt.size, told: told.size };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, n) => total + n, 0);
}
