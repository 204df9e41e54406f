import type { MoneyReading } from '../../language/money.ts';
import type { Group } from './draft.ts';
import type { Read } from './reading.ts';

type Share = {
  each: Read<number> | null;
  total: Read<number> | null;
  evenly: boolean;
  doubt: { range: { from: number; to: number }; readings: number[] } | null;
};

/** What each household of the group got, as far as it was said. */
export function shareOf(group: Group, together: number): Share {
  const none: Share = { each: null, total: null, evenly: false, doubt: null };
  const first = group.sums[0];
  if (!first) return none;
  const range = { from: first.tokens.from, to: group.sums.at(-1)!.tokens.to };
  if (group.sums.length > 1) {
    const values = group.sums.map(({ value }) => value);
    return {
      ...none,
      doubt: { range, readings: [...new Set([values.reduce((sum, value) => sum + value, 0), ...values])] },
    };
  }
  if (!first.clear || !Number.isInteger(first.value)) return { ...none, doubt: { range, readings: first.readings } };
  const said = (value: number): Read<number> => ({ value, span: first.span });
  const count = Math.max(1, together);
  if (first.per === 'thang') return { ...none, doubt: { range, readings: [first.value] } };
  if (isPerThing(first)) {
    const things = group.goods;
    if (things === null || things === count || things === 1)
      return { ...none, each: said(first.value), total: said(first.value * count) };
    if (count === 1) return { ...none, each: said(first.value * things), total: said(first.value * things) };
    return {
      ...none,
      total: said(first.value * things),
      doubt: group.names.length > 0 ? { range, readings: [first.value] } : null,
    };
  }
  if (first.perHousehold || first.per !== null)
    return { ...none, each: said(first.value), total: said(first.value * count) };
  if (group.evenly && count > 1) {
    const share = first.value / count;
    return Number.isInteger(share)
      ? { ...none, each: said(share), total: said(first.value), evenly: true }
      : { ...none, doubt: { range, readings: [first.value] } };
  }
  if (count === 1) return { ...none, each: said(first.value), total: said(first.value) };
  if (group.names.length === 0) return { ...none, total: said(first.value) };
  return { ...none, doubt: { range, readings: [first.value, first.value / count].filter(Number.isInteger) } };
}

function isPerThing({ per }: MoneyReading): boolean {
  return per === 'suat' || per === 'phan' || per === 'the' || per === 'con';
}

export function multiplied(each: Read<number> | null, count: number): Read<number> | null {
  return each ? { value: each.value * count, span: each.span } : null;
}
