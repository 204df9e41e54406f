import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { control } from './control.ts';
import type { Fault } from './faults.ts';
import { carryOut, type Params } from './methods.ts';
import { type Answer, grant, Platform, refuse } from './platform.ts';
import { callWebhook } from './webhook.ts';

/** One bot's platform, and who is waiting for its updates. */
interface Bot {
  platform: Platform;
  poll: { end(answer: Answer): void } | null;
}

/**
 * Serves over HTTP: the Bot API under `/bot<token>/`, files, and our own control under `/_control/<token>/`. Every token
 * that was controlled once is a bot with a platform of its own; others are refused.
 */
export async function serve(): Promise<{ url: string; server: Server }> {
  const bots = new Map<string, Bot>();
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      reply(response, 500, { ok: false, error_code: 500, description: String(error) });
    });
  });

  // Idle connections stay: a test that was busy elsewhere must not meet one that is just being closed.
  server.keepAliveTimeout = 600_000;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    const body = await bodyOf(request);
    const [, controlled, name] = /^\/_control\/([^/]+)\/(\w+)$/.exec(path) ?? [];
    if (controlled && name) {
      const bot = bots.get(controlled) ?? { platform: new Platform(), poll: null };
      bots.set(controlled, bot);
      const value = await control(bot.platform, name, JSON.parse(body.toString() || '{}'));
      return reply(response, 200, value ?? null);
    }
    const [, token = '', method] = /^\/bot([^/]+)\/(\w+)$/.exec(path) ?? [];
    const [, fileToken, file] = /^\/file\/bot([^/]+)\/files\/(.+)$/.exec(path) ?? [];
    const bot = bots.get(fileToken ?? token);
    if (!bot) return replyAnswer(response, refuse(401, 'Unauthorized'));
    const { platform } = bot;
    if (file) return replyFile(response, platform.files.get(file));
    if (!method) return replyAnswer(response, refuse(404, 'Not Found'));
    const params = await paramsOf(request, body);
    const fault = platform.faults.next(method);
    const instead = fault && withoutDoing(fault);
    if (instead === 'hang-up') return void request.socket.destroy();
    if (instead) return replyAnswer(response, instead);
    const result =
      method === 'getUpdates' ? await getUpdates(bot, params, response) : carryOut(platform, method, params, fault);
    if (method === 'setWebhook') void callWebhook(platform);
    if (fault?.kind === 'hang-up-after') return void request.socket.destroy();
    if (fault?.kind === 'slow') await new Promise((resolve) => setTimeout(resolve, fault.ms));
    replyAnswer(response, result);
  }

  /** Waits like the platform; a second asker ends the first with 409. */
  function getUpdates(bot: Bot, params: Params, response: ServerResponse): Promise<Answer> {
    const { platform } = bot;
    bot.poll?.end(
      refuse(409, 'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running'),
    );
    bot.poll = null;
    if (platform.webhook) {
      return Promise.resolve(
        refuse(
          409,
          "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
        ),
      );
    }
    if (params.allowed_updates) platform.allowed = params.allowed_updates as string[];
    const offset = Number(params.offset ?? 0);
    const limit = Math.min(Number(params.limit ?? 100), 100);
    const first = platform.updatesFrom(offset, limit);
    const seconds = Math.min(Number(params.timeout ?? 0), 50);
    if (first.length > 0 || seconds === 0) return Promise.resolve(grant(first));
    return new Promise((resolve) => {
      const end = (result: Answer) => {
        clearTimeout(timer);
        stopListening();
        response.off('close', gone);
        if (bot.poll?.end === end) bot.poll = null;
        resolve(result);
      };
      const gone = () => end(grant([]));
      const timer = setTimeout(() => end(grant(platform.updatesFrom(offset, limit))), seconds * 1_000);
      const stopListening = platform.onNews(() => end(grant(platform.updatesFrom(offset, limit))));
      response.on('close', gone);
      bot.poll = { end };
    });
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

function withoutDoing(fault: Fault): Answer | 'hang-up' | null {
  if (fault.kind === 'hang-up-before') return 'hang-up';
  if (fault.kind === '429') {
    return refuse(429, `Too Many Requests: retry after ${fault.retryAfter}`, { retry_after: fault.retryAfter });
  }
  return fault.kind === 'status' ? refuse(fault.status, fault.description) : null;
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

async function paramsOf(request: IncomingMessage, body: Buffer): Promise<Params> {
  const type = request.headers['content-type'] ?? '';
  if (!type.startsWith('multipart/form-data')) return body.length > 0 ? JSON.parse(body.toString()) : {};
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
  return Object.fromEntries(form.entries());
}

function replyAnswer(response: ServerResponse, answer: Answer): void {
  reply(response, answer.ok ? 200 : answer.error_code, answer);
}

function reply(response: ServerResponse, status: number, value: unknown): void {
  if (response.destroyed || response.headersSent) return;
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

function replyFile(response: ServerResponse, bytes: Uint8Array | undefined): void {
  response.writeHead(bytes ? 200 : 404, { 'content-type': 'application/octet-stream' }).end(bytes);
}
