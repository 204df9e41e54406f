import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { deflateSync } from 'node:zlib';

const zeroIv = Buffer.alloc(16);

function cbc(key: Buffer): `aes-${128 | 192 | 256}-cbc` {
  return key.length === 32 ? 'aes-256-cbc' : key.length === 24 ? 'aes-192-cbc' : 'aes-128-cbc';
}

export function encrypt(key: Buffer, text: string): string {
  const cipher = createCipheriv(cbc(key), key, zeroIv);
  return Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]).toString('base64');
}

export function decrypt(key: Buffer, base64: string): string {
  const decipher = createDecipheriv(cbc(key), key, zeroIv);
  return Buffer.concat([decipher.update(base64, 'base64'), decipher.final()]).toString('utf8');
}

/** The key of a log-in, as the web client derives it from the two ids it sends. */
export function loginKey(zcid: string, zcidExt: string): Buffer {
  const every = (text: string, first: 0 | 1) => [...text].filter((_, i) => i % 2 === first);
  const hash = createHash('md5').update(zcidExt).digest('hex').toUpperCase();
  const parts = [every(hash, 0).slice(0, 8), every(zcid, 0).slice(0, 12), every(zcid, 1).toReversed().slice(0, 12)];
  return Buffer.from(parts.flat().join(''), 'utf8');
}

/** A frame of the socket: four bytes of header, then JSON; events are deflated and sealed. */
export function frame(cmd: number, subCmd: number, content: object): Buffer {
  const header = Buffer.from([1, cmd & 255, cmd >> 8, subCmd]);
  return Buffer.concat([header, Buffer.from(JSON.stringify(content))]);
}

export function sealedEvent(key: Buffer, event: object): { encrypt: 2; data: string } {
  const [iv, aad] = [randomBytes(16), randomBytes(16)];
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  cipher.setAAD(aad);
  const sealed = Buffer.concat([cipher.update(deflateSync(JSON.stringify({ data: event }))), cipher.final()]);
  const whole = Buffer.concat([iv, aad, sealed, cipher.getAuthTag()]);
  return { encrypt: 2, data: encodeURIComponent(whole.toString('base64')) };
}
