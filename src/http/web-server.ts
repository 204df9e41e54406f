import type { AddressInfo } from 'node:net';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import fastify, { type FastifyInstance } from 'fastify';
import { seconds, systemClock } from '../core/clock.ts';
import { describeForeign, OperatorError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import type { WebRoute } from '../core/web.ts';
import { serveRoute } from './serve-route.ts';

export interface WebServerOptions {
  host: string;
  /** 0 takes any free port. */
  port: number;
  /** Whether to believe a proxy's `X-Forwarded-For`; only with a proxy of ours in front. */
  trustProxy: boolean;
  routes: readonly WebRoute[];
  log: Log;
}

export interface WebServer {
  /** Begins to answer; resolves to the address. Throws TA-HTTP-001 when the port is taken or may not be used. */
  listen(): Promise<string>;
  /** Answers what has arrived, then stops. */
  close(): Promise<void>;
}

/** In a storm connections wait for us; those the system has to drop come again only after seconds. It may keep fewer. */
const connectionsWaiting = 4_096;

/** Answers still under way at the end get so long. */
const longestEnd = seconds(10);

/**
 * The one server: every page, webhook and measure comes through here. It logs no request, keeps no cookie, and tells
 * browsers to keep nothing, to run only our own files and to name us nowhere.
 */
export async function newWebServer(options: WebServerOptions): Promise<WebServer> {
  const { routes, log } = options;
  const app = fastify({
    logger: false,
    trustProxy: options.trustProxy,
    requestTimeout: 60_000,
    // A path that is no path would be echoed in fastify's own answer.
    frameworkErrors: (_error, _request, reply) => void reply.raw.writeHead(400).end(),
  });
  // Bodies stay bytes: signatures are made over them.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    referrerPolicy: { policy: 'no-referrer' },
  });
  app.addHook('onSend', async (_request, reply) => {
    reply.header('cache-control', 'no-store').header('permissions-policy', 'camera=(), microphone=(), geolocation=()');
  });
  const underWay = new Set<unknown>();
  app.addHook('onRequest', async (request, reply) => {
    underWay.add(request.raw);
    reply.raw.once('close', () => underWay.delete(request.raw));
  });
  await app.register(rateLimit, { global: false });
  app.setNotFoundHandler((_request, reply) => reply.code(404).send(''));
  app.setErrorHandler((error, _request, reply) => {
    const status = statusOf(error);
    if (status >= 500) log.error('web.failed', describeForeign(error));
    return reply.code(status).send('');
  });
  for (const route of routes) serveRoute(app, route, log);
  return { listen: () => listen(app, options), close: () => close(app, underWay) };
}

/** Connections that are kept open by the other side would hold up the end for minutes; so they are cut once all is answered. */
async function close(app: FastifyInstance, underWay: ReadonlySet<unknown>): Promise<void> {
  const closed = app.close();
  for (let waited = 0; underWay.size > 0 && waited < longestEnd; waited += 20) await systemClock.sleep(20);
  app.server.closeAllConnections();
  await closed;
}

async function listen(app: FastifyInstance, { host, port }: WebServerOptions): Promise<string> {
  try {
    await app.listen({ host, port, backlog: connectionsWaiting });
  } catch (error) {
    const code = (error as { code?: string }).code ?? '';
    if (!['EADDRINUSE', 'EACCES', 'EADDRNOTAVAIL'].includes(code)) throw error;
    throw new OperatorError(
      'TA-HTTP-001',
      `Port ${port} of ${host} cannot be used (${code}). Stop the other program, or set PORT to a free one.`,
      { place: 'PORT', cause: error },
    );
  }
  const { port: taken } = app.server.address() as AddressInfo;
  return `http://${host === '0.0.0.0' || host === '127.0.0.1' ? 'localhost' : host}:${taken}`;
}

function statusOf(error: unknown): number {
  const status = (error as { statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' && status >= 400 ? status : 500;
}
