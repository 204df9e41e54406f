import { randomBytes } from 'node:crypto';
import type { Clock } from '../core/clock.ts';
import type { WebRoute } from '../core/web.ts';

const keptMs = 15 * 60_000;
const mostKept = 200;

/**
 * Pictures for platforms that fetch them from an address: kept in memory for a quarter of an hour, under a name nobody can
 * guess. Only charts and figures are sent as pictures, no photo of a person.
 */
export class PhotoShelf {
  readonly route: WebRoute;
  readonly #base: string;
  readonly #clock: Clock;
  readonly #kept = new Map<string, { png: Uint8Array; until: number }>();

  constructor(publicUrl: string, path: string, clock: Clock) {
    this.#base = publicUrl.replace(/\/+$/, '') + path;
    this.#clock = clock;
    this.route = {
      method: 'GET',
      path,
      perMinute: 300,
      handle: async ({ query }) => {
        const found = this.#kept.get(query.id ?? '');
        if (!found || found.until < this.#clock.now().getTime()) return { status: 404 };
        return { status: 200, headers: { 'content-type': 'image/png' }, body: found.png };
      },
    };
  }

  /** Puts a picture there; its address. */
  put(png: Uint8Array): string {
    const now = this.#clock.now().getTime();
    for (const [id, { until }] of this.#kept) if (until < now || this.#kept.size >= mostKept) this.#kept.delete(id);
    const id = randomBytes(16).toString('base64url');
    this.#kept.set(id, { png, until: now + keptMs });
    return `${this.#base}?id=${id}`;
  }
}
