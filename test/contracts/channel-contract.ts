import type { Activity } from 'botbuilder';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Address, Channel, Received } from '../../src/core/channel.ts';
import { plain } from '../../src/core/outgoing.ts';
import { SendFailed, type SendFailure } from '../../src/core/send-failure.ts';

/** One channel with its platform, as the contract drives it: people write, press and read on the platform's side. */
export interface ChannelUnderTest {
  channel: Channel;
  /** Starts listening; activities go to `receive`. */
  open(receive: (activity: Partial<Activity>) => Promise<Received>): Promise<void>;
  /** A person writes. Resolves when the platform has the message; handling goes on. */
  write(person: string, text: string): Promise<void>;
  /** What stands on her screen, oldest first. */
  screenOf(person: string): Promise<string[]>;
  /** Presses the button with this label; null where the channel has none. */
  press: ((person: string, label: string) => Promise<void>) | null;
  /** The platform hands over once more what it handed over last; null where a platform cannot. */
  deliverAgain: (() => Promise<void>) | null;
  /** Makes the next send fail on the platform's side; asked only for the kinds that can happen on the channel. */
  failNext(failure: SendFailure): Promise<void>;
  addressOf(person: string): Promise<Address>;
  /** Everything the channel wrote to our log. */
  logged(): string;
  stop(): Promise<void>;
}

const allFailures: SendFailure[] = [
  { kind: 'throttled', waitMs: 2_000 },
  { kind: 'unreachable' },
  { kind: 'ambiguous' },
  { kind: 'blocked' },
  { kind: 'rejected' },
  { kind: 'misconfigured' },
];

/** What every channel promises (core/channel.ts). */
export function channelContract(
  name: string,
  fails: readonly SendFailure['kind'][],
  start: () => Promise<ChannelUnderTest>,
): void {
  const failures = allFailures.filter(({ kind }) => fails.includes(kind));
  describe(`The channel ${name}`, () => {
    let test: ChannelUnderTest;
    let heard: Partial<Activity>[];
    let answer: (activity: Partial<Activity>) => Promise<Received>;
    let printed: string[];

    beforeEach(async () => {
      printed = [];
      for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const) {
        vi.spyOn(console, method).mockImplementation((...words) => void printed.push(words.map(String).join(' ')));
      }
      heard = [];
      answer = async () => ({ outcome: 'done' });
      test = await start();
      await test.open(async (activity) => {
        heard.push(activity);
        return answer(activity);
      });
    });
    afterEach(async () => {
      await test.stop();
      vi.restoreAllMocks();
    });

    const heardTexts = () => heard.map((activity) => activity.text);
    const hears = (n: number) => vi.waitFor(() => expect(heard.length).toBeGreaterThanOrEqual(n), { timeout: 10_000 });

    it('hands over what a person wrote, in composed Vietnamese, with the ids the bot needs', async () => {
      await test.write('lan', 'giúp bà Lan sửa nhà'.normalize('NFD'));
      await hears(1);
      const [activity] = heard;
      expect(activity?.text).toBe('giúp bà Lan sửa nhà'.normalize('NFC'));
      expect(activity?.type).toBe('message');
      expect(activity?.channelId).toBe(test.channel.name);
      expect(activity?.id).toBeTruthy();
      expect(activity?.from?.id).toBeTruthy();
      expect(activity?.conversation?.id).toBeTruthy();
      expect(activity?.channelData).toMatchObject({ scope: 'private' });
    });

    it('keeps the order in which a person wrote, also while her first message is still being handled', async () => {
      let letGo = () => {};
      const held = new Promise<void>((resolve) => {
        letGo = resolve;
      });
      answer = async ({ text }) => {
        if (text === 'một') await held;
        return { outcome: 'done' };
      };
      for (const text of ['một', 'hai', 'ba']) await test.write('lan', text);
      await hears(1);
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect(heardTexts()).toEqual(['một']);
      letGo();
      await hears(3);
      expect(heardTexts()).toEqual(['một', 'hai', 'ba']);
    });

    it('gives two messages different ids, and the same message the same id when it comes again', async () => {
      await test.write('lan', 'một');
      await hears(1);
      await test.write('lan', 'hai');
      await hears(2);
      expect(heard[0]?.id).not.toBe(heard[1]?.id);
      if (!test.deliverAgain) return;
      await test.deliverAgain();
      const again = () => heard.filter(({ id }) => id === heard[1]?.id);
      await vi.waitFor(() => expect(again().length).toBeGreaterThanOrEqual(2), { timeout: 10_000 });
      expect(new Set(again().map(({ text }) => text))).toEqual(new Set(['hai']));
    });

    it('shows what the bot says', async () => {
      await test.write('lan', 'chào');
      await hears(1);
      const delivered = await test.channel.deliver(plain('Chào chị, em nghe đây.'), await test.addressOf('lan'));
      expect(delivered.messageIds).toHaveLength(1);
      await vi.waitFor(async () => expect(await test.screenOf('lan')).toEqual(['Chào chị, em nghe đây.']));
    });

    it('splits a long text at words under its own limit and loses nothing', async () => {
      await test.write('lan', 'chào');
      await hears(1);
      const limit = test.channel.abilities.maxTextLength;
      const text = Array.from({ length: Math.ceil(limit / 10) + 200 }, (_, i) => `chữ thứ ${i}.`).join(' ');
      const { messageIds } = await test.channel.deliver(plain(text), await test.addressOf('lan'));
      expect(messageIds.length).toBeGreaterThan(1);
      await vi.waitFor(async () => expect(await test.screenOf('lan')).toHaveLength(messageIds.length));
      const screen = await test.screenOf('lan');
      expect(Math.max(...screen.map((part) => part.length))).toBeLessThanOrEqual(limit);
      expect(screen.join(' ')).toBe(text);
    });

    it('shows choices as numbers, and as buttons that say the same as if typed', async () => {
      await test.write('lan', 'xong');
      await hears(1);
      const choices = [
        { label: 'Lưu', says: 'lưu' },
        { label: 'Sửa lại', says: 'sửa' },
      ];
      await test.channel.deliver(plain('Em ghi như vậy nhé?', choices), await test.addressOf('lan'));
      await vi.waitFor(async () =>
        expect(await test.screenOf('lan')).toEqual(['Em ghi như vậy nhé?\n1  Lưu\n2  Sửa lại']),
      );
      expect(test.press !== null).toBe(test.channel.abilities.buttons);
      if (!test.press) return;
      await test.press('lan', 'Sửa lại');
      await hears(2);
      expect(heard[1]?.text).toBe('sửa');
      expect(heard[1]?.channelData).toMatchObject({ pressedUnder: expect.stringMatching(/./) });
      expect(heard[1]?.from?.id).toBe(heard[0]?.from?.id);
    });

    it.each(failures)('says $kind when the platform fails that way', async (failure) => {
      await test.write('lan', 'chào');
      await hears(1);
      const to = await test.addressOf('lan');
      await test.failNext(failure);
      const error = await test.channel.deliver(plain('Điều riêng tư 9182.'), to).then(
        () => null,
        (reason: unknown) => reason,
      );
      expect(error).toBeInstanceOf(SendFailed);
      const failed = error as SendFailed;
      expect(failed.failure).toMatchObject(failure);
      expect(JSON.stringify(failed) + failed.message + failed.stack).not.toContain('riêng tư');
      if (failure.kind === 'ambiguous') expect(await test.screenOf('lan')).toEqual(['Điều riêng tư 9182.']);
    });

    it('finishes what it has taken before it is closed, and takes nothing afterwards', async () => {
      let letGo = () => {};
      answer = () =>
        new Promise((resolve) => {
          letGo = () => resolve({ outcome: 'done' });
        });
      await test.write('lan', 'giữ lại');
      await hears(1);
      let closed = false;
      const closing = test.channel.close().then(() => {
        closed = true;
      });
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(closed).toBe(false);
      letGo();
      await closing;
      expect(test.channel.health().state).toBe('off');
      await test.write('lan', 'quá muộn').catch(() => 'the platform may refuse');
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect(heardTexts()).toEqual(['giữ lại']);
    });

    it("writes nobody's words to the log or to the terminal, also when the turn fails", async () => {
      let fails = true;
      answer = async () => {
        if (!fails) return { outcome: 'done' };
        fails = false;
        throw new Error('the turn failed');
      };
      await test.write('lan', 'bí mật 7731 của chị').catch(() => 'the platform may be told that it failed');
      await hears(1);
      await test.channel.deliver(plain('lời đáp 7731'), await test.addressOf('lan')).catch(() => 'may fail');
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect(test.logged() + printed.join('\n')).not.toContain('7731');
    });
  });
}
