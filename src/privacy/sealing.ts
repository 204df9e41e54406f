import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import type { HashPurpose, Sealing } from '../core/sealing.ts';
import { derive, type Keys, parseKeys } from './keys.ts';

export { makeKey, parseKeys } from './keys.ts';

const cipherName = 'aes-256-gcm';
const form = 's1';
const ivBytes = 12;
const tagBytes = 16;

/** core's Sealing, and which key a text was sealed with. */
export interface KeyedSealing extends Sealing {
  /** Whether the text was sealed with the newest key; false for what a rotation still has to do. */
  isNewest(sealed: string): boolean;
}

/**
 * Seals with the first of the keys and opens with any. A sealed text reads `s1.<key id>.<base64url of nonce, tag and cipher text>`;
 * form and key id are authenticated with it. Hashes are base64url of HMAC-SHA-256 under a key derived for each purpose (HKDF).
 * Takes what {@link parseKeys} gave, or the text of `DATA_KEY` itself.
 */
export function newSealing(given: Keys | string): KeyedSealing {
  const keys = typeof given === 'string' ? parseKeys(given) : given;
  const cipherKeys = new Map(keys.sealing.map(({ id, secret }) => [id, derive(secret, 'seal')]));
  const newest = keys.sealing[0].id;
  const newestKey = derive(keys.sealing[0].secret, 'seal');
  const hashKeys = new Map<HashPurpose, Buffer>();

  return {
    seal(text) {
      const head = `${form}.${newest}`;
      const iv = randomBytes(ivBytes);
      const cipher = createCipheriv(cipherName, newestKey, iv).setAAD(Buffer.from(head));
      const hidden = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return `${head}.${Buffer.concat([iv, cipher.getAuthTag(), hidden]).toString('base64url')}`;
    },

    open(sealed) {
      const [kind, id = '', body = '', ...rest] = sealed.split('.');
      const key = cipherKeys.get(id);
      if (kind !== form || !key || rest.length > 0) throw notOurs();
      const bytes = Buffer.from(body, 'base64url');
      if (bytes.length < ivBytes + tagBytes) throw notOurs();
      const decipher = createDecipheriv(cipherName, key, bytes.subarray(0, ivBytes))
        .setAAD(Buffer.from(`${form}.${id}`))
        .setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
      try {
        return Buffer.concat([decipher.update(bytes.subarray(ivBytes + tagBytes)), decipher.final()]).toString('utf8');
      } catch {
        // Node says only "unable to authenticate data"; the caller needs to know no more than that.
        throw notOurs();
      }
    },

    hash(purpose, value) {
      let key = hashKeys.get(purpose);
      if (!key) {
        key = derive(keys.hashRoot, `hash/${purpose}`);
        hashKeys.set(purpose, key);
      }
      return createHmac('sha256', key).update(value, 'utf8').digest('base64url');
    },

    isNewest: (sealed) => sealed.startsWith(`${form}.${newest}.`),
  };
}

function notOurs(): RangeError {
  return new RangeError('the text was not sealed by one of our keys, or was changed since');
}
