import { describe, expect, it } from 'vitest';
import { channelLimits } from '../../src/outbox/channel-limits.ts';
import { type Departed, Pacer } from '../../src/outbox/pacer.ts';
import { Seeded } from '../../src/simulation/seeded.ts';

/** Sends as the dispatcher does; each message takes `way` to arrive and as long back. Times of arrival. */
function arrivals(n: number, wayOf: (n: number) => number, lateOf: (n: number) => number): number[] {
  const pacer = new Pacer(channelLimits.telegram ?? { inFlight: 1 });
  const out: { departed: Departed; answeredAt: number }[] = [];
  const arrived: number[] = [];
  let now = 1_000_000;
  const passTo = (time: number) => {
    now = Math.max(now, time);
    for (const one of out.splice(0)) {
      if (one.answeredAt <= now) pacer.answered(one.departed, one.answeredAt);
      else out.push(one);
    }
  };
  for (let i = 0; i < n; i++) {
    passTo(pacer.push(`chat ${i}`, now) + lateOf(i));
    for (;;) {
      const at = pacer.roomAt(now);
      if (at !== null && at <= now) break;
      passTo(at ?? now + 5);
    }
    const way = wayOf(i);
    out.push({ departed: pacer.left(now), answeredAt: now + 2 * way });
    arrived.push(now + way);
  }
  return arrived.sort((a, b) => a - b);
}

const mostInASecond = (times: number[]) =>
  Math.max(...times.map((at) => times.filter((other) => other >= at && other < at + 1_000).length));
const perSecond = (times: number[]) => ((times.length - 1) / ((times.at(-1) as number) - (times[0] as number))) * 1_000;

describe('Pushes on Telegram', () => {
  it.each([
    { way: 2, world: 'a server next door' },
    { way: 120, world: 'a server abroad' },
  ])('use at least 95 % of 30 a second to $world, and never more', ({ way }) => {
    const times = arrivals(
      600,
      () => way,
      () => 0,
    );
    expect(perSecond(times)).toBeGreaterThanOrEqual(28.5);
    expect(mostInASecond(times)).toBeLessThanOrEqual(30);
  });

  it('are caught up after timers that woke late', () => {
    const seeded = new Seeded(5);
    const times = arrivals(
      600,
      () => 5,
      () => seeded.between(0, 12),
    );
    expect(perSecond(times)).toBeGreaterThanOrEqual(28.5);
    expect(mostInASecond(times)).toBeLessThanOrEqual(30);
  });

  it.each([1, 2, 3, 4, 5])('never exceed the limit however unevenly they travel (seed %i)', (seed) => {
    const seeded = new Seeded(seed);
    const way = () => (seeded.chance(0.05) ? seeded.between(100, 900) : seeded.between(5, 60));
    expect(mostInASecond(arrivals(400, way, () => seeded.between(0, 40)))).toBeLessThanOrEqual(30);
  });

  it('to one chat are a second apart, and replies may come three at once', () => {
    const pacer = new Pacer(channelLimits.telegram ?? { inFlight: 1 });
    const now = 1_000_000;
    const pushed = [0, 1, 2].map(() => pacer.push('lan', now));
    expect((pushed[1] as number) - (pushed[0] as number)).toBeGreaterThanOrEqual(1_000);
    expect((pushed[2] as number) - (pushed[1] as number)).toBeGreaterThanOrEqual(1_000);
    const replied = [0, 1, 2, 3].map(() => pacer.reply('hoa', now + 60_000, false) - now - 60_000);
    expect(replied.slice(0, 3).every((wait) => wait <= 250)).toBe(true);
    expect(replied[3]).toBeGreaterThanOrEqual(1_000);
  });

  it('go on when the clock jumps back by hours, and so do replies', () => {
    const pacer = new Pacer(channelLimits.telegram ?? { inFlight: 1 });
    const now = 1_000_000_000;
    for (let n = 0; n < 60; n++) {
      pacer.push('lan', now);
      pacer.answered(pacer.left(now), now);
    }
    const back = now - 3 * 3_600_000;
    expect(pacer.push('lan', back) - back).toBeLessThanOrEqual(1_000);
    expect(pacer.reply('hoa', back, false) - back).toBeLessThanOrEqual(250);
    expect(pacer.roomAt(back)).toBe(back);
  });

  it('never make a reply wait longer than a quarter of a second for its place', () => {
    const pacer = new Pacer(channelLimits.telegram ?? { inFlight: 1 });
    const now = 1_000_000;
    for (let n = 0; n < 200; n++) pacer.push(`chat ${n}`, now);
    expect(pacer.reply('lan', now, false)).toBeLessThanOrEqual(now + 250);
  });
});

describe('Pushes on a personal Zalo account', () => {
  it('leave with the pauses of a person', () => {
    const pacer = new Pacer(channelLimits['zalo-personal'] ?? { inFlight: 1 }, () => 0.5);
    const first = pacer.push('a', 1_000_000);
    const second = pacer.push('b', first);
    expect(second - first).toBe(34_000);
  });
});
