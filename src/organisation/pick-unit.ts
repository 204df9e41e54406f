import { z } from 'zod';
import type { Day } from '../core/day.ts';
import type { Choice } from '../core/outgoing.ts';
import type { Standing } from '../core/person.ts';
import type { UnitRow } from '../core/records.ts';
import type { Store } from '../core/store.ts';
import { bare } from '../language/typed-words.ts';
import { holdsOn } from './unit-tree.ts';

/** As many as a numbered menu shows. */
export const mostChoices = 9;

/** The units below her posts as official or administrator that she may mean by a code or a part of a name, best first. */
export async function pickUnits(
  store: Store,
  standing: Standing | null,
  query: string,
  today: Day,
): Promise<UnitRow[]> {
  const over = postsOver(standing);
  if (over.length === 0) return [];
  const rows = await store.find('UnitAncestor', { ancestorId: { in: over.map(({ unit }) => unit.id) } });
  const ids = [...new Set(rows.filter((row) => holdsOn(row, today)).map(({ unitId }) => unitId))];
  const units: UnitRow[] = [];
  for (let start = 0; start < ids.length; start += 500)
    units.push(...(await store.find('Unit', { id: { in: ids.slice(start, start + 500) } })));
  return matchUnits(
    units.filter((unit) => holdsOn(unit, today)),
    query,
  );
}

/** What was offered with an open question, kept so that it can be asked again as it was. */
export const offeredChoices = z.array(z.object({ label: z.string(), says: z.string() })).default([]);

/** Her own units and those right below, when a menu can show them all: then a number is enough. Else none. */
export async function unitsToOffer(store: Store, standing: Standing | null, today: Day): Promise<UnitRow[]> {
  const own = postsOver(standing).map(({ unit }) => unit);
  const below = await store.find('UnitAncestor', { ancestorId: { in: own.map(({ id }) => id) }, depth: 1 });
  const ids = new Set(below.filter((row) => holdsOn(row, today)).map(({ unitId }) => unitId));
  if (own.length + ids.size > mostChoices) return [];
  const children = await store.find('Unit', { id: { in: [...ids] } });
  return [...own, ...inOrder(children.filter((unit) => holdsOn(unit, today) && !own.some(({ id }) => id === unit.id)))];
}

/** As a menu; the code is shown where two names are the same. */
export function choicesOf(units: readonly UnitRow[]): Choice[] {
  return units.slice(0, mostChoices).map(({ name, code }) => {
    const isAlone = units.filter((unit) => unit.name === name).length === 1;
    return { label: isAlone ? name : `${name} (${code})`, says: code };
  });
}

function postsOver(standing: Standing | null) {
  return (standing?.posts ?? []).filter(({ role }) => role.role === 'official' || role.role === 'administrator');
}

/** A unit with that very code or name alone; else all whose name, code or old name holds the words. */
export function matchUnits(units: readonly UnitRow[], query: string): UnitRow[] {
  const wanted = bare(query);
  if (wanted === '') return [];
  const exact = units.filter((unit) => bare(unit.code) === wanted);
  if (exact.length > 0) return exact;
  const named = units.filter((unit) => bare(unit.name) === wanted);
  if (named.length > 0) return inOrder(named);
  const holds = (text: string) => ` ${bare(text)} `.includes(` ${wanted} `);
  return inOrder(units.filter((unit) => holds(unit.name) || holds(unit.code) || unit.oldNames.some(holds)));
}

function inOrder(units: readonly UnitRow[]): UnitRow[] {
  return [...units].sort((a, b) => a.position - b.position);
}
