/** A photo is stored at most so large. */
export const photoBytesAtMost = 1_000_000;

export type Stripped = { ok: true; bytes: Uint8Array } | { ok: false; because: 'not-a-photo' | 'too-large' };

/**
 * The photo without what it says about where, when and with what it was taken: metadata segments of JPEG (Exif, XMP, IPTC, comments),
 * metadata chunks of PNG and WebP are left out, the picture itself is untouched. A file that is none of the three, or is cut off, is refused
 * rather than kept as it is. Of Exif only the orientation stays, in a segment of its own.
 */
export function stripPhoto(bytes: Uint8Array): Stripped {
  const stripped = stripJpeg(bytes) ?? stripPng(bytes) ?? stripWebp(bytes);
  if (!stripped) return { ok: false, because: 'not-a-photo' };
  return stripped.length <= photoBytesAtMost ? { ok: true, bytes: stripped } : { ok: false, because: 'too-large' };
}

const jpegStart = 0xd8;
const jpegScan = 0xda;
const jpegEnd = 0xd9;

/**
 * ITU T.81, annex B. APP0 (JFIF), APP14 (Adobe colours) and APP2 with an ICC profile stay, other APPn and COM go, wherever they stand.
 * What phones append behind the end marker (a second picture with metadata of its own) goes too.
 */
function stripJpeg(bytes: Uint8Array): Uint8Array | null {
  if (bytes[0] !== 0xff || bytes[1] !== jpegStart) return null;
  const kept: Uint8Array[] = [bytes.subarray(0, 2)];
  let hasScan = false;
  for (let at = 2; at + 2 <= bytes.length; ) {
    if (bytes[at] !== 0xff) return null;
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) {
      at++;
      continue;
    }
    if (marker === jpegEnd) return hasScan ? join([...kept, bytes.subarray(at, at + 2)]) : null;
    const length = ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0);
    if (length < 2 || at + 2 + length > bytes.length) return null;
    let end = at + 2 + length;
    if (marker === jpegScan) {
      hasScan = true;
      end = endOfScan(bytes, end);
    }
    const segment = bytes.subarray(at, end);
    if (staysInJpeg(marker, segment)) kept.push(segment);
    else if (marker === 0xe1) kept.push(...orientationOnly(segment));
    at = end;
  }
  return null;
}

/** Exif 2.32, 4.6: the tag 0x0112 of the first directory, written anew as the only one; nothing where it says upright or is missing. */
function orientationOnly(segment: Uint8Array): Uint8Array[] {
  const head = 10;
  if (ascii(segment, 4, 6) !== 'Exif\0\0' || segment.length < head + 8) return [];
  const view = viewOf(segment);
  const isLittle = ascii(segment, head, 2) === 'II';
  if (!isLittle && ascii(segment, head, 2) !== 'MM') return [];
  const directory = head + view.getUint32(head + 4, isLittle);
  if (directory + 2 > segment.length) return [];
  const entries = view.getUint16(directory, isLittle);
  for (let n = 0; n < entries; n++) {
    const at = directory + 2 + 12 * n;
    if (at + 12 > segment.length) return [];
    if (view.getUint16(at, isLittle) !== 0x0112) continue;
    const value = view.getUint16(at + 8, isLittle);
    return value > 1 && value <= 8 ? [orientationSegment(value)] : [];
  }
  return [];
}

function orientationSegment(value: number): Uint8Array {
  const exif = [0x45, 0x78, 0x69, 0x66, 0, 0];
  const tiff = [0x4d, 0x4d, 0, 42, 0, 0, 0, 8];
  const entry = [0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, value, 0, 0];
  const body = [...exif, ...tiff, 0, 1, ...entry, 0, 0, 0, 0];
  return new Uint8Array([0xff, 0xe1, 0, body.length + 2, ...body]);
}

function staysInJpeg(marker: number, segment: Uint8Array): boolean {
  const isComment = marker === 0xfe;
  const isApp = marker >= 0xe0 && marker <= 0xef;
  if (!isApp) return !isComment;
  const isProfile = marker === 0xe2 && ascii(segment, 4, 11) === 'ICC_PROFILE';
  return marker === 0xe0 || marker === 0xee || isProfile;
}

/** Where the next marker stands; within a scan FF 00 is a byte of data and FF D0 to D7 restarts it. */
function endOfScan(bytes: Uint8Array, from: number): number {
  for (let at = from; at + 1 < bytes.length; at++) {
    const next = bytes[at + 1] ?? 0;
    if (bytes[at] === 0xff && next !== 0 && (next < 0xd0 || next > 0xd7)) return at;
  }
  return bytes.length;
}

const pngSignature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** Chunks that make up the picture and its colours (PNG, third edition, 5.6); everything else is left out. */
const pngKept = new Set([
  'IHDR',
  'PLTE',
  'IDAT',
  'IEND',
  'tRNS',
  'gAMA',
  'cHRM',
  'sRGB',
  'iCCP',
  'sBIT',
  'cICP',
  'pHYs',
  'acTL',
  'fcTL',
  'fdAT',
]);

function stripPng(bytes: Uint8Array): Uint8Array | null {
  if (!pngSignature.every((byte, i) => bytes[i] === byte)) return null;
  const view = viewOf(bytes);
  const kept: Uint8Array[] = [bytes.subarray(0, 8)];
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = view.getUint32(at);
    const end = at + 12 + length;
    if (end > bytes.length) return null;
    const kind = ascii(bytes, at + 4, 4);
    if (pngKept.has(kind)) kept.push(bytes.subarray(at, end));
    if (kind === 'IEND') return join(kept);
    at = end;
  }
  return null;
}

/** RIFF container: the chunks EXIF and XMP go, and with them their flags in VP8X. */
function stripWebp(bytes: Uint8Array): Uint8Array | null {
  if (ascii(bytes, 0, 4) !== 'RIFF' || ascii(bytes, 8, 4) !== 'WEBP') return null;
  const view = viewOf(bytes);
  const end = 8 + view.getUint32(4, true);
  if (end > bytes.length) return null;
  const kept: Uint8Array[] = [bytes.slice(0, 12)];
  const known = new Set(['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ANIM', 'ANMF', 'ICCP']);
  for (let at = 12; at + 8 <= end; ) {
    const kind = ascii(bytes, at, 4);
    const length = view.getUint32(at + 4, true);
    const next = at + 8 + length + (length % 2);
    if (next > end) return null;
    const chunk = bytes.slice(at, next);
    // Bits 2 and 3 of the flags say that XMP and Exif follow.
    if (kind === 'VP8X') chunk[8] = (chunk[8] ?? 0) & ~0x0c;
    if (known.has(kind)) kept.push(chunk);
    at = next;
  }
  const whole = join(kept);
  viewOf(whole).setUint32(4, whole.length - 8, true);
  return whole;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function ascii(bytes: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + length));
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
