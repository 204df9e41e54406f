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

export function guardedCounts(found: number | null, supported: number | null): GuardedCounts {
  const shown = { found: show(found), supported: show(supported) };
  const bothShown = shown.found.kind === 'number' && shown.supported.kind === 'number';
  // The women not reached are their difference: where that is small, it could be computed from the two.
  const rest = found !== null && supported !== null ? found - supported : null;
  if (bothShown && rest !== null && rest > 0 && rest < smallest)
    return { found: shown.found, supported: { kind: 'hidden' }, percent: null };
  return { ...shown, percent: bothShown && found ? (100 * (supported ?? 0)) / found : null };
}

/**
 * The parts of a sum that is shown as well. Where exactly one of them is below 5 (or all hidden ones together are), it could
 * be computed from the rest, so the next smallest is hidden too.
 */
export function guardedParts(parts: readonly (number | null)[]): Shown[] {
  const shown = parts.map(show);
  const hiddenSum = parts.reduce<number>((sum, n, i) => sum + (shown[i]?.kind === 'small' ? (n ?? 0) : 0), 0);
  const hidden = shown.filter(({ kind }) => kind === 'small').length;
  if (hidden === 0 || (hidden > 1 && hiddenSum >= smallest)) return shown;
  let next = -1;
  for (const [i, n] of parts.entries()) {
    if (shown[i]?.kind !== 'number' || n === null) continue;
    if (next < 0 || n < (parts[next] ?? Number.POSITIVE_INFINITY)) next = i;
  }
  return shown.map((one, i) => (i === next ? { kind: 'hidden' } : one));
}

function show(n: number | null): Shown {
  if (n === null) return { kind: 'missing' };
  return n < smallest ? { kind: 'small' } : { kind: 'number', n };
}
