import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Branch, type Country, figuresOfUnit, openCountry } from './branch.ts';

const example =
  'giup ba lan sua nha 5tr, chi hoa xom 3 dat sach bep. hom thu 5 hop chi hoi tuyen truyen 4 gia tri 35 nguoi';

let country: Country;
let branch: Branch;
beforeAll(async () => {
  country = await openCountry();
});
afterAll(() => country.close());
beforeEach(async () => {
  branch = await country.newBranch();
});

/** Ends the questions of the month that may follow a saved report. */
async function sayNoMore(talk: ReturnType<Branch['talk']>): Promise<void> {
  if (talk.openDialog === 'monthly') await talk.says('bỏ qua');
}

describe('A branch that says everything at once', () => {
  it('is shown a summary, and after "1" has its rows and figures', async () => {
    const talk = branch.talk();
    const summary = await talk.begin('weekly', { text: example });
    expect(summary.text).toContain('• bà Lan: sửa, xây nhà, 5.000.000 đ');
    expect(summary.text).toContain('• chị Hoa (xóm 3): đạt sạch bếp');
    expect(summary.text).toContain('35 người dự (19/11)');
    expect(summary.text).toContain('1 Lưu\n2 Sửa\n3 Hủy');
    const saved = await talk.says('1');
    expect(saved.text).toContain('Em lưu rồi');
    expect(await figuresOfUnit(country.store, branch.units.branch)).toEqual({
      'activities 2026-11-19': 1,
      'activities/topic/an_toan 2026-11-19': 1,
      'activities/topic/binh_dang 2026-11-19': 1,
      'activities/topic/thinh_vuong 2026-11-19': 1,
      'activities/topic/trach_nhiem 2026-11-19': 1,
      'activities/type/communication 2026-11-19': 1,
      'check-ins 2026-11-22': 1,
      'households 2026-11-22': 1,
      'households/distinct-plan-year 2026-11-22': 1,
      'households/distinct-year 2026-11-22': 1,
      'participants 2026-11-19': 35,
      'reached/sach_bep 2026-11-22': 1,
      'support/house_repair 2026-11-22': 1,
      'value-vnd 2026-11-22': 5_000_000,
    });
  });

  it('needs one message only when it ends in "lưu luôn"', async () => {
    const talk = branch.talk();
    const saved = await talk.begin('weekly', { text: `${example}, lưu luôn nhé` });
    expect(saved.text).toContain('Em lưu rồi');
    expect(await country.store.count('HouseholdHelp', { unitId: branch.units.branch })).toBe(1);
  });

  it('keeps names only sealed and hashed', async () => {
    const talk = branch.talk();
    await talk.begin('weekly', { text: example });
    await talk.says('lưu');
    const [help] = await country.store.find('HouseholdHelp', { unitId: branch.units.branch });
    expect(JSON.stringify(help)).not.toMatch(/lan/iu);
    expect(JSON.parse(branch.parts.sealing.open(help?.sealedName ?? ''))).toEqual(['bà Lan', null]);
  });

  it('says the sentence for the household once', async () => {
    const talk = branch.talk();
    await talk.begin('weekly', { text: 'giúp bà Lan sửa nhà' });
    expect((await talk.says('1')).text).toContain('Nhờ chị nói với hộ một câu');
    await sayNoMore(talk);
    await talk.begin('weekly', { text: 'giúp chị Mận 2 thùng mì' });
    expect((await talk.says('1')).text).not.toContain('Nhờ chị nói với hộ một câu');
  });
});

describe('A branch that begins with "báo cáo"', () => {
  it('has reported an ordinary week with four messages', async () => {
    const talk = branch.talk();
    expect((await talk.runs('report')).text).toContain('giúp hộ nào');
    expect((await talk.says('giúp bà Lan sửa nhà 5tr')).text).toContain('hoạt động gì nữa không');
    expect((await talk.says('thứ 5 họp chi hội 30 người')).text).toContain('1 Lưu');
    expect((await talk.says('1')).text).toContain('Em lưu rồi');
  });

  it('is not asked for what it has told already', async () => {
    const talk = branch.talk();
    await talk.runs('report');
    expect((await talk.says(example)).text).toContain('1 Lưu');
  });

  it.each(['không có gì', 'khong co gi', '1', 'tuần này không có gì ạ'])('reports nothing with "%s"', async (text) => {
    const talk = branch.talk();
    await talk.runs('report');
    expect((await talk.says(text)).text).toContain('không có việc gì để báo');
    await talk.says('1');
    const [row] = await country.store.find('CheckIn', { unitId: branch.units.branch });
    expect(row).toMatchObject({ nothing: true, late: false, period: '2026-W47' });
    expect(await figuresOfUnit(country.store, branch.units.branch)).toEqual({
      'check-ins 2026-11-22': 1,
      'check-ins/nothing 2026-11-22': 1,
    });
  });

  it('is asked about activities after "không" to households, and has then reported nothing', async () => {
    const talk = branch.talk();
    await talk.runs('report');
    expect((await talk.says('không')).text).toContain('hoạt động gì nữa không');
    expect((await talk.says('không')).text).toContain('không có việc gì để báo');
  });

  it('leaves a question of law to the other routes, and the question stays open', async () => {
    const talk = branch.talk();
    await talk.runs('report');
    expect((await talk.says('thế nào là bạo lực gia đình')).notUnderstood).toBe(true);
    expect((await talk.asksAgain()).text).toContain('giúp hộ nào');
  });

  it('for last week is asked about that week, and is late', async () => {
    const talk = branch.talk();
    expect((await talk.runs('report', 'tuần trước')).text).toContain('9/11–15/11');
    await talk.says('giúp bà Lan sửa nhà');
    await talk.says('không');
    await talk.says('1');
    const [row] = await country.store.find('CheckIn', { unitId: branch.units.branch });
    expect(row).toMatchObject({ period: '2026-W46', late: true });
    expect(await figuresOfUnit(country.store, branch.units.branch)).toMatchObject({ 'households 2026-11-15': 1 });
  });
});

describe('"như tuần trước"', () => {
  it('tells the same households and activities again, in this week', async () => {
    const lastWeek = branch.talk({ now: '2026-11-13T08:00:00+07:00' });
    await lastWeek.begin('weekly', { text: 'hôm qua giúp bà Lan xóm 3 dọn nhà. họp chi hội 30 người' });
    await lastWeek.says('1');
    await sayNoMore(lastWeek);
    const talk = branch.talk();
    await talk.runs('report');
    const summary = await talk.says('như tuần trước');
    expect(summary.text).toContain('bà Lan (xóm 3)');
    expect(summary.text).toContain('30 người dự');
    await talk.says('1');
    const figures = await figuresOfUnit(country.store, branch.units.branch);
    expect(figures).toMatchObject({ 'households 2026-11-12': 1, 'households 2026-11-22': 1 });
    expect(figures['households/distinct-year 2026-11-22']).toBeUndefined();
  });
});

describe('"như tuần trước" of a branch that never reported', () => {
  it('is told so, and asked again', async () => {
    const talk = branch.talk();
    await talk.runs('report');
    expect((await talk.says('2')).text).toContain('chưa có báo cáo nào trước đây');
    expect((await talk.says('giúp bà Lan sửa nhà')).text).toContain('hoạt động gì nữa không');
  });
});

describe('A household that may be on record', () => {
  beforeEach(async () => {
    const before = branch.talk({ now: '2026-11-03T08:00:00+07:00' });
    await before.begin('weekly', { text: 'hôm nay giúp bà Lan sửa nhà' });
    await before.says('1');
  });

  it('is asked about with its last day; the same household counts once', async () => {
    const talk = branch.talk();
    const asked = await talk.begin('weekly', { text: 'giúp bà Lan 500k' });
    expect(asked.text).toContain('Hộ bà Lan đã có ngày 3/11');
    expect((await talk.says('đúng rồi')).text).toContain('1 Lưu');
    await talk.says('1');
    const rows = await country.store.find('HouseholdHelp', { unitId: branch.units.branch });
    expect(new Set(rows.map(({ householdHash }) => householdHash)).size).toBe(1);
    const figures = await figuresOfUnit(country.store, branch.units.branch);
    expect(figures).toMatchObject({ 'households/distinct-year 2026-11-03': 1, 'households 2026-11-22': 1 });
    expect(figures['households/distinct-year 2026-11-22']).toBeUndefined();
  });

  it('is another after "2": two of the name live side by side, and both are offered the next time', async () => {
    const talk = branch.talk();
    await talk.begin('weekly', { text: 'giúp bà Lan 500k' });
    await talk.says('2');
    await talk.says('1');
    await sayNoMore(talk);
    const rows = await country.store.find('HouseholdHelp', { unitId: branch.units.branch });
    expect(new Set(rows.map(({ householdHash }) => householdHash)).size).toBe(2);
    const asked = await talk.begin('weekly', { text: 'giúp bà Lan dọn nhà' });
    expect(asked.text).toContain('là hộ nào');
    expect(asked.says.at(-1)?.choices).toHaveLength(3);
  });

  it('is asked about for "chị Lan" beside "bà Lan"', async () => {
    const talk = branch.talk();
    expect((await talk.begin('weekly', { text: 'giúp chị Lan sửa nhà' })).text).toContain('Hộ bà Lan đã có ngày 3/11');
  });

  it('is asked about again when she tells of something else first', async () => {
    const talk = branch.talk();
    await talk.begin('weekly', { text: 'giúp bà Lan 500k' });
    expect((await talk.says('à giúp thêm chị Mận 2 thùng mì')).text).toContain('Hộ bà Lan đã có ngày 3/11');
    expect((await talk.says('1')).text).toContain('chị Mận');
  });

  it('is no household of the branch next door', async () => {
    const talk = branch.talk({ as: 'neighbour' });
    expect((await talk.begin('weekly', { text: 'giúp bà Lan sửa nhà' })).text).toContain('1 Lưu');
  });

  it('several of them are asked about in one message', async () => {
    const before = branch.talk({ now: '2026-11-04T08:00:00+07:00' });
    await before.begin('weekly', { text: 'hôm nay giúp chị Mận dọn nhà' });
    await before.says('1');
    const talk = branch.talk();
    const asked = await talk.begin('weekly', { text: 'giúp bà Lan 500k, giúp chị Mận sửa nhà' });
    expect(asked.text).toContain('bà Lan (đã có ngày 3/11)');
    expect(asked.text).toContain('chị Mận (đã có ngày 4/11)');
    expect((await talk.says('1')).text).toContain('1 Lưu');
  });

  it('of two in one message with the same bare name the second is asked about', async () => {
    const fresh = await country.newBranch();
    const talk = fresh.talk();
    const asked = await talk.begin('weekly', { text: 'giúp bà Cúc sửa nhà, giúp chị Cúc 500k' });
    expect(asked.text).toContain('Trong báo cáo này có bà Cúc và chị Cúc');
  });
});

describe('What is unclear or unlikely', () => {
  it('is asked: "2 3 hộ" answered by "2" is two households', async () => {
    const talk = branch.talk();
    const asked = await talk.begin('weekly', { text: 'giup 2 3 ho sua nha' });
    expect(asked.text).toContain('mấy hộ');
    expect(asked.says.at(-1)?.choices ?? []).toHaveLength(0);
    expect((await talk.says('2')).text).toContain('• 2 hộ');
  });

  it('is refused beyond any number: 999999999 households are never stored', async () => {
    const talk = branch.talk();
    const asked = await talk.begin('weekly', { text: 'giúp 999999999 hộ sửa nhà' });
    expect(asked.text).toContain('không ghi được');
    expect((await talk.says('đúng rồi')).notUnderstood).toBe(true);
    expect((await talk.says('9')).text).toContain('• 9 hộ');
  });

  it('money above 10^12 is refused', async () => {
    const talk = branch.talk();
    expect((await talk.begin('weekly', { text: 'giúp bà Lan 2000 tỷ' })).text).toContain('lớn quá');
  });

  it('a day in the future is asked, and left out after "bỏ qua"', async () => {
    const talk = branch.talk();
    const asked = await talk.begin('weekly', { text: 'ngày 25/12/2026 họp chi hội 30 người. giúp bà Lan sửa nhà' });
    if (!asked.text.includes('1 Lưu')) {
      expect(asked.text).toContain('chưa tới');
      const summary = await talk.says('bỏ qua');
      expect(summary.text).not.toContain('30 người');
    }
  });

  it('a day more than 31 days back is asked about, and stored after "đúng"', async () => {
    const talk = branch.talk();
    expect((await talk.begin('weekly', { text: 'ngày 1/10 họp chi hội 30 người' })).text).toContain('hơn một tháng');
    expect((await talk.says('1')).text).toContain('(1/10)');
  });

  it('a day more than 366 days back is refused', async () => {
    const talk = branch.talk();
    expect((await talk.begin('weekly', { text: 'ngày 1/10/2025 họp chi hội 30 người' })).text).toContain('một năm');
    expect((await talk.says('hôm qua')).text).toContain('(21/11)');
  });
});

describe('Several things in one message', () => {
  it('an unclear number keeps what was done, and touches no other number', async () => {
    const talk = branch.talk();
    await talk.begin('weekly', { text: 'giúp 2 3 hộ sửa nhà, tặng quà 5 hộ' });
    const summary = await talk.says('3');
    expect(summary.text).toContain('• 3 hộ: sửa, xây nhà');
    expect(summary.text).toContain('• 5 hộ: quà');
  });

  it('a household told of twice is one', async () => {
    const talk = branch.talk();
    const summary = await talk.begin('weekly', { text: 'giúp bà Lan sửa nhà 5tr. bà Lan đạt sạch bếp' });
    expect(summary.text.match(/bà Lan/gu)).toHaveLength(1);
  });

  it('households that reached a set are asked for by name, so that each counts once', async () => {
    const talk = branch.talk();
    expect((await talk.begin('weekly', { text: 'giúp 3 hộ đạt 5 không 3 sạch' })).text).toContain('nhắn tên');
    const summary = await talk.says('bà Lan, chị Hoa xóm 3, bà Mận');
    expect(summary.text.match(/đạt 5 không 3 sạch/gu)).toHaveLength(3);
  });

  it('a proposal is kept whole, in her words', async () => {
    const talk = branch.talk();
    const text = 'đề nghị khen gia đình bà Tư xóm 3, ba thế hệ hòa thuận';
    expect((await talk.begin('weekly', { text })).text).toContain(text);
  });
});

describe('A household beside counselling', () => {
  it('is counted without its name', async () => {
    const talk = branch.talk();
    const summary = await talk.begin('weekly', { text: 'tư vấn hòa giải cho nhà chị Thơm' });
    expect(summary.text).not.toMatch(/thơm/iu);
    await talk.says('1');
    const [row] = await country.store.find('HouseholdHelp', { unitId: branch.units.branch });
    expect(row).toMatchObject({ householdHash: null, nameHash: null, sealedName: null, households: 1 });
  });
});

describe('Words that work at every question', () => {
  it('"hủy" stores nothing', async () => {
    const talk = branch.talk();
    await talk.begin('weekly', { text: example });
    await talk.says('hủy');
    expect(talk.isOpen).toBe(false);
    expect(await country.store.count('CheckIn', { unitId: branch.units.branch })).toBe(0);
  });

  it('"quay lại" asks the question before, with the answers of then', async () => {
    const talk = branch.talk();
    await talk.runs('report');
    await talk.says('giúp bà Lan sửa nhà');
    expect((await talk.says('quay lại')).text).toContain('giúp hộ nào');
  });

  it.each([
    ['sửa 35 thành 45', '45 người dự'],
    ['sửa bà Lan 6tr', 'bà Lan: sửa, xây nhà, 6.000.000 đ'],
    ['bà Lan 6tr', 'bà Lan: sửa, xây nhà, 6.000.000 đ'],
    ['40 người', '40 người dự'],
    ['sửa 6tr', '6.000.000 đ'],
  ])('"%s" at the summary mends it: %s', async (text, shown) => {
    const talk = branch.talk();
    await talk.begin('weekly', { text: example });
    expect((await talk.says(text)).text).toContain(shown);
  });

  it('"họp chi hội 50 người" is no count of the month that is asked for after it', async () => {
    const talk = branch.talk();
    await talk.begin('weekly', { text: example });
    await talk.says('1');
    expect(talk.openDialog).toBe('monthly');
    expect((await talk.says('tuan sau hop chi hoi 50 nguoi')).notUnderstood).toBe(true);
  });

  it.each(['dung r', 'dung roi', 'đúng rồi em'])(
    '"%s" stores it: without accents "đúng" is no "dừng"',
    async (says) => {
      const talk = branch.talk();
      await talk.begin('weekly', { text: example });
      expect((await talk.says(says)).text).toContain('Em lưu rồi');
    },
  );

  it('"bỏ chị Hoa" takes the household away', async () => {
    const talk = branch.talk();
    await talk.begin('weekly', { text: example });
    expect((await talk.says('bỏ chị Hoa')).text).not.toContain('Hoa');
  });

  it('another household said in place of the one she chose takes its place', async () => {
    const talk = branch.talk();
    await talk.begin('weekly', { text: example });
    await talk.says('2');
    await talk.says('2');
    const summary = await talk.says('chị Đào 200k');
    expect(summary.text).toContain('chị Đào: tiền mặt, 200.000 đ');
    expect(summary.text).not.toContain('Hoa');
    expect(summary.text).toContain('bà Lan');
  });

  it.each([
    ['bà Mai', 'bà Mai: '],
    ['ba Mai 2tr', 'bà Mai: sửa, xây nhà, 2.000.000 đ'],
  ])('"%s" as the right name is shown as %s', async (says, shown) => {
    const talk = branch.talk();
    await talk.begin('weekly', { text: 'giúp bà Man sửa nhà 5tr' });
    await talk.says('sửa');
    await talk.says('1');
    expect((await talk.says(says)).text).toContain(shown);
  });

  it('"đúng rồi" where she may mend goes back to the summary', async () => {
    const talk = branch.talk();
    await talk.begin('weekly', { text: 'giúp bà Man sửa nhà 5tr' });
    await talk.says('không');
    expect((await talk.says('đúng rồi')).text).toContain('1 Lưu');
  });

  it('"lưu" is not taken for a name', async () => {
    const talk = branch.talk();
    await talk.begin('weekly', { text: 'giúp bà Man sửa nhà 5tr' });
    await talk.says('sửa');
    await talk.says('1');
    expect((await talk.says('luu')).notUnderstood).toBe(true);
  });

  it('"2" goes to the item and the field by number', async () => {
    const talk = branch.talk();
    await talk.begin('weekly', { text: example });
    expect((await talk.says('2')).text).toContain('3 Tuyên truyền');
    expect((await talk.says('3')).text).toContain('1 Số người dự');
    await talk.says('1');
    expect((await talk.says('50')).text).toContain('50 người dự');
  });

  it('a state of an older version is asked politely from its question on, answers kept', async () => {
    const talk = branch.talk();
    await talk.begin('weekly', { text: example });
    talk.state = { ...(talk.state as object), at: 'a-question-that-was-removed' };
    const again = await talk.says('1');
    expect(again.text).toContain('Em vừa được sửa');
    expect(again.text).toContain('bà Lan');
  });

  it('coming back after two days continues with a line on where she was', async () => {
    const talk = branch.talk();
    await talk.begin('weekly', { text: example });
    talk.now = new Date('2026-11-24T08:00:00+07:00');
    expect((await talk.asksAgain()).text).toMatch(/^Mình đang ghi dở: bà Lan, chị Hoa/u);
    await talk.says('1');
    const [row] = await country.store.find('CheckIn', { unitId: branch.units.branch });
    expect(row).toMatchObject({ period: '2026-W47', late: true });
  });
});

describe('A person who has not agreed yet', () => {
  it('is told in three sentences what is kept, and her sentence is not lost', async () => {
    const fresh = await country.newBranch({ consented: false });
    const talk = fresh.talk();
    const asked = await talk.begin('weekly', { text: example });
    expect(asked.text).toContain('đồng ý');
    expect((await talk.says('1')).text).toContain('bà Lan');
    const { person } = await fresh.standing();
    expect(person).toMatchObject({ consent: 'yes', consentVersion: 1 });
  });

  it('may report in place of an answer: that is asked again, and read once she agrees', async () => {
    const fresh = await country.newBranch({ consented: false });
    const talk = fresh.talk();
    await talk.begin('weekly', {});
    expect((await talk.says('giup ba Man sua nha 2tr')).text).toContain('đồng ý');
    expect((await talk.says('1')).text).toContain('sửa, xây nhà, 2.000.000 đ');
  });

  it('has no record after "không"', async () => {
    const fresh = await country.newBranch({ consented: false });
    const talk = fresh.talk();
    await talk.begin('weekly', { text: example });
    await talk.says('không');
    expect(talk.isOpen).toBe(false);
    expect((await fresh.standing()).person.consent).toBe('no');
    expect(await country.store.count('CheckIn', { unitId: fresh.units.branch })).toBe(0);
  });
});

describe('Others than reporters', () => {
  it('a member is told that reporting is not hers', async () => {
    const talk = branch.talk({ as: 'stranger' });
    expect((await talk.begin('weekly', { text: example })).text).toContain('người được giao');
    expect(talk.isOpen).toBe(false);
  });

  it('an official reports activities of her own unit', async () => {
    const talk = branch.talk({ as: 'official' });
    await talk.begin('weekly', { text: 'hôm qua xã tổ chức mít tinh 25/11, 200 người' });
    await talk.says('1');
    const figures = await figuresOfUnit(country.store, branch.units.commune);
    expect(figures).toMatchObject({ 'activities 2026-11-21': 1, 'activities/campaign/25-11 2026-11-21': 1 });
  });
});

describe('After storing', () => {
  it('she reads where the commune stands and which campaigns were held', async () => {
    const talk = branch.talk();
    await talk.begin('weekly', {
      text: 'giúp bà Lan sửa nhà, bà Lan đạt 5 không 3 sạch. hôm qua mít tinh 25/11 40 người',
    });
    const saved = await talk.says('1');
    expect(saved.text).toContain('Xã mình 1/5 hộ');
    expect(saved.text).toContain('25/11');
  });

  it('the criteria that may not be stored for a household are nowhere', async () => {
    const talk = branch.talk();
    await talk.begin('weekly', { text: 'chị Hoa xóm 3 đạt 5 không 3 sạch' });
    await talk.says('1');
    const [row] = await country.store.find('HouseholdReached', { unitId: branch.units.branch });
    expect(row?.wholeSet).toBe('5k3s');
    expect(row?.criteria).not.toContain('khong_bao_luc_gia_dinh');
    expect(row?.criteria).toContain('sach_bep');
  });
});
