import { createHash } from 'node:crypto';
import type { ReadNotice, Received } from '../../core/channel.ts';
import { headerOf, jsonOf, type WebRoute } from '../../core/web.ts';
import type { HookIntake } from '../hook-intake.ts';
import { sameSecret } from '../same-secret.ts';
import { readEvent, readNoticeOf, type ZaloOaEvent } from './zalo-oa-activity.ts';

export interface ZaloOaHookOptions {
  appId: string;
  /** The secret of the Official Account (not the app's). */
  oaSecret: string;
  intake: HookIntake;
  onRead(notice: ReadNotice): void;
  handle(event: ZaloOaEvent, onKept: () => void): Promise<Received>;
}

/** The signature Zalo makes: a plain SHA-256 over app id, the body as it is, its timestamp and the account's secret. */
export function signatureOf(appId: string, body: Uint8Array, timestamp: string, oaSecret: string): string {
  return createHash('sha256').update(appId).update(body).update(timestamp).update(oaSecret).digest('hex');
}

/**
 * The route Zalo calls. 400 for what is no JSON, 401 for a wrong signature, 200 for kinds of event unknown to us, 503 for
 * what must come again.
 */
export function hookRoute({ appId, oaSecret, intake, onRead, handle }: ZaloOaHookOptions): WebRoute {
  return {
    method: 'POST',
    path: '/hooks/zalo-oa',
    maxBodyBytes: 1 << 20,
    handle: async (request) => {
      const shown = /^(?:mac=)?([0-9a-f]{64})$/i.exec(headerOf(request, 'x-zevent-signature')?.trim() ?? '')?.[1];
      if (!shown) return { status: intake.countForged() };
      const body = jsonOf(request);
      if (body === undefined || body === null || typeof body !== 'object') return { status: 400 };
      const timestamp = String((body as { timestamp?: unknown }).timestamp ?? '');
      if (!sameSecret(shown.toLowerCase(), signatureOf(appId, request.body, timestamp, oaSecret))) {
        return { status: intake.countForged() };
      }
      const notice = readNoticeOf(body);
      if (notice) onRead(notice);
      const event = readEvent(body);
      const person = event?.sender?.id ?? event?.follower?.id;
      if (!event || !person) return { status: 200 };
      const id = event.message?.msg_id ?? `${event.event_name} ${event.timestamp}`;
      return intake.take(person, id, (onKept) => handle(event, onKept));
    },
  };
}
