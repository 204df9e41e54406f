/**
 * What the one web server and those who answer through it agree on, without either knowing the other's library:
 * a channel offers {@link WebRoute}s (webhooks, pages), `http/` serves them.
 */
export interface WebRoute {
  readonly method: 'GET' | 'POST';
  /** A fixed path, `/hooks/telegram`. Neutral words: it may stand in somebody's browser history or in a proxy's log. */
  readonly path: string;
  /** Longest body taken, in bytes; a longer one is answered with 413. 64 KiB when absent. */
  readonly maxBodyBytes?: number;
  /** How many requests a minute one address may make; no limit of its own when absent. */
  readonly perMinute?: number;
  /** Answers. A rejection becomes 500 and one log event without the request's content. */
  handle(request: WebRequest): Promise<WebResponse>;
}

export interface WebRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Names in lower case; a header sent twice is joined with a comma. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body's bytes exactly as they arrived: what a signature was made over. Empty for GET. */
  readonly body: Uint8Array;
  /** Who called: the other end of the connection or, behind a proxy we trust, whom that proxy names. */
  readonly remoteAddress: string;
  /** Aborted when the caller has gone before the answer. */
  readonly signal: AbortSignal;
}

export interface WebResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** The body as JSON, or undefined when it is none. */
export function jsonOf(request: WebRequest): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(request.body));
  } catch {
    return undefined;
  }
}

export function jsonResponse(status: number, value: unknown): WebResponse {
  return { status, headers: { 'content-type': 'application/json; charset=utf-8' }, body: JSON.stringify(value) };
}

/** The header's value, whatever the case of `name`. */
export function headerOf(request: WebRequest, name: string): string | undefined {
  return request.headers[name.toLowerCase()];
}

/**
 * Whether the caller is a program on this machine. A proxy on this machine calls from loopback too, for anybody: what
 * carries a forwarding header, or names another host than this machine (a page that re-binds its name), is not local.
 */
export function isLocal(request: WebRequest): boolean {
  const forwarded = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'].some((name) => headerOf(request, name));
  return isLoopback(request.remoteAddress) && !forwarded && isLoopback(hostNameOf(headerOf(request, 'host') ?? ''));
}

/** Whether an address or host name is this machine itself. */
export function isLoopback(host: string): boolean {
  const plain = host
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/^::ffff:/, '');
  return plain === 'localhost' || plain === '::1' || /^127(\.\d{1,3}){3}$/.test(plain);
}

function hostNameOf(hostHeader: string): string {
  return hostHeader.replace(/:\d+$/, '');
}
