import { createHmac } from 'node:crypto';
import type { Update } from 'telegraf/types';
import { describeForeign } from '../../core/errors.ts';
import type { Log } from '../../core/log.ts';
import { headerOf, jsonOf, type WebRoute } from '../../core/web.ts';
import { sameSecret } from '../same-secret.ts';

const path = '/hooks/telegram';

/** Where Telegram shall call: under the public address, which may have a path of its own. */
export function hookAddress(publicUrl: string): string {
  return publicUrl.replace(/\/+$/, '') + path;
}

/** The secret Telegram shows with each call when the operator chose none: always the same for a token, and known only with it. */
export function secretFrom(token: string): string {
  return createHmac('sha256', token).update('to-am telegram webhook').digest('base64url');
}

/**
 * The route Telegram calls. An update that must come again is answered with 503. Telegram sends one chat's updates one
 * after another, the next after the last was answered with 2xx (`WebhookActor` of tdlib/telegram-bot-api keeps a queue
 * per chat), so their order needs no care here.
 */
export function hookRoute(secret: string, handle: (update: Update) => Promise<void>, log: Log): WebRoute {
  return {
    method: 'POST',
    path,
    maxBodyBytes: 1 << 20,
    handle: async (request) => {
      if (!sameSecret(headerOf(request, 'x-telegram-bot-api-secret-token') ?? '', secret)) return { status: 403 };
      const update = jsonOf(request) as Update | null | undefined;
      if (typeof update?.update_id !== 'number') return { status: 400 };
      try {
        await handle(update);
        return { status: 200 };
      } catch (error) {
        log.warn('telegram.update-failed', describeForeign(error));
        return { status: 503 };
      }
    },
  };
}
