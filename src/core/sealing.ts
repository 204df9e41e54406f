/** What a keyed hash is for; the same value hashed for two purposes cannot be told to be the same. */
export type HashPurpose = 'account' | 'code' | 'link' | 'household' | 'name' | 'signature' | 'unread';

/**
 * Encryption of what names a person (AES-256-GCM) and keyed hashes (HMAC-SHA-256) to find it again.
 * `privacy/sealing.ts` holds the keys; everybody else gets this.
 */
export interface Sealing {
  /** Text that only {@link open} can read; two seals of the same text differ. Carries the key's id for rotation. */
  seal(text: string): string;
  /** Throws a RangeError for what was not sealed by one of our keys. */
  open(sealed: string): string;
  /** The same value gives the same hash under the same key; the value cannot be found from it. */
  hash(purpose: HashPurpose, value: string): string;
}
