import { describe, expect, it } from 'vitest';
import { channelState, describeChannel } from '../../src/cli/doctor-channel.ts';

const well = {
  ...{ state: 'well', because: null, lastInbound: '2026-11-22T02:05:00.000Z', lastOutbound: null },
  ...{ lastFailure: null, silentFor: null, forgedCalls: 0 },
};

describe('What the doctor says of a messenger', () => {
  it.each([
    {
      its: {},
      state: 'well',
      says: 'well; last message 2026-11-22 09:05; last sent none since the start',
      because: 'the times are those of Vietnam',
    },
    {
      its: { state: 'ill', because: 'TA-CHANNEL-001: Zalo refuses ZALO_BOT_TOKEN (401)', lastFailure: 'misconfigured' },
      state: 'ill',
      says: 'TA-CHANNEL-001: Zalo refuses ZALO_BOT_TOKEN (401); last message 2026-11-22 09:05; last sent none since the start; the last send failed (misconfigured)',
      because: 'the reason and the code come first',
    },
    {
      its: { silentFor: { ms: 5_400_000, expected: 42 } },
      state: 'ill',
      says: 'well; last message 2026-11-22 09:05; last sent none since the start; silent for 90 min, where 42 messages usually come',
      because: 'a dead line looks well to itself',
    },
    {
      its: { forgedCalls: 3 },
      state: 'well',
      says: 'well; last message 2026-11-22 09:05; last sent none since the start; 3 forged calls',
      because: 'somebody knocks',
    },
  ])('is "$says": $because', ({ its, state, says }) => {
    const report = channelState.parse({ ...well, ...its });
    expect(describeChannel('zalo-bot', report)).toEqual({ part: 'zalo-bot', state, says });
  });
});
