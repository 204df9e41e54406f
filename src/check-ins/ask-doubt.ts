import { writeDay } from '../core/day.ts';
import { type Outgoing, plain } from '../core/outgoing.ts';
import { numbered } from '../scripts/numbered.ts';
import type { Speak } from '../scripts/script.ts';
import type { Doubt, Draft } from './draft.ts';
import { openDoubt } from './open-doubt.ts';
import { looseUses, offeredReadings } from './settle-doubt.ts';
import { grouped, type Labels, type Wording } from './wording.ts';

/** The question about the first thing that is open. */
export function sayDoubt(draft: Draft, speak: Speak, wording: Wording, labels: Labels): Outgoing {
  const doubt = openDoubt(draft);
  if (!doubt) return plain(speak('summary-nothing', { unit: '', week: '' }));
  const item = draft.items.find(({ id }) => id === doubt.itemId);
  const params = {
    said: doubt.said,
    value: wording.value(doubt, draft.today),
    item: item ? wording.itemBriefly(item) : '',
    readings: doubt.readings.map((one) => writeReading(one, doubt, draft, wording, labels)).join(', '),
  };
  switch (doubt.kind) {
    case 'loose':
      return plain(speak('doubt.loose', params), numbered(looseLabels(doubt, draft, speak, wording)));
    case 'many':
    case 'long-ago': {
      return plain(speak(`doubt.${doubt.kind}.${doubt.field}`, params), numbered([speak('choice.that-is-right')]));
    }
    case 'reading': {
      const offered = offeredReadings(doubt).map((one) => writeReading(one, doubt, draft, wording, labels));
      const choices = numbered(offered);
      const name =
        doubt.said === '' ? 'missing' : choices.length === 0 && doubt.readings.length > 1 ? 'either' : 'reading';
      return plain(speak(`doubt.${name}.${doubt.field}`, params), choices);
    }
    default:
      return plain(speak(`doubt.${doubt.kind}.${doubt.field}`, params));
  }
}

function writeReading(reading: number | string, doubt: Doubt, draft: Draft, wording: Wording, labels: Labels): string {
  if (typeof reading === 'number') return doubt.field === 'valueVnd' ? wording.money(reading) : grouped(reading);
  if (doubt.field === 'day') return writeDay(reading, draft.today);
  if (doubt.field === 'criteria') return /^\d/u.test(reading) ? labels.set(reading) : labels.criterion(reading);
  return reading;
}

function looseLabels(doubt: Doubt, draft: Draft, speak: Speak, wording: Wording): string[] {
  return looseUses(doubt, draft).map((use) => {
    const item = 'itemId' in use ? draft.items.find(({ id }) => id === use.itemId) : undefined;
    return speak(`loose.${use.use}`, { item: item ? wording.itemBriefly(item) : '' });
  });
}
