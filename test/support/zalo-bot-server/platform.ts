import { Hooks } from '../platform-server/hooks.ts';
import type { PlatformAnswer, PlatformKind, PlatformRequest } from '../platform-server/serve.ts';
import { type Fault, Faults } from '../telegram-server/faults.ts';

export const token = '4242:zalo-test-token';

interface Sent {
  chatId: string;
  text: string;
  photo: string | null;
  messageId: string;
  at: number;
}

/**
 * The Zalo Bot Platform as public projects found it: one update at a time and no offset (what was shown is gone), an idle
 * poll that answers "Request timeout", silence for who polls while a webhook is set, refusals inside HTTP 200.
 */
class ZaloBotPlatform {
  readonly faults = new Faults();
  readonly hooks = new Hooks();
  readonly sent: Sent[] = [];
  readonly waiting: object[] = [];
  readonly files = new Map<string, Buffer>();
  webhook: { url: string; secret: string } | null = null;
  /** The webhook calls carry `{ ok, result }` around the update. */
  wraps = false;
  pollSeconds = 2;
  wake = () => {};
  #messages = 0;

  nextId(): string {
    this.#messages += 1;
    return `msg${this.#messages.toString(16).padStart(6, '0')}`;
  }

  async say(event: string, person: string, fields: Record<string, unknown>, chat?: { id: string }): Promise<string> {
    const message_id = this.nextId();
    await this.push({
      event_name: event,
      message: {
        message_id,
        from: { id: person, display_name: 'Chị', is_bot: false },
        chat: chat ? { id: chat.id, chat_type: 'GROUP' } : { id: person, chat_type: 'PRIVATE' },
        date: Date.now(),
        ...fields,
      },
    });
    return message_id;
  }

  async push(update: object): Promise<void> {
    if (!this.webhook) {
      this.waiting.push(update);
      return this.wake();
    }
    await this.hooks.call({
      url: this.webhook.url,
      headers: { 'x-bot-api-secret-token': this.webhook.secret },
      body: JSON.stringify(this.wraps ? { ok: true, result: update } : update),
    });
  }

  async getUpdates(seconds: number, gone: Promise<void>): Promise<PlatformAnswer> {
    // No error, no update: this is what a bot with a webhook sees.
    if (this.webhook) {
      await pause(seconds * 1_000, gone);
      return refuse(408, 'Request timeout');
    }
    if (this.waiting.length === 0) {
      const news = new Promise<void>((resolve) => {
        this.wake = resolve;
      });
      await Promise.race([news, pause(seconds * 1_000, gone), gone]);
    }
    const update = this.waiting.shift();
    return update ? grant(update) : refuse(408, 'Request timeout');
  }
}

async function pause(ms: number, gone: Promise<void>): Promise<void> {
  await Promise.race([new Promise((resolve) => setTimeout(resolve, ms)), gone]);
}

function grant(result: unknown): PlatformAnswer {
  return { status: 200, body: JSON.stringify({ ok: true, result }) };
}

function refuse(code: number, description: string, status = 200): PlatformAnswer {
  return { status, body: JSON.stringify({ ok: false, error_code: code, description }) };
}

function instead(fault: Fault | null): PlatformAnswer | 'hang-up' | null {
  if (fault?.kind === '429')
    return { ...refuse(429, 'Quota exceeded', 429), headers: { 'retry-after': String(fault.retryAfter) } };
  if (fault?.kind === 'status') return refuse(fault.status, fault.description, fault.status);
  return fault?.kind === 'hang-up-before' ? 'hang-up' : null;
}

async function answer(platform: ZaloBotPlatform, request: PlatformRequest): Promise<PlatformAnswer | 'hang-up'> {
  const file = platform.files.get(/^\/files\/(.+)$/.exec(request.path)?.[1] ?? '');
  if (file) return { status: 200, headers: { 'content-type': 'image/jpeg' }, body: file };
  const [, given, method = ''] = /^\/bot([^/]+)\/(\w+)$/.exec(request.path) ?? [];
  if (given !== token) return refuse(401, 'Unauthorized', 401);
  const params = JSON.parse(request.body.toString() || '{}') as Record<string, string>;
  const fault = platform.faults.next(method);
  const other = instead(fault);
  if (other) return other;
  const result = await carryOut(platform, method, params, request.gone);
  return fault?.kind === 'hang-up-after' ? 'hang-up' : result;
}

async function carryOut(
  platform: ZaloBotPlatform,
  method: string,
  params: Record<string, string>,
  gone: Promise<void>,
): Promise<PlatformAnswer> {
  switch (method) {
    case 'getMe':
      return grant({ id: 'bot-1', account_name: 'bot.ToAm', display_name: 'Bot Tổ Ấm', account_type: 'BASIC' });
    case 'getUpdates':
      return platform.getUpdates(Math.min(Number(params.timeout ?? 30), platform.pollSeconds), gone);
    case 'getWebhookInfo':
      return platform.webhook ? grant({ url: platform.webhook.url }) : refuse(404, 'webhook not found');
    case 'setWebhook':
      if ((params.secret_token ?? '').length < 8) return refuse(400, 'secret_token must have 8 to 256 characters');
      platform.webhook = { url: params.url ?? '', secret: params.secret_token ?? '' };
      return grant({ url: params.url });
    case 'sendMessage':
    case 'sendPhoto': {
      const text = params.text ?? params.caption ?? '';
      if (text.length > 2_000 || (method === 'sendMessage' && !text))
        return refuse(400, 'text must have 1 to 2000 characters');
      const messageId = platform.nextId();
      platform.sent.push({
        chatId: params.chat_id ?? '',
        text,
        photo: params.photo ?? null,
        messageId,
        at: Date.now(),
      });
      return grant({ message_id: messageId, date: Date.now() });
    }
    default:
      return refuse(404, 'Not found', 404);
  }
}

async function control(platform: ZaloBotPlatform, name: string, argument: unknown): Promise<unknown> {
  const a = argument as Record<string, never>;
  switch (name) {
    case 'write':
      return platform.say('message.text.received', a.person ?? '', { text: a.text }, a.chat);
    case 'say':
      return platform.say(a.event ?? '', a.person ?? '', a.fields ?? {}, a.chat);
    case 'raw':
      return platform.push(a.update ?? {});
    case 'again':
      return platform.hooks.again();
    case 'file':
      return void platform.files.set(a.id ?? '', Buffer.from(a.base64 ?? '', 'base64'));
    case 'plan':
      return platform.faults.plan(a.method ?? '', a.faults ?? []);
    case 'settings':
      return void Object.assign(platform, a);
    case 'rules':
      return void Object.assign(platform.hooks.rules, a);
    case 'state':
      return {
        sent: platform.sent,
        webhook: platform.webhook,
        waiting: platform.waiting.length,
        unconfirmed: platform.hooks.unconfirmed,
        statuses: platform.hooks.statuses,
      };
    default:
      throw new RangeError(`the server has no control ${name}`);
  }
}

export const zaloBotPlatform: PlatformKind<ZaloBotPlatform> = {
  make: () => new ZaloBotPlatform(),
  control,
  answer,
};
