import type { UnitKind } from '../core/records.ts';

/** Counts below this are never shown (domain section 3). */
const smallest = 5;

/** A number as it may be shown: itself, "below 5", hidden because another could be computed from it, or never told. */
export type Shown = { kind: 'number'; n: number } | { kind: 'small' } | { kind: 'hidden' } | { kind: 'missing' };

export interface GuardedCounts {
  found: Shown;
  supported: Shown;
  /** Null where a part is hidden. */
  percent: number | null;
}

/** Whether these counts may stand at all: in half-year and yearly reports, never for a single branch, never in a digest. */
export function mayShowGuarded(
  form: 'digest' | 'report',
  kind: string,
  unitKind: UnitKind,
  branchesBelow: number,
): boolean {
  if (form === 'digest' || (kind !== 'half-year' && kind !== 'year' && kind !== 'plan-year')) return false;
  return unitKind !== 'branch' && unitKind !== 'group' && branchesBelow > 1;
}

/** What may be shown of both counts, each as {@link steadily} allows it. */
export function guardedCounts(found: Counted, supported: Counted): GuardedCounts {
  const [allFound, allSupported] = [found.at(-1) ?? null, supported.at(-1) ?? null];
  const shown = { found: steadily(found), supported: steadily(supported) };
  const bothShown = shown.found.kind === 'number' && shown.supported.kind === 'number';
  // The women not reached are their difference: where that is small, it could be computed from the two.
  const rest = allFound !== null && allSupported !== null ? allFound - allSupported : null;
  if (bothShown && rest !== null && rest > 0 && rest < smallest)
    return { found: shown.found, supported: { kind: 'hidden' }, percent: null };
  return { ...shown, percent: bothShown && allFound ? (100 * (allSupported ?? 0)) / allFound : null };
}

/** One running count at the ends of the times that reports were of, the time now asked for last. */
export type Counted = readonly (number | null)[];

/**
 * What may be shown of a running count: one that is so near to what an earlier report showed that the few between could be
 * counted is hidden.
 */
export function steadily(counted: Counted): Shown {
  let before: number | null = null;
  let shown: Shown = { kind: 'missing' };
  for (const n of counted) {
    shown = show(n);
    if (shown.kind !== 'number') continue;
    const between: number = before === null ? smallest : Math.abs(shown.n - before);
    if (between > 0 && between < smallest) shown = { kind: 'hidden' };
    else before = shown.n;
  }
  return shown;
}

/**
 * Whether a sum would give away a part that is hidden where the part is told: exactly one part is hidden, or all hidden ones
 * together are so small. `shown` is what readers see of a part, null for one that is never told. A part never counted adds nothing.
 */
export function hiddenByTotal(parts: readonly { n: number | null; shown: Shown | null }[]): boolean {
  const hidden = parts.filter(({ n, shown }) => n !== null && shown?.kind !== 'number');
  const hiddenSum = hidden.reduce((sum, { n }) => sum + (n ?? 0), 0);
  return hidden.length > 0 && (hidden.length === 1 || hiddenSum < smallest);
}

function show(n: number | null): Shown {
  if (n === null) return { kind: 'missing' };
  return n < smallest ? { kind: 'small' } : { kind: 'number', n };
}
