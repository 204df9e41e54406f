import { describe, expect, it } from 'vitest';
import { SimulatedChannel } from '../../src/channels/simulated/simulated-channel.ts';
import { plain } from '../../src/core/outgoing.ts';
import { channelContract } from '../contracts/channel-contract.ts';

const everyKind = ['throttled', 'unreachable', 'ambiguous', 'blocked', 'rejected', 'misconfigured'] as const;

channelContract('simulated', everyKind, async () => {
  const channel = new SimulatedChannel();
  let last = channel.activity('lan', '');
  return {
    channel,
    open: (receive) => channel.open(receive),
    write: async (person, text) => {
      last = channel.activity(person, text);
      channel.handOver(last).catch(() => 'the simulation does not deliver again by itself');
    },
    screenOf: async (person) => channel.shownTo(person),
    press: async (person, label) => void (await channel.press(person, label)),
    deliverAgain: async () => void (await channel.handOver(last)),
    failNext: async (failure) => {
      channel.failNext(failure);
    },
    addressOf: async (person) => channel.addressOf(person),
    logged: () => '',
    stop: () => channel.close(),
  };
});

describe('The simulated channel', () => {
  it('deletes what both wrote, and only in the conversation named', async () => {
    const channel = new SimulatedChannel();
    await channel.open(async () => ({ outcome: 'done' }));
    const toLan = await channel.deliver(plain('một'), channel.addressOf('lan'));
    const toHoa = await channel.deliver(plain('hai'), channel.addressOf('hoa'));
    expect(await channel.erase([...toLan.messageIds, ...toHoa.messageIds], channel.addressOf('lan'))).toBe(1);
    expect(channel.shownTo('lan')).toEqual([]);
    expect(channel.shownTo('hoa')).toEqual(['hai']);
  });

  it('shows numbers alone when it is told to have no buttons', async () => {
    const channel = new SimulatedChannel({ abilities: { buttons: false, maxTextLength: 2_000 } });
    await channel.open(async () => ({ outcome: 'done' }));
    await channel.deliver(plain('Lưu?', [{ label: 'Có', says: 'có' }]), channel.addressOf('lan'));
    expect(channel.lastTo('lan')).toMatchObject({ shown: 'Lưu?\n1  Có', buttons: [] });
  });
});
