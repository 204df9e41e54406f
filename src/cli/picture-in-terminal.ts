import { inflateSync } from 'node:zlib';

/** A black-and-white picture such as a QR, one value a dot: true is dark. */
export interface Dots {
  width: number;
  height: number;
  isDark(x: number, y: number): boolean;
}

const samplesOf: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** Reads a PNG (any colour type, up to 8 bits, not interlaced). Null for a picture of another kind. */
export function readPng(png: Uint8Array): Dots | null {
  const bytes = Buffer.from(png);
  if (bytes.length < 33 || bytes.readUInt32BE(0) !== 0x89504e47) return null;
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  const [depth = 0, colour = 0, , , interlaced] = bytes.subarray(24, 29);
  const samples = samplesOf[colour];
  if (!samples || depth > 8 || interlaced) return null;
  const chunks = chunksOf(bytes);
  const palette = chunks.find(({ type }) => type === 'PLTE')?.data ?? Buffer.alloc(0);
  const packed = Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data));
  const stride = Math.ceil((width * samples * depth) / 8);
  const rows = unfilter(inflateSync(packed), stride, height, Math.max(1, (samples * depth) >> 3));
  const sample = (x: number, y: number, n: number): number => {
    const bit = (x * samples + n) * depth;
    const byte = rows[y * stride + (bit >> 3)] ?? 0;
    return (byte >> (8 - depth - (bit & 7))) & ((1 << depth) - 1);
  };
  const isDark = (x: number, y: number): boolean => {
    const first = sample(x, y, 0);
    const light = colour === 3 ? (palette[first * 3] ?? 0) : (first * 255) / ((1 << depth) - 1);
    const opaque = colour === 4 || colour === 6 ? sample(x, y, samples - 1) > 127 : true;
    return opaque && light < 128;
  };
  return { width, height, isDark };
}

function chunksOf(bytes: Buffer): { type: string; data: Buffer }[] {
  const chunks: { type: string; data: Buffer }[] = [];
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    chunks.push({ type: bytes.toString('latin1', at + 4, at + 8), data: bytes.subarray(at + 8, at + 8 + length) });
    at += length + 12;
  }
  return chunks;
}

/** Undoes the five line filters of PNG (https://www.w3.org/TR/png-3/#9Filters). */
function unfilter(raw: Buffer, stride: number, height: number, step: number): Uint8Array {
  const rows = new Uint8Array(stride * height);
  for (let y = 0; y < height; y += 1) {
    const filter = raw[y * (stride + 1)] ?? 0;
    for (let x = 0; x < stride; x += 1) {
      const left = x >= step ? (rows[y * stride + x - step] ?? 0) : 0;
      const up = y > 0 ? (rows[(y - 1) * stride + x] ?? 0) : 0;
      const corner = y > 0 && x >= step ? (rows[(y - 1) * stride + x - step] ?? 0) : 0;
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter] ?? 0;
      rows[y * stride + x] = ((raw[y * (stride + 1) + 1 + x] ?? 0) + guess) & 255;
    }
  }
  return rows;
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}

/**
 * The QR of a picture as lines of half blocks, dark on light, with its quiet edge; at one character a dot. The size of a
 * dot is found from the picture: the shortest run of one colour.
 */
export function qrInTerminal({ width, height, isDark }: Dots): string {
  const inside = edges(width, height, isDark);
  if (!inside) return '';
  const dot = shortestRun(inside, isDark);
  const n = Math.round((inside.right - inside.left + 1) / dot);
  const at = (column: number, row: number) =>
    column >= 0 && row >= 0 && column < n && row < n
      ? isDark(inside.left + Math.floor((column + 0.5) * dot), inside.top + Math.floor((row + 0.5) * dot))
      : false;
  const lines: string[] = [];
  for (let row = -2; row < n + 2; row += 2) {
    let line = '';
    for (let column = -2; column < n + 2; column += 1) {
      line +=
        [
          ['█', '▀'],
          ['▄', ' '],
        ][Number(at(column, row))]?.[Number(at(column, row + 1))] ?? ' ';
    }
    lines.push(line);
  }
  return lines.join('\n');
}

interface Box {
  left: number;
  top: number;
  right: number;
}

function edges(width: number, height: number, isDark: Dots['isDark']): Box | null {
  let box: Box | null = null;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      if (!isDark(x, y)) continue;
      box ??= { left: x, top: y, right: x };
      box.left = Math.min(box.left, x);
      box.right = Math.max(box.right, x);
    }
  }
  return box;
}

/** The upper left finder of a QR is seven dots wide: its first dark run is. */
function shortestRun({ left, top, right }: Box, isDark: Dots['isDark']): number {
  let run = 0;
  while (left + run <= right && isDark(left + run, top)) run += 1;
  return Math.max(1, run / 7);
}
