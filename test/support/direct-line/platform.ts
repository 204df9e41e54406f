import { createSign, generateKeyPairSync } from 'node:crypto';
import { Hooks } from '../platform-server/hooks.ts';
import type { PlatformAnswer, PlatformKind, PlatformRequest } from '../platform-server/serve.ts';
import { type Fault, Faults } from '../telegram-server/faults.ts';

export const appId = '11111111-2222-3333-4444-555555555555';
export const issuer = 'https://api.botframework.test';
/** What the bot must show when it sends. */
export const botToken = 'token-of-the-bot';

interface Sent {
  conversation: string;
  text: string;
  id: string;
  replyToId: string | null;
  attachments: {
    contentType: string;
    content?: { actions?: { title: string; data: object }[] };
    contentUrl?: string;
  }[];
  deleted: boolean;
}

/** Web Chat and the Emulator seen from the bot: calls `/api/messages`, takes what the bot sends through the connector. */
class DirectLine {
  readonly faults = new Faults();
  readonly hooks = new Hooks();
  readonly sent: Sent[] = [];
  readonly keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
  readonly root: string;
  hookUrl = '';
  /** Calls are signed as Microsoft's, and unsigned sends are refused. */
  signs = false;
  #ids = 0;

  constructor(root: string) {
    this.root = root;
    // The platform tells its user that it failed; it does not repeat.
    this.hooks.rules.pausesMs = [];
  }

  nextId(): string {
    this.#ids += 1;
    return `${this.#ids}`.padStart(7, '0');
  }

  async push(activity: Record<string, unknown>): Promise<void> {
    const body = JSON.stringify({
      ...{ type: 'message', id: this.nextId(), timestamp: new Date().toISOString(), channelId: 'directline' },
      ...{ serviceUrl: this.root, recipient: { id: 'bot', name: 'Tổ Ấm' }, ...activity },
    });
    const headers: Record<string, string> = this.signs ? { authorization: `Bearer ${this.token()}` } : {};
    await this.hooks.call({ url: this.hookUrl, headers, body });
  }

  token(): string {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const now = Math.floor(Date.now() / 1_000);
    const claims = { iss: issuer, aud: appId, serviceurl: this.root, nbf: now - 60, exp: now + 600 };
    const head = `${part({ alg: 'RS256', typ: 'JWT', kid: 'key-1' })}.${part(claims)}`;
    return `${head}.${createSign('RSA-SHA256').update(head).sign(this.keys.privateKey).toString('base64url')}`;
  }
}

function json(value: unknown, status = 200, headers: Record<string, string> = {}): PlatformAnswer {
  return { status, headers, body: JSON.stringify(value) };
}

function instead(fault: Fault | null): PlatformAnswer | 'hang-up' | null {
  if (fault?.kind === '429') return json({ error: { code: 'x' } }, 429, { 'retry-after': String(fault.retryAfter) });
  if (fault?.kind === 'status') return json({ error: { code: fault.description } }, fault.status);
  return fault?.kind === 'hang-up-before' ? 'hang-up' : null;
}

async function answer(platform: DirectLine, request: PlatformRequest): Promise<PlatformAnswer | 'hang-up'> {
  if (request.path === '/openid')
    return json({ issuer, jwks_uri: `${platform.root}/keys`, id_token_signing_alg_values_supported: ['RS256'] });
  if (request.path === '/keys') {
    const key = platform.keys.publicKey.export({ format: 'jwk' });
    return json({ keys: [{ ...key, use: 'sig', kid: 'key-1', endorsements: ['directline', 'webchat'] }] });
  }
  const [, conversation = '', id] = /^\/v3\/conversations\/([^/]+)\/activities(?:\/([^/]+))?$/.exec(request.path) ?? [];
  if (!conversation) return json({}, 404);
  if (platform.signs && request.headers.authorization !== `Bearer ${botToken}`) return json({}, 401);
  const fault = platform.faults.next(request.method);
  const other = instead(fault);
  if (other) return other;
  if (request.method === 'DELETE') {
    for (const one of platform.sent) if (one.id === id) one.deleted = true;
    return json({});
  }
  const activity = JSON.parse(request.body.toString()) as Partial<Sent>;
  const sent = { conversation: decodeURIComponent(conversation), text: activity.text ?? '', id: platform.nextId() };
  platform.sent.push({ ...sent, replyToId: id ?? null, attachments: activity.attachments ?? [], deleted: false });
  return fault?.kind === 'hang-up-after' ? 'hang-up' : json({ id: sent.id });
}

function press(platform: DirectLine, person: string, label: string): Promise<void> {
  const shown = platform.sent.findLast(
    ({ conversation, attachments }) => conversation === person && attachments.length > 0,
  );
  const actions = shown?.attachments.flatMap(({ content }) => content?.actions ?? []) ?? [];
  const action = actions.find(({ title }) => title === label);
  if (!shown || !action) throw new RangeError(`${person} sees no button "${label}"`);
  return platform.push({
    ...{ from: { id: person }, conversation: { id: person }, replyToId: shown.id, value: action.data },
  });
}

async function control(platform: DirectLine, name: string, argument: unknown): Promise<unknown> {
  const a = argument as Record<string, never>;
  switch (name) {
    case 'write':
      return platform.push({
        from: { id: a.person, name: 'Chị' },
        conversation: { id: a.person },
        text: a.text,
        ...(a.fields ?? {}),
      });
    case 'see':
      return platform.push({
        ...{ type: 'event', name: 'application/vnd.microsoft.readReceipt', from: { id: a.person } },
        ...{ conversation: { id: a.person }, value: { lastReadMessageId: a.lastReadMessageId } },
      });
    case 'press':
      return press(platform, a.person ?? '', a.label ?? '');
    case 'again':
      return platform.hooks.again();
    case 'plan':
      return platform.faults.plan(a.method ?? '', a.faults ?? []);
    case 'settings':
      return void Object.assign(platform, a);
    case 'token':
      return platform.token();
    case 'state':
      return { sent: platform.sent, statuses: platform.hooks.statuses };
    default:
      throw new RangeError(`the server has no control ${name}`);
  }
}

export const directLine: PlatformKind<DirectLine> = { make: (root) => new DirectLine(root), control, answer };
