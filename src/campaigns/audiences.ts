import type { Day } from '../core/day.ts';
import type { RoleName, UnitRow } from '../core/records.ts';
import type { Store } from '../core/store.ts';
import { dayAt, type Occurrence } from './calendar.ts';
import type { Audience, Campaign } from './campaign-schema.ts';

const mostInList = 500;

/** The units whose people an audience is, on this day. */
export async function unitsOf(
  store: Store,
  audience: Audience,
  day: Day,
  reported: ReadonlySet<string>,
): Promise<UnitRow[]> {
  const kinds = audience.kinds ? { kind: { in: audience.kinds } } : {};
  const units = await store.find('Unit', { fromDay: { lte: day }, ...kinds });
  const under = audience.under === undefined ? null : await unitsUnder(store, audience.under, day);
  return units.filter(
    (unit) => (unit.untilDay === null || unit.untilDay >= day) && fits(unit, audience, reported, under),
  );
}

/** Whether a unit belongs to an audience, but for its place in the tree when `under` is not known. */
export function fits(
  unit: UnitRow,
  { kinds, marks, onlyUnreported }: Audience,
  reported: ReadonlySet<string>,
  under: ReadonlySet<string> | null,
): boolean {
  if (kinds && !kinds.includes(unit.kind)) return false;
  if (marks?.pilotOf && !unit.marks.pilotOf?.includes(marks.pilotOf)) return false;
  if (marks?.newRural && unit.marks.newRural !== marks.newRural) return false;
  if (onlyUnreported && reported.has(unit.id)) return false;
  return under === null || under.has(unit.id);
}

/** The unit with this code and everything below it. */
async function unitsUnder(store: Store, code: string, day: Day): Promise<Set<string>> {
  const root = await store.first('Unit', { code });
  return root ? new Set(await idsBelow(store, root.id, day)) : new Set();
}

/** Ids of a unit and of everything below it on this day. */
export async function idsBelow(store: Store, unitId: string, day: Day): Promise<string[]> {
  const below = await store.find('UnitAncestor', { ancestorId: unitId, fromDay: { lte: day } });
  return below.flatMap((link) => (link.untilDay === null || link.untilDay >= day ? link.unitId : []));
}

/** The units that have told of an activity of this occurrence. */
export async function unitsThatReported(
  store: Store,
  campaign: Campaign,
  occurrence: Occurrence,
): Promise<Set<string>> {
  return new Set((await activitiesOf(store, campaign, occurrence)).map(({ unitId }) => unitId));
}

/** The activities that count as held: named after the campaign, on its days, neither replaced nor waiting. */
export async function activitiesOf(
  store: Store,
  { id, counts }: Campaign,
  occurrence: Occurrence,
  unitIds?: readonly string[],
) {
  const day = { gte: dayAt(counts.from, occurrence), lte: dayAt(counts.until, occurrence) };
  // Nobody has more units below her than a list can hold but a province and more, and then it is nearly all of them.
  const inUnits = unitIds && unitIds.length <= mostInList ? { unitId: { in: unitIds } } : {};
  const found = await store.find('Activity', { campaign: id, day, replacedById: null, waiting: false, ...inUnits });
  return unitIds && unitIds.length > mostInList ? found.filter(({ unitId }) => unitIds.includes(unitId)) : found;
}

/** Those of these units whose reporters a campaign writes to, whether they have reported or not. */
export async function unitsAsked(
  store: Store,
  campaign: Campaign,
  unitIds: readonly string[],
  day: Day,
): Promise<string[]> {
  const asked = Object.values(campaign.audiences).filter(({ roles }) => roles.includes('reporter'));
  const found = new Set<string>();
  for (let start = 0; start < unitIds.length; start += mostInList) {
    const units = await store.find('Unit', { id: { in: unitIds.slice(start, start + mostInList) } });
    for (const audience of asked) {
      const under = audience.under === undefined ? null : await unitsUnder(store, audience.under, day);
      for (const unit of units)
        if (fits(unit, { ...audience, onlyUnreported: false }, new Set(), under)) found.add(unit.id);
    }
  }
  return [...found];
}

/** The people with one of these roles in these units today, each once. */
export async function peopleOf(
  store: Store,
  roles: readonly RoleName[],
  unitIds: readonly string[],
  day: Day,
): Promise<string[]> {
  const people = new Set<string>();
  for (let start = 0; start < unitIds.length; start += 100) {
    const unitId = { in: unitIds.slice(start, start + 100) };
    for (const role of await store.find('Role', { unitId, role: { in: roles }, fromDay: { lte: day } })) {
      if (role.untilDay === null || role.untilDay >= day) people.add(role.personId);
    }
  }
  return [...people];
}
