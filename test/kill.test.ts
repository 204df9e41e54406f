import { describe, expect, it } from 'vitest';
import { killRun } from './support/kill-run.ts';

describe('The program killed at random moments while people report and ask over Telegram', () => {
  it('loses no report, doubles none, and leaves nobody without an answer (5 kills)', async () => {
    const result = await killRun({ kills: 5, reporters: 12, checkIns: 2, seed: 1 });
    console.log(`kill test: ${JSON.stringify(result)}`);
    expect(result).toMatchObject({
      kills: 5,
      checkIns: { lost: 0, doubled: 0 },
      repliesMissing: 0,
      questions: { unanswered: 0 },
    });
  }, 400_000);
});
