import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Understood } from '../../../src/check-ins/understanding/reading.ts';
import { understand } from '../../../src/check-ins/understanding/understand.ts';
import { readLexicon } from '../../support/lexicon.ts';

type Row = { text: string; today: string; expected: Understood };
const rows = readFileSync(new URL('./sentences.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Row);

/** The numbers that would be stored. */
const figures = ({ checkIn }: Understood) =>
  JSON.stringify([
    checkIn.householdsCount,
    checkIn.households.map(({ valueVnd }) => valueVnd),
    checkIn.activities.map(({ participants, householdsInformed, householdsCommitted }) => [
      participants,
      householdsInformed,
      householdsCommitted,
    ]),
  ]);
const isBare = (text: string) => !/[^\x00-\x7f]/u.test(text);

// The words were tuned on all of these sentences, so the figure below says that nothing got worse, not how a stranger's sentence fares.
// Ten blocks among them were written with their meaning before they were first read. First reading, each block by itself, after slips in the
// meanings had been put right: in every field 52 of 60, 45 of 60, 46 of 60, 41 of 60, 26 of 30, then 44 of 59, 43 of 60, 41 of 59, 40 of 55,
// 31 of 40; a figure or an activity wrong without asking 2, 4, 5, 8, 1, then 5, 4, 6, 4, 4.
// Those without accents that follow a block are its other sentences without them; at first 64 of 78, then 64 of 83 and 47 of 60.
// The last 660 are eleven blocks of 60, each written with its meaning before it was read and mended by general rules before the next one. First
// reading in every field: 48, 43, 45, 41, 42, 37, 49, 45, 42, 40, 50 of 60; a figure, a day or an activity wrong without asking:
// 3, 3, 3, 3, 5, 5, 4, 6, 9, 7, 1. The sixth, ninth and tenth hold odd wordings on purpose, the seventh and last are ordinary reports.
describe('Check-in sentences with their meaning, and the same without accents', () => {
  const lexicon = readLexicon();
  const read = rows.map((row) => ({ ...row, got: understand(row.text, row.today, lexicon) }));

  it('are at least 200, half of them without accents', () => {
    expect(rows.length).toBeGreaterThanOrEqual(200);
    expect(rows.filter(({ text }) => isBare(text)).length / rows.length).toBeGreaterThanOrEqual(0.5);
  });

  it('agree in every field in at least 90 of 100', () => {
    const wrong = read.filter(({ expected, got }) => JSON.stringify(got) !== JSON.stringify(expected));
    const bare = read.filter(({ text }) => isBare(text));
    const wrongBare = wrong.filter(({ text }) => isBare(text));
    console.log(
      `check-in sentences: ${rows.length - wrong.length} of ${rows.length} agree in every field, of those without accents ${bare.length - wrongBare.length} of ${bare.length}${wrong.map(({ text }) => `\n  ${text}`).join('')}`,
    );
    expect(wrong.length / rows.length).toBeLessThanOrEqual(0.1);
  });

  it('hardly ever give a wrong number without asking', () => {
    const silent = read.filter(({ expected, got }) => got.unclear.length === 0 && figures(got) !== figures(expected));
    console.log(
      `wrong without asking: ${silent.length} of ${rows.length}${silent.map(({ text }) => `\n  ${text}`).join('')}`,
    );
    // In these the numbers themselves are right: an activity stands there beside the household, or is told apart from the one it belongs to.
    expect(silent.length).toBeLessThanOrEqual(5);
  });
});
