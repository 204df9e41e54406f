import { describe, expect, it } from 'vitest';
import { drawSimulation, pictureWords } from '../../src/simulation/picture.ts';
import { readWords } from '../../src/simulation/read-words.ts';
import { runSimulation } from '../../src/simulation/run-simulation.ts';

describe('A small province on a moved clock, with faults', () => {
  it('keeps every promise over 20/3 with its reminders', { timeout: 240_000 }, async () => {
    const result = await runSimulation({ branches: 20, days: 45, seed: 7, faults: true });
    console.log(`seed ${result.seed}: ${JSON.stringify(result.conversations)} ${JSON.stringify(result.faults)}`);
    expect(result.checks.filter(({ kept }) => !kept)).toEqual([]);
    // A run in which nothing happened would keep every promise.
    expect(result.conversations.reports).toBeGreaterThan(80);
    expect(result.conversations.calls).toBeGreaterThan(0);
    expect(result.faults.kills).toBeGreaterThan(0);
    expect(result.faults.diskFull).toBeGreaterThan(0);
    expect(result.faults.reordered).toBeGreaterThan(0);
    const named = result.checks.map(({ promise }) => promise.split(' ')[0]);
    expect(named).toEqual(['1', '2', '3', '4', '5', '6', '8', '9', '10', 'caps', 'limits:']);
    expect(result.checks.find(({ promise }) => promise.startsWith('3'))?.counts.sent).toBeGreaterThan(100);
    const picture = drawSimulation(result, readWords('picture', pictureWords));
    expect(picture).toContain('24 đơn vị, 84 người, 45 ngày từ 15/2/2027 (seed 7)');
    expect(picture).toContain('zalo-bot: giới hạn 5');
    expect(picture).not.toMatch(/NaN|undefined|\{/);
  });

  it('is the very same run for the same seed', { timeout: 240_000 }, async () => {
    const small = { branches: 8, days: 15, faults: true };
    const first = await runSimulation({ ...small, seed: 8 });
    expect(await runSimulation({ ...small, seed: 8 })).toEqual(first);
  });
});
