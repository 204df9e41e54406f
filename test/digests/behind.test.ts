import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DigestWorld, digestWorld, textsOf } from './world.ts';

let world: DigestWorld;
const ask = async (who: string, id: string, rest = '') => textsOf(await world.command(who, id, rest));

/** A province with fourteen communes of one branch each; 22/11, when three of the four campaign days are over. */
beforeEach(async () => {
  world = await digestWorld('2026-11-22T20:00:00+07:00');
  await world.addUnit('P', 'province', 'Hội LHPN tỉnh Sen', null);
  for (let n = 1; n <= 14; n++) {
    await world.addUnit(`C${n}`, 'commune', `Hội LHPN xã ${n}`, 'P');
    await world.addUnit(`B${n}`, 'branch', 'Chi hội thôn Đông', `C${n}`);
  }
  await world.addOne('que', 'P', 'official');
  await world.addOne('cuc', 'C2', 'official');
});
afterEach(() => world.close());

describe('"chậm"', () => {
  it('lists what is behind at the unit or below it, and which units, a screen at a time, those without a number apart', async () => {
    for (let n = 1; n <= 12; n++)
      for (const [i, day] of ['20-3', 'thang-6', '28-6'].entries())
        if (i < n % 4) await world.report(`B${n}`, `2026-W${[12, 24, 26][i]}`, { [`activities/campaign/${day}`]: 1 });
    // Of twelve communes three each have held all, one and two; those that held none told nothing, nor did the last two.
    const list = await ask('que', 'behind');
    expect(list).toContain('TY-7 Bốn đợt truyền thông: 0% (0/14), mức giao 100%; bên dưới 6/14 nơi chậm');
    expect(list).toContain('ví dụ: chậm TY-7');
    const units = await ask('que', 'behind', 'ty7');
    expect(units.split('\n').slice(0, 4)).toEqual([
      'Hội LHPN tỉnh Sen, TY-7 Bốn đợt truyền thông: 6/14 nơi chậm đến 22/11/2026:',
      '• Hội LHPN xã 1: 1/4',
      '• Hội LHPN xã 5: 1/4',
      '• Hội LHPN xã 9: 1/4',
    ]);
    expect(units).toContain(
      'Chưa có số: Hội LHPN xã 4; Hội LHPN xã 8; Hội LHPN xã 12; Hội LHPN xã 13; Hội LHPN xã 14.',
    );
    expect(await ask('que', 'open', 'TY-7')).toContain('Bên dưới 6/14 nơi chậm, 5 nơi chưa có số: nhắn *chậm TY-7*.');
  });

  it('goes on by "thêm" where more are behind than fit', async () => {
    for (let n = 1; n <= 14; n++) await world.report(`B${n}`, '2026-W12', { 'activities/campaign/20-3': 1 });
    expect(await ask('que', 'behind', 'TY-7')).toContain('… và 5 nơi nữa: nhắn *thêm*.');
    const rest = await ask('que', 'more');
    expect(rest.split('\n').filter((line) => line.startsWith('•'))).toHaveLength(5);
    expect(rest).toContain('• Hội LHPN xã 14: 1/4');
  });

  it('tells an official only of her own unit, and nothing of what no number is asked or of violence', async () => {
    await world.report('B1', '2026-W12', { 'activities/campaign/20-3': 1 });
    expect(await ask('cuc', 'behind')).toContain('Không chỉ tiêu nào của Hội LHPN xã 2 chậm');
    expect(await ask('que', 'behind', 'TY-11')).toContain('không nơi nào chậm');
    expect(await ask('que', 'behind', 'ND-4')).toContain('chỉ có trong báo cáo 6 tháng');
    expect(await ask('cuc', 'behind', 'TY-1')).toContain('bên dưới không có đơn vị');
    expect(await ask('cuc', 'behind', 'xyz')).toContain('chưa tìm thấy');
  });
});
