import type { Day } from '../core/day.ts';
import type { ServiceRow, UnitRow } from '../core/records.ts';
import type { Store } from '../core/store.ts';
import { fold } from '../language/fold.ts';

/** Units of all times with what became of them, for finding where somebody says she is. */
export interface Places {
  units: ReadonlyMap<string, UnitRow>;
  /** Where a unit went: merged, split, renamed (not moved). */
  successors: ReadonlyMap<string, readonly string[]>;
  today: Day;
}

export type FoundCommune = { unit: UnitRow; provinceName: string | null };

export async function readPlaces(store: Store, today: Day): Promise<Places> {
  const units = await store.find('Unit', { kind: { in: ['province', 'district', 'commune'] } });
  const successors = new Map<string, string[]>();
  for (const { fromUnitId, toUnitId, kind } of await store.find('UnitLink', {})) {
    if (kind !== 'moved') successors.set(fromUnitId, [...(successors.get(fromUnitId) ?? []), toUnitId]);
  }
  return { units: new Map(units.map((unit) => [unit.id, unit])), successors, today };
}

/**
 * The communes of today that somebody may mean by a code or a name: a name of today, an old name of the import, or the name of
 * a unit that was merged, split or renamed, followed to its successors. The province may stand behind it. Nothing is guessed: a
 * name that fits several gives them all, one that fits none gives none.
 */
export function findCommunes(query: string, places: Places): FoundCommune[] {
  const wanted = bare(query);
  if (wanted === '') return [];
  const communes = [...places.units.values()].filter(({ kind }) => kind === 'commune');
  const byCode = communes.filter(({ code }) => bare(code) === wanted);
  const met =
    byCode.length > 0
      ? byCode
      : communes.filter((unit) =>
          namesOf(unit).some((name) => name === wanted || isWithProvince(wanted, name, unit, places)),
        );
  const today = new Map<string, UnitRow>();
  for (const unit of met) for (const now of asOfToday(unit, places)) today.set(now.id, now);
  return [...today.values()]
    .sort((a, b) => a.position - b.position)
    .map((unit) => ({ unit, provinceName: provinceOf(unit, places)?.name ?? null }));
}

/** The numbers of a commune: its own, those of its province, and those of the units that were merged into it. */
export async function servicesOf(store: Store, commune: FoundCommune, places: Places): Promise<ServiceRow[]> {
  const province = provinceOf(commune.unit, places);
  const before = [...places.successors].filter(([, to]) => to.includes(commune.unit.id)).map(([from]) => from);
  const ids = [commune.unit.id, ...before, ...(province ? [province.id] : [])];
  const services = await store.find('Service', { unitId: { in: ids }, retiredAt: null });
  return services.sort((a, b) => ids.indexOf(a.unitId) - ids.indexOf(b.unitId) || a.name.localeCompare(b.name, 'vi'));
}

function namesOf(unit: UnitRow): string[] {
  return [unit.name, ...unit.oldNames].map(bare);
}

function isWithProvince(wanted: string, name: string, unit: UnitRow, places: Places): boolean {
  if (!wanted.startsWith(`${name} `)) return false;
  const rest = wanted.slice(name.length + 1);
  return [unit, ...asOfToday(unit, places)].some((one) => {
    for (let above = parentOf(one, places); above; above = parentOf(above, places))
      if (namesOf(above).some((known) => known === bare(rest))) return true;
    return false;
  });
}

/** The unit itself while it exists, else what it became, however many steps that takes. */
function asOfToday(unit: UnitRow, places: Places, seen = new Set<string>()): UnitRow[] {
  if (seen.has(unit.id)) return [];
  seen.add(unit.id);
  if (unit.untilDay === null || unit.untilDay >= places.today) return [unit];
  return (places.successors.get(unit.id) ?? []).flatMap((id) => {
    const next = places.units.get(id);
    return next ? asOfToday(next, places, seen) : [];
  });
}

function provinceOf(unit: UnitRow, places: Places): UnitRow | null {
  for (let above = parentOf(unit, places); above; above = parentOf(above, places))
    if (above.kind === 'province') return above;
  return null;
}

function parentOf(unit: UnitRow, { units }: Places): UnitRow | null {
  return (unit.parentId && units.get(unit.parentId)) || null;
}

/** "Xã Xuân Kiên" and "xuan kien" as one, a remark in brackets left out; the kind of unit before a name says nothing about which one is meant. */
function bare(name: string): string {
  return fold(name)
    .replace(/\([^)]*\)/gu, ' ')
    .replace(/[^a-z0-9]+/gu, ' ')
    .trim()
    .replace(
      /^(?:o |tai )?(?:xa|phuong|thi tran|dac khu|huyen|thi xa|thanh pho|tp|tinh|hoi lhpn xa|hoi lhpn phuong|hoi phu nu xa|hoi phu nu phuong)\s+(?=\S)/u,
      '',
    );
}
