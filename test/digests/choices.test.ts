import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { days, hours, minutes } from '../../src/core/clock.ts';
import { type DigestWorld, digestWorld, textsOf } from './world.ts';

let world: DigestWorld;
afterEach(() => world.close());
const ask = async (who: string, id: string, rest = '') => textsOf(await world.command(who, id, rest));

/** A province with two communes of two branches each; Sunday evening of 2026-W47. */
beforeEach(async () => {
  world = await digestWorld('2026-11-22T20:00:00+07:00');
  await world.addUnit('P', 'province', 'Hội LHPN tỉnh Sen', null);
  for (const [code, name] of [
    ['C', 'Hội LHPN xã Hồ'],
    ['D', 'Hội LHPN xã Mây'],
  ] as const) {
    await world.addUnit(code, 'commune', name, 'P');
    await world.addUnit(`${code}1`, 'branch', `Chi hội thôn Đông ${name.slice(-3)}`, code);
    await world.addUnit(`${code}2`, 'branch', `Chi hội thôn Tây ${name.slice(-3)}`, code);
  }
  await world.addOne('tinh', 'P', 'official');
  await world.addOne('xa-ho', 'C', 'official');
});

describe('A target', () => {
  it('of the province is settled and divided, and what the parts add up to is said', async () => {
    expect(await ask('tinh', 'target', 'ND-3 11')).toBe(
      'Em ghi mức giao ND-3 (Hộ đạt 5 không 3 sạch, 5 có 3 sạch) của Hội LHPN tỉnh Sen: 11 (trước: theo kế hoạch).\n' +
        'Các đơn vị bên dưới cộng lại 10, còn thiếu 1 so với 11.',
    );
    expect(await ask('tinh', 'target', 'nd3 chia đều')).toContain('• Hội LHPN xã Hồ: 6\n• Hội LHPN xã Mây: 5');
    expect(await ask('tinh', 'target', 'ND-3 cho xã Mây 7')).toContain('cộng lại 13, vượt 2 so với 11');
    await world.report('C1', '2026-W47', { 'reached/whole-helped': 3 });
    expect(await ask('xa-ho', 'open', 'ND-3')).toContain('3/6');
    expect(await ask('tinh', 'open', 'ND-3')).toContain('3/11');
  });

  it('keeps who settled it when, the old number and the new, and is taken back to that of the plan', async () => {
    await ask('tinh', 'target', 'ND-3 cho xã Hồ 7');
    world.clock.advance(days(1));
    await ask('xa-ho', 'target', 'ND-3 9');
    world.clock.advance(minutes(1));
    await ask('xa-ho', 'target', 'ND-3 bỏ');
    expect(await ask('xa-ho', 'target-history', 'ND-3')).toBe(
      'Mức giao ND-3 của Hội LHPN xã Hồ:\n' +
        '• 23/11/2026: 9 → theo kế hoạch (cán bộ Hội LHPN xã Hồ)\n' +
        '• 23/11/2026: 7 → 9 (cán bộ Hội LHPN xã Hồ)\n' +
        '• 22/11/2026: theo kế hoạch → 7 (cán bộ Hội LHPN tỉnh Sen)',
    );
    expect(await ask('xa-ho', 'open', 'ND-3')).not.toContain('/9');
  });

  it.each([
    { rest: '', says: 'ví dụ: giao chỉ tiêu ND-3 60', because: 'nothing was said' },
    { rest: 'ND-3 0', says: 'phải lớn hơn 0', because: 'a target of 0 is none' },
    { rest: 'TY-3 101', says: 'nhiều nhất là 100', because: 'more than all is impossible' },
    { rest: 'TY-6 3', says: 'có hoặc chưa', because: 'yes or no has no number' },
    { rest: 'ND-4 90', says: 'không giao con số', because: 'numbers about violence are not divided' },
    { rest: 'ND-3 cho xã Lạ 3', says: 'chưa tìm thấy "xã Lạ"', because: 'there is no such unit below her' },
    { rest: 'ND-3 thôn Đông Hồ 3', says: 'Kế hoạch không giao ND-3', because: 'the plan asks communes for it' },
    { rest: 'ND-3 nhiều', says: 'ví dụ: giao chỉ tiêu', because: 'that is no number' },
    { rest: 'XX-9 3', says: 'ví dụ: giao chỉ tiêu', because: 'there is no such indicator' },
  ])('"$rest" is answered, and nothing is kept: $because', async ({ rest, says }) => {
    expect(await ask('tinh', 'target', rest)).toContain(says);
    expect(await world.store.count('Setting', { id: { gte: 'target/', lt: 'target0' } })).toBe(0);
  });

  it('of another commune is none of hers', async () => {
    expect(await ask('xa-ho', 'target', 'ND-3 cho xã Mây 9')).toContain('chưa tìm thấy');
  });
});

describe('An official who chooses her digests', () => {
  it('gets those she named, at her hour, and no other', async () => {
    expect(await ask('xa-ho', 'choose', 'năm kế hoạch; 9 giờ')).toContain(
      'Em gửi bản tin năm kế hoạch (1/12), lúc 09:00.',
    );
    await world.pass(hours(72));
    expect(world.telegram.texts('xa-ho').filter((one) => one.startsWith('Bản tin'))).toEqual([]);
    world.clock.moveTo('2026-11-30T22:00:00+07:00');
    await world.schedule.tick();
    await world.pass(hours(12));
    const got = world.telegram.texts('xa-ho').filter((one) => one.startsWith('Bản tin'));
    expect(got).toHaveLength(1);
    expect(got[0]).toContain('Bản tin năm kế hoạch 1/12/2025–30/11/2026');
  });

  it('is told when she has no account on the messenger she named', async () => {
    const text = await ask('xa-ho', 'choose', ': tuần, tháng; 7 giờ; Zalo');
    expect(text).toContain('Em gửi bản tin tuần (sáng thứ Hai), tháng (ngày 1), lúc 07:00 qua Zalo.');
    expect(text).toContain('chưa nối Zalo');
    expect(await ask('xa-ho', 'choose', 'qua Telegram')).not.toContain('chưa nối');
    expect(await ask('xa-ho', 'choose', 'hằng ngày')).toContain('ví dụ: bản tin: tuần, tháng; 7 giờ; Zalo');
  });
});
