import { type Day, writeDay } from '../core/day.ts';
import { daysOf } from '../core/period.ts';
import type { Speak } from '../scripts/script.ts';
import type { Doubt, Draft, Item } from './draft.ts';

/** What the ids of domain section 3 are called, from `prompts/lexicon/` and the campaign files. */
export interface Labels {
  support(id: string): string;
  activity(id: string): string;
  topic(id: string): string;
  criterion(id: string): string;
  /** "5 không 3 sạch". */
  set(id: string): string;
  model(id: string): string;
  campaign(id: string): string;
}

/** How items, days and sums are written; the sentences are those of `prompts/check-ins/weekly.yaml`. */
export interface Wording {
  item(item: Item, draft: Draft): string;
  /** A few words for an item within a question. */
  itemBriefly(item: Item): string;
  list(draft: Draft): string;
  week(draft: Pick<Draft, 'week' | 'today'>): string;
  money(vnd: number): string;
  value(doubt: Doubt, today: Day): string;
}

export function newWording(labels: Labels, speak: Speak): Wording {
  const money = (vnd: number) => speak('item.money', { n: grouped(vnd) });
  const day = (item: Item, draft: Draft) =>
    'day' in item && item.day !== null ? ` (${speak('item.day', { day: writeDay(item.day, draft.today) })})` : '';
  const reached = (item: { criteria: readonly string[]; wholeSets: readonly string[] }): string[] => {
    const all = [
      ...item.wholeSets.map(labels.set),
      ...item.criteria.filter(() => item.wholeSets.length === 0).map(labels.criterion),
    ];
    return all.length > 0 ? [speak('item.reached', { list: all.join(', ') })] : [];
  };
  const named = (item: { name: string; hamlet: string | null }) =>
    item.hamlet === null ? item.name : speak('item.in-hamlet', { name: item.name, hamlet: item.hamlet });

  const itemBriefly = (item: Item): string => {
    switch (item.is) {
      case 'household':
        return named(item);
      case 'counted':
        return item.count === null
          ? speak('item.some-households')
          : speak('item.households', { n: grouped(item.count) });
      case 'activity':
        return labels.activity(item.type);
      case 'nomination':
        return speak('item.nomination');
    }
  };

  const itemInFull = (item: Item, draft: Draft): string => {
    switch (item.is) {
      case 'household':
      case 'counted': {
        const details = [
          ...item.supports.map(labels.support),
          ...(item.valueVnd === null ? [] : [money(item.valueVnd)]),
          ...reached(item),
        ];
        const what = details.length > 0 ? details.join(', ') : speak('item.helped');
        return `${itemBriefly(item)}: ${what}${day(item, draft)}`;
      }
      case 'activity': {
        const details = [
          ...(item.topics.length > 0 ? [speak('item.topics', { list: item.topics.map(labels.topic).join(', ') })] : []),
          ...(item.participants === null ? [] : [speak('item.participants', { n: grouped(item.participants) })]),
          ...(item.campaign === null ? [] : [speak('item.campaign', { campaign: labels.campaign(item.campaign) })]),
          ...(item.model === null ? [] : [speak(`item.${item.model.change}`, { model: labels.model(item.model.id) })]),
          ...(item.householdsInformed === null
            ? []
            : [speak('item.informed', { n: grouped(item.householdsInformed) })]),
          ...(item.householdsCommitted === null
            ? []
            : [speak('item.committed', { n: grouped(item.householdsCommitted) })]),
          ...(item.photos.length > 0 ? [speak('item.photos', { n: item.photos.length })] : []),
        ];
        const label = itemBriefly(item);
        const about = details.length > 0 ? `: ${details.join(', ')}` : '';
        return `${label.charAt(0).toUpperCase()}${label.slice(1)}${about}${day(item, draft)}`;
      }
      case 'nomination':
        return `${speak('item.nomination')}: ${item.text}`;
    }
  };

  return {
    item: itemInFull,
    itemBriefly,
    money,
    list: (draft) => draft.items.map((item) => `• ${itemInFull(item, draft)}`).join('\n'),
    week: ({ week, today }) => {
      const { first, last } = daysOf(week);
      return speak('week', { first: writeDay(first, today), last: writeDay(last, today) });
    },
    value: (doubt, today) => {
      if (doubt.field === 'day') return writeDay(doubt.said, today);
      const number = Number(doubt.said);
      if (!Number.isFinite(number) || doubt.said === '') return doubt.said;
      return doubt.field === 'valueVnd' ? money(number) : grouped(number);
    },
  };
}

/** 5000000 as 5.000.000, the way it is written in Vietnam. */
export function grouped(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+(?!\d))/gu, '.');
}
