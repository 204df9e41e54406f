import { mkdtemp, readdir, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { rebuildFigures } from '../../src/check-ins/rebuild-figures.ts';
import { sweepPhotos } from '../../src/check-ins/sweep-photos.ts';
import { newPhotoFiles } from '../../src/photo-files.ts';
import { type Branch, type Country, figuresOfUnit, openCountry } from './branch.ts';

let country: Country;
let branch: Branch;
beforeAll(async () => {
  country = await openCountry();
});
afterAll(() => country.close());
beforeEach(async () => {
  branch = await country.newBranch();
});

async function report(text: string, now = '2026-11-22T08:00:00+07:00'): Promise<void> {
  const talk = branch.talk({ now });
  await talk.begin('weekly', { text });
  await talk.says('1');
  if (talk.openDialog === 'monthly') await talk.says('bỏ qua');
}
const figures = () => figuresOfUnit(country.store, branch.units.branch);

describe('A stored check-in that is withdrawn', () => {
  it('counts nowhere any more, and what it said is kept', async () => {
    await report('hôm qua giúp bà Lan sửa nhà 5tr');
    await report('hôm qua họp chi hội 35 người', '2026-11-22T09:00:00+07:00');
    const talk = branch.talk();
    expect((await talk.runs('withdraw')).text).toContain('bà Lan');
    expect((await talk.says('2')).text).toContain('bà Lan');
    expect((await talk.says('1')).text).toContain('Em rút báo cáo ấy rồi');
    const now = await figures();
    expect(now['households 2026-11-21']).toBeUndefined();
    expect(now['participants 2026-11-21']).toBe(35);
    expect((await rebuildFigures(country.store)).mended).toBe(0);
    const helps = await country.store.find('HouseholdHelp', { unitId: branch.units.branch });
    expect(helps).toMatchObject([{ replacedById: null, valueVnd: 5_000_000 }]);
    expect((await branch.talk().runs('look-back')).text).not.toContain('bà Lan');
  });

  it('stays where she thinks better of it', async () => {
    await report('hôm qua họp chi hội 35 người');
    const talk = branch.talk();
    await talk.runs('withdraw');
    expect((await talk.says('3')).text).toContain('giữ nguyên');
    expect(await figures()).toMatchObject({ 'participants 2026-11-21': 35 });
  });

  it('stays where its week is closed', async () => {
    await report('hôm nay họp chi hội 35 người', '2026-11-05T08:00:00+07:00');
    const talk = branch.talk();
    await talk.runs('withdraw');
    expect((await talk.says('1')).text).toContain('thuộc tuần đã chốt');
    expect(await figures()).toMatchObject({ 'participants 2026-11-05': 35 });
  });
});

describe('The counts of a month that were stated wrong', () => {
  it('are stated again, and the old version is kept', async () => {
    const talk = branch.talk({ now: '2026-11-25T08:00:00+07:00' });
    await talk.begin('weekly', { text: 'hôm qua họp chi hội 35 người' });
    for (const said of ['1', '2', '1']) await talk.says(said);
    expect((await talk.runs('monthly', '')).text.slice(0, 80)).not.toMatch(/bạo lực|nạn nhân/u);
    await talk.says('3');
    expect((await talk.says('2')).text).toContain('Em sửa số của tháng rồi');
    expect(await figures()).toMatchObject({ 'violence/found 2026-11': 3, 'violence/supported 2026-11': 2 });
    expect(await country.store.find('MonthlyCount', { unitId: branch.units.branch })).toHaveLength(2);
    expect((await rebuildFigures(country.store)).mended).toBe(0);
  });

  it('are not asked for where none were stated', async () => {
    expect((await branch.talk().runs('monthly', '')).text).toContain('chưa báo số tháng nào');
  });
});

describe('A photo file that no row names', () => {
  it('is swept once no report in progress can need it; one that a row names stays', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'to-am-photos-'));
    const files = newPhotoFiles(folder, { seal: (text: string) => text, open: (text: string) => text } as never);
    await files.save('gone', new Uint8Array([1]));
    await files.save('new', new Uint8Array([2]));
    const now = new Date('2026-11-22T03:30:00+07:00');
    await utimes(join(folder, 'gone.sealed'), new Date('2026-09-01'), new Date('2026-09-01'));
    await utimes(join(folder, 'new.sealed'), new Date('2026-11-20'), new Date('2026-11-20'));
    await sweepPhotos(country.store, files, now);
    expect(await readdir(folder)).toEqual(['new.sealed']);
    await rm(folder, { recursive: true });
  });
});

describe('A correction in words at the summary', () => {
  const begin = async (text: string) => {
    const talk = branch.talk();
    await talk.begin('weekly', { text });
    return talk;
  };

  it.each([
    { says: 'a nhầm, 2 hộ thôi, bỏ ông Ới', holds: ['bà Mận', 'chị Đào'], lacks: ['ông Ới'] },
    { says: 'không phải bà Mận mà là bà Mai', holds: ['bà Mai: tiền mặt, 300.000', 'ông Ới'], lacks: ['bà Mận'] },
    { says: 'bà Hoa chứ không phải chị Đào', holds: ['bà Hoa: tiền mặt, 1.000.000'], lacks: ['chị Đào'] },
    { says: 'bà Mận sửa thành bà Mai', holds: ['bà Mai: tiền mặt, 300.000'], lacks: ['bà Mận'] },
    { says: 'nhầm, bà Mận 500k', holds: ['bà Mận: tiền mặt, 500.000', 'ông Ới'], lacks: ['300.000'] },
    { says: 'xóa ông Ới', holds: ['bà Mận', 'chị Đào'], lacks: ['ông Ới'] },
  ])('"$says" never adds', async ({ says, holds, lacks }) => {
    const talk = await begin('giúp bà Mận 300k, chị Đào 1tr, ông Ới 200k');
    const { text } = await talk.says(says);
    for (const held of holds) expect(text).toContain(held);
    for (const lost of lacks) expect(text).not.toContain(lost);
  });

  it('names the households that were told as a number', async () => {
    const talk = await begin('giup 3 ho 900k, hop 20 chi');
    const { text } = await talk.says('ba Man, chi Dao, ong Oi');
    expect(text).toContain('bà Man: tiền mặt, 300.000');
    expect(text).not.toContain('3 hộ');
  });

  it('with a day alone dates everything that has none', async () => {
    const talk = await begin('giúp bà Mận 300k, chị Đào 1tr');
    expect((await talk.says('hôm qua')).text.match(/21\/11/gu)).toHaveLength(2);
  });
});

describe('A question about a number', () => {
  it('takes a short report in place of an answer, and not its number', async () => {
    const talk = branch.talk();
    await talk.begin('weekly', { text: 'giup 999999999 ho' });
    expect((await talk.says('họp 30 chị')).text).toContain('mấy hộ');
    const { text } = await talk.says('3');
    expect(text).toContain('3 hộ');
    expect(text).toContain('30 người dự');
  });
});
