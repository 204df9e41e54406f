import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { describeForeign } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import type { WebRequest, WebResponse, WebRoute } from '../core/web.ts';

const usualBodyBytes = 64 * 1_024;

/** Serves one route of ours through fastify. */
export function serveRoute(app: FastifyInstance, route: WebRoute, log: Log): void {
  app.route({
    method: route.method,
    url: route.path,
    bodyLimit: route.maxBodyBytes ?? usualBodyBytes,
    ...(route.perMinute ? { config: { rateLimit: { max: route.perMinute, timeWindow: 60_000 } } } : {}),
    handler: async (request, reply) => send(reply, await answer(route, request, reply, log)),
  });
}

async function answer(route: WebRoute, request: FastifyRequest, reply: FastifyReply, log: Log): Promise<WebResponse> {
  try {
    return await route.handle(toWebRequest(request, reply));
  } catch (error) {
    // The path is one of ours; the request's content and the error's words are not logged.
    log.error('web.route-failed', { path: route.path, ...describeForeign(error) });
    return { status: 500 };
  }
}

function send(reply: FastifyReply, { status, headers = {}, body }: WebResponse): FastifyReply {
  reply.code(status).headers(headers);
  return reply.send(body instanceof Uint8Array ? Buffer.from(body) : (body ?? ''));
}

function toWebRequest(request: FastifyRequest, reply: FastifyReply): WebRequest {
  const gone = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) gone.abort();
  });
  return {
    method: request.method,
    path: request.url.split('?')[0] ?? '/',
    query: strings(request.query as Record<string, unknown>),
    headers: strings(request.headers),
    body: Buffer.isBuffer(request.body) ? request.body : new Uint8Array(),
    remoteAddress: request.ip,
    signal: gone.signal,
  };
}

/** A value given several times counts as one, joined. */
function strings(values: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, [value].flat().join(', ')]])),
  );
}
