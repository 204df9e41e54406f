import { randomBytes, randomInt, randomUUID } from 'node:crypto';

/** A UUID of version 7 (RFC 9562, 5.7): 48 bits of milliseconds, then randomness, so that ids sort by the time they were made. */
export function newId(now: Date): string {
  const time = now.getTime().toString(16).padStart(12, '0');
  // A random UUID has its variant in the right place already, and Node draws the bits of many at once.
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}

/** `n` decimal digits, each equally likely. */
export function randomDigits(n: number): string {
  return Array.from({ length: n }, () => randomInt(10)).join('');
}

/** 128 random bits as 22 characters that survive in a link. */
export function randomLinkToken(): string {
  return randomBytes(16).toString('base64url');
}
