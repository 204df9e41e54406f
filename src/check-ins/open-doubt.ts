import type { Day } from '../core/day.ts';
import { type Doubt, type Draft, dayLimits, type Item } from './draft.ts';

/** From where on a value is asked about, and above which it is refused. */
export interface Bounds {
  askBelow?: number;
  askAbove: number;
  refuseAbove: number;
}

export const householdsBounds: Bounds = { askAbove: 200, refuseAbove: 100_000 };
export const peopleBounds: Bounds = { askAbove: 2_000, refuseAbove: 1_000_000 };
/** Đồng. Nothing above 10^12 is stored (design section 14). */
export const moneyBounds: Bounds = { askBelow: 5_000, askAbove: 2_000_000_000, refuseAbove: 1_000_000_000_000 };

/** The next thing that must be asked about a draft before it may be stored; null when nothing is left. Pure. */
export function openDoubt(draft: Draft): Doubt | null {
  if (draft.doubts[0]) return draft.doubts[0];
  for (const item of draft.items) {
    const found = doubtOfItem(item, draft.today, draft.sure);
    if (found) return found;
  }
  return null;
}

export function doubtOfItem(item: Item, today: Day, sure: readonly string[]): Doubt | null {
  if (item.is === 'nomination') return null;
  const about = aboutItem(item, sure);
  const byDay = item.day === null ? null : doubtOfDay(item.day, today, about);
  if (byDay) return byDay;
  if (item.is === 'counted') {
    if (item.count === null) return about('reading', 'count', '', []);
    const counts = byBounds(item.count, 'count', householdsBounds, about);
    if (counts) return counts;
    const states = item.wholeSets.length > 0 || item.criteria.length > 0;
    if (states) return about('names', 'name', String(item.count), []);
  }
  if (item.is === 'household' || item.is === 'counted') {
    return item.valueVnd === null ? null : byBounds(item.valueVnd, 'valueVnd', moneyBounds, about);
  }
  for (const field of ['participants', 'householdsInformed', 'householdsCommitted'] as const) {
    const value = item[field];
    const found = value === null ? null : byBounds(value, field, peopleBounds, about);
    if (found) return found;
  }
  const { householdsInformed: informed, householdsCommitted: committed } = item;
  if (informed !== null && committed !== null && committed > informed) {
    return about('many', 'householdsCommitted', `${committed} > ${informed}`, [committed]);
  }
  return null;
}

type About = (kind: Doubt['kind'], field: Doubt['field'], said: string, readings: Doubt['readings']) => Doubt | null;

/** Makes doubts about one item; a value she has confirmed is not doubted again. */
function aboutItem(item: Item, sure: readonly string[]): About {
  return (kind, field, said, readings) => {
    const confirmable = kind === 'many' || kind === 'long-ago' || kind === 'names';
    if (confirmable && sure.includes(sureKey(item.id, kind, field))) return null;
    return { kind, field, itemId: item.id, said, readings };
  };
}

export function sureKey(itemId: number, kind: string, field: string): string {
  return `${itemId}/${kind}/${field}`;
}

function doubtOfDay(day: Day, today: Day, about: About): Doubt | null {
  const { refusedBefore, askedBefore } = dayLimits(today);
  if (day > today) return about('future', 'day', day, []);
  if (day < refusedBefore) return about('too-old', 'day', day, []);
  return day < askedBefore ? about('long-ago', 'day', day, [day]) : null;
}

function byBounds(value: number, field: Doubt['field'], bounds: Bounds, about: About): Doubt | null {
  if (!Number.isInteger(value) || value < 0) return about('reading', field, String(value), []);
  if (value > bounds.refuseAbove) return about('too-many', field, String(value), []);
  const unlikely = value > bounds.askAbove || (value > 0 && value < (bounds.askBelow ?? 0));
  return unlikely ? about('many', field, String(value), [value]) : null;
}
