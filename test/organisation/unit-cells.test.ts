import { describe, expect, it } from 'vitest';
import { readDayCell } from '../../src/organisation/unit-cells.ts';

describe('A day in a cell', () => {
  it.each([
    ['1/7/2025', '2025-07-01'],
    ['01-07-2025', '2025-07-01'],
    ['1.7.2025', '2025-07-01'],
    ['2025-07-01', '2025-07-01'],
    ['2025-07-01 00:00:00', '2025-07-01'],
    ['45839', '2025-07-01'],
    ['29/2/2025', null],
    ['2025', null],
    ['7/2025', null],
    ['99999', null],
  ])('"%s" is %s', (text, wanted) => {
    expect(readDayCell(text)).toBe(wanted);
  });
});
