import { randomBytes } from 'node:crypto';
import { WebSocket, WebSocketServer } from 'ws';
import type { PlatformAnswer, PlatformKind, PlatformRequest } from '../platform-server/serve.ts';
import { type Fault, Faults } from '../telegram-server/faults.ts';
import { decrypt, encrypt, frame, loginKey, sealedEvent } from './ciphers.ts';

const services = `other_contact chat_e2e workspace catalog boards downloadStickerUrl sp_contact zcloud_up_file
  media_store_send2me push_act aext zfamily group_poll group_cloud_message media_store file auto_reply sync_action
  friendLan friend alias zimsg group_board conversation group fallback_LP friend_board up_file zavi reaction voice_call
  profile sticker label consent zcloud chat todoUrl recent_search group_e2e quick_message`.split(/\s+/);

export const ownId = '700000000000000001';
const sockets = new WebSocketServer({ noServer: true });

interface Message {
  group: boolean;
  data: Record<string, unknown> & { msgId: string };
}

/**
 * Zalo Web for one account, as zca-js drives it: log-in by QR and by session, encrypted calls, one socket a session.
 * Nothing is confirmed; what came while the socket was closed must be asked for.
 */
class ZaloPersonalPlatform {
  readonly faults = new Faults();
  readonly sent: { threadId: string; text: string; group: boolean; msgId: string }[] = [];
  readonly accepted: string[] = [];
  readonly askedSince: (string | null)[] = [];
  readonly messages: Message[] = [];
  readonly secret = randomBytes(32);
  readonly socketKey = randomBytes(32);
  readonly root: string;
  socket: WebSocket | null = null;
  logins = 0;
  connections = 0;
  /** What a log-in is answered: fine, refused, or as if Zalo were down. */
  loginIs: 'fine' | 'refused' | 'down' = 'fine';
  /** The phone's answer to the QR. */
  phoneSays: 'yes' | 'no' = 'yes';
  qrPng = '';
  #ids = 1_000_000;

  constructor(root: string) {
    this.root = root;
  }

  nextId(): string {
    this.#ids += 1;
    return String(this.#ids);
  }

  /** A message comes in; it reaches the account only while its socket is open. */
  push(message: Message): string {
    this.messages.push(message);
    this.emit([message]);
    return message.data.msgId;
  }

  emit(messages: Message[]): void {
    for (const group of [false, true]) {
      const data = messages.filter((one) => one.group === group).map((one) => one.data);
      if (data.length === 0) continue;
      this.event(group ? 521 : 501, 0, group ? { groupMsgs: data } : { msgs: data });
    }
  }

  event(cmd: number, subCmd: number, content: object): void {
    if (this.socket?.readyState !== WebSocket.OPEN) return;
    this.socket.send(frame(cmd, subCmd, sealedEvent(this.socketKey, content)));
  }

  message(a: {
    person: string;
    text?: string;
    group?: string;
    fields?: Record<string, unknown>;
    ts?: number;
  }): Message {
    const msgId = this.nextId();
    const data = {
      ...{ msgId, cliMsgId: msgId, msgType: 'webchat', uidFrom: a.person, idTo: a.group ?? '0', dName: 'Chị' },
      ...{ ts: String(a.ts ?? Date.now()), status: 1, content: a.text ?? '', ttl: 0 },
      ...a.fields,
    };
    return { group: a.group !== undefined, data };
  }
}

function json(value: unknown, status = 200, headers: Record<string, string> = {}): PlatformAnswer {
  return { status, headers, body: JSON.stringify(value) };
}

async function answer(platform: ZaloPersonalPlatform, request: PlatformRequest): Promise<PlatformAnswer | 'hang-up'> {
  const [, host, path = ''] = /^\/(id|wpa|jr|service)(\/.*)$/.exec(request.path) ?? [];
  if (host === 'id') return qrLogin(platform, path);
  if (host === 'jr') return json({ data: { logged: true, info: { name: 'Tổ Ấm', avatar: '' } } });
  if (host === 'wpa') return sessionLogin(platform, path, request);
  const fault = platform.faults.next(path);
  const other = instead(platform, fault);
  if (other) return other;
  const form = new URLSearchParams(request.body.toString());
  const params = JSON.parse(decrypt(platform.secret, form.get('params') ?? '')) as Record<string, string>;
  const result = call(platform, path, params);
  if (fault?.kind === 'hang-up-after') return 'hang-up';
  return sealed(platform, { error_code: 0, error_message: '', data: result });
}

function sealed(platform: ZaloPersonalPlatform, value: object): PlatformAnswer {
  return json({ error_code: 0, error_message: '', data: encrypt(platform.secret, JSON.stringify(value)) });
}

/** A planned status of three digits that HTTP knows is one of HTTP; others are Zalo's numbers; -1 is the empty answer. */
function instead(platform: ZaloPersonalPlatform, fault: Fault | null): PlatformAnswer | 'hang-up' | null {
  if (fault?.kind === 'hang-up-before') return 'hang-up';
  if (fault?.kind !== 'status') return null;
  if (fault.status === -1) return sealed(platform, { error_code: 0, data: null });
  if (fault.status >= 400) return json({}, fault.status);
  return sealed(platform, { error_code: fault.status, error_message: 'refused' });
}

function call(platform: ZaloPersonalPlatform, path: string, params: Record<string, string>): unknown {
  if (path.startsWith('/api/friend/accept')) {
    platform.accepted.push(params.fid ?? '');
    return '';
  }
  const group = path.startsWith('/api/group');
  const msgId = platform.nextId();
  const threadId = (group ? params.grid : params.toid) ?? '';
  platform.sent.push({ threadId, text: params.message ?? '', group, msgId });
  // The account's own message comes back on the socket, as on every device.
  platform.emit([platform.message({ person: '0', text: params.message ?? '', fields: { idTo: threadId, msgId } })]);
  return { msgId: Number(msgId) };
}

function sessionLogin(
  platform: ZaloPersonalPlatform,
  path: string,
  { query, headers }: PlatformRequest,
): PlatformAnswer {
  if (platform.loginIs === 'down') return json({}, 503);
  if (path.startsWith('/api/login/getServerInfo')) {
    const socket = { ping_interval: 30_000, retries: {}, close_and_retry_codes: [], rotate_error_codes: [] };
    const sharefile = { max_file: 10, max_size_share_file_v3: 100 };
    return json({ error_code: 0, data: { settings: { features: { socket, sharefile } }, extra_ver: {} } });
  }
  platform.logins += 1;
  const key = loginKey(query.get('zcid') ?? '', query.get('zcid_ext') ?? '');
  const refused = platform.loginIs === 'refused' || !/zpsid=/.test(headers.cookie ?? '');
  const data = {
    uid: ownId,
    zpw_enk: platform.secret.toString('base64'),
    zpw_ws: [`${platform.root.replace('http', 'ws')}/socket`],
    zpw_service_map_v3: Object.fromEntries(services.map((name) => [name, [`${platform.root}/service`]])),
  };
  const inside = refused ? { error_code: -101, error_message: 'session', data: null } : { error_code: 0, data };
  return json({ error_code: 0, data: encodeURIComponent(encrypt(key, JSON.stringify(inside))) });
}

function qrLogin(platform: ZaloPersonalPlatform, path: string): PlatformAnswer {
  if (path.startsWith('/account/authen/qr/generate')) {
    const image = `data:image/png;base64,${platform.qrPng}`;
    return json({ error_code: 0, data: { code: 'code-1', image, token: 'token', options: {} } });
  }
  if (path.startsWith('/account/authen/qr/waiting-scan'))
    return json({ error_code: 0, data: { display_name: 'Tổ Ấm', avatar: '' } });
  if (path.startsWith('/account/authen/qr/waiting-confirm'))
    return json({ error_code: platform.phoneSays === 'yes' ? 0 : -13 });
  if (path.startsWith('/account/checksession')) {
    return json({}, 200, { 'set-cookie': 'zpsid=from-qr; Domain=chat.zalo.me; Path=/' });
  }
  if (path.startsWith('/account?') || path === '/account') {
    return { status: 200, body: '<script src="https://stc-zlogin.zdn.vn/main-2.44.10.js"></script>' };
  }
  return json({ error_code: 0, data: {} });
}

function onSocket(platform: ZaloPersonalPlatform, socket: WebSocket): void {
  // A second listener of the same account ends the first.
  platform.socket?.close(3000);
  platform.socket = socket;
  platform.connections += 1;
  socket.send(frame(1, 1, { key: platform.socketKey.toString('base64') }));
  socket.on('message', (bytes: Buffer) => {
    const cmd = bytes.readUInt16LE(1);
    if (cmd !== 510 && cmd !== 511) return;
    const { lastId } = JSON.parse(bytes.subarray(4).toString()) as { lastId: string | null };
    if (cmd === 510) platform.askedSince.push(lastId);
    const missed = platform.messages.filter(
      ({ group, data }) => group === (cmd === 511) && (!lastId || BigInt(data.msgId) > BigInt(lastId)),
    );
    const data = missed.map((one) => one.data);
    platform.event(cmd, 1, cmd === 511 ? { groupMsgs: data } : { msgs: data });
  });
}

async function control(platform: ZaloPersonalPlatform, name: string, argument: unknown): Promise<unknown> {
  const a = argument as Record<string, never>;
  switch (name) {
    case 'write':
      return platform.push(platform.message(a as never));
    case 'again':
      return platform.emit(platform.messages.slice(-1));
    case 'friendRequest': {
      const data = JSON.stringify({ toUid: ownId, fromUid: a.person, message: 'kết bạn', src: 1 });
      return platform.event(601, 0, { controls: [{ content: { act_type: 'fr', act: 'req_v2', data } }] });
    }
    case 'see':
      return platform.event(502, 0, { seens: [{ idTo: a.person, msgId: a.msgId, realMsgId: a.realMsgId ?? '0' }] });
    case 'close':
      return a.code === 1006 ? platform.socket?.terminate() : platform.socket?.close(a.code);
    case 'plan':
      return platform.faults.plan(a.path ?? '', a.faults ?? []);
    case 'settings':
      return void Object.assign(platform, a);
    case 'state':
      return {
        sent: platform.sent,
        accepted: platform.accepted,
        askedSince: platform.askedSince,
        logins: platform.logins,
        connections: platform.connections,
      };
    default:
      throw new RangeError(`the server has no control ${name}`);
  }
}

export const zaloPersonalPlatform: PlatformKind<ZaloPersonalPlatform> = {
  make: (root) => new ZaloPersonalPlatform(root),
  control,
  answer,
  upgrade(platform, request, socket, head) {
    sockets.handleUpgrade(request, socket, head, (ws) => onSocket(platform, ws));
  },
};
