import { createHmac } from 'node:crypto';
import type { Update } from 'telegraf/types';
import type { Received } from '../../core/channel.ts';
import { headerOf, jsonOf, type WebRoute } from '../../core/web.ts';
import type { HookIntake } from '../hook-intake.ts';
import { sameSecret } from '../same-secret.ts';
import { personOf } from './telegram-activity.ts';

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
 * The route Telegram calls. 401 without the secret, 400 for what is no update, 503 for what must come again. Telegram sends
 * one chat's updates one after another, the next after the last was answered with 2xx (`WebhookActor` of
 * tdlib/telegram-bot-api keeps a queue per chat); the intake keeps a person's order also where a proxy in between does not.
 */
export function hookRoute(
  secret: string,
  intake: HookIntake,
  handle: (update: Update, onKept: () => void) => Promise<Received>,
): WebRoute {
  return {
    method: 'POST',
    path,
    maxBodyBytes: 1 << 20,
    handle: async (request) => {
      if (!sameSecret(headerOf(request, 'x-telegram-bot-api-secret-token') ?? '', secret))
        return { status: intake.countForged() };
      const update = jsonOf(request) as Update | null | undefined;
      if (typeof update?.update_id !== 'number') return { status: 400 };
      return intake.take(personOf(update), String(update.update_id), (onKept) => handle(update, onKept));
    },
  };
}
