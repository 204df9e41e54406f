import { hkdfSync, randomBytes } from 'node:crypto';
import { OperatorError } from '../core/errors.ts';

/** One key that seals: 32 bytes, named by an id that can be computed from it and does not give it away. */
export interface SealingKey {
  id: string;
  secret: Buffer;
}

/** What `DATA_KEY` holds. The first key seals; all of them open. */
export interface Keys {
  sealing: readonly [SealingKey, ...SealingKey[]];
  /** Root of all keyed hashes. It survives a rotation, because most hashes cannot be made again from what is kept. */
  hashRoot: Buffer;
}

const keyBytes = 32;
const hashMark = 'hash:';
const cure = 'Make one with `to-am keys make` and paste the whole line.';

/** A new random key as text for `DATA_KEY`. */
export function makeKey(): string {
  return randomBytes(keyBytes).toString('base64url');
}

/**
 * Reads `DATA_KEY`: one or several keys of 32 bytes in base64, separated by commas, the newest first; `hash:…` may follow
 * after a rotation. Without it the last (oldest) key is the root of the hashes, so that putting a new key in front changes
 * no hash. Throws OperatorError TA-CONFIG-001, 002 or 003; the message shows nothing of the value.
 */
export function parseKeys(text: string | undefined): Keys {
  if (text === undefined) throw new OperatorError('TA-CONFIG-002', `DATA_KEY is missing. ${cure}`);
  const parts = text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
  if (parts.length === 0) throw new OperatorError('TA-CONFIG-003', `DATA_KEY is set but empty. ${cure}`);
  const [first, ...others] = parts.filter((part) => !part.startsWith(hashMark)).map(toKey);
  const roots = parts.filter((part) => part.startsWith(hashMark)).map((part) => secretOf(part.slice(hashMark.length)));
  if (!first || roots.length > 1) {
    throw new OperatorError('TA-CONFIG-001', `DATA_KEY needs at least one key and at most one part "hash:…". ${cure}`);
  }
  return { sealing: [first, ...others], hashRoot: roots[0] ?? hashRootOf(others.at(-1) ?? first) };
}

/** The same keys as text for `DATA_KEY`; `only` the newest after everything was sealed again with it. */
export function writeKeys({ sealing, hashRoot }: Keys, keep: 'all' | 'newest' = 'all'): string {
  const kept = keep === 'all' ? sealing : sealing.slice(0, 1);
  const secrets = kept.map(({ secret }) => secret.toString('base64url'));
  const impliedRoot = hashRootOf(kept.at(-1) ?? sealing[0]);
  return [...secrets, ...(impliedRoot.equals(hashRoot) ? [] : [hashMark + hashRoot.toString('base64url')])].join(',');
}

/** The keys with a new one in front; hashes stay as they are. */
export function withNewKey({ sealing, hashRoot }: Keys): Keys {
  return { sealing: [toKey(makeKey()), ...sealing], hashRoot };
}

/** A key for one use, so that no two uses share one. */
export function derive(secret: Buffer, use: string, bytes = keyBytes): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, Buffer.alloc(0), `to-am/${use}`, bytes));
}

function toKey(text: string): SealingKey {
  const secret = secretOf(text);
  return { id: derive(secret, 'id', 6).toString('base64url'), secret };
}

function hashRootOf(key: SealingKey): Buffer {
  return derive(key.secret, 'hash-root');
}

function secretOf(text: string): Buffer {
  const secret = /^[\w+/-]+=?$/.test(text) ? Buffer.from(text, 'base64') : Buffer.alloc(0);
  if (secret.length !== keyBytes) {
    throw new OperatorError(
      'TA-CONFIG-001',
      `DATA_KEY holds a part that is no key of ${keyBytes} bytes in base64. ${cure}`,
    );
  }
  return secret;
}
