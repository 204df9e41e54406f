import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sortedInPieces, unitsInOneGo } from '../../src/indicators/in-pieces.ts';

describe('A hundred thousand units', () => {
  it('are in the order that a plain sort gives, equal ones as they came', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 3 * unitsInOneGo + 5 }),
        fc.integer({ min: 1, max: 50 }),
        async (n, kinds) => {
          const units = Array.from({ length: n }, (_, id) => ({ id, position: (id * 7_919) % kinds }));
          const byPosition = (a: { position: number }, b: { position: number }) => a.position - b.position;
          expect(await sortedInPieces(units, byPosition)).toEqual([...units].sort(byPosition));
        },
      ),
      { numRuns: 20 },
    );
  }, 60_000);

  it('let others have a turn in between', async () => {
    let turns = 0;
    let goesOn = true;
    const turn = () => {
      turns++;
      if (goesOn) setImmediate(turn);
    };
    setImmediate(turn);
    await sortedInPieces(
      Array.from({ length: 10 * unitsInOneGo }, (_, i) => -i),
      (a, b) => a - b,
    );
    goesOn = false;
    expect(turns).toBeGreaterThan(40);
  });
});
