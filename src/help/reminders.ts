import type { Day } from '../core/day.ts';
import { type Outgoing, plain } from '../core/outgoing.ts';
import { dueForChecking } from './due-for-checking.ts';
import type { HelpParts } from './parts.ts';
import { addressing } from './speaking.ts';

/** What an official is told of her own accord; the key says what it is, so that it is told once a month. */
export interface Reminder {
  key: string;
  personId: string;
  message: Outgoing;
}

/** For every unit with numbers that nobody has called for six months: a word to each of its officials. */
export function newReminders({ store, texts }: Pick<HelpParts, 'store' | 'texts'>) {
  return async function reminders(today: Day): Promise<Reminder[]> {
    const due = dueForChecking(await store.find('Service', { retiredAt: null }), today);
    const unitIds = [...due.keys()];
    if (unitIds.length === 0) return [];
    const units = new Map((await store.find('Unit', { id: { in: unitIds } })).map((unit) => [unit.id, unit]));
    const roles = (
      await store.find('Role', { unitId: { in: unitIds }, role: 'official', fromDay: { lte: today } })
    ).filter(({ untilDay }) => untilDay === null || untilDay >= today);
    const people = new Map(
      (await store.find('Person', { id: { in: roles.map(({ personId }) => personId) } })).map((person) => [
        person.id,
        person,
      ]),
    );
    return roles.flatMap(({ personId, unitId }) => {
      const [person, unit] = [people.get(personId), units.get(unitId)];
      if (!person || !unit) return [];
      const count = due.get(unitId)?.length ?? 0;
      const text = texts.say('help.services.remind', { ...addressing(person.calledAs), unit: unit.name, count });
      return [{ key: `services/${unitId}/${today.slice(0, 7)}/${personId}`, personId, message: plain(text) }];
    });
  };
}
