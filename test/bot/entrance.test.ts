import { describe, expect, it } from 'vitest';
import { Entrance } from '../../src/bot/entrance.ts';

const eventLoopRound = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('When many turns begin at the same moment', () => {
  it('the event loop comes round between every few of them, in the order in which they came', async () => {
    const entrance = new Entrance();
    const begun: number[] = [];
    const all = Array.from({ length: 20 }, async (_, n) => {
      await entrance.pass();
      begun.push(n);
    });
    const perRound: number[] = [];
    while (begun.length < 20) {
      const before = begun.length;
      await eventLoopRound();
      perRound.push(begun.length - before);
    }
    await Promise.all(all);
    expect(begun).toEqual(Array.from({ length: 20 }, (_, n) => n));
    expect(Math.max(...perRound)).toBeLessThanOrEqual(4);
  });

  it('one that comes later, when nobody waits any more, begins as well', async () => {
    const entrance = new Entrance();
    await entrance.pass();
    await eventLoopRound();
    await expect(entrance.pass()).resolves.toBeUndefined();
  });
});
