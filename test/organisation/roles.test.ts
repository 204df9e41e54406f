import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readName } from '../../src/organisation/person-name.ts';
import { texts } from './prompts.ts';
import { Town } from './talk.ts';

let town: Town;
beforeAll(async () => {
  town = await Town.open();
  await town.settle('Quản', 'T01', 'administrator', 'anh Quản');
  await town.settle('Xuân', 'X01', 'official', 'chị Xuân');
  await town.settle('Hoa', 'C01', 'reporter', 'cô Hoa');
});
afterAll(() => town.close());

const codeIn = (answer: string) => /\d{5} \d{5}/.exec(answer)?.[0] ?? '';
const linkIn = (answer: string) => /https:\S+/.exec(answer)?.[0] ?? '';
const rolesOf = async (who: string) =>
  (await town.personOf(who))?.posts.map(({ role, unit }) => `${role.role} ${unit.id}`) ?? null;

describe('An official', () => {
  it('invites a reporter into a branch below her and reads out the code', async () => {
    expect(await town.say('Xuân', 'mời vào thôn 2')).toContain('[người báo cáo]');
    const answer = await town.say('Xuân', '1');
    expect(answer).toContain('Mã mời người báo cáo của Chi hội thôn 2, Xã Hòa Mẫu');
    expect(answer).toContain('hết hạn ngày 29/11');
    await town.say('Tư', codeIn(answer));
    await town.say('Tư', 'đúng');
    await town.say('Tư', 'Tư');
    expect(await rolesOf('Tư')).toEqual(['reporter C02']);
  });

  it('may begin a report with the word mời', async () => {
    expect(await town.say('Xuân', 'mời chuyên gia tập huấn cho 50 người')).toBe('(không hiểu)');
    expect(await town.say('Hoa', 'mời hội viên dự họp 35 người')).toBe('(không hiểu)');
  });

  it('sees no branch of another commune', async () => {
    expect(await town.say('Xuân', 'mời vào C03')).toContain('Em không thấy đơn vị nào như vậy');
    expect(await town.say('Xuân', 'C01')).toContain('Chi hội thôn 1');
    await town.say('Xuân', 'hội viên');
  });

  it('is asked which one when several have the name', async () => {
    expect(await town.say('Quản', 'moi vao chi hoi thon 1')).toContain('Có 2 đơn vị như vậy');
    expect(await town.say('Quản', '2')).toContain('Chi hội thôn 1 với vai trò gì');
    await town.say('Quản', 'hội viên');
  });

  it('invites no administrator; an administrator does', async () => {
    expect(await town.say('Xuân', 'mời vào X01')).toContain('Mã mời cán bộ của Xã Hòa Mẫu');
    expect(await town.say('Quản', 'mời vào X01')).toContain('[quản trị]');
    await town.say('Quản', 'cán bộ');
  });

  it('says yes to who came by her link, and silence lets nobody in', async () => {
    await town.say('Xuân', 'mời vào C02');
    const link = linkIn(await town.say('Xuân', 'người báo cáo'));
    await town.say('Năm', link);
    await town.say('Năm', 'đúng');
    expect(await town.say('Năm', 'chị Năm')).toContain('Em đã báo người mời');
    expect(await rolesOf('Năm')).toEqual([]);
    expect((await town.deliverNotices()).at(-1)).toBe(
      "Có người dùng liên kết của chị để vào Chi hội thôn 2, Xã Hòa Mẫu. Chị nhắn 'duyệt' để xem và trả lời.",
    );
    expect(await town.say('Sáu', link)).toContain('đang chờ người mời đồng ý');
    expect(await town.say('Quản', 'duyệt')).toContain('Không có ai đang chờ');
    expect(await town.say('Xuân', 'duyệt')).toContain('chị Năm xin làm người báo cáo');
    expect(await town.say('Xuân', '1')).toBe('Vâng, em đã nhận người ấy.');
    expect(await rolesOf('Năm')).toEqual(['reporter C02']);
    expect((await town.deliverNotices()).at(-1)).toContain('Người mời đã đồng ý');
    expect(await town.say('Xuân', 'duyệt')).toContain('Không có ai đang chờ');
  });

  it('says no, and nothing is left of who asked', async () => {
    await town.say('Xuân', 'mời vào C02');
    const link = linkIn(await town.say('Xuân', 'người báo cáo'));
    await town.say('Kẻ lạ', link);
    await town.say('Kẻ lạ', 'đúng');
    await town.say('Kẻ lạ', 'chị Lạ');
    const person = (await town.personOf('Kẻ lạ'))?.person.id ?? '';
    await town.say('Xuân', 'duyệt');
    expect(await town.say('Xuân', 'không')).toContain('em không nhận');
    expect(await town.personOf('Kẻ lạ')).toBeNull();
    expect(await town.store.count('Setting', { id: `organisation/name/${person}` })).toBe(0);
    expect(await town.say('Kẻ lạ', link)).toContain('đã có người dùng');
  });

  it('answers for one who has left her post', async () => {
    await town.settle('Cũ', 'X01', 'official', 'chị Cũ');
    await town.say('Cũ', 'mời vào C02');
    const link = linkIn(await town.say('Cũ', 'người báo cáo'));
    await town.say('Bảy', link);
    await town.say('Bảy', 'đúng');
    await town.say('Bảy', 'chị Bảy');
    expect(await town.say('Xuân', 'duyệt')).toContain('Không có ai đang chờ');
    await town.say('Cũ', 'rời');
    await town.say('Cũ', 'đúng');
    expect(await town.say('Cũ', 'duyệt')).toContain('Không có ai đang chờ');
    expect(await town.say('Xuân', 'duyệt')).toContain('chị Bảy xin làm người báo cáo');
    expect(await town.say('Xuân', 'không')).toContain('em không nhận');
  });

  it('sees who reports and ends a role', async () => {
    expect(await town.say('Xuân', 'ai tham gia C02')).toContain('[chị Tư – người báo cáo từ 22/11]');
    expect(await town.say('Xuân', '1')).toContain('Cho người này thôi vai trò');
    expect(await town.say('Xuân', 'đúng')).toContain('không còn xem hay báo cáo được nữa');
    expect(await rolesOf('Tư')).toEqual([]);
    expect((await town.deliverNotices()).at(-1)).toContain('Vai trò của chị ở Chi hội thôn 2 đã kết thúc');
  });

  it('marks a unit below her and nothing above', async () => {
    expect(await town.say('Xuân', 'đánh dấu thôn 2')).toContain('[Đơn vị điểm]'.toLowerCase());
    await town.say('Xuân', '1');
    expect(await town.say('Xuân', 'nd')).toBe('Đã ghi cho Chi hội thôn 2.');
    await town.say('Xuân', 'đánh dấu X01');
    await town.say('Xuân', 'nông thôn mới');
    await town.say('Xuân', '2');
    await town.say('Xuân', 'đánh dấu X01');
    await town.say('Xuân', 'tiêu chí');
    await town.say('Xuân', '5 không 3 sạch');
    expect((await town.store.first('Unit', { id: 'C02' }))?.marks).toEqual({ pilotOf: ['ND'] });
    expect((await town.store.first('Unit', { id: 'X01' }))?.marks).toEqual({
      newRural: 'kieu_mau',
      criteriaSets: ['5k3s'],
    });
    expect(await town.say('Xuân', 'đánh dấu Tỉnh Mẫu')).toContain('Em không thấy');
    await town.say('Xuân', 'hủy');
  });
});

describe('A reporter', () => {
  it('gives her members a link with a limit, sees who joined and removes one', async () => {
    const answer = await town.say('Hoa', 'tạo liên kết hội viên 2 người');
    expect(answer).toContain('cho tối đa 2 người, hết hạn ngày 22/12');
    for (const [who, name] of [
      ['Cúc', 'cô Cúc'],
      ['Đào', 'Đào'],
    ] as const) {
      await town.say(who, linkIn(answer));
      await town.say(who, 'đúng');
      expect(await town.say(who, name)).toContain('hội viên của Chi hội thôn 1');
    }
    expect(await town.say('Muộn', linkIn(answer))).toContain('đã có người dùng');
    expect(await town.say('Hoa', 'ai tham gia')).toContain('[cô Cúc – hội viên từ 22/11]');
    expect(await town.say('Hoa', '2')).toContain('chị Đào');
    await town.say('Hoa', 'đúng');
    expect([await rolesOf('Cúc'), await rolesOf('Đào')]).toEqual([['member C01'], []]);
  });

  it('is called as she asks', async () => {
    expect(await town.say('Hoa', 'gọi tôi là bác')).toBe('Vâng, từ nay em gọi là bác ạ.');
    expect(await town.say('Hoa', 'goi toi la co')).toBe('Vâng, từ nay em gọi là cô ạ.');
    expect(await town.say('Hoa', 'gọi tôi là nữ hoàng')).toContain('Em gọi được là: chị, anh, cô');
  });

  it('leaves her role and sees nothing more; the record stays', async () => {
    expect(await town.say('Hoa', 'rời')).toContain('Cô rời vai trò người báo cáo Chi hội thôn 1');
    expect(await town.say('Hoa', 'không')).toContain('em giữ nguyên');
    await town.say('Hoa', 'rời');
    expect(await town.say('Hoa', 'đúng')).toContain('xóa dữ liệu của tôi');
    expect(await rolesOf('Hoa')).toEqual([]);
    expect(await town.store.first('Role', { unitId: 'C01', role: 'reporter' })).toMatchObject({
      fromDay: '2026-11-22',
      untilDay: '2026-11-21',
    });
    expect(await town.say('Hoa', 'rời')).toContain('không giữ vai trò nào');
  });
});

describe('A member', () => {
  it('leaves by one word and a yes', async () => {
    await town.say('Cúc', 'roi');
    expect(await town.say('Cúc', 'dung')).toContain('Cô không còn là hội viên Chi hội thôn 1');
    expect(await rolesOf('Cúc')).toEqual([]);
  });

  it('invites nobody', async () => {
    await town.settle('Mận', 'C02', 'reporter');
    await town.say('Mận', 'rời');
    await town.say('Mận', 'đúng');
    expect(await town.say('Mận', 'mời hội viên')).toBe('(không hiểu)');
  });
});

describe('A name', () => {
  it.each([
    { text: 'cô Hoa', is: { calledAs: 'cô', name: 'Hoa' } },
    { text: 'co hoa', is: { calledAs: 'cô', name: 'hoa' } },
    { text: 'em là Hoa', is: { calledAs: 'chị', name: 'Hoa' } },
    { text: 'Nguyễn Thị Hoa.', is: { calledAs: 'chị', name: 'Nguyễn Thị Hoa' } },
    { text: 'bác', is: null },
    { text: '12', is: null },
    { text: 'báo tin ở đâu', is: null },
    { text: 'hôm nay chi hội em họp rồi nhé chị', is: null },
    { text: '<b>Hoa</b>', is: null },
  ])('"$text" is $is', ({ text, is }) => {
    expect(readName(text, texts)).toEqual(is);
  });
});
