import { describe, expect, it } from 'vitest';
import { killRun } from '../support/kill-run.ts';
import { zaloBotToKill, zaloOaToKill } from '../support/zalo-to-kill.ts';

describe.each([
  { name: 'zalo-bot', platform: zaloBotToKill },
  { name: 'zalo-oa', platform: zaloOaToKill },
])('The program killed at random moments while people report by $name', ({ name, platform }) => {
  it('loses no report, doubles none, and leaves nobody without an answer (15 kills)', async () => {
    const result = await killRun({ kills: 15, reporters: 10, checkIns: 3, seed: 5, platform });
    console.log(`kill test on ${name}: ${JSON.stringify(result)}`);
    expect(result).toMatchObject({
      kills: 15,
      checkIns: { lost: 0, doubled: 0 },
      repliesMissing: 0,
      questions: { unanswered: 0 },
    });
  }, 900_000);
});
