import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { days, hours, minutes } from '../../src/core/clock.ts';
import { longestDigest } from '../../src/digests/digest-text.ts';
import { type DigestWorld, digestWorld, textsOf } from './world.ts';

let world: DigestWorld;
afterEach(() => world.close());

/** A province, a commune of eight branches, its official, and a reporter of each branch; Sunday evening of 2026-W47. */
async function commune(): Promise<void> {
  world = await digestWorld('2026-11-22T20:00:00+07:00');
  await world.addUnit('P', 'province', 'Hội LHPN tỉnh Sen', null);
  await world.addUnit('C', 'commune', 'Hội LHPN xã Hồ', 'P');
  await world.addUnit('D', 'commune', 'Hội LHPN xã Mây', 'P');
  for (let i = 1; i <= 8; i++) {
    await world.addUnit(`B${i}`, 'branch', `Chi hội thôn ${i}`, 'C');
    await world.addOne(`reporter-${i}`, `B${i}`, 'reporter');
  }
  await world.addUnit('E1', 'branch', 'Chi hội xóm Đá', 'D');
  await world.addOne('cuc', 'C', 'official');
}
beforeEach(commune);

describe('An official of a commune', () => {
  it('gets the digest of the week on Monday at 07:30, once, in at most twelve lines, with five names and the rest', async () => {
    await world.report('B1', '2026-W47', { households: 2, activities: 1, participants: 30, 'value-vnd': 1_500_000 });
    await world.report('B2', '2026-W47', {}, true);
    await world.pass(hours(11));
    expect(world.telegram.texts('cuc')).toEqual([]);
    await world.pass(hours(2));
    const [text = '', ...more] = world.telegram.texts('cuc').filter((one) => one.startsWith('Bản tin'));
    expect(more).toEqual([]);
    expect(text.split('\n').length).toBeLessThanOrEqual(longestDigest);
    expect(text).toContain('Bản tin tuần 16/11–22/11/2026, Hội LHPN xã Hồ');
    expect(text).toContain('1) 2/8 báo cáo tuần đã gửi, 1 đúng hạn.');
    expect(text).toContain('2 hộ được giúp, 1 hoạt động, 30 lượt người, vận động 1,5 triệu đồng');
    expect(text).toContain(
      'thôn 3; Chi hội thôn 4; Chi hội thôn 5; Chi hội thôn 6; Chi hội thôn 7 và 1 chi hội nữa: nhắn *chưa*',
    );
    expect(text).not.toContain('xóm Đá');
    await world.pass(days(1));
    expect(world.telegram.texts('cuc').filter((one) => one.includes('Bản tin tuần'))).toHaveLength(1);
  });

  it('gets it late, and once, when the machine was off on Monday morning', async () => {
    world.clock.advance(days(2));
    await world.pass(hours(1));
    expect(world.telegram.texts('cuc').filter((one) => one.includes('Bản tin tuần'))).toHaveLength(1);
  });

  it('gets one correction, with old and new figures, when a late report changes it', async () => {
    await world.pass(hours(13));
    await world.report('B3', '2026-W47', { households: 4 }, true);
    await world.pass(days(1));
    await world.report('B4', '2026-W47', { households: 1 }, true);
    await world.pass(days(1));
    const corrections = world.telegram.texts('cuc').filter((one) => one.includes('thay đổi'));
    expect(corrections).toHaveLength(1);
    expect(corrections[0]).toContain('báo cáo tuần: 0 → 1');
    expect(corrections[0]).toContain('hộ được giúp: chưa có → 4');
  });

  it('gets none after "tắt bản tin", and at her hour after "bản tin lúc 6:30"', async () => {
    await world.command('cuc', 'off');
    await world.pass(days(1));
    expect(world.telegram.texts('cuc').filter((one) => one.includes('Bản tin tuần'))).toEqual([]);
    expect(textsOf(await world.command('cuc', 'at', '6h30'))).toContain('06:30');
  });

  it('sees her own branches, opens one by name, and nothing of another commune', async () => {
    await world.report('B1', '2026-W47', { 'activities/campaign/28-6': 1, activities: 1 });
    await world.pass(hours(6));
    expect(textsOf(await world.command('cuc', 'silent'))).toMatch(/^7 chi hội chưa báo/u);
    for (let i = 9; i <= 13; i++) await world.addUnit(`B${i}`, 'branch', `Chi hội thôn ${i}`, 'C');
    const silent = textsOf(await world.command('cuc', 'silent'));
    expect(silent.split('\n').length).toBeLessThanOrEqual(longestDigest);
    expect(silent).toContain('… và 3 chi hội nữa: nhắn *thêm*.');
    expect(textsOf(await world.command('cuc', 'more'))).toContain('10. Chi hội thôn 11\n11. Chi hội thôn 12');
    expect(textsOf(await world.command('cuc', 'open', '12'))).toContain('Chi hội thôn 13,');
    expect(textsOf(await world.command('cuc', 'open', 'thôn 1'))).toContain('Chi hội thôn 1');
    expect(textsOf(await world.command('cuc', 'open', 'xóm Đá'))).toContain('chưa tìm thấy');
    expect(textsOf(await world.command('cuc', 'open', 'ty7'))).toContain('TY-7 Bốn đợt truyền thông: 1/4');
    expect(textsOf(await world.command('cuc', 'why', 'TY-7'))).toContain('• 22/11 Chi hội thôn 1: 1');
  });

  it('is never shown numbers about violence in the chat', async () => {
    await world.store.commit([
      { do: 'add', figure: { measure: 'violence/found', unitId: 'B1', day: '2026-10' }, n: 9 },
      { do: 'add', figure: { measure: 'violence/supported', unitId: 'B1', day: '2026-10' }, n: 8 },
    ]);
    for (const [id, rest] of [
      ['digest', 'năm'],
      ['indicators', ''],
      ['open', 'ND-4'],
      ['why', 'ND-4'],
    ] as const)
      expect(textsOf(await world.command('cuc', id, rest))).not.toMatch(/ND-4|8\/9|88/u);
  });

  it('marks a report as sent and is not reminded of it any more', async () => {
    await world.pass(hours(12));
    expect(world.telegram.texts('cuc').some((one) => one.includes('còn 7 ngày đến hạn báo cáo năm kế hoạch TY'))).toBe(
      true,
    );
    expect(textsOf(await world.command('cuc', 'sent', 'năm kế hoạch'))).toContain('đã gửi báo cáo năm kế hoạch TY');
    world.telegram.delivered.length = 0;
    await world.pass(days(7));
    expect(world.telegram.texts('cuc').some((one) => one.includes('đến hạn báo cáo năm kế hoạch'))).toBe(false);
  });
});

describe('A reporter', () => {
  it('is invited on Friday evening and once more on Monday, and left alone when her report came', async () => {
    world.clock.moveTo('2026-11-27T08:00:00+07:00');
    await world.report('B1', '2026-W48');
    await world.pass(hours(14));
    expect(world.telegram.texts('reporter-1')).toEqual([]);
    expect(world.telegram.texts('reporter-2')).toHaveLength(1);
    await world.report('B2', '2026-W48');
    await world.pass(days(5));
    expect(world.telegram.texts('reporter-2')).toHaveLength(1);
    const third = world.telegram.texts('reporter-3');
    expect(third).toHaveLength(2);
    expect(third[1]).toContain('em chưa nhận được tin tuần 23/11–29/11/2026 của Chi hội thôn 3');
  });

  it('is nudged by "nhắc" once a day at most, and not when she reported before it left', async () => {
    world.clock.moveTo('2026-11-24T09:00:00+07:00');
    await world.report('B1', '2026-W47');
    expect(textsOf(await world.command('cuc', 'nudge'))).toContain('7 người');
    expect(textsOf(await world.command('cuc', 'nudge'))).toContain('Hôm nay những người cần nhắc đã được nhắc');
    await world.report('B2', '2026-W47');
    await world.pass(minutes(30), minutes(5));
    expect(world.telegram.texts('reporter-1')).toEqual([]);
    expect(world.telegram.texts('reporter-2')).toEqual([]);
    expect(world.telegram.texts('reporter-3').filter((one) => one.includes('thôn 3'))).toHaveLength(1);
  });
});
