import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { amend } from '../../src/core/change.ts';
import { days, hours } from '../../src/core/clock.ts';
import { type DigestWorld, digestWorld, textsOf } from './world.ts';

let world: DigestWorld;
afterEach(() => world.close());
const ask = async (who: string, id: string, rest = '') => textsOf(await world.command(who, id, rest));

/** A province with two communes, branches in one of them; Sunday evening of 2026-W47. */
beforeEach(async () => {
  world = await digestWorld('2026-11-22T20:00:00+07:00');
  await world.addUnit('P', 'province', 'Hội LHPN tỉnh Sen', null);
  await world.addUnit('C', 'commune', 'Hội LHPN xã Hồ', 'P');
  await world.addUnit('D', 'commune', 'Hội LHPN xã Mây', 'P');
  for (const n of [1, 2, 3]) {
    await world.addUnit(`B${n}`, 'branch', `Chi hội thôn ${n}`, 'C');
    await world.addOne(`reporter-${n}`, `B${n}`, 'reporter');
  }
  await world.addUnit('E', 'branch', 'Chi hội xóm Đá', 'D');
  await world.addOne('reporter-e', 'E', 'reporter');
  await world.addOne('xa-ho', 'C', 'official');
  await world.addOne('tinh', 'P', 'official');
});

describe('A number typed after a digest', () => {
  it('opens its numbered line: who has not reported, the indicator that is furthest behind, what is due', async () => {
    expect(await ask('xa-ho', 'line', '1')).toContain('nhắn *bản tin* để xem số liệu');
    await world.report('B1', '2026-W46', { 'activities/campaign/20-3': 1, activities: 1 });
    const digest = await ask('xa-ho', 'digest');
    expect(digest.split('\n').length).toBeLessThanOrEqual(12);
    expect(await ask('xa-ho', 'line', '1')).toContain('chi hội chưa báo tuần');
    const behind = /2\) Chậm nhất: (\S+)/u.exec(digest)?.[1] ?? '';
    expect(behind).not.toBe('');
    expect(await ask('xa-ho', 'line', '2')).toContain(behind);
    expect(await ask('xa-ho', 'line', 'dòng 3')).toContain('lập báo cáo năm kế hoạch');
    expect(await ask('xa-ho', 'why')).toContain('• 15/11 Chi hội thôn 1: 1');
  });

  it('opens that of the digest that came by itself, for a week', async () => {
    await world.pass(hours(13));
    expect(world.telegram.texts('xa-ho').filter((one) => one.startsWith('Bản tin tuần'))).toHaveLength(1);
    expect(await ask('xa-ho', 'line', '1')).toContain('3 chi hội chưa báo');
    world.clock.advance(days(8));
    expect(await ask('xa-ho', 'line', '1')).toContain('nhắn *bản tin*');
  });

  it('opens an indicator by "chỉ tiêu TY-7" and a campaign by its day, with the branches that have not held it', async () => {
    await world.report('B1', '2026-W13', { 'activities/campaign/20-3': 2, activities: 2 });
    expect(await ask('xa-ho', 'indicators', 'TY-7')).toContain('Tổ chức đủ bốn đợt');
    world.parts.campaignNamed = (text) => (text === '20/3' ? { id: '20-3', title: 'Ngày Quốc tế Hạnh phúc' } : null);
    expect(await ask('xa-ho', 'open', '20/3')).toBe(
      'Từ 1/12/2025 đến 22/11/2026, Hội LHPN xã Hồ: 2 hoạt động, ở 1/3 chi hội.\nChưa có: Chi hội thôn 2; Chi hội thôn 3.\nĐợt: Ngày Quốc tế Hạnh phúc.',
    );
  });
});

describe('The weekly invitation', () => {
  it('comes on the day and at the hour that the official of the commune has settled, to others as ever', async () => {
    expect(await ask('xa-ho', 'nudge', 'thứ 7 19 giờ')).toContain('vào thứ Bảy lúc 19:00');
    world.clock.moveTo('2026-11-27T18:00:00+07:00');
    await world.schedule.tick();
    await world.pass(hours(3));
    expect(world.telegram.texts('reporter-1')).toEqual([]);
    expect(world.telegram.texts('reporter-e')).toHaveLength(1);
    await world.pass(hours(23));
    expect(world.telegram.texts('reporter-1')).toHaveLength(1);
    expect(world.telegram.texts('reporter-e')).toHaveLength(1);
  });

  it.each([
    { rest: 'thứ 2 8 giờ', says: 'chọn từ thứ Năm đến Chủ nhật', because: 'on Monday nothing has happened yet' },
    { rest: 'ngày mai', says: 'ví dụ: nhắc báo cáo thứ 6 19 giờ', because: 'that is no day of the week' },
    { rest: 'thứ 6 25 giờ', says: 'ví dụ: nhắc báo cáo thứ 6 19 giờ', because: 'there is no such hour' },
  ])('"nhắc báo cáo $rest" is asked about: $because', async ({ rest, says }) => {
    expect(await ask('xa-ho', 'nudge', rest)).toContain(says);
  });
});

describe('What officials state beside the form', () => {
  it('an average of the province is what its communes are compared with', async () => {
    const poor = { 'yearly/poor-households': 9, 'yearly/commune-households': 1_000 };
    for (const [measure, n] of Object.entries(poor))
      await world.store.commit([{ do: 'add', figure: { measure, unitId: 'C', day: '2026' }, n }]);
    expect(await ask('xa-ho', 'open', 'TY-2')).toContain(
      '0,9% (9/1.000), mức giao dưới 1%, cấp trên chưa nhập mức bình quân',
    );
    expect(await ask('xa-ho', 'average', '0,85')).toContain('do cán bộ cấp tỉnh nhập');
    expect(await ask('tinh', 'average', 'nhiều')).toContain('ví dụ: hộ nghèo bình quân 1,35');
    expect(await ask('tinh', 'average', '1,35 năm 2027')).toContain('chưa tới');
    expect(await ask('tinh', 'average', '0,85')).toContain('năm 2026: 0,85%');
    expect(await ask('xa-ho', 'open', 'TY-2')).not.toContain(', đạt');
    world.clock.advance(1_000);
    expect(await ask('tinh', 'average', '1,35%')).toContain('1,35%');
    expect(await ask('xa-ho', 'open', 'TY-2')).toContain('mức giao dưới 1%, bình quân cấp trên 1,35%, đạt');
    const rows = await world.store.find('YearlyFigure', { unitId: 'P' }, { orderBy: [{ version: 'asc' }] });
    expect(rows.map(({ value, replacedById }) => [value, replacedById !== null])).toEqual([
      [85, true],
      [135, false],
    ]);
  });

  it('the launch of a pilot stands beside ND-5, and counts when it came before 10/6/2023', async () => {
    expect(await ask('tinh', 'launch', 'xã Hồ 8/6/2023')).toContain('chưa được đánh dấu là điểm');
    await world.store.commit([amend('Unit', { id: { in: ['C', 'D', 'B1'] } }, { marks: { pilotOf: ['ND'] } })]);
    expect(await ask('tinh', 'launch', 'xã Hồ 8/6/2023')).toContain('ra mắt ngày 8/6/2023');
    await ask('tinh', 'launch', 'xã Mây ngày 20/6/2023');
    await ask('xa-ho', 'launch', 'thôn 1 9-6-2023');
    expect(await ask('tinh', 'launch', 'xã Hồ 8/6')).toContain('ví dụ: ra mắt điểm');
    expect(await ask('tinh', 'indicators', 'ND')).toContain('điểm ra mắt trước 10/6/2023: 2/3');
  });
});
