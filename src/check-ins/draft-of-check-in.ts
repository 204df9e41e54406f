import type { Said } from '../core/dialog.ts';
import type { Sealing } from '../core/sealing.ts';
import type { Store } from '../core/store.ts';
import type { ActivityItem, CountedItem, Draft, HouseholdItem, Item } from './draft.ts';
import { type FactField, type Facts, factTables, noFacts } from './facts.ts';
import type { CheckInParts } from './parts.ts';
import { openName } from './same-household.ts';

/** The facts of one check-in that hold now: replaced versions left out. */
export async function factsOfCheckIn(store: Store, checkInId: string): Promise<Facts> {
  const facts = noFacts();
  const fields: readonly FactField[] = ['helps', 'reached', 'activities', 'models', 'nominations'];
  for (const field of fields) {
    Object.assign(facts, { [field]: await store.find(factTables[field], { checkInId, replacedById: null }) });
  }
  return facts;
}

/** The items of a stored check-in as they were told, and which rows each of them stands for. */
export function itemsOfFacts(facts: Facts, sealing: Sealing): { items: Item[]; rows: Record<string, string> } {
  const items: Item[] = [];
  const rows: Record<string, string> = {};
  const add = (item: Item, kind: string, rowId: string) => {
    items.push(item);
    rows[`${item.id}/${kind}`] = rowId;
  };
  const byHash = new Map<string, HouseholdItem>();
  for (const row of facts.helps) {
    const id = items.length + 1;
    if (row.householdHash === null || row.sealedName === null) {
      add(countedItem(id, row), 'help', row.id);
      continue;
    }
    const item = householdItem(id, row.householdHash, openName(sealing, row.sealedName), row.day);
    byHash.set(row.householdHash, item);
    add(Object.assign(item, { supports: row.supports, valueVnd: row.valueVnd }), 'help', row.id);
  }
  for (const row of facts.reached) {
    if (row.sealedName === null) continue;
    let item = byHash.get(row.householdHash);
    if (!item) {
      item = householdItem(items.length + 1, row.householdHash, openName(sealing, row.sealedName), row.day);
      byHash.set(row.householdHash, item);
      items.push(item);
    }
    item.criteria = [...new Set([...item.criteria, ...row.criteria])];
    if (row.wholeSet !== null) item.wholeSets = [...item.wholeSets, row.wholeSet];
    rows[`${item.id}/reached/${row.wholeSet ?? ''}`] = row.id;
  }
  for (const row of facts.activities) {
    const item: ActivityItem = {
      is: 'activity',
      id: items.length + 1,
      type: row.type,
      topics: row.topics,
      day: row.day,
      participants: row.participants,
      campaign: row.campaign,
      model: null,
      householdsInformed: row.householdsInformed,
      householdsCommitted: row.householdsCommitted,
      photos: [],
    };
    const model = facts.models.find(({ activityId }) => activityId === row.id);
    if (model) {
      item.model = { id: model.model, change: model.change };
      rows[`${item.id}/model`] = model.id;
    }
    add(item, 'activity', row.id);
  }
  for (const row of facts.nominations) {
    const text = sealing.open(row.sealedText);
    add({ is: 'nomination', id: items.length + 1, whom: row.personOrFamily, text }, 'nomination', row.id);
  }
  return { items, rows };
}

function householdItem(
  id: number,
  hash: string,
  named: { name: string; hamlet: string | null },
  day: string,
): HouseholdItem {
  return {
    is: 'household',
    id,
    ...named,
    day,
    supports: [],
    valueVnd: null,
    criteria: [],
    wholeSets: [],
    likely: [],
    same: { hash },
  };
}

function countedItem(id: number, row: Facts['helps'][number]): CountedItem {
  return {
    is: 'counted',
    id,
    count: row.households,
    because: row.supports.includes('counselling') ? 'private' : 'number',
    day: row.day,
    supports: row.supports,
    valueVnd: row.valueVnd,
    criteria: [],
    wholeSets: [],
  };
}

/** A stored check-in as a draft to be mended; null where it is not of her unit, or is gone. */
export async function draftOfCheckIn(
  { store, sealing }: Pick<CheckInParts, 'store' | 'sealing'>,
  checkInId: string,
  empty: Draft,
  said: Said,
): Promise<Draft | null> {
  const checkIn = await store.first('CheckIn', { id: checkInId });
  if (!checkIn || checkIn.withdrawn || !said.standing?.posts.some(({ unit }) => unit.id === checkIn.unitId))
    return null;
  const { items, rows } = itemsOfFacts(await factsOfCheckIn(store, checkInId), sealing);
  return {
    ...empty,
    unitId: checkIn.unitId,
    week: checkIn.period,
    beganWithSentence: true,
    nothing: checkIn.nothing,
    items,
    corrects: { checkInId, version: checkIn.version, period: checkIn.period, rows },
  };
}
