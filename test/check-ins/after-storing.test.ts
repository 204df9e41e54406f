import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { rebuildFigures } from '../../src/check-ins/rebuild-figures.ts';
import { remove } from '../../src/core/change.ts';
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

/** A check-in stored by the reporter, its monthly questions skipped. */
async function report(text: string, now = '2026-11-22T08:00:00+07:00'): Promise<void> {
  const talk = branch.talk({ now });
  await talk.begin('weekly', { text });
  await talk.says('1');
  if (talk.openDialog === 'monthly') await talk.says('bỏ qua');
}
const figures = () => figuresOfUnit(country.store, branch.units.branch);

describe('A stored check-in that is corrected', () => {
  beforeEach(() => report('hôm qua giúp bà Lan sửa nhà 5tr. hôm qua họp chi hội 35 người'));

  it('keeps the old version, and the figures count the new one', async () => {
    const talk = branch.talk();
    const shown = await talk.runs('correct');
    expect(shown.text).toContain('bà Lan');
    await talk.says('sửa 35 thành 45');
    expect((await talk.says('1')).text).toContain('Bản cũ em vẫn giữ');
    const rows = await country.store.find('Activity', { unitId: branch.units.branch });
    const [old, now] = rows.sort((a, b) => a.version - b.version);
    expect(old).toMatchObject({ participants: 35, version: 1, replacedById: now?.id });
    expect(now).toMatchObject({ participants: 45, version: 2, replacedById: null });
    expect(await figures()).toMatchObject({ 'participants 2026-11-21': 45, 'activities 2026-11-21': 1 });
    expect((await rebuildFigures(country.store)).mended).toBe(0);
  });

  it('can be corrected again, and a household taken away counts no more', async () => {
    const talk = branch.talk();
    await talk.runs('correct');
    await talk.says('sửa 35 thành 45');
    await talk.says('1');
    await talk.runs('correct');
    await talk.says('bỏ bà Lan');
    await talk.says('40 người');
    await talk.says('1');
    const now = await figures();
    expect(now['households 2026-11-21']).toBeUndefined();
    expect(now['value-vnd 2026-11-21']).toBeUndefined();
    expect(now['households/distinct-year 2026-11-21']).toBeUndefined();
    expect(now['participants 2026-11-21']).toBe(40);
    expect((await rebuildFigures(country.store)).mended).toBe(0);
  });

  it('says so when nothing was changed', async () => {
    const talk = branch.talk();
    await talk.runs('correct');
    expect((await talk.says('1')).text).toContain('Không có gì thay đổi');
  });

  it('is not overwritten by a correction that began before another ended', async () => {
    const [one, other] = [branch.talk(), branch.talk({ as: 'deputy' })];
    await one.runs('correct');
    await other.runs('correct');
    await one.says('sửa 35 thành 45');
    await one.says('1');
    await other.says('sửa 35 thành 55');
    expect((await other.says('1')).text).toContain('vừa có người sửa');
    expect(await figures()).toMatchObject({ 'participants 2026-11-21': 45 });
  });

  it('is chosen among the last ones where there are several', async () => {
    await report('hôm nay giúp chị Mận dọn nhà', '2026-11-22T09:00:00+07:00');
    const talk = branch.talk();
    const asked = await talk.runs('correct');
    expect(asked.says.at(-1)?.choices?.length).toBe(2);
    expect((await talk.says('2')).text).toContain('35 người dự');
  });
});

describe('A week that is closed', () => {
  it('keeps what is told for it, and counts it after "mở lại"', async () => {
    const talk = branch.talk();
    await talk.begin('weekly', { text: 'ngày 3/11 giúp bà Lan sửa nhà 5tr' });
    expect((await talk.says('1')).text).toContain('chờ cán bộ xã');
    expect((await figures())['households 2026-11-03']).toBeUndefined();
    const official = branch.talk({ as: 'official' });
    expect((await official.runs('reopen-week')).text).toContain('đã mở lại tuần 45');
    expect(await figures()).toMatchObject({
      'households 2026-11-03': 1,
      'value-vnd 2026-11-03': 5_000_000,
      'households/distinct-year 2026-11-03': 1,
    });
    expect((await rebuildFigures(country.store)).mended).toBe(0);
    expect((await official.runs('reopen-week', 'tuần 45')).text).toContain('đang mở');
  });

  it('is closed before its tenth day by "chốt", and reopened', async () => {
    const official = branch.talk({ as: 'official' });
    expect((await official.runs('close-week')).text).toContain('chốt tuần 46 (9/11–15/11)');
    expect((await official.runs('close-week', 'tuần 46')).text).toContain('đã chốt rồi');
    expect((await official.runs('close-week', 'này')).text).toContain('chốt tuần 47');
    await report('ngày 12/11 họp chi hội 30 người');
    expect((await figures())['activities 2026-11-12']).toBeUndefined();
    await official.runs('reopen-week', '12/11');
    expect(await figures()).toMatchObject({ 'activities 2026-11-12': 1 });
    expect((await official.runs('close-week', 'tuần 46')).text).toContain('đã chốt tuần 46');
  });

  it('cannot be corrected until it is reopened', async () => {
    await report('hôm nay họp chi hội 35 người', '2026-11-05T08:00:00+07:00');
    const talk = branch.talk();
    await talk.runs('correct');
    await talk.says('sửa 35 thành 45');
    expect((await talk.says('1')).text).toContain('thuộc tuần đã chốt');
    expect(await figures()).toMatchObject({ 'participants 2026-11-05': 35 });
    await branch.talk({ as: 'official' }).runs('reopen-week', 'tuần 45');
    await talk.runs('correct');
    await talk.says('sửa 35 thành 45');
    await talk.says('1');
    expect(await figures()).toMatchObject({ 'participants 2026-11-05': 45 });
  });

  it('is closed by no one but an official', async () => {
    expect((await branch.talk().runs('close-week')).text).toContain('dành cho cán bộ');
  });
});

describe('"đã báo cáo gì"', () => {
  it('shows the last check-ins of the branch and what waits', async () => {
    await report('hôm qua giúp bà Lan sửa nhà 5tr');
    await report('ngày 3/11 họp chi hội 30 người');
    const shown = await branch.talk().runs('look-back');
    expect(shown.text).toContain('bà Lan: sửa, xây nhà, 5.000.000 đ');
    expect(shown.text).toContain('có việc chờ xã mở lại');
    expect((await branch.talk().runs('look-back', 'tuần 47')).text).not.toContain('30 người');
  });

  it('shows nothing of the branch next door', async () => {
    await report('hôm qua giúp bà Lan sửa nhà');
    expect((await branch.talk({ as: 'neighbour' }).runs('look-back')).text).toContain('chưa có báo cáo nào');
  });
});

describe('The counts of a month', () => {
  const begin = async () => {
    const talk = branch.talk({ now: '2026-11-25T08:00:00+07:00' });
    await talk.begin('weekly', { text: 'hôm qua họp chi hội 35 người' });
    return { talk, saved: await talk.says('1') };
  };

  it('are asked for after a saved report, numbers only, and stored for the month', async () => {
    const { talk, saved } = await begin();
    expect(saved.text).toContain('tháng 11/2026');
    await talk.says('2');
    await talk.says('1');
    expect(talk.isOpen).toBe(false);
    const [row] = await country.store.find('MonthlyCount', { unitId: branch.units.branch });
    expect(row).toMatchObject({ month: '2026-11', found: 2, supported: 1 });
    expect(await figures()).toMatchObject({ 'violence/found 2026-11': 2, 'violence/supported 2026-11': 1 });
  });

  it('may be skipped, and are not asked for again in that month', async () => {
    const { talk } = await begin();
    await talk.says('bỏ qua');
    expect(talk.isOpen).toBe(false);
    await talk.begin('weekly', { text: 'hôm qua giúp bà Lan sửa nhà' });
    await talk.says('1');
    expect(talk.isOpen).toBe(false);
  });

  it('say zero as a number, which is not the same as no answer', async () => {
    const { talk } = await begin();
    await talk.says('không có');
    await talk.says('0');
    const rows = await country.store.find('Figure', { unitId: branch.units.branch, measure: 'violence/found' });
    expect(rows).toMatchObject([{ day: '2026-11', n: 0 }]);
  });

  it('take no names: a story is no answer', async () => {
    const { talk } = await begin();
    expect((await talk.says('chị Hoa bị chồng đánh')).notUnderstood).toBe(true);
  });

  it('give way to a report that she had forgotten', async () => {
    const { talk } = await begin();
    expect((await talk.says('à quên, giúp thêm chị Mận 200k')).text).toContain('chị Mận');
    expect(talk.openDialog).toBe('weekly');
  });

  it('are skipped by "hủy", and the report stays stored', async () => {
    const { talk } = await begin();
    expect((await talk.says('hủy')).text).not.toContain('chưa lưu');
    expect(await figures()).toMatchObject({ 'activities 2026-11-24': 1 });
  });

  it('say nothing sensitive in their first 80 characters', async () => {
    const { talk } = await begin();
    expect((await talk.asksAgain()).text.slice(0, 80)).not.toMatch(/bạo lực|nạn nhân/u);
  });
});

describe('The yearly statement of a branch', () => {
  const state = async (...answers: string[]) => {
    const talk = branch.talk();
    await talk.runs('yearly');
    let heard = await talk.says(answers[0] ?? '');
    for (const answer of answers.slice(1)) heard = await talk.says(answer);
    return { talk, heard };
  };

  it('is stored for the year after four numbers and "1"', async () => {
    await state('120', '110', '100', '1', '1');
    expect(await figures()).toMatchObject({
      'yearly/households 2026': 120,
      'yearly/households-informed 2026': 110,
      'yearly/households-committed 2026': 100,
      'yearly/convention 2026': 1,
    });
    expect((await figures())['check-ins 2026-11-22']).toBeUndefined();
  });

  it('asks when more committed than were informed, and takes a new number', async () => {
    const { heard, talk } = await state('120', '100', '110');
    expect(heard.text).toContain('lớn hơn');
    await talk.says('90');
    await talk.says('2');
    await talk.says('1');
    expect(await figures()).toMatchObject({ 'yearly/households-committed 2026': 90 });
  });

  it('stated again replaces the first, and both are kept', async () => {
    await state('120', '110', '100', '1', '1');
    await state('130', '120', '100', '1', '1');
    expect(await figures()).toMatchObject({ 'yearly/households 2026': 130, 'yearly/convention 2026': 1 });
    expect(await country.store.count('YearlyFigure', { unitId: branch.units.branch })).toBe(8);
    expect((await rebuildFigures(country.store)).mended).toBe(0);
  });

  it('shows the sums of the activities only as a hint', async () => {
    await report('hôm qua tuyên truyền 30 người, 40 hộ được tuyên truyền');
    const { heard } = await state('120');
    expect(heard.text).toMatch(/lượt hộ|bao nhiêu hộ/u);
  });
});

describe('A good example and a model', () => {
  it('a family is nominated in two sentences, kept sealed', async () => {
    const talk = branch.talk();
    await talk.runs('nominate');
    await talk.says('1');
    await talk.says('Gia đình bà Tư xóm 3. Ba thế hệ sống hòa thuận, con cháu hiếu thảo.');
    await talk.says('1');
    const [row] = await country.store.find('Nomination', { unitId: branch.units.branch });
    expect(row).toMatchObject({ personOrFamily: 'family', decidedAt: null });
    expect(row?.sealedText).not.toContain('Tư');
    expect(branch.parts.sealing.open(row?.sealedText ?? '')).toContain('Gia đình bà Tư');
    expect(await figures()).toMatchObject({ 'nominations 2026-11-22': 1 });
  });

  it('a model is founded by two numbers', async () => {
    const talk = branch.talk();
    await talk.runs('model');
    await talk.says('7');
    await talk.says('1');
    await talk.says('1');
    expect(await figures()).toMatchObject({ 'models/founded 2026-11-22': 1, 'models/dia_chi_tin_cay 2026-11-22': 1 });
  });
});

describe('A branch whose first check-in was erased', () => {
  it('reports on', async () => {
    await report('hôm qua họp chi hội 35 người');
    await report('hôm nay họp chi hội 20 người');
    const [first] = await country.store.find('CheckIn', { unitId: branch.units.branch, period: '2026-W47' });
    await country.store.commit([remove('CheckIn', { id: first?.id ?? '' })]);
    await report('hôm nay giúp bà Lan sửa nhà');
    expect(await country.store.count('HouseholdHelp', { unitId: branch.units.branch })).toBe(1);
  });
});

describe('Two who report for one branch at the same moment', () => {
  it('do not both count the household as new: the second is decided again', async () => {
    const [one, other] = [branch.talk(), branch.talk({ as: 'deputy' })];
    await one.begin('weekly', { text: 'giúp bà Lan xóm 3 sửa nhà' });
    await other.begin('weekly', { text: 'giúp bà Lan xóm 3 500k' });
    const results = await Promise.allSettled([one.says('1'), other.says('1')]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const late = results[0]?.status === 'rejected' ? one : other;
    expect((await late.says('1')).text).toContain('Em lưu rồi');
    expect(await figures()).toMatchObject({ 'households 2026-11-22': 2, 'households/distinct-year 2026-11-22': 1 });
    expect((await rebuildFigures(country.store)).mended).toBe(0);
  });
});

describe('A household that somebody else reported while the summary stood open', () => {
  it('is asked about before it is stored', async () => {
    const talk = branch.talk();
    await talk.begin('weekly', { text: 'giúp bà Lan 500k' });
    await report('hôm nay giúp chị Lan sửa nhà');
    expect((await talk.says('1')).text).toContain('Hộ chị Lan đã có ngày 22/11');
    await talk.says('2');
    expect((await talk.says('1')).text).toContain('Em lưu rồi');
    expect(await figures()).toMatchObject({ 'households/distinct-year 2026-11-22': 2 });
  });
});
