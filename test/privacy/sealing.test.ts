import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OperatorError } from '../../src/core/errors.ts';
import { withNewKey, writeKeys } from '../../src/privacy/keys.ts';
import { makeKey, newSealing, parseKeys } from '../../src/privacy/sealing.ts';

const first = makeKey();
const sealing = newSealing(first);

describe('A sealed name', () => {
  it('is read back as it was, whatever it holds', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => sealing.open(sealing.seal(text)) === text));
  });

  it('shows nothing of the name and differs each time', () => {
    const once = sealing.seal('bà Lan xóm 3');
    expect(once).not.toBe(sealing.seal('bà Lan xóm 3'));
    expect(Buffer.from(once.split('.')[2] ?? '', 'base64url').includes('Lan')).toBe(false);
  });

  it.each([
    { changed: (text: string) => `${text}A`, because: 'something was put behind it' },
    { changed: (text: string) => text.slice(0, -4), because: 'something is missing at its end' },
    { changed: (text: string) => text.replace(/^s1/, 's2'), because: 'its form is unknown' },
    { changed: (text: string) => text.replace(/\.[^.]+\./, '.AAAAAAAA.'), because: 'its key is unknown' },
    { changed: () => 'bà Lan', because: 'it was never sealed' },
    { changed: () => '', because: 'it is empty' },
    { changed: () => newSealing(makeKey()).seal('x'), because: 'somebody else sealed it' },
  ])('is refused when $because', ({ changed }) => {
    expect(() => sealing.open(changed(sealing.seal('bà Lan')))).toThrow(RangeError);
  });

  it('is refused after any one of its bits was turned', () => {
    const [form, id, body = ''] = sealing.seal('bà Lan').split('.');
    fc.assert(
      fc.property(fc.nat({ max: Buffer.from(body, 'base64url').length * 8 - 1 }), (bit) => {
        const bytes = Buffer.from(body, 'base64url');
        bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(() => sealing.open(`${form}.${id}.${bytes.toString('base64url')}`)).toThrow(RangeError);
      }),
    );
  });
});

describe('A keyed hash', () => {
  it('is the same for the same value, and differs by value, purpose and key', () => {
    const hash = sealing.hash('account', 'telegram:42');
    expect(newSealing(first).hash('account', 'telegram:42')).toBe(hash);
    const others = [
      sealing.hash('account', 'telegram:43'),
      sealing.hash('name', 'telegram:42'),
      newSealing(makeKey()).hash('account', 'telegram:42'),
    ];
    expect(new Set([hash, ...others]).size).toBe(4);
    expect(hash).not.toContain('42');
  });
});

describe('A new key in front of the old one', () => {
  const old = parseKeys(first);
  const both = withNewKey(old);

  it('opens what the old key sealed and changes no hash', () => {
    const rotated = newSealing(both);
    const before = sealing.seal('chị Hoa');
    expect(rotated.open(before)).toBe('chị Hoa');
    expect(rotated.isNewest(before)).toBe(false);
    expect(rotated.isNewest(rotated.seal('chị Hoa'))).toBe(true);
    expect(rotated.hash('household', 'hoa')).toBe(sealing.hash('household', 'hoa'));
    expect(() => sealing.open(rotated.seal('chị Hoa'))).toThrow(RangeError);
  });

  it('keeps every hash when the old one is taken away, twice over', () => {
    const alone = parseKeys(writeKeys(both, 'newest'));
    expect(alone.sealing).toHaveLength(1);
    const third = parseKeys(writeKeys(withNewKey(alone), 'newest'));
    for (const keys of [alone, third]) {
      expect(newSealing(keys).hash('code', '0123456789')).toBe(sealing.hash('code', '0123456789'));
      expect(() => newSealing(keys).open(sealing.seal('chị Hoa'))).toThrow(RangeError);
    }
  });

  it('is written and read back the same', () => {
    expect(parseKeys(writeKeys(both))).toEqual(both);
  });
});

describe('A DATA_KEY that cannot be used', () => {
  it.each([
    { text: undefined, code: 'TA-CONFIG-002' },
    { text: '', code: 'TA-CONFIG-003' },
    { text: ' , ', code: 'TA-CONFIG-003' },
    { text: 'mật khẩu của tôi', code: 'TA-CONFIG-001' },
    { text: Buffer.alloc(16, 1).toString('base64'), code: 'TA-CONFIG-001' },
    { text: `${makeKey()},short`, code: 'TA-CONFIG-001' },
    { text: `hash:${makeKey()}`, code: 'TA-CONFIG-001' },
  ])('"$text" is refused with $code and is not shown', ({ text, code }) => {
    let error: unknown;
    try {
      parseKeys(text);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(OperatorError);
    expect((error as OperatorError).code).toBe(code);
    if (text && text.trim() !== ',') expect((error as OperatorError).message).not.toContain(text);
  });

  it('standard base64 with its padding is accepted as well', () => {
    const secret = Buffer.alloc(32, 0xfb);
    expect(parseKeys(secret.toString('base64')).sealing[0].secret).toEqual(secret);
  });
});
