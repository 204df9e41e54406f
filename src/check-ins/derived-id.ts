import { createHash } from 'node:crypto';

/**
 * An id that the same seed always gives (RFC 9562, version 8: the rest of a SHA-256), so that a turn which is decided twice inserts
 * the same rows and the second time fails instead of doubling. Rows that may be decided only once take `newId`.
 */
export function derivedId(...seed: readonly (string | number)[]): string {
  const bytes = createHash('sha256').update(JSON.stringify(seed)).digest().subarray(0, 16);
  bytes[6] = 0x80 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
