import { waitNamed } from '../network-failure.ts';

/** Zalo said no: by its own number, mostly inside HTTP 200, or by an HTTP status. Carries no text of ours and no address. */
export class ZaloOaRefused extends Error {
  override name = 'ZaloOaRefused';
  /** Zalo's number (negative), or the HTTP status. */
  readonly code: number;
  readonly waitMs: number | null;

  constructor(code: number, waitMs: number | null = null) {
    super(`Zalo refused: ${code}`);
    this.code = code;
    this.waitMs = waitMs;
  }

  /** The access token is unknown or past its time. */
  get tokenRefused(): boolean {
    return this.code === -216 || this.code === -124 || this.code === 401;
  }
}

const timeoutMs = 30_000;

/** One call that is answered in JSON. Throws ZaloOaRefused, or what `fetch` throws. */
export async function callZalo(address: string, request: RequestInit): Promise<Record<string, unknown>> {
  const answer = await fetch(address, { method: 'POST', ...request, signal: AbortSignal.timeout(timeoutMs) });
  const body = read(await answer.text());
  if (!answer.ok || !body)
    throw new ZaloOaRefused(answer.ok ? 502 : answer.status, waitNamed(answer.headers.get('retry-after')));
  const error = Number(body.error ?? 0);
  if (error !== 0) throw new ZaloOaRefused(error, waitNamed(answer.headers.get('retry-after')));
  return body;
}

function read(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
