import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { photoBytesAtMost, stripPhoto } from '../../src/check-ins/photo.ts';
import type { Said } from '../../src/core/dialog.ts';
import { type Country, openCountry } from './branch.ts';

const secret = 'GPS 20.4388 106.1621';
const bytesOf = (...parts: (number[] | string | Uint8Array)[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === 'string' ? [...Buffer.from(part)] : [...part])));
const holds = (bytes: Uint8Array, text: string) => Buffer.from(bytes).includes(text);

const segment = (marker: number, body: Uint8Array) =>
  bytesOf([0xff, marker, (body.length + 2) >> 8, (body.length + 2) & 0xff], body);
const scan = bytesOf(segment(0xda, bytesOf([1, 1, 0, 0, 63, 0])), [0x12, 0xff, 0x00, 0x34, 0xff, 0xd0, 0x56]);
const picture = bytesOf(segment(0xdb, bytesOf('tables')), segment(0xc0, bytesOf('frame')), scan);
const jpeg = (metadata: Uint8Array, behind: Uint8Array = new Uint8Array()) =>
  bytesOf([0xff, 0xd8], segment(0xe0, bytesOf('JFIF\0')), metadata, picture, [0xff, 0xd9], behind);

const pngChunk = (kind: string, body: string) => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(Buffer.byteLength(body));
  return bytesOf(length, kind, body, [0, 0, 0, 0]);
};
const png = (...more: Uint8Array[]) =>
  bytesOf(
    [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
    pngChunk('IHDR', '0123456789abc'),
    ...more,
    pngChunk('IDAT', 'pixels'),
    pngChunk('IEND', ''),
  );

const riffChunk = (kind: string, body: Uint8Array) => {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(body.length);
  return bytesOf(kind, length, body, body.length % 2 ? [0] : []);
};
const webp = (...chunks: Uint8Array[]) => {
  const body = bytesOf('WEBP', ...chunks);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(body.length);
  return bytesOf('RIFF', length, body);
};

describe('A photo', () => {
  it.each([
    { what: 'a JPEG with Exif', bytes: jpeg(segment(0xe1, bytesOf('Exif\0\0', secret))) },
    {
      what: 'a JPEG with XMP and IPTC',
      bytes: jpeg(bytesOf(segment(0xe1, bytesOf('http://ns.adobe.com/xap/', secret)), segment(0xed, bytesOf(secret)))),
    },
    { what: 'a JPEG with a comment', bytes: jpeg(segment(0xfe, bytesOf(secret))) },
    {
      what: 'a JPEG with a second picture behind its end',
      bytes: jpeg(new Uint8Array(), jpeg(segment(0xe1, bytesOf('Exif\0\0', secret)))),
    },
    { what: 'a PNG with texts and Exif', bytes: png(pngChunk('tEXt', secret), pngChunk('eXIf', secret)) },
    {
      what: 'a WebP with Exif and XMP',
      bytes: webp(
        riffChunk('VP8X', bytesOf([0x0c, 0, 0, 0, 1, 0, 0, 1, 0, 0])),
        riffChunk('VP8 ', bytesOf('pixels')),
        riffChunk('EXIF', bytesOf(secret)),
        riffChunk('XMP ', bytesOf(secret)),
      ),
    },
  ])('loses where it was taken: $what', ({ bytes }) => {
    expect(holds(bytes, secret)).toBe(true);
    const stripped = stripPhoto(bytes);
    if (!stripped.ok) throw new Error(stripped.because);
    expect(holds(stripped.bytes, secret)).toBe(false);
    expect(stripPhoto(stripped.bytes)).toEqual(stripped);
  });

  it('keeps its picture byte for byte', () => {
    const stripped = stripPhoto(jpeg(segment(0xe1, bytesOf('Exif\0\0', secret))));
    if (!stripped.ok) throw new Error(stripped.because);
    expect(Buffer.from(stripped.bytes)).toEqual(Buffer.from(jpeg(new Uint8Array())));
  });

  it('stays upright: of Exif only the orientation is kept', () => {
    const entry = (tag: number, value: number) => [tag & 0xff, tag >> 8, 3, 0, 1, 0, 0, 0, value, 0, 0, 0];
    const tiff = bytesOf('II', [42, 0, 8, 0, 0, 0, 2, 0], entry(0x0112, 6), entry(0x8825, 26), [0, 0, 0, 0], secret);
    const stripped = stripPhoto(jpeg(segment(0xe1, bytesOf('Exif\0\0', tiff))));
    if (!stripped.ok) throw new Error(stripped.because);
    expect(holds(stripped.bytes, secret)).toBe(false);
    const kept = bytesOf('MM', [0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0]);
    const upright = jpeg(segment(0xe1, bytesOf('Exif\0\0', kept)));
    expect(Buffer.from(stripped.bytes)).toEqual(Buffer.from(upright));
    expect(stripPhoto(stripped.bytes)).toEqual(stripped);
  });

  it('of WebP says no more that Exif and XMP follow, and its length is right', () => {
    const stripped = stripPhoto(
      webp(riffChunk('VP8X', bytesOf([0x1c, 0, 0, 0, 1, 0, 0, 1, 0, 0])), riffChunk('EXIF', bytesOf(secret))),
    );
    if (!stripped.ok) throw new Error(stripped.because);
    expect(stripped.bytes[20]).toBe(0x10);
    expect(Buffer.from(stripped.bytes).readUInt32LE(4)).toBe(stripped.bytes.length - 8);
  });

  it.each([
    { what: 'text', bytes: bytesOf('no photo at all') },
    { what: 'nothing', bytes: new Uint8Array() },
    { what: 'a JPEG that is cut off', bytes: jpeg(segment(0xe1, bytesOf('Exif\0\0', secret))).subarray(0, 30) },
    { what: 'a PNG that is cut off', bytes: png().subarray(0, 40) },
    { what: 'a WebP that is cut off', bytes: webp(riffChunk('VP8 ', bytesOf('pixels'))).subarray(0, 20) },
  ])('is refused where it cannot be read: $what', ({ bytes }) => {
    expect(stripPhoto(bytes)).toEqual({ ok: false, because: 'not-a-photo' });
  });

  it('is refused above one megabyte', () => {
    const body = 'x'.repeat(photoBytesAtMost);
    expect(stripPhoto(bytesOf(png().subarray(0, 33), pngChunk('IDAT', body), pngChunk('IEND', '')))).toMatchObject({
      because: 'too-large',
    });
  });
});

describe('A photo sent in a check-in', () => {
  let country: Country;
  beforeAll(async () => {
    country = await openCountry();
  });
  afterAll(() => country.close());
  const photo = (bytes: Uint8Array | null = jpeg(segment(0xe1, bytesOf('Exif\0\0', secret)))): Partial<Said> => ({
    facts: { scope: 'private', carries: 'photo', loadPhoto: async () => bytes },
  });

  it('becomes evidence of the activity, without its location', async () => {
    const branch = await country.newBranch();
    const talk = branch.talk();
    await talk.begin('weekly', { text: 'hôm qua họp chi hội 35 người' });
    expect((await talk.says('', photo())).text).toContain('1 ảnh');
    await talk.says('1');
    const [activity] = await country.store.find('Activity', { unitId: branch.units.branch });
    const [row] = await country.store.find('Photo', { activityId: activity?.id ?? '' });
    expect(row?.fileName).toMatch(/\.sealed$/u);
    const [saved] = branch.savedPhotos.values();
    expect(saved && holds(saved, secret)).toBe(false);
    expect(row?.bytes).toBe(saved?.length);
  });

  it('alone opens a check-in that asks what it shows', async () => {
    const branch = await country.newBranch();
    const talk = branch.talk();
    expect((await talk.begin('weekly', { text: '' }, photo())).text).toContain('Ảnh này là của hoạt động nào');
    expect((await talk.says('hôm qua họp chi hội 35 người')).text).toContain('1 ảnh');
  });

  it('after the report asks which activity it shows, and nothing is reported twice', async () => {
    const branch = await country.newBranch();
    const talk = branch.talk();
    await talk.begin('weekly', { text: 'hôm qua họp chi hội 35 người' });
    await talk.says('1');
    await talk.says('bỏ qua');
    const asked = await talk.begin('weekly', { text: '' }, photo());
    expect(asked.text).toContain('1 họp, sinh hoạt 21/11');
    expect((await talk.says('1')).text).toContain('đã gắn ảnh');
    const activities = await country.store.find('Activity', { unitId: branch.units.branch });
    expect(activities).toHaveLength(1);
    expect(await country.store.count('Photo', { activityId: activities[0]?.id ?? '' })).toBe(1);
  });

  it('of another activity goes into a new check-in', async () => {
    const branch = await country.newBranch();
    const talk = branch.talk();
    await talk.begin('weekly', { text: 'hôm qua họp chi hội 35 người' });
    await talk.says('1');
    await talk.says('bỏ qua');
    await talk.begin('weekly', { text: '' }, photo());
    expect((await talk.says('2')).text).toContain('Ảnh này là của hoạt động nào');
    expect((await talk.says('hôm nay ra quân dọn vệ sinh 20 chị')).text).toContain('1 ảnh');
  });

  it('beside counselling is not kept', async () => {
    const branch = await country.newBranch();
    const talk = branch.talk();
    await talk.begin('weekly', { text: 'tư vấn hòa giải cho nhà chị Thơm. hôm qua họp chi hội 35 người' });
    expect((await talk.says('', photo())).text).toContain('không lưu ảnh');
    expect(branch.savedPhotos.size).toBe(0);
  });

  it('that is too large is not kept, and the report goes on', async () => {
    const branch = await country.newBranch();
    const talk = branch.talk();
    await talk.begin('weekly', { text: 'hôm qua họp chi hội 35 người' });
    const heard = await talk.says('', photo(null));
    expect(heard.text).toContain('lớn quá 1 MB');
    expect(heard.text).toContain('1 Lưu');
  });
});
