import { waitNamed } from '../network-failure.ts';

/** The platform said no: with an HTTP status, or with HTTP 200 and `ok: false`. Carries no text of ours and no address. */
export class ZaloBotRefused extends Error {
  override name = 'ZaloBotRefused';
  /** `error_code` of the answer, else the HTTP status. */
  readonly code: number;
  readonly description: string;
  readonly waitMs: number | null;

  constructor(code: number, description: string, waitMs: number | null) {
    super(`the platform refused: ${code}`);
    this.code = code;
    this.description = description;
    this.waitMs = waitMs;
  }
}

export const defaultRoot = 'https://bot-api.zaloplatforms.com';

const callTimeoutMs = 30_000;

/** Calls of the Zalo Bot Platform (https://docs.zaloplatforms.com/docs/BOT). The token is in the address, so no address is ever logged. */
export class ZaloBotClient {
  readonly #base: string;

  constructor(token: string, root = defaultRoot) {
    this.#base = `${root.replace(/\/+$/, '')}/bot${token}`;
  }

  /** The `result`. Throws ZaloBotRefused, or what `fetch` throws. */
  async call(method: string, payload: object, signal = AbortSignal.timeout(callTimeoutMs)): Promise<unknown> {
    const answer = await fetch(`${this.#base}/${method}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(payload),
      signal,
    });
    const body = read(await answer.text());
    if (answer.ok && body.ok === true) return body.result;
    const code = body.error_code ?? (answer.ok ? 0 : answer.status);
    throw new ZaloBotRefused(code, body.description ?? '', waitNamed(answer.headers.get('retry-after')));
  }
}

interface Answer {
  ok?: boolean;
  result?: unknown;
  error_code?: number;
  description?: string;
}

function read(text: string): Answer {
  try {
    const value: unknown = JSON.parse(text);
    return value && typeof value === 'object' ? value : {};
  } catch {
    return {};
  }
}
