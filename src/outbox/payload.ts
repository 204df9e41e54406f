import type { Address } from '../core/channel.ts';
import type { Outgoing } from '../core/outgoing.ts';
import type { Sealing } from '../core/sealing.ts';

/** What a reply's row holds, sealed: everything needed to send it by another process after a crash. */
export interface ReplyPayload {
  channel: string;
  address: Address;
  message: Outgoing;
}

export function sealReply(sealing: Sealing, payload: ReplyPayload): string {
  return sealing.seal(JSON.stringify({ ...payload, message: toPlain(payload.message) }));
}

/** Throws a RangeError for what was not sealed by one of our keys. */
export function openReply(sealing: Sealing, sealed: string): ReplyPayload {
  const payload = JSON.parse(sealing.open(sealed)) as ReplyPayload & { message: PlainOutgoing };
  return { ...payload, message: fromPlain(payload.message) };
}

/** The text of a push that is kept (digests). */
export function sealMessage(sealing: Sealing, message: Outgoing): string {
  return sealing.seal(JSON.stringify(toPlain(message)));
}

export function openMessage(sealing: Sealing, sealed: string): Outgoing {
  return fromPlain(JSON.parse(sealing.open(sealed)) as PlainOutgoing);
}

interface PlainOutgoing extends Omit<Outgoing, 'photo' | 'file'> {
  photo?: { png: string; alt: string };
  file?: { name: string; bytes: string; mediaType: string };
}

function toPlain({ photo, file, ...rest }: Outgoing): PlainOutgoing {
  return {
    ...rest,
    ...(photo ? { photo: { ...photo, png: Buffer.from(photo.png).toString('base64') } } : {}),
    ...(file ? { file: { ...file, bytes: Buffer.from(file.bytes).toString('base64') } } : {}),
  };
}

function fromPlain({ photo, file, ...rest }: PlainOutgoing): Outgoing {
  return {
    ...rest,
    ...(photo ? { photo: { ...photo, png: Buffer.from(photo.png, 'base64') } } : {}),
    ...(file ? { file: { ...file, bytes: Buffer.from(file.bytes, 'base64') } } : {}),
  };
}
