import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { BotAdapter, TurnContext } from '../../src/bot/turn-context.ts';

const { cache } = createRequire(import.meta.url);
const loadedAtFirst = Object.keys(cache);

describe('The classes of botbuilder that a turn needs', () => {
  it('come without its connector and the log-ins of Azure', () => {
    expect(loadedAtFirst.filter((file) => /botframework-connector|@azure|axios/u.test(file))).toEqual([]);
  });

  it('are the very ones that the Bot Framework channel gets with the whole of it', async () => {
    const whole = await import('botbuilder');
    expect(whole.TurnContext).toBe(TurnContext);
    expect(whole.BotAdapter).toBe(BotAdapter);
    expect(whole.CloudAdapter.prototype).toBeInstanceOf(BotAdapter);
  });

  it('still find what they need of the rest', async () => {
    const { INVOKE_RESPONSE_KEY } = await import('botbuilder');
    const context = new TurnContext({} as never, { type: 'message', deliveryMode: 'expectReplies' });
    await context.sendActivity({ type: 'invokeResponse', value: { status: 200 } });
    expect(context.turnState.get(INVOKE_RESPONSE_KEY)).toMatchObject({ value: { status: 200 } });
  });
});
