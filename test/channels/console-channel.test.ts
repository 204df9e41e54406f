import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { ConsoleChannel } from '../../src/channels/console/console-channel.ts';
import { systemClock } from '../../src/core/clock.ts';
import { plain } from '../../src/core/outgoing.ts';
import { channelContract } from '../contracts/channel-contract.ts';

/** A terminal: lines in, and what stands on the screen. */
function terminal(options: { intercept?: (line: string) => boolean } = {}) {
  const input = new PassThrough();
  const output = new PassThrough();
  let screen = '';
  output.on('data', (bytes) => {
    screen += bytes;
  });
  const failed: unknown[] = [];
  const channel = new ConsoleChannel({
    input,
    output,
    clock: systemClock,
    onFailedTurn: (error) => failed.push(error),
    ...options,
  });
  return { channel, input, failed, type: (line: string) => input.write(`${line}\n`), screen: () => screen };
}

channelContract('console', ['unreachable'], async () => {
  const { channel, type, screen } = terminal();
  let messages: string[] = [];
  const deliver = channel.deliver.bind(channel);
  channel.deliver = async (message, to) => {
    const before = screen().length;
    const delivered = await deliver(message, to);
    await new Promise((resolve) => setImmediate(resolve));
    const shown = screen()
      .slice(before)
      .split('\n')
      .slice(0, -1)
      .map((line) => line.slice(2))
      .join('\n');
    messages = [...messages, ...(delivered.messageIds.length === 1 ? [shown] : shown.split('\n'))];
    return delivered;
  };
  return {
    channel,
    open: (receive) => channel.open(receive),
    write: async (_person, text) => void type(text),
    screenOf: async () => messages,
    press: null,
    deliverAgain: null,
    failNext: async () => channel.sitDown('somebody else'),
    addressOf: async () => channel.address(),
    logged: () => '',
    stop: () => channel.close(),
  };
});

describe('The terminal', () => {
  it('lets the command take its own lines, such as /time, and hands over the others', async () => {
    const heard: unknown[] = [];
    const { channel, type, input } = terminal({ intercept: (line) => line.startsWith('/time') });
    await channel.open(async ({ text }) => {
      heard.push(text);
      return { outcome: 'done' };
    });
    type('/time +1d');
    type('chào');
    input.end();
    await channel.ended();
    expect(heard).toEqual(['chào']);
  });

  it('tells of a failed turn and goes on with the next line', async () => {
    const heard: unknown[] = [];
    const { channel, type, input, failed } = terminal();
    await channel.open(async ({ text }) => {
      heard.push(text);
      if (text === 'hỏng') throw new Error('the turn failed');
      return { outcome: 'done' };
    });
    type('hỏng');
    type('tiếp');
    input.end();
    await channel.ended();
    expect([heard, failed.length]).toEqual([['hỏng', 'tiếp'], 1]);
  });

  it('shows no control sequence that a text may carry', async () => {
    const { channel, screen } = terminal();
    await channel.open(async () => ({ outcome: 'done' }));
    await channel.deliver(plain('bà \u001b[2JLan\u0007'), channel.address());
    expect(screen()).toBe('│ bà [2JLan\n');
    await channel.close();
  });
});
