import { createHmac } from 'node:crypto';
import type { Received } from '../../core/channel.ts';
import { headerOf, jsonOf, type WebRoute } from '../../core/web.ts';
import type { HookIntake } from '../hook-intake.ts';
import { sameSecret } from '../same-secret.ts';
import { laneOf, readUpdate, type ZaloBotUpdate } from './zalo-bot-activity.ts';

const path = '/hooks/zalo-bot';

/** Where the platform shall call: under the public address, which may have a path of its own. */
export function hookAddress(publicUrl: string): string {
  return publicUrl.replace(/\/+$/, '') + path;
}

/** The secret the platform shows with each call when the operator chose none: always the same for a token, and known only with it. */
export function secretFrom(token: string): string {
  return createHmac('sha256', token).update('to-am zalo-bot webhook').digest('base64url');
}

/**
 * The route the platform calls. 401 without the secret, 400 for what is no JSON, 200 for kinds of event unknown to us,
 * 503 for what must come again.
 */
export function hookRoute(
  secret: string,
  intake: HookIntake,
  handle: (update: ZaloBotUpdate, onKept: () => void) => Promise<Received>,
): WebRoute {
  return {
    method: 'POST',
    path,
    maxBodyBytes: 1 << 20,
    handle: async (request) => {
      const shown = headerOf(request, 'x-bot-api-secret-token') ?? '';
      if (!sameSecret(shown, secret)) return { status: intake.countForged() };
      const body = jsonOf(request);
      if (body === undefined || body === null || typeof body !== 'object') return { status: 400 };
      const update = readUpdate(body);
      if (!update?.message) return { status: 200 };
      return intake.take(laneOf(update), update.message.message_id, (onKept) => handle(update, onKept));
    },
  };
}
