import type { Update } from 'telegraf/types';
import { describe, expect, it, vi } from 'vitest';
import { TelegramPoll } from '../../src/channels/telegram/telegram-poll.ts';
import type { Clock } from '../../src/core/clock.ts';
import { keptLog } from './telegram-harness.ts';

/** Pauses of any length pass at once. */
const hurriedClock: Clock = { now: () => new Date(0), sleep: () => new Promise((resolve) => setImmediate(resolve)) };

/** Telegram as the poll sees it: shows what is not confirmed, waits when there is nothing. */
function platform() {
  let updates: { id: number; lane: string }[] = [];
  const offsets: number[] = [];
  return {
    offsets,
    add: (...more: { id: number; lane: string }[]) => updates.push(...more),
    /** After a quiet week the numbers go on elsewhere. */
    restartAt: (id: number, lane: string) => {
      updates = [{ id, lane }];
    },
    left: () => updates.length,
    getUpdates: async (offset: number, seconds: number): Promise<Update[]> => {
      offsets.push(offset);
      if (!updates.some(({ id }) => id < offset && offset - id > 1_000))
        updates = updates.filter(({ id }) => id >= offset);
      if (updates.length === 0 && seconds > 0) await new Promise((resolve) => setTimeout(resolve, 5));
      return updates.slice(0, 100).map(({ id, lane }) => ({ update_id: id, lane }) as unknown as Update);
    },
  };
}

function polling(handle: (id: number) => Promise<void>) {
  const telegram = platform();
  const { log, lines } = keptLog();
  const poll = new TelegramPoll({
    getUpdates: (offset, seconds) => telegram.getUpdates(offset, seconds),
    handle: (update) => handle(update.update_id),
    laneOf: (update) => (update as unknown as { lane: string }).lane,
    onTrouble: () => ({}),
    onAnswer: () => {},
    clock: hurriedClock,
    log,
  });
  return { telegram, poll, lines };
}

describe('Asking Telegram', () => {
  it('never confirms an update that is not handled, while later ones of others are', async () => {
    const handled: number[] = [];
    let failures = 3;
    const { telegram, poll } = polling(async (id) => {
      if (id === 101 && failures-- > 0) throw new Error('the turn failed');
      handled.push(id);
    });
    telegram.add({ id: 100, lane: 'a' }, { id: 101, lane: 'b' }, { id: 102, lane: 'a' }, { id: 103, lane: 'c' });
    void poll.run();
    await vi.waitFor(() => expect(handled).toHaveLength(4));
    await poll.stop();
    expect(handled.at(-1)).toBe(101);
    expect([...new Set(telegram.offsets)].every((offset) => offset <= 101 || offset === 104)).toBe(true);
    expect(telegram.left()).toBe(0);
  });

  it('sets aside what fails again and again while others go on, and says so', async () => {
    let tries = 0;
    let next = 200;
    const { telegram, poll, lines } = polling(async (id) => {
      if (id !== 100) return;
      tries += 1;
      // Others write meanwhile.
      next += 1;
      telegram.add({ id: next, lane: `other ${next}` });
      await new Promise((resolve) => setTimeout(resolve, 2));
      throw new Error('the turn fails every time');
    });
    telegram.add({ id: 100, lane: 'a' });
    void poll.run();
    await vi.waitFor(() => expect(lines.join()).toContain('telegram.update-set-aside'), { timeout: 5_000 });
    await vi.waitFor(() => expect(telegram.left()).toBe(0));
    await poll.stop();
    expect(tries).toBeGreaterThanOrEqual(12);
  });

  it('sets nothing aside while nothing at all succeeds: then the fault is ours', async () => {
    let tries = 0;
    const { telegram, poll, lines } = polling(async () => {
      tries += 1;
      throw new Error('the database is gone');
    });
    telegram.add({ id: 100, lane: 'a' }, { id: 101, lane: 'b' });
    void poll.run();
    await vi.waitFor(() => expect(tries).toBeGreaterThan(60));
    await poll.stop();
    expect(lines.join()).not.toContain('set-aside');
    expect(telegram.left()).toBe(2);
  });

  it('goes on when the numbers begin again lower, as after a quiet week', async () => {
    const handled: number[] = [];
    const { telegram, poll } = polling(async (id) => void handled.push(id));
    telegram.add({ id: 900_000, lane: 'a' });
    void poll.run();
    await vi.waitFor(() => expect(handled).toEqual([900_000]));
    telegram.restartAt(5, 'a');
    await vi.waitFor(() => expect(handled).toEqual([900_000, 5]));
    await vi.waitFor(() => expect(telegram.offsets.at(-1)).toBe(6));
    await poll.stop();
  });

  it('handles a bounded number of people at the same time', async () => {
    let now = 0;
    let most = 0;
    let done = 0;
    const { telegram, poll } = polling(async () => {
      now += 1;
      most = Math.max(most, now);
      await new Promise((resolve) => setTimeout(resolve, 2));
      now -= 1;
      done += 1;
    });
    telegram.add(...Array.from({ length: 300 }, (_, i) => ({ id: 100 + i, lane: `person ${i}` })));
    void poll.run();
    await vi.waitFor(() => expect(done).toBe(300), { timeout: 5_000 });
    await poll.stop();
    expect(most).toBe(32);
  });
});
