import qrcode from 'qrcode';
import { describe, expect, it } from 'vitest';
import { qrInTerminal, readPng } from '../../src/cli/picture-in-terminal.ts';

describe('The QR of a log-in, shown in the terminal', () => {
  it.each([4, 7, 8])('has every dot of the picture, at %i pixels a dot', async (scale) => {
    const text = 'https://qr.example/made-up-token-0123456789';
    const { modules } = qrcode.create(text, { errorCorrectionLevel: 'M' });
    const png = await qrcode.toBuffer(text, { errorCorrectionLevel: 'M', scale, margin: 3 });
    const dots = readPng(png);
    const lines = dots ? qrInTerminal(dots).split('\n') : [];
    const isDark = (x: number, y: number) => {
      const half = lines[Math.floor((y + 2) / 2)]?.[x + 2] ?? '?';
      return (y + 2) % 2 === 0 ? half === '▄' || half === ' ' : half === '▀' || half === ' ';
    };
    const wrong = Array.from(
      { length: modules.size ** 2 },
      (_, i) => [i % modules.size, Math.floor(i / modules.size)] as const,
    ).filter(([x, y]) => isDark(x, y) !== Boolean(modules.get(y, x)));
    expect(wrong).toEqual([]);
  });

  it('is left out, not broken, for a picture that is no PNG', () => {
    expect(readPng(new TextEncoder().encode('GIF89a'.padEnd(60, 'x')))).toBeNull();
  });
});
