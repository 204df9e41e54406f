import { describe, expect, it } from 'vitest';
import { HookIntake } from '../../src/channels/hook-intake.ts';
import type { Received } from '../../src/core/channel.ts';
import { systemClock } from '../../src/core/clock.ts';
import { keptLog } from '../support/kept-log.ts';

const done: Received = { outcome: 'done' };
const sleep = (ms: number) => systemClock.sleep(ms);

function intake(answerWithinMs = 1_000) {
  const { log, lines } = keptLog();
  return { intake: new HookIntake({ name: 'test', answerWithinMs, clock: systemClock, log }), lines };
}

describe('A message that a platform calls us with', () => {
  it('is answered when its turn is committed; its reply leaves afterwards, before the next turn of the same person', async () => {
    const { intake: taking } = intake();
    const happened: string[] = [];
    const first = taking.take('lan', '1', async (onKept) => {
      onKept();
      await sleep(60);
      happened.push('reply 1');
      return done;
    });
    const second = taking.take('lan', '2', async () => {
      happened.push('turn 2');
      return done;
    });
    expect((await first).status).toBe(200);
    expect(happened).toEqual([]);
    expect((await second).status).toBe(200);
    expect(happened).toEqual(['reply 1', 'turn 2']);
  });

  it('that ended too late is answered 200 when it comes again, without a second turn', async () => {
    const { intake: taking } = intake(30);
    let turns = 0;
    const turn = async () => {
      turns += 1;
      await sleep(80);
      return done;
    };
    expect((await taking.take('lan', '1', turn)).status).toBe(503);
    await sleep(100);
    expect((await taking.take('lan', '1', turn)).status).toBe(200);
    expect(turns).toBe(1);
  });
});

describe('A storm of messages', () => {
  it('is answered at once: what could not be done in time gets 503 and a time to come again, and has no turn', async () => {
    const { intake: taking, lines } = intake(1_000);
    let turns = 0;
    // One turn after the other, 5 ms each: 200 a second.
    let last = Promise.resolve();
    const turn = () => {
      turns += 1;
      last = last.then(() => sleep(5));
      return last.then(() => done);
    };
    const began = performance.now();
    const answers = await Promise.all(Array.from({ length: 1_000 }, (_, n) => taking.take(`p${n}`, String(n), turn)));
    expect(performance.now() - began).toBeLessThan(20_000);
    const turnedAway = answers.filter(({ headers }) => headers?.['retry-after'] === '1');
    expect(turns).toBeGreaterThanOrEqual(10);
    expect(turns).toBeLessThan(300);
    expect(turnedAway.length).toBe(1_000 - turns);
    expect(turnedAway.every(({ status }) => status === 503)).toBe(true);
    expect(lines.filter((line) => JSON.stringify(line).includes('turned-away')).length).toBeLessThan(12);
    expect((await taking.take('p999', '999', turn)).status).toBe(200);
  });

  it('of a hundred at a time is taken however slow a turn is', async () => {
    const { intake: taking } = intake(2_000);
    const turn = async () => {
      await sleep(300);
      return done;
    };
    for (let round = 0; round < 3; round++) {
      const answers = await Promise.all(Array.from({ length: 100 }, (_, n) => taking.take(`p${n}`, `${round}`, turn)));
      expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
    }
  });
});
