import type { Platform, Update } from './platform.ts';

/**
 * Calls the webhook as Telegram does: one update of a chat at a time, the same again with growing pauses until it is
 * answered with 2xx, other chats meanwhile. Ends when the webhook is taken away.
 */
export async function callWebhook(platform: Platform): Promise<void> {
  const busy = new Set<string>();
  let wake = () => {};
  platform.onNews(() => wake());
  const hook = platform.webhook;
  while (hook && platform.webhook === hook) {
    const next = platform.nextForWebhook(busy);
    if (!next) {
      await new Promise<void>((resolve) => {
        wake = resolve;
        setTimeout(resolve, 200).unref();
      });
      continue;
    }
    busy.add(next.chat);
    void deliver(platform, hook, next.update).finally(() => {
      busy.delete(next.chat);
      wake();
    });
  }
}

async function deliver(platform: Platform, hook: NonNullable<Platform['webhook']>, update: Update): Promise<void> {
  let left = platform.settings.redeliveries;
  for (let pause = 100; platform.webhook === hook; ) {
    const status = await post(hook, update);
    if (status >= 200 && status < 300) {
      if (left === 0) return;
      left -= 1;
      continue;
    }
    hook.lastError = status === 0 ? 'Connection refused' : `Wrong response from the webhook: ${status}`;
    await new Promise((resolve) => setTimeout(resolve, pause));
    pause = Math.min(pause * 2, 5_000);
  }
}

async function post(hook: NonNullable<Platform['webhook']>, update: Update): Promise<number> {
  const answer = await fetch(hook.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(hook.secret ? { 'x-telegram-bot-api-secret-token': hook.secret } : {}),
    },
    body: JSON.stringify(update),
  }).catch(() => null);
  await answer?.arrayBuffer();
  return answer?.status ?? 0;
}
