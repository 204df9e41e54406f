import { Agent, request } from 'node:http';
import type { Load, LoadResult } from './load.ts';

/** A process of its own, so that the load does not slow what it measures more than a platform would. */
process.on('message', (load: Load) => {
  void run(load).then((result) => process.send?.(result));
});
process.on('disconnect', () => process.exit(0));
process.send?.('ready');

async function run(load: Load): Promise<LoadResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: 2_000 });
  const began = performance.now();
  const ms: number[] = [];
  const first: Record<number, number> = {};
  let attempts = 0;
  let firstDoneMs = 0;
  const whole = async (n: number, dueAt: number): Promise<void> => {
    for (let attempt = 1; ; attempt++) {
      attempts++;
      const { status, retryAfter } = await call(agent, load, n);
      if (attempt === 1) {
        ms.push(performance.now() - dueAt);
        first[status] = (first[status] ?? 0) + 1;
        firstDoneMs = performance.now() - began;
      }
      if (status === 200) return;
      // As platforms do: when it was told to, and not all at the same moment.
      await new Promise((resolve) => setTimeout(resolve, retryAfter * 1_000 * (1 + Math.random())));
    }
  };
  const calls: Promise<void>[] = [];
  while (calls.length < load.calls) {
    const due = Math.min(load.calls, Math.floor(((performance.now() - began) / 1_000) * load.perSecond));
    while (calls.length < due) calls.push(whole(calls.length, began + (calls.length / load.perSecond) * 1_000));
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  await Promise.all(calls);
  agent.destroy();
  ms.sort((a, b) => a - b);
  const at = (share: number) => ms[Math.min(ms.length - 1, Math.floor(ms.length * share))] ?? 0;
  return {
    ...{ first, attempts, p50: at(0.5), p95: at(0.95), p99: at(0.99), slowest: at(1) },
    ...{ firstDoneMs, allDoneMs: performance.now() - began },
  };
}

function call(agent: Agent, { url, secret, people, texts, name }: Load, n: number) {
  const id = `p${n % people}`;
  const text = texts[Math.floor(n / people) % texts.length];
  const message = {
    message_id: `${name}-${n}`,
    from: { id },
    chat: { id, chat_type: 'PRIVATE' },
    date: Date.now(),
    text,
  };
  const body = JSON.stringify({ event_name: 'message.text.received', message });
  return new Promise<{ status: number; retryAfter: number }>((resolve) => {
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'x-bot-api-secret-token': secret,
    };
    const sent = request(url, { method: 'POST', agent, headers }, (answer) => {
      answer.resume();
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, retryAfter: Number(answer.headers['retry-after'] ?? 1) }),
      );
    });
    sent.on('error', () => resolve({ status: 0, retryAfter: 1 }));
    sent.end(body);
  });
}
