import { timingSafeEqual } from 'node:crypto';
import type { Sealing } from '../core/sealing.ts';
import type { WebRequest } from '../core/web.ts';
import type { PageGrant } from './page-link.ts';

type Hashing = Pick<Sealing, 'hash'>;
type Visit = Pick<PageGrant, 'personId' | 'until'>;

/**
 * A link alone opens nothing: it may be passed on, or fetched by a messenger that looks at every link. Whoever opens it gives
 * the code that was told beside it, and her browser then carries a mark until the link's time is over. Pages she goes down to
 * belong to the same visit.
 */
export function codeOf({ personId, until }: Visit, sealing: Hashing): string {
  const bytes = Buffer.from(sealing.hash('signature', JSON.stringify(['report-code', personId, until])));
  const number = bytes.reduce((rest, byte) => (rest * 257 + byte) % 1_000_003, 7);
  return String(number % 1_000_000).padStart(6, '0');
}

/** Wrong codes a link takes before it opens no more. */
const triesAtMost = 5;
const linksRemembered = 1_000;

export class CodeTries {
  readonly #wrong = new Map<string, number>();

  /** Whether the code is right; a link that has seen too many wrong ones takes none. */
  take(visit: Visit, given: string, sealing: Hashing): 'right' | 'wrong' | 'closed' {
    const key = `${visit.personId}/${visit.until}`;
    const wrong = this.#wrong.get(key) ?? 0;
    if (wrong >= triesAtMost) return 'closed';
    if (isSame(given.replace(/\s/gu, ''), codeOf(visit, sealing))) return 'right';
    if (this.#wrong.size >= linksRemembered) this.#wrong.delete(this.#wrong.keys().next().value ?? '');
    this.#wrong.set(key, wrong + 1);
    return wrong + 1 >= triesAtMost ? 'closed' : 'wrong';
  }

  isClosed({ personId, until }: Visit): boolean {
    return (this.#wrong.get(`${personId}/${until}`) ?? 0) >= triesAtMost;
  }
}

export function hasMark(request: WebRequest, visit: Visit, sealing: Hashing): boolean {
  const name = markName(visit);
  const marks = (request.headers.cookie ?? '').split(/;\s*/).map((one) => one.split('='));
  return marks.some(([key, value]) => key === name && isSame(value ?? '', markOf(visit, sealing)));
}

/** The header that leaves the mark in her browser. */
export function leaveMark(
  visit: Visit,
  sealing: Hashing,
  { now, path, secure }: { now: Date; path: string; secure: boolean },
) {
  const seconds = Math.max(1, Math.floor((visit.until - now.getTime()) / 1_000));
  const mark = `${markName(visit)}=${markOf(visit, sealing)}; Max-Age=${seconds}; Path=${path}; HttpOnly; SameSite=Lax`;
  return secure ? `${mark}; Secure` : mark;
}

function markName({ until }: Visit): string {
  return `m${until.toString(36)}`;
}

function markOf({ personId, until }: Visit, sealing: Hashing): string {
  return Buffer.from(sealing.hash('signature', JSON.stringify(['report-mark', personId, until]))).toString('base64url');
}

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
