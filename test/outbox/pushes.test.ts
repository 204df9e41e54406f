import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { amend } from '../../src/core/change.ts';
import { days, hours, after as later, minutes } from '../../src/core/clock.ts';
import { instantOf } from '../../src/core/day.ts';
import { addPush, notYetPushed, type Push, type PushKind } from '../../src/core/push.ts';
import { type OutboxWorld, outboxWorld } from '../support/test-outbox.ts';

let world: OutboxWorld;
const busy = new Map<string, Date>();
beforeEach(async () => {
  busy.clear();
  world = await outboxWorld({ openScripts: async () => busy });
});
afterEach(() => world.close());

const push = (key: string, to: string, kind: PushKind = 'campaign', more: Partial<Push> = {}): Push => ({
  key,
  to: { id: to },
  kind,
  notBefore: world.clock.now(),
  expires: later(world.clock.now(), days(10)),
  ...more,
});
const add = (...pushes: Push[]) => world.store.commit(pushes.map((one) => addPush(one, world.clock.now())));
const states = async () =>
  Object.fromEntries(
    (await world.store.find('OutboxRow', {})).map(({ key, state, because }) => [key, because ?? state]),
  );

/** Lets time go by in steps, ticking at each. */
async function pass(ms: number, stepMs = minutes(10)): Promise<void> {
  const end = later(world.clock.now(), ms);
  while (world.clock.now() < end) {
    world.clock.advance(Math.min(stepMs, end.getTime() - world.clock.now().getTime()));
    await world.outbox.tick();
  }
}

describe('A push', () => {
  it('leaves once and stays known, so that it cannot be added again', async () => {
    await world.addPerson('lan', 'member');
    await add(push('test/a', 'lan'));
    await world.outbox.tick();
    await world.outbox.tick();
    expect(world.telegram.texts('lan')).toEqual(['push test/a']);
    expect(await states()).toEqual({ 'test/a': 'sent' });
    expect(await notYetPushed(world.store, [push('test/a', 'lan'), push('test/b', 'lan')])).toMatchObject([
      { key: 'test/b' },
    ]);
    await expect(add(push('test/a', 'lan'))).rejects.toThrow(/not as this change expected/);
  });

  it('that one platform refuses until she writes again goes by her other account, and else says why it did not go', async () => {
    const refused = { kind: 'rejected', code: 'out-of-window -230' } as const;
    await world.addPerson('lan', 'member', ['telegram', 'zalo-bot']);
    await world.addPerson('hoa', 'member');
    world.telegram.faults.push(refused, refused);
    await add(push('test/a', 'lan'));
    await pass(minutes(1));
    await add(push('test/b', 'hoa'));
    await pass(minutes(1));
    expect(world.telegram.texts()).toEqual([]);
    expect(world.zalo.texts('lan')).toEqual(['push test/a']);
    expect(await states()).toEqual({ 'test/a': 'sent', 'test/b': 'out-of-window' });
    expect(await world.store.count('Account', { state: 'blocked' })).toBe(0);
  });

  it('waits for its time, and is dropped when its time has passed', async () => {
    await world.addPerson('lan', 'member');
    await add(
      push('test/later', 'lan', 'campaign', { notBefore: later(world.clock.now(), hours(2)) }),
      push('test/past', 'lan', 'campaign', { expires: world.clock.now() }),
    );
    await world.outbox.tick();
    expect(await states()).toEqual({ 'test/later': 'pending', 'test/past': 'expired' });
    await pass(hours(2));
    expect(world.telegram.texts()).toEqual(['push test/later']);
  });

  it('of a campaign day does not come a week late after the machine was off', async () => {
    await world.addPerson('lan', 'member');
    await add(push('test/day', 'lan', 'campaign', { expires: instantOf('2026-11-24') }));
    world.clock.advance(days(7));
    await (await world.restarted()).tick();
    expect(world.telegram.texts()).toEqual([]);
    expect(await states()).toEqual({ 'test/day': 'expired' });
  });

  it('never leaves between 21:00 and 06:30', async () => {
    await world.addPerson('lan', 'member');
    world.clock.moveTo('2026-11-23T21:00:00+07:00');
    await add(push('test/a', 'lan'));
    await pass(hours(9.4));
    expect(world.telegram.texts()).toEqual([]);
    await pass(hours(0.2));
    expect(world.telegram.delivered).toMatchObject([{ at: expect.any(Number) as number, text: 'push test/a' }]);
    expect(world.telegram.delivered[0]?.at).toBeGreaterThanOrEqual(new Date('2026-11-24T06:30:00+07:00').getTime());
  });

  it.each([
    { role: 'member', cap: 2 },
    { role: 'reporter', cap: 5 },
    { role: 'official', cap: 7 },
  ] as const)('reaches a $role at most $cap times in any seven days, whatever it is about', async ({ role, cap }) => {
    await world.addPerson('lan', role);
    const kinds: PushKind[] = ['campaign', 'digest', 'deadline'];
    await add(
      ...Array.from({ length: 24 }, (_, n) =>
        push(`test/${n}`, 'lan', kinds[n % 3], { expires: later(world.clock.now(), days(60)) }),
      ),
    );
    await pass(days(30), hours(3));
    const times = world.telegram.delivered.map(({ at }) => at);
    expect(times.length).toBeGreaterThanOrEqual(Math.min(24, cap * 4));
    for (let n = cap; n < times.length; n++)
      expect((times[n] as number) - (times[n - cap] as number)).toBeGreaterThanOrEqual(days(7));
  });

  it('about a deadline goes before a digest, and a digest before a campaign', async () => {
    await world.addPerson('lan', 'official');
    await add(push('test/campaign', 'lan'), push('test/digest', 'lan', 'digest'), push('test/due', 'lan', 'deadline'));
    await world.outbox.tick();
    expect(world.telegram.texts()).toEqual(['push test/due', 'push test/digest', 'push test/campaign']);
  });

  it('waits while she has a script open, and comes after 24 hours when the script is put to sleep', async () => {
    const asleep: string[] = [];
    world.outbox = await world.restarted({
      putToSleep: async (personId) => {
        asleep.push(personId);
        return [];
      },
    });
    await world.addPerson('lan', 'member');
    const opened = world.clock.now();
    busy.set('lan', opened);
    await add(push('test/a', 'lan'));
    await pass(hours(23));
    expect(world.telegram.texts()).toEqual([]);
    await pass(hours(2));
    expect(world.telegram.texts()).toEqual(['push test/a']);
    expect(asleep).toEqual(['lan']);
  });

  it('comes soon after she has finished the script', async () => {
    await world.addPerson('lan', 'member');
    busy.set('lan', world.clock.now());
    await add(push('test/a', 'lan'));
    await pass(hours(1));
    busy.clear();
    await pass(minutes(11), minutes(1));
    expect(world.telegram.texts()).toEqual(['push test/a']);
  });

  it('does not reach somebody who has left every role', async () => {
    await world.addPerson('lan', 'member');
    await world.store.commit([amend('Role', { personId: 'lan' }, { untilDay: '2026-11-22' })]);
    await add(push('test/a', 'lan'));
    await world.outbox.tick();
    expect(await states()).toEqual({ 'test/a': 'left' });
  });

  it('with the same text to the same person is stopped the second time', async () => {
    await world.addPerson('lan', 'official');
    world.outbox.register('same', async () => ({ text: 'y như vậy' }));
    await add(push('same/1', 'lan'), push('same/2', 'lan'));
    await world.outbox.tick();
    expect(world.telegram.texts()).toEqual(['y như vậy']);
    expect(Object.values(await states()).sort()).toEqual(['same-text', 'sent']);
  });

  it('that has nothing to say any more is dropped', async () => {
    await world.addPerson('lan', 'official');
    world.outbox.register('none', async () => null);
    await add(push('none/1', 'lan'));
    await world.outbox.tick();
    expect(await states()).toEqual({ 'none/1': 'nothing-to-say' });
  });
});

describe('Sending that fails', () => {
  it('because the platform throttles holds the whole channel for exactly that long, over a restart too', async () => {
    await world.addPerson('lan', 'member');
    await world.addPerson('hoa', 'member');
    await world.addPerson('mai', 'member', ['zalo-bot']);
    world.telegram.faults.push({ kind: 'throttled', waitMs: 10_072_000 });
    const start = world.clock.now().getTime();
    await add(push('test/1', 'lan'), push('test/3', 'mai'));
    await world.outbox.tick();
    await add(push('test/2', 'hoa'));
    await world.outbox.tick();
    expect(world.telegram.texts()).toEqual([]);
    expect(world.zalo.texts()).toEqual(['push test/3']);
    world.outbox = await world.restarted();
    world.clock.moveTo(new Date(start + 10_071_000));
    await add(push('test/4', 'lan', 'deadline'));
    await world.outbox.tick();
    expect(world.telegram.texts()).toEqual([]);
    world.clock.moveTo(new Date(start + 10_074_000));
    await world.outbox.tick();
    expect(world.telegram.texts().sort()).toEqual(['push test/1', 'push test/2', 'push test/4']);
  });

  it('for a while is tried again with growing pauses', async () => {
    await world.addPerson('lan', 'member');
    world.telegram.faults.push({ kind: 'unreachable' }, { kind: 'unreachable' }, { kind: 'unreachable' });
    await add(push('test/a', 'lan'));
    await pass(minutes(2), 1_000);
    expect(world.telegram.texts()).toEqual(['push test/a']);
    expect(await world.store.first('OutboxRow', {})).toMatchObject({ attempts: 4, state: 'sent' });
  });

  it('without an answer stays unknown for a campaign and a reminder: neither is sent twice', async () => {
    await world.addPerson('lan', 'official');
    world.telegram.faults.push('late', 'lost');
    await add(push('test/due', 'lan', 'deadline'), push('test/campaign', 'lan'));
    await pass(days(1));
    expect(world.telegram.texts()).toEqual(['push test/due']);
    expect(await states()).toEqual({ 'test/due': 'unknown', 'test/campaign': 'unknown' });
  });

  it('without an answer sends a digest once more, marked so and with the same figures', async () => {
    await world.addPerson('lan', 'official');
    let figures = 1;
    world.outbox.register('digest', async () => ({ text: `${figures++} hộ` }));
    world.telegram.faults.push('late');
    await add(push('digest/week', 'lan', 'digest'));
    await pass(minutes(5), minutes(1));
    expect(world.telegram.texts()).toEqual(['1 hộ', '(gửi lại) 1 hộ']);
    expect(await states()).toEqual({ 'digest/week': 'sent' });
    expect((await world.store.first('OutboxRow', {}))?.sealedPayload).not.toBeNull();
  });

  it('because she blocked the bot stops everything to her, and her other channel takes over', async () => {
    await world.addPerson('lan', 'official', ['telegram', 'zalo-bot']);
    await world.addPerson('hoa', 'official');
    world.telegram.faults.push({ kind: 'blocked' }, { kind: 'blocked' });
    await add(push('test/1', 'lan'), push('test/2', 'hoa'));
    await pass(minutes(2), minutes(1));
    await add(push('test/3', 'hoa'), push('test/4', 'lan'));
    await pass(minutes(2), minutes(1));
    expect(world.telegram.texts()).toEqual([]);
    expect(world.zalo.texts().sort()).toEqual(['push test/1', 'push test/4']);
    expect(await states()).toEqual({ 'test/1': 'sent', 'test/2': 'blocked', 'test/3': 'blocked', 'test/4': 'sent' });
  });

  it('again and again on one channel goes by her other one', async () => {
    await world.addPerson('lan', 'official', ['telegram', 'zalo-bot']);
    for (let n = 0; n < 10; n++) world.telegram.faults.push({ kind: 'unreachable' });
    await add(push('test/1', 'lan'));
    await pass(minutes(10), minutes(1));
    expect(world.zalo.texts()).toEqual(['push test/1']);
  });

  it('because the channel is ill keeps its rows until it is well', async () => {
    await world.addPerson('lan', 'official');
    world.telegram.state = 'ill';
    await add(push('test/1', 'lan'));
    await pass(hours(3));
    expect(await states()).toEqual({ 'test/1': 'pending' });
    world.telegram.state = 'well';
    await pass(minutes(10));
    expect(world.telegram.texts()).toEqual(['push test/1']);
  });

  it('because the platform rejects it is left for an operator', async () => {
    await world.addPerson('lan', 'official');
    world.telegram.faults.push({ kind: 'rejected', code: '400' });
    await add(push('test/1', 'lan'));
    await pass(minutes(2));
    expect(await states()).toEqual({ 'test/1': 'rejected' });
  });
});

describe('A kill', () => {
  it('while pushes are leased loses none; the one on its way is unknown and is not sent again', async () => {
    const people = Array.from({ length: 20 }, (_, n) => `p${n}`);
    for (const id of people) await world.addPerson(id, 'member');
    await add(...people.map((id) => push(`test/${id}`, id)));
    world.telegram.faults.push('late', 'hang', ...Array.from({ length: 15 }, () => 'hang' as const));
    void world.outbox.tick();
    for (let n = 0; n < 200; n++) await new Promise((resolve) => setImmediate(resolve));
    world.telegram.faults.length = 0;
    world.outbox = await world.restarted();
    await pass(minutes(5), minutes(1));
    const final = await states();
    expect(Object.values(final).every((state) => state === 'sent' || state === 'unknown')).toBe(true);
    const texts = world.telegram.texts();
    expect(new Set(texts).size).toBe(texts.length);
    // In flight at the kill: as many as the channel takes at a time, and the one about to leave.
    expect(Object.values(final).filter((state) => state === 'unknown').length).toBeLessThanOrEqual(18);
    expect(texts.length).toBeGreaterThanOrEqual(3);
  });
});
