import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export interface PlatformRequest {
  method: string;
  /** Below the platform's own root. */
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
  body: Buffer;
  /** Resolves when the caller has hung up. */
  gone: Promise<void>;
}

export interface PlatformAnswer {
  status: number;
  headers?: Record<string, string>;
  body: string | Uint8Array;
}

export interface PlatformKind<P> {
  make(root: string): P;
  control(platform: P, name: string, argument: unknown): unknown;
  answer(platform: P, request: PlatformRequest): Promise<PlatformAnswer | 'hang-up'>;
  upgrade?(platform: P, request: IncomingMessage, socket: Socket, head: Buffer): void;
}

/** Serves any number of platforms of one kind: each under `/p/<key>/`, controlled by tests under `/_control/<key>/`. */
export async function servePlatforms<P>(kind: PlatformKind<P>): Promise<{ url: string; server: Server }> {
  const platforms = new Map<string, P>();
  let url = '';
  const server = createServer((request, response) => {
    const gone = new Promise<void>((resolve) => response.once('close', resolve));
    answer(request, gone).then(
      (result) => {
        if (result === 'hang-up') return void request.socket.destroy();
        if (response.destroyed) return;
        response.writeHead(result.status, { 'content-type': 'application/json', ...result.headers }).end(result.body);
      },
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  // Idle connections stay: a test that was busy elsewhere must not meet one that is just being closed.
  server.keepAliveTimeout = 600_000;
  server.on('upgrade', (request, socket, head) => {
    const platform = platforms.get(/^\/p\/([^/]+)\//.exec(request.url ?? '')?.[1] ?? '');
    if (platform && kind.upgrade) kind.upgrade(platform, request, socket as Socket, head);
    else socket.destroy();
  });

  async function answer(request: IncomingMessage, gone: Promise<void>): Promise<PlatformAnswer | 'hang-up'> {
    const address = new URL(request.url ?? '/', 'http://localhost');
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const [, where, key = '', path = ''] = /^\/(p|_control)\/([^/]+)\/(.*)$/.exec(address.pathname) ?? [];
    if (where === '_control') {
      const platform = platforms.get(key) ?? kind.make(`${url}/p/${key}`);
      platforms.set(key, platform);
      const value = await kind.control(platform, path, JSON.parse(body.toString() || '{}'));
      return { status: 200, body: JSON.stringify(value ?? null) };
    }
    const platform = platforms.get(key);
    if (!platform) return { status: 404, body: '{}' };
    const { method = 'GET', headers } = request;
    return kind.answer(platform, { method, path: `/${path}`, query: address.searchParams, headers, body, gone });
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, server };
}

/** For the `main.ts` of a platform's process: says where it is, lives until its parent goes. */
export async function serveInOwnProcess<P>(kind: PlatformKind<P>): Promise<void> {
  const { url } = await servePlatforms(kind);
  process.send?.({ url });
  process.on('disconnect', () => process.exit(0));
}
