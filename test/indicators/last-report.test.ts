import { describe, expect, it } from 'vitest';
import { lastReportOf } from '../../src/indicators/last-report.ts';

describe('The last report of a plan', () => {
  it('is its final review, to the end of that year', () => {
    const reviews = [
      { year: 2026, kind: 'interim' as const },
      { year: 2031, kind: 'final' as const },
    ];
    expect(lastReportOf({ validUntil: '2030-12-31', reviews })).toBe('2031-12-31');
  });

  it('comes within two months of its end where no review is ordered', () => {
    expect(lastReportOf({ validUntil: '2025-12-31', reviews: [] })).toBe('2026-03-03');
  });

  it('is not before its end, whatever the year of a review', () => {
    const reviews = [{ year: 2024, kind: 'interim' as const }];
    expect(lastReportOf({ validUntil: '2025-12-31', reviews })).toBe('2026-03-03');
  });
});
