import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { OaTokenKeeper, type OaTokenOptions, type OaTokens } from '../../src/channels/zalo-oa/zalo-oa-tokens.ts';
import { hours, MovableClock } from '../../src/core/clock.ts';
import { plain } from '../../src/core/outgoing.ts';
import { keptLog } from '../support/kept-log.ts';
import { startPlatforms } from '../support/platform-server/start.ts';
import { app, firstRefreshToken } from '../support/zalo-oa-server/platform.ts';
import { addressIn } from './bot-harness.ts';
import { keptTokens, stateOf, zaloOa } from './zalo-oa-harness.ts';

const server = await startPlatforms(new URL('../support/zalo-oa-server/main.ts', import.meta.url));
afterAll(() => server.stop());

async function keeper(options: Partial<OaTokenOptions> = {}) {
  const platform = await server.another();
  const clock = new MovableClock('2026-11-24T08:00:00Z');
  const { log, lines } = keptLog();
  const tokens = keptTokens();
  const make = (more: Partial<OaTokenOptions> = {}) =>
    new OaTokenKeeper({
      ...{ appId: app.appId, appSecret: app.appSecret, firstRefreshToken, oauthRoot: platform.root, clock, log },
      ...{ loadTokens: tokens.loadTokens, saveTokens: tokens.saveTokens },
      ...options,
      ...more,
    });
  return { platform, clock, tokens, lines, make };
}

describe("An Official Account's tokens", () => {
  it('are stored before the first is shown to Zalo, and their successors before anything uses them', async () => {
    const order: string[] = [];
    const { make, tokens, platform } = await keeper();
    const saveTokens = async (kept: OaTokens) => {
      const { renewals } = await stateOf(platform);
      order.push(`${kept.refreshToken}${kept.renewing ? ' about to be used' : ''} after ${renewals} renewals`);
      await tokens.saveTokens(kept);
    };
    expect(await make({ saveTokens }).access()).toBe('access-1');
    expect(order).toEqual(['refresh-0 about to be used after 0 renewals', 'refresh-1 after 1 renewals']);
  });

  it('are renewed while a quarter of their life is left, once for everybody who asks', async () => {
    const { make, clock, platform } = await keeper();
    const keeping = make();
    expect(await keeping.access()).toBe('access-1');
    clock.advance(hours(18));
    expect(await keeping.access()).toBe('access-1');
    clock.advance(hours(1));
    expect(await Promise.all([keeping.access(), keeping.access(), keeping.access()])).toEqual(
      Array(3).fill('access-2'),
    );
    expect((await stateOf(platform)).renewals).toBe(2);
  });

  it('that another process has renewed are taken over', async () => {
    const { make, clock, platform } = await keeper();
    const [one, other] = [make(), make()];
    await one.access();
    await other.access();
    clock.advance(hours(20));
    expect(await one.access()).toBe('access-2');
    expect(await other.access()).toBe('access-2');
    expect(await stateOf(platform)).toMatchObject({ renewals: 2, refusedRenewals: 0 });
  });

  it('survive a crash before Zalo got the request: the same refresh token is used by the next process', async () => {
    const { make, platform } = await keeper();
    await platform.control('plan', { path: '/v4/oa/access_token', faults: [{ kind: 'hang-up-before' }] });
    await expect(make().access()).rejects.toThrow();
    expect(await make().access()).toBe('access-1');
  });

  it('go on working for hours when a crash came between the answer of Zalo and storing it, with an alarm and a cure', async () => {
    const { make, clock, platform, lines, tokens } = await keeper();
    await make().access();
    clock.advance(hours(20));
    // The answer is lost: Zalo has used up the token, nobody has its successor.
    await platform.control('plan', { path: '/v4/oa/access_token', faults: [{ kind: 'hang-up-after' }] });
    expect(await make().access()).toBe('access-1');
    expect(tokens.saved.at(-1)).toMatchObject({ refreshToken: 'refresh-1', renewing: true });
    expect(await make().access()).toBe('access-1');
    expect(lines.join()).toContain('renewal-was-interrupted');
    expect(lines.join()).toContain('TA-CHANNEL-001');
    // The operator authorises again: another token in the settings begins a new chain.
    const { refreshToken } = await stateOf(platform);
    expect(await make({ firstRefreshToken: refreshToken }).access()).toBe('access-3');
    clock.advance(hours(20));
    expect(await make({ firstRefreshToken: refreshToken }).access()).toBe('access-4');
  });

  it('are replaced at once when Zalo refuses one before its time, and the message goes out', async () => {
    const bot = await zaloOa(server);
    onTestFinished(bot.stop);
    await bot.channel.open(async () => ({ outcome: 'done' }));
    await bot.write('lan', 'chào');
    await bot.platform.control('forgetAccess');
    await bot.channel.deliver(plain('Chào chị.'), addressIn('zalo-oa', 'lan'));
    const state = await stateOf(bot.platform);
    expect(state.sent.map(({ text }) => text)).toEqual(['Chào chị.']);
    expect(state.renewals).toBe(2);
  });

  it('never stand in the log', async () => {
    const { make, lines, platform, clock } = await keeper();
    await make().access();
    clock.advance(hours(26));
    await platform.control('plan', {
      path: '/v4/oa/access_token',
      faults: [{ kind: 'status', status: -14020, description: '' }],
    });
    await expect(make().access()).rejects.toThrow('-14020');
    expect(lines.join()).not.toMatch(/refresh-\d|access-\d|test-app-secret/);
  });
});
