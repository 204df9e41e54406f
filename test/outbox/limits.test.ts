import { afterEach, describe, expect, it } from 'vitest';
import { insert } from '../../src/core/change.ts';
import { days, hours, after as later, minutes, seconds } from '../../src/core/clock.ts';
import { addPush } from '../../src/core/push.ts';
import { type ChannelLimits, channelLimits, limitsWith } from '../../src/outbox/channel-limits.ts';
import { type OutboxWorld, outboxWorld } from '../support/test-outbox.ts';

let world: OutboxWorld;
afterEach(() => world.close());

const limitsOf = (name: string): ChannelLimits => channelLimits[name] ?? { inFlight: 1 };

/** An outbox whose one channel has the limits of another. */
async function withLimits(limits: ChannelLimits, at?: string): Promise<void> {
  world = await outboxWorld({ limits: { telegram: limits }, random: () => 0.5, ...(at ? { at } : {}) });
}

const push = (key: string, to: string) =>
  addPush(
    {
      ...{ key, to: { id: to }, kind: 'campaign', notBefore: world.clock.now() },
      expires: later(world.clock.now(), days(10)),
    },
    world.clock.now(),
  );
const reasons = async () =>
  Object.fromEntries(
    (await world.store.find('OutboxRow', {})).map(({ key, state, because }) => [key, because ?? state]),
  );

async function pass(ms: number, stepMs = minutes(1)): Promise<void> {
  const end = later(world.clock.now(), ms);
  while (world.clock.now() < end) {
    world.clock.advance(stepMs);
    await world.outbox.tick();
  }
}

describe('The personal account', () => {
  it('writes as a person would: with pauses, eighty a day at most, the rest on the next mornings', async () => {
    await withLimits(limitsOf('zalo-personal'), '2026-11-23T07:00:00+07:00');
    for (let n = 0; n < 100; n++) await world.addPerson(`p${n}`, 'member');
    await world.store.commit(Array.from({ length: 100 }, (_, n) => push(`test/${n}`, `p${n}`)));
    await pass(hours(3));
    expect(world.telegram.delivered).toHaveLength(80);
    const times = world.telegram.delivered.map(({ at }) => at);
    const gaps = times.slice(1).map((at, n) => at - (times[n] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(seconds(8));
    await pass(hours(20), minutes(30));
    await pass(hours(2));
    expect(world.telegram.delivered).toHaveLength(100);
    expect(new Date(world.telegram.delivered[80]?.at ?? 0).toISOString()).toMatch(/^2026-11-2[34]T(23|0\d):/);
  });

  it('keeps to the number that the operator has set, also over a restart', async () => {
    await withLimits(limitsWith({ ZALO_PERSONAL_DAILY_CAP: 5 })['zalo-personal'] ?? { inFlight: 1 });
    for (let n = 0; n < 10; n++) await world.addPerson(`p${n}`, 'member');
    await world.store.commit(Array.from({ length: 10 }, (_, n) => push(`test/${n}`, `p${n}`)));
    await pass(minutes(15));
    expect(world.telegram.delivered).toHaveLength(5);
    const after = await world.restarted();
    for (let n = 0; n < 5; n++) await after.tick();
    expect(world.telegram.delivered).toHaveLength(5);
  });
});

describe('The Official Account', () => {
  const wrote = (person: string, ago: number) =>
    insert('Conversation', {
      ...{ id: `telegram/${person}`, personId: person, sealedState: '~' },
      updatedAt: later(world.clock.now(), -ago),
    });

  it.each([
    { because: 'she wrote an hour ago', ago: hours(1), becomes: 'sent' },
    { because: 'she wrote two days ago, and it would cost', ago: hours(49), becomes: 'out-of-window' },
    { because: 'she wrote eight days ago, and Zalo would refuse', ago: days(8), becomes: 'out-of-window' },
    { because: 'she has never written', ago: null, becomes: 'out-of-window' },
  ])('a push is $becomes: $because', async ({ ago, becomes }) => {
    await withLimits(limitsOf('zalo-oa'));
    await world.addPerson('lan', 'member');
    if (ago !== null) await world.store.commit([wrote('lan', ago)]);
    await world.store.commit([push('test/a', 'lan')]);
    await pass(minutes(1));
    expect(await reasons()).toEqual({ 'test/a': becomes });
  });

  it('says eight things at most of its own accord before she has written again', async () => {
    await withLimits(limitsOf('zalo-oa'));
    await world.addPerson('lan', 'official');
    await world.store.commit([wrote('lan', hours(1))]);
    // Deadlines and digests count as well; an official may have seven pushes a week, an administrator more.
    for (let n = 0; n < 9; n++) {
      await world.store.commit([push(`test/${n}`, 'lan')]);
      await pass(minutes(1));
    }
    const sent = Object.values(await reasons()).filter((reason) => reason === 'sent');
    expect(sent.length).toBeLessThanOrEqual(8);
  });
});
