import { z } from 'zod';
import { type Change, put } from '../core/change.ts';
import type { Day } from '../core/day.ts';
import type { Store } from '../core/store.ts';
import type { Texts } from '../core/texts.ts';
import { fold } from '../language/fold.ts';
import { readTime } from './wishes.ts';

/** When the reporters of a unit are invited to report: a day of the week, Monday 1, and an hour. */
const inviteTime = z.object({ weekday: z.number().int().min(4).max(7), time: z.string() });
export type InviteTime = z.infer<typeof inviteTime>;

/** When nobody has settled anything else: Friday evening. */
export const usualInviteTime: InviteTime = { weekday: 5, time: '19:30' };
const prefix = 'invite-time/';

export function keepInviteTime(unitId: string, time: InviteTime): Change {
  return put('Setting', { id: `${prefix}${unitId}`, value: time });
}

/** The times that officials have settled, by unit. */
export async function inviteTimes(store: Store): Promise<ReadonlyMap<string, InviteTime>> {
  const rows = await store.find('Setting', { id: { gte: prefix, lt: 'invite-time0' } });
  return new Map(
    rows.flatMap(({ id, value }) => {
      const read = inviteTime.safeParse(value);
      return read.success ? [[id.slice(prefix.length), read.data]] : [];
    }),
  );
}

/** For each unit below one that settled a time, that of the nearest one above. */
export async function inviteTimesBelow(
  store: Store,
  times: ReadonlyMap<string, InviteTime>,
  day: Day,
): Promise<ReadonlyMap<string, InviteTime>> {
  const nearest = new Map<string, { depth: number; time: InviteTime }>();
  for (const [unitId, time] of times)
    for (const { unit, depth } of await store.unitsBelow(unitId, day)) {
      const known = nearest.get(unit.id);
      if (!known || depth < known.depth) nearest.set(unit.id, { depth, time });
    }
  return new Map([...nearest].map(([unitId, { time }]) => [unitId, time]));
}

export type ReadInviteTime = { kind: 'time'; time: InviteTime } | { kind: 'too-early' } | { kind: 'none' };

/** "thứ 6 19 giờ", "chủ nhật lúc 8h"; without an hour the usual one. Days before Thursday are too early to tell of the week. */
export function readInviteTime(texts: Texts, text: string): ReadInviteTime {
  const said = ` ${fold(text).replace(/\s+/gu, ' ').trim()} `;
  for (let weekday = 1; weekday <= 7; weekday++) {
    const word = texts.words(`digests.commands.weekdays.${weekday}`).find((one) => said.includes(` ${fold(one)} `));
    if (word === undefined) continue;
    const rest = said.replace(` ${fold(word)} `, ' ').trim();
    const time = rest === '' ? usualInviteTime.time : readTime(rest);
    if (time === null) return { kind: 'none' };
    return weekday < 4 ? { kind: 'too-early' } : { kind: 'time', time: { weekday, time } };
  }
  return { kind: 'none' };
}
