import { createHash } from 'node:crypto';
import { Hooks } from '../platform-server/hooks.ts';
import type { PlatformAnswer, PlatformKind, PlatformRequest } from '../platform-server/serve.ts';
import { type Fault, Faults } from '../telegram-server/faults.ts';

export const app = { appId: '3611371994410983884', appSecret: 'test-app-secret', oaSecret: 'test-oa-secret' };
export const firstRefreshToken = 'refresh-0';
export const oaId = '1646843870823903717';

interface Sent {
  userId: string;
  answered: string | null;
  text: string;
  picture: string | null;
  messageId: string;
}

/**
 * An Official Account's platform: its window of seven days, refresh tokens that work once, signatures over app id, body,
 * timestamp and secret, errors inside HTTP 200, calls that are repeated when no 200 comes within two seconds.
 */
class ZaloOaPlatform {
  readonly faults = new Faults();
  readonly hooks = new Hooks();
  readonly sent: Sent[] = [];
  readonly files = new Map<string, Buffer>();
  readonly pictures = new Map<string, number>();
  readonly lastWrote = new Map<string, number>();
  readonly sentSince = new Map<string, number>();
  /** A real account has 8 in 48 hours. */
  freeMessages = 1_000;
  freeMs = 48 * 3_600_000;
  hookUrl = '';
  /** The one refresh token that works, and how many were used. */
  refreshToken = firstRefreshToken;
  renewals = 0;
  refusedRenewals = 0;
  accessTokens = new Set<string>();
  accessSeconds = 90_000;
  /** Answers to a renewal are held back so long: time for a test to kill the bot. */
  renewalTakesMs = 0;
  #ids = 0;

  constructor() {
    this.hooks.rules.answerWithinMs = 2_000;
  }

  nextId(prefix: string): string {
    this.#ids += 1;
    return `${prefix}${this.#ids.toString(16).padStart(8, '0')}`;
  }

  async say(event: string, person: string, message: Record<string, unknown>): Promise<string> {
    const msg_id = this.nextId('msg');
    this.lastWrote.set(person, Date.now());
    this.sentSince.set(person, 0);
    const sender = { id: person };
    const recipient = { id: oaId };
    await this.push({ event_name: event, sender, recipient, message: { msg_id, ...message } });
    return msg_id;
  }

  async push(event: Record<string, unknown>): Promise<void> {
    const timestamp = String(Date.now());
    const body = JSON.stringify({ app_id: app.appId, user_id_by_app: 'by-app', ...event, timestamp });
    await this.hooks.call({
      url: this.hookUrl,
      headers: { 'x-zevent-signature': `mac=${sign(body, timestamp)}` },
      body,
    });
  }

  async renew(request: PlatformRequest): Promise<PlatformAnswer> {
    const form = new URLSearchParams(request.body.toString());
    if (request.headers.secret_key !== app.appSecret || form.get('app_id') !== app.appId) return refuse(-14002);
    if (form.get('refresh_token') !== this.refreshToken) {
      this.refusedRenewals += 1;
      return refuse(-14020);
    }
    this.renewals += 1;
    this.refreshToken = `refresh-${this.renewals}`;
    const access = `access-${this.renewals}`;
    this.accessTokens.add(access);
    await new Promise((resolve) => setTimeout(resolve, this.renewalTakesMs));
    const body = { access_token: access, refresh_token: this.refreshToken, expires_in: String(this.accessSeconds) };
    return { status: 200, body: JSON.stringify(body) };
  }
}

export function sign(body: string, timestamp: string): string {
  return createHash('sha256')
    .update(app.appId + body + timestamp + app.oaSecret)
    .digest('hex');
}

function refuse(error: number): PlatformAnswer {
  return { status: 200, body: JSON.stringify({ error, message: 'refused', error_name: 'refused' }) };
}

function grant(data: object): PlatformAnswer {
  return { status: 200, body: JSON.stringify({ data, error: 0, message: 'Success' }) };
}

/** A planned status above 0 is one of HTTP, below one of Zalo inside HTTP 200. */
function instead(fault: Fault | null): PlatformAnswer | 'hang-up' | null {
  if (fault?.kind === '429') return { status: 429, headers: { 'retry-after': String(fault.retryAfter) }, body: '{}' };
  if (fault?.kind === 'status') return fault.status > 0 ? { status: fault.status, body: '{}' } : refuse(fault.status);
  return fault?.kind === 'hang-up-before' ? 'hang-up' : null;
}

async function answer(platform: ZaloOaPlatform, request: PlatformRequest): Promise<PlatformAnswer | 'hang-up'> {
  const file = platform.files.get(/^\/files\/(.+)$/.exec(request.path)?.[1] ?? '');
  if (file) return { status: 200, headers: { 'content-type': 'image/jpeg' }, body: file };
  const fault = platform.faults.next(request.path);
  const other = instead(fault);
  if (other) return other;
  const result = await carryOut(platform, request);
  return fault?.kind === 'hang-up-after' ? 'hang-up' : result;
}

async function carryOut(platform: ZaloOaPlatform, request: PlatformRequest): Promise<PlatformAnswer> {
  if (request.path === '/v4/oa/access_token') return platform.renew(request);
  if (!platform.accessTokens.has(String(request.headers.access_token))) return refuse(-216);
  if (request.path === '/v2.0/oa/upload/image') {
    const type = request.headers['content-type'] ?? '';
    const form = await new Response(new Uint8Array(request.body), { headers: { 'content-type': type } }).formData();
    const id = platform.nextId('picture');
    platform.pictures.set(id, (form.get('file') as File).size);
    return grant({ attachment_id: id });
  }
  return request.path === '/v3.0/oa/message/cs' ? send(platform, JSON.parse(request.body.toString())) : refuse(-201);
}

interface Cs {
  recipient: { user_id: string; message_id?: string };
  message: { text: string; attachment?: { payload: { elements: { attachment_id: string }[] } } };
}

function send(platform: ZaloOaPlatform, { recipient, message }: Cs): PlatformAnswer {
  const wrote = platform.lastWrote.get(recipient.user_id);
  if (wrote === undefined || Date.now() - wrote > 7 * 86_400_000) return refuse(-230);
  if (message.text.length > 2_000) return refuse(-210);
  const since = platform.sentSince.get(recipient.user_id) ?? 0;
  // With an account that pays for nothing, also an answer is refused when eight have gone.
  if (since >= platform.freeMessages || Date.now() - wrote > platform.freeMs) return refuse(-218);
  platform.sentSince.set(recipient.user_id, since + 1);
  const messageId = platform.nextId('sent');
  platform.sent.push({
    userId: recipient.user_id,
    answered: recipient.message_id ?? null,
    text: message.text,
    picture: message.attachment?.payload.elements[0]?.attachment_id ?? null,
    messageId,
  });
  return grant({ message_id: messageId, user_id: recipient.user_id });
}

async function control(platform: ZaloOaPlatform, name: string, argument: unknown): Promise<unknown> {
  const a = argument as Record<string, never>;
  switch (name) {
    case 'write':
      return platform.say('user_send_text', a.person ?? '', { text: a.text });
    case 'say':
      return platform.say(a.event ?? '', a.person ?? '', a.message ?? {});
    case 'see': {
      const event = { event_name: 'user_seen_message', sender: { id: oaId }, recipient: { id: a.person } };
      return platform.push({ ...event, message: { msg_ids: a.messageIds } });
    }
    case 'raw':
      return platform.push(a);
    case 'again':
      return platform.hooks.again();
    case 'file':
      return void platform.files.set(a.id ?? '', Buffer.from(a.base64 ?? '', 'base64'));
    case 'plan':
      return platform.faults.plan(a.path ?? '', a.faults ?? []);
    case 'wroteAt':
      return void platform.lastWrote.set(a.person ?? '', a.at ?? 0);
    case 'settings':
      return void Object.assign(platform, a);
    case 'forgetAccess':
      return platform.accessTokens.clear();
    case 'rules':
      return void Object.assign(platform.hooks.rules, a);
    case 'state':
      return {
        sent: platform.sent,
        pictures: Object.fromEntries(platform.pictures),
        renewals: platform.renewals,
        refusedRenewals: platform.refusedRenewals,
        refreshToken: platform.refreshToken,
        unconfirmed: platform.hooks.unconfirmed,
        statuses: platform.hooks.statuses,
      };
    default:
      throw new RangeError(`the server has no control ${name}`);
  }
}

export const zaloOaPlatform: PlatformKind<ZaloOaPlatform> = { make: () => new ZaloOaPlatform(), control, answer };
