import { type Day, daysBetween } from '../core/day.ts';
import type { DaySpan } from '../core/period.ts';

/**
 * - `reached`: the target is met; `missed`: the time is over and it is not;
 * - `on-pace` and `behind` compare with what should be reached by today;
 * - `open`: no pace is asked before its day; `counted`: no number is asked at all; `missing`: nothing was ever counted.
 */
export type State = 'reached' | 'missed' | 'on-pace' | 'behind' | 'open' | 'counted' | 'missing';

export interface PaceRule {
  pace: 'linear' | 'calendar' | 'none';
  sense: 'at-least' | 'below';
  milestones?: readonly string[] | undefined;
}

/** What should be reached by the end of `day`; null where no pace is asked. */
export function expectedBy(
  rule: PaceRule,
  target: number,
  span: DaySpan,
  day: Day,
  wholeNumbers: boolean,
): number | null {
  if (rule.sense === 'below' || rule.pace === 'none') return null;
  if (rule.pace === 'linear') {
    const share = Math.min(1, (daysBetween(span.first, day) + 1) / (daysBetween(span.first, span.last) + 1));
    return wholeNumbers ? Math.floor(target * share) : target * share;
  }
  // The day itself is still there to do it, unless nothing comes after it.
  const isOver = (milestone: Day) => milestone < day || day >= span.last;
  const passed = milestoneDays(rule.milestones ?? [], span).filter(isOver).length;
  const all = rule.milestones?.length ?? 0;
  // One by one where each milestone is one of the things asked; else only when the last has passed.
  if (target === all) return passed;
  return passed === all && all > 0 ? target : wholeNumbers ? Math.min(passed, target - 1) : null;
}

export function stateOf(
  rule: PaceRule,
  {
    n,
    target,
    span,
    day,
    expected,
  }: { n: number | null; target: number | null; span: DaySpan; day: Day; expected: number | null },
): State {
  if (n === null) return 'missing';
  if (target === null) return 'counted';
  const met = rule.sense === 'below' ? n < target : n >= target;
  if (met) return 'reached';
  if (day >= span.last) return 'missed';
  if (expected === null) return 'open';
  return n >= expected ? 'on-pace' : 'behind';
}

/** The milestones (month and day) as days of the span, in order. */
export function milestoneDays(milestones: readonly string[], { first, last }: DaySpan): Day[] {
  const years = [first.slice(0, 4), last.slice(0, 4)];
  return milestones
    .flatMap((milestone) => [...new Set(years)].map((year) => `${year}-${milestone}`))
    .filter((day) => first <= day && day <= last)
    .sort();
}
