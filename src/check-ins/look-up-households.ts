import type { Sealing } from '../core/sealing.ts';
import type { Store } from '../core/store.ts';
import { bareName, foldedHamlet, foldedName } from '../language/household-names.ts';
import { type Draft, dayOfItem, type HouseholdItem, withItem } from './draft.ts';
import { compareHousehold, householdHashOf, type KnownHousehold, nameHashOf, openName } from './same-household.ts';

/** So many rows of households that reached criteria are opened to find a name; a branch has fewer. */
const reachedAtMost = 500;

/**
 * Settles for each new household of the draft whether the branch knows it: certainly the same, certainly another, or to be asked.
 * Looks in the store and among the items before it; stops at the first that has to be asked, because the next may be like it.
 */
export async function lookUpHouseholds(draft: Draft, store: Store, sealing: Sealing): Promise<Draft> {
  const { unitId } = draft;
  if (unitId === null) return draft;
  let looked = draft;
  for (const item of draft.items) {
    if (item.is !== 'household' || item.same !== null) continue;
    const known = item.likely ?? (await knownHouseholds(store, sealing, unitId, item.name));
    const earlier = earlierInDraft(looked, item, sealing, unitId);
    const candidates = [...known, ...earlier.filter((one) => !known.some(({ hash }) => hash === one.hash))];
    const identical = earlier.find((one) => isNamedAlike(one, item));
    if (identical) {
      looked = withItem(looked, { ...item, likely: candidates, same: { hash: identical.hash } });
      continue;
    }
    const sameness = compareHousehold(item, candidates);
    if (sameness.is === 'ask') looked = withItem(looked, { ...item, likely: sameness.likely });
    else
      looked = withItem(looked, {
        ...item,
        likely: [],
        same: sameness.is === 'same' ? { hash: sameness.hash } : 'new',
      });
  }
  return looked;
}

/** The households of a unit that have this name, without title, each as its latest row says. */
export async function knownHouseholds(
  store: Store,
  sealing: Sealing,
  unitId: string,
  name: string,
): Promise<KnownHousehold[]> {
  const [helps, reached] = await Promise.all([
    store.find('HouseholdHelp', { unitId, nameHash: nameHashOf(sealing, unitId, name), replacedById: null }),
    store.find(
      'HouseholdReached',
      { unitId, replacedById: null },
      { orderBy: [{ day: 'desc' }], limit: reachedAtMost },
    ),
  ]);
  const found = new Map<string, KnownHousehold>();
  for (const { householdHash: hash, sealedName, day } of [...helps, ...reached]) {
    if (hash === null || sealedName === null) continue;
    const before = found.get(hash);
    if (before && before.lastDay >= day) continue;
    const named = openName(sealing, sealedName);
    if (bareName(named.name) !== bareName(name)) continue;
    found.set(hash, { hash, ...named, hamlet: named.hamlet ?? before?.hamlet ?? null, lastDay: day });
  }
  return [...found.values()].sort((a, b) => (a.lastDay < b.lastDay ? 1 : -1));
}

/** The hash that an item gets when it is stored. */
export function hashOfItem(item: HouseholdItem, sealing: Sealing, unitId: string): string {
  if (item.same !== null && item.same !== 'new') return item.same.hash;
  return householdHashOf(sealing, unitId, item, namesakesOf(item) + 1);
}

/** How many households on record have the name and the hamlet of this one, which she said is another. */
function namesakesOf(item: HouseholdItem): number {
  return (item.likely ?? []).filter((one) => isNamedAlike(one, item)).length;
}

function isNamedAlike(
  one: { name: string; hamlet: string | null },
  other: { name: string; hamlet: string | null },
): boolean {
  const hamlet = (of: string | null) => (of === null ? '' : foldedHamlet(of));
  return foldedName(one.name) === foldedName(other.name) && hamlet(one.hamlet) === hamlet(other.hamlet);
}

function earlierInDraft(draft: Draft, item: HouseholdItem, sealing: Sealing, unitId: string): KnownHousehold[] {
  const before = draft.items.slice(
    0,
    draft.items.findIndex(({ id }) => id === item.id),
  );
  return before.flatMap((one) =>
    one.is === 'household' && one.same !== null && bareName(one.name) === bareName(item.name)
      ? [
          {
            hash: hashOfItem(one, sealing, unitId),
            name: one.name,
            hamlet: one.hamlet,
            lastDay: dayOfItem(one, draft),
            itemId: one.id,
          },
        ]
      : [],
  );
}
