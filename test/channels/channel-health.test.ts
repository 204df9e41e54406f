import { describe, expect, it } from 'vitest';
import { SimulatedChannel } from '../../src/channels/simulated/simulated-channel.ts';
import { expectedBetween, observe, type Rhythm, silenceOf, withMessage } from '../../src/core/channel-health.ts';
import { hours, MovableClock } from '../../src/core/clock.ts';
import { plain } from '../../src/core/outgoing.ts';

/** Thirty messages in every hour from 7 to 21, none at night, for `days` days before 24/11/2026. */
function busyDays(days: number): Rhythm {
  const byHour = Array.from({ length: 24 }, (_, hour) => (hour >= 7 && hour < 21 ? 30 : 0));
  return Array.from({ length: days }, (_, i) => ({ day: `2026-11-${String(24 - days + i).padStart(2, '0')}`, byHour }));
}
const at = (time: string) => new Date(`2026-11-24T${time}+07:00`);

describe('The silence of a channel', () => {
  it.each([
    { last: '09:00', now: '09:30', alarm: false, because: 'fifteen messages may well be missing' },
    { last: '09:00', now: '09:45', alarm: true, because: 'at thirty an hour, 45 minutes of nothing are unlike it' },
    { last: '02:00', now: '07:10', alarm: false, because: 'nobody writes at night' },
    { last: '02:00', now: '08:00', alarm: true, because: 'the morning is an hour old' },
  ])('from $last to $now: alarm $alarm, $because', ({ last, now, alarm }) => {
    expect(silenceOf(busyDays(7), at(last), at(now)) !== null).toBe(alarm);
  });

  it('says nothing before it knows three days, or without a first message', () => {
    expect(silenceOf(busyDays(2), at('09:00'), at('20:00'))).toBeNull();
    expect(silenceOf(busyDays(7), null, at('20:00'))).toBeNull();
  });

  it('is measured by the days that are over, fourteen at most', () => {
    let rhythm: Rhythm = busyDays(14);
    for (let i = 0; i < 500; i++) rhythm = withMessage(rhythm, at('10:30'));
    expect(expectedBetween(rhythm, at('10:00'), at('11:00'))).toBe(30);
    expect(withMessage(rhythm, new Date('2026-11-25T10:00+07:00'))).toHaveLength(15);
  });
});

describe('An observed channel', () => {
  it('that hears nothing at all after a start is noticed as well, once its rhythm is known', async () => {
    const clock = new MovableClock(at('09:00'));
    const { channel, report } = observe(new SimulatedChannel({ clock }), clock, busyDays(5));
    await channel.open(async () => ({ outcome: 'done' }));
    expect(report().silentFor).toBeNull();
    clock.advance(hours(2));
    expect(report()).toMatchObject({ lastInbound: null, silentFor: { expected: 60 } });
  });

  it('passes everything through and reports when it last heard and said something, and what failed', async () => {
    const clock = new MovableClock(at('09:00'));
    const simulated = new SimulatedChannel({ clock });
    const { channel, report } = observe(simulated, clock, busyDays(5));
    await channel.open(async () => ({ outcome: 'done' }));
    expect(report()).toMatchObject({ name: 'simulated', state: 'well', lastInbound: null, lastOutbound: null });
    await simulated.say('lan', 'chào');
    clock.advance(hours(1));
    await channel.deliver(plain('Chào chị.'), simulated.addressOf('lan'));
    expect(report()).toMatchObject({ lastInbound: at('09:00'), lastOutbound: at('10:00'), lastFailure: null });
    expect(report().silentFor).toEqual({ ms: hours(1), expected: 30 });
    simulated.failNext({ kind: 'unreachable' });
    await expect(channel.deliver(plain('x'), simulated.addressOf('lan'))).rejects.toThrow();
    simulated.beIll('the line is down');
    expect(report()).toMatchObject({ state: 'ill', because: 'the line is down', lastFailure: 'unreachable' });
    await channel.close();
    expect(report()).toMatchObject({ state: 'off', silentFor: null });
  });
});
