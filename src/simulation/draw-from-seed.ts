import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import type { Seeded } from './seeded.ts';

/**
 * Runs something while everything this process draws at random comes from a seed: ids (which order rows of one moment), codes,
 * pauses. Nothing made meanwhile is secret. One run at a time; throws a RangeError for a second.
 */
export async function drawingFrom<T>(seeded: Seeded, run: () => Promise<T>): Promise<T> {
  if (drawing) throw new RangeError('a simulation runs in this process already');
  drawing = true;
  const { randomBytes, randomInt, randomUUID } = crypto;
  const { random } = Math;
  const bytes = (n: number) => Buffer.from(Array.from({ length: n }, () => seeded.between(0, 255)));
  Object.assign(crypto, {
    randomBytes: bytes,
    randomInt: (end: number) => seeded.between(0, end - 1),
    randomUUID: () => {
      const hex = bytes(16).toString('hex');
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
    },
  });
  Math.random = () => seeded.next();
  syncBuiltinESMExports();
  try {
    return await run();
  } finally {
    Object.assign(crypto, { randomBytes, randomInt, randomUUID });
    Math.random = random;
    syncBuiltinESMExports();
    drawing = false;
  }
}

let drawing = false;
