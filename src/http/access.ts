import { createHash, timingSafeEqual } from 'node:crypto';
import { headerOf, isLocal, type WebRequest } from '../core/web.ts';

/** Whether the caller may see how the program is doing: from this machine, or with the token. */
export function mayLookInside(request: WebRequest, token: string | undefined): boolean {
  if (isLocal(request)) return true;
  const given = /^Bearer (.+)$/.exec(headerOf(request, 'authorization') ?? '')?.[1];
  return token !== undefined && given !== undefined && timingSafeEqual(hash(given), hash(token));
}

function hash(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
