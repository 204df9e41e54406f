import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { startPlatforms } from '../support/platform-server/start.ts';
import { listener } from './bot-harness.ts';
import { stateOf, zaloBot } from './zalo-bot-harness.ts';

const server = await startPlatforms(new URL('../support/zalo-bot-server/main.ts', import.meta.url));
afterAll(() => server.stop());

describe('A storm of ten thousand webhooks, at most a thousand a second', () => {
  it('is answered without loss: 200, or 503 and it comes again', async () => {
    const bot = await zaloBot(server, 'webhook');
    onTestFinished(bot.stop);
    const people = listener();
    const done = new Set<string>();
    people.answer = async ({ id }) => {
      await new Promise((resolve) => setTimeout(resolve, 2));
      if (done.has(id)) return { outcome: 'seen-before' };
      done.add(id);
      return { outcome: 'done' };
    };
    await bot.channel.open(people.receive);
    const secret = (await stateOf(bot.platform)).webhook?.secret ?? '';
    const statuses: Record<number, number> = {};
    const call = async (n: number): Promise<void> => {
      const id = `p${n % 800}`;
      const message = { message_id: `storm-${n}`, from: { id }, chat: { id }, text: 'bão' };
      const { status } = await fetch(`${bot.url}/hooks/zalo-bot`, {
        method: 'POST',
        headers: { 'x-bot-api-secret-token': secret },
        body: JSON.stringify({ event_name: 'message.text.received', message }),
      });
      statuses[status] = (statuses[status] ?? 0) + 1;
      if (status !== 503) return;
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      return call(n);
    };
    const begun = performance.now();
    // As many connections as a platform's own pool: one each would only test the machine's backlog.
    const open = new Set<Promise<void>>();
    for (let n = 0; n < 10_000; n += 1) {
      while (open.size >= 400) await Promise.race(open);
      const calling = call(n).finally(() => open.delete(calling));
      open.add(calling);
      const ahead = n - (performance.now() - begun);
      if (ahead > 10) await new Promise((resolve) => setTimeout(resolve, ahead));
    }
    await Promise.all(open);
    console.log(
      `storm: 10000 messages in ${Math.round((performance.now() - begun) / 100) / 10} s, answers ${JSON.stringify(statuses)}`,
    );
    expect(done.size).toBe(10_000);
    expect(statuses[200]).toBe(10_000);
    expect(Object.keys(statuses).every((status) => status === '200' || status === '503')).toBe(true);
  }, 600_000);
});
