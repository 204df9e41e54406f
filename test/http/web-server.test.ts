import { createServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { SimulatedChannel } from '../../src/channels/simulated/simulated-channel.ts';
import { MovableClock } from '../../src/core/clock.ts';
import type { OperatorError } from '../../src/core/errors.ts';
import type { WebRequest, WebRoute } from '../../src/core/web.ts';
import { healthRoute } from '../../src/http/health.ts';
import { newMetrics } from '../../src/http/metrics.ts';
import { newWebServer, type WebServerOptions } from '../../src/http/web-server.ts';
import { keptLog } from '../channels/telegram-harness.ts';

async function serving(routes: readonly WebRoute[], options: Partial<WebServerOptions> = {}) {
  const { log, lines } = keptLog();
  const server = await newWebServer({ host: '127.0.0.1', port: 0, trustProxy: false, routes, log, ...options });
  const url = await server.listen();
  onTestFinished(() => server.close());
  return { url, lines, server };
}

/** A route that keeps what it was asked. */
function listening(more: Partial<WebRoute> = {}): { route: WebRoute; asked: WebRequest[] } {
  const asked: WebRequest[] = [];
  const handle: WebRoute['handle'] = async (request) => {
    asked.push(request);
    return { status: 200, body: 'ok' };
  };
  return { asked, route: { method: 'POST', path: '/hooks/one', handle, ...more } };
}

describe('A route', () => {
  it('gets the bytes as they arrived, whatever their type, for a signature to be made over', async () => {
    const { route, asked } = listening();
    const { url } = await serving([route]);
    const body = '{ "a" :\n 1 }';
    for (const type of ['application/json', 'text/plain', 'application/x-anything']) {
      await fetch(`${url}/hooks/one?b=2&b=3`, {
        method: 'POST',
        headers: { 'content-type': type, 'X-Sign': 's' },
        body,
      });
    }
    expect(asked.map((request) => Buffer.from(request.body).toString())).toEqual([body, body, body]);
    expect(asked[0]).toMatchObject({ path: '/hooks/one', query: { b: '2, 3' }, remoteAddress: '127.0.0.1' });
    expect(asked[0]?.headers['x-sign']).toBe('s');
  });

  it('refuses a body longer than it takes', async () => {
    const { route, asked } = listening({ maxBodyBytes: 100 });
    const { url } = await serving([route]);
    expect((await fetch(`${url}/hooks/one`, { method: 'POST', body: 'a'.repeat(101) })).status).toBe(413);
    expect(asked).toEqual([]);
  });

  it('answers one address only so often a minute', async () => {
    const { route } = listening({ perMinute: 3 });
    const { url } = await serving([route]);
    const statuses: number[] = [];
    for (let i = 0; i < 4; i += 1) statuses.push((await fetch(`${url}/hooks/one`, { method: 'POST' })).status);
    expect(statuses).toEqual([200, 200, 200, 429]);
  });

  it('believes a forwarded address only from a proxy it was told of', async () => {
    for (const trustProxy of [false, true]) {
      const { route, asked } = listening();
      const { url } = await serving([route], { trustProxy });
      await fetch(`${url}/hooks/one`, { method: 'POST', headers: { 'x-forwarded-for': '203.0.113.7' } });
      expect(asked[0]?.remoteAddress).toBe(trustProxy ? '203.0.113.7' : '127.0.0.1');
    }
  });

  it('that fails answers 500, and neither the answer nor the log holds what was asked', async () => {
    const { route } = listening({
      handle: async ({ body }) => {
        throw new Error(`cannot do ${Buffer.from(body).toString()}`);
      },
    });
    const { url, lines } = await serving([route]);
    const answer = await fetch(`${url}/hooks/one?secret-word`, { method: 'POST', body: 'secret-word' });
    expect([answer.status, await answer.text()]).toEqual([500, '']);
    expect(lines).toHaveLength(1);
    expect(lines.join()).not.toContain('secret-word');
  });
});

describe('The web server', () => {
  it('echoes nothing of an unknown path and names no software', async () => {
    const { url } = await serving([]);
    const answer = await fetch(`${url}/bi-chong-danh`);
    expect([answer.status, await answer.text()]).toEqual([404, '']);
    expect(answer.headers.get('x-powered-by')).toBeNull();
    expect(answer.headers.get('server')).toBeNull();
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it('says TA-HTTP-001 and what to do when the port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void other.close());
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as { port: number };
    const server = await newWebServer({ host: '127.0.0.1', port, trustProxy: false, routes: [], log: keptLog().log });
    const error = (await server.listen().catch((reason: unknown) => reason)) as OperatorError;
    expect(error.code).toBe('TA-HTTP-001');
    expect(error.message).toContain('set PORT');
    await server.close();
  });

  it('answers what is under way before it ends', async () => {
    let letGo = () => {};
    const { route } = listening({
      handle: () =>
        new Promise((resolve) => {
          letGo = () => resolve({ status: 200, body: 'finished' });
        }),
    });
    const { url, server } = await serving([route]);
    const answer = fetch(`${url}/hooks/one`, { method: 'POST' });
    await new Promise((resolve) => setTimeout(resolve, 100));
    const closed = server.close();
    letGo();
    expect(await (await answer).text()).toBe('finished');
    await closed;
  });
});

describe('Health and measures', () => {
  it('are whole for this machine or with the token; others learn only whether the program is well', async () => {
    const channel = new SimulatedChannel();
    channel.beIll('TA-CHANNEL-001');
    const token = 'a-token-of-an-operator';
    const clock = new MovableClock('2026-11-22T01:00:00Z');
    const metrics = newMetrics({ channels: [channel], clock, token });
    const health = healthRoute({ channels: [channel], storeIsWell: async () => true, token });
    const { url } = await serving([health, metrics.route], { trustProxy: true });
    const outside = { 'x-forwarded-for': '203.0.113.7' };
    const withToken = { ...outside, authorization: `Bearer ${token}` };
    const ask = (path: string, headers: Record<string, string> = {}) => fetch(url + path, { headers });
    expect(await (await ask('/health', outside)).json()).toEqual({ status: 'ok' });
    const whole = { status: 'ok', store: 'well', channels: { simulated: { state: 'ill', because: 'TA-CHANNEL-001' } } };
    expect(await (await ask('/health')).json()).toEqual(whole);
    expect(await (await ask('/health', withToken)).json()).toEqual(whole);
    expect((await ask('/metrics', outside)).status).toBe(403);
    expect((await ask('/metrics', { ...outside, authorization: 'Bearer wrong' })).status).toBe(403);
    const measures = await (await ask('/metrics', withToken)).text();
    expect(measures).toContain('to_am_channel_well{channel="simulated"} 0');
  });

  it('say 503 while the database does not answer', async () => {
    const { url } = await serving([healthRoute({ channels: [], storeIsWell: async () => false })]);
    expect((await fetch(`${url}/health`)).status).toBe(503);
  });

  it('tell of the danger gate only when the day is over', async () => {
    const clock = new MovableClock('2026-11-22T05:00:00Z');
    const metrics = newMetrics({ channels: [], clock });
    const { url } = await serving([metrics.route]);
    const shown = async () =>
      /^to_am_danger_answers_last_day (\d+)$/m.exec(await (await fetch(`${url}/metrics`)).text())?.[1];
    metrics.danger();
    metrics.danger();
    expect(await shown()).toBe('0');
    clock.moveTo('2026-11-23T05:00:00Z');
    expect(await shown()).toBe('2');
    metrics.danger();
    expect(await shown()).toBe('2');
    clock.moveTo('2026-11-25T05:00:00Z');
    expect(await shown()).toBe('0');
  });

  it('count turns and sends', async () => {
    const metrics = newMetrics({ channels: [], clock: new MovableClock('2026-11-22T05:00:00Z') });
    const { url } = await serving([metrics.route]);
    metrics.turn('recorded', 0.004);
    metrics.sent('telegram', 'throttled');
    const measures = await (await fetch(`${url}/metrics`)).text();
    expect(measures).toContain('to_am_turn_seconds_count{kind="recorded"} 1');
    expect(measures).toContain('to_am_sends_total{channel="telegram",outcome="throttled"} 1');
  });
});
